package spf

import (
	"slices"

	"sendpath/decide/evidence"
)

// Published is what DNS says about a name's SPF records.
type Published struct {
	Domain  string
	State   State
	Outcome evidence.Outcome // of the TXT question; "" while it is Unasked
	Texts   []string         // the records in byte order
}

// A State tells whether DNS has been asked, and whether it told.
type State int

// The states. Only Known says anything about the domain.
const (
	Unasked State = iota // the Look has the question among those missing
	Unread               // asked, and not told: offline, SERVFAIL, REFUSED, no answer in time
	Known
)

// Records looks the SPF records of domain up, among its TXT records.
func Records(l *evidence.Look, domain string) Published {
	p := Published{Domain: canonical(domain)}
	answer, ok := l.Up(evidence.Ask(evidence.TXT, p.Domain))
	if !ok {
		return p
	}
	p.Outcome = answer.Outcome
	if !answer.Known() {
		p.State = Unread
		return p
	}
	p.State = Known
	p.Texts = recordsIn(answer)
	return p
}

// recordsIn picks the SPF records among TXT records, in byte order.
func recordsIn(answer evidence.Answer) []string {
	var texts []string
	for _, text := range answer.Records {
		if Is(text) {
			texts = append(texts, text)
		}
	}
	slices.Sort(texts)
	return texts
}
