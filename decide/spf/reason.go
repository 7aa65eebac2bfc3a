package spf

import "sendpath/decide/words"

const (
	textNoDomainName   words.Text = "%s is not a domain name, so there is no SPF record to look at."
	textNoRecord       words.Text = "%s has no SPF record."
	textWaiting        words.Text = "Not all DNS answers for the record of %s are there yet."
	textPass           words.Text = "%s may send as %s: %s in the record allows it."
	textFail           words.Text = "%s may not send as %s: %s in the record refuses it."
	textSoftFail       words.Text = "%s may probably not send as %s: %s in the record marks it as suspicious."
	textNeutral        words.Text = "Whether %s may send as %s the record does not say: %s leaves it open."
	textNoMatch        words.Text = "Whether %s may send as %s the record does not say: none of its terms matches."
	textBrokenTerm     words.Text = "The SPF record of %s has a term that receivers reject, and with it the whole record: %s"
	textTooManyLookups words.Text = "The record of %s needs more than %d DNS lookups. Receivers stop there and reject the whole record."
	textTooManyVoids   words.Text = "More than %[2]d names in the record of %[1]s do not exist. Receivers stop there and reject the whole record."
	textTooManyHosts   words.Text = "%s names more than %d mail servers. Receivers stop there and reject the whole record."
)

var textByResult = map[Result]words.Text{Pass: textPass, Fail: textFail, SoftFail: textSoftFail, Neutral: textNeutral}

// decided says a result that a term gave, or that no term gave.
func decided(result Result, ip, domain, term string) Problem {
	if term == "" {
		return Problem{Text: textNoMatch, Args: []any{ip, domain}}
	}
	return Problem{Text: textByResult[result], Args: []any{ip, domain, term}}
}
