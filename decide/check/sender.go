package check

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/spf"
)

// Ids of SPF problems that have a finding of their own.
var countedProblems = []string{spf.IDLookups, spf.IDVoids}

// spf judges the record as it is published.
func (j *judge) spf() verdict {
	t, domain := j.tree, showDomain(j.Domain)
	switch {
	case t.State != spf.Known:
		return j.again(j.say(Unknown, "The SPF record of %s could not be read: %s.", domain, j.outcome(orTimeout(t.Outcome))), t.Outcome)
	case len(t.Texts) == 0:
		return j.propose(j.say(Problem, "%s has no SPF record.", domain))
	}
	var breaks, warns verdict
	unread := false
	for _, p := range t.Problems {
		said := verdict{text: p.Say(j.lang)}
		switch {
		case slices.Contains(countedProblems, p.ID):
		case p.Breaks():
			breaks = merge([]verdict{breaks, {status: Problem, text: said.text}})
		case p.ID == spf.IDUnread:
			unread = true
		default:
			warns = merge([]verdict{warns, {status: Warning, text: said.text}})
		}
	}
	switch {
	case breaks.status != "":
		return j.propose(breaks)
	case !unread && !t.Includes(j.survey.Cloud.SPFInclude):
		return j.propose(j.say(Problem, "The SPF record of %s does not let Microsoft 365 send: include:%s is missing.", domain, j.survey.Cloud.SPFInclude))
	case unread:
		return j.say(Unknown, "The SPF record of %s names other records that could not be read.", domain)
	case warns.status != "":
		return warns
	}
	return j.say(OK, "%s has one SPF record, and it lets Microsoft 365 send.", domain)
}

// propose adds the record that would be right.
func (j *judge) propose(v verdict) verdict {
	if j.change.Kind == spf.ChangeUnknown || j.change.Kind == spf.ChangeNone || j.change.Proposed == "" {
		return j.mend(v, "Mend the record: sendpath spf %s shows it as a tree.", j.Domain)
	}
	if j.change.Kind == spf.ChangeCreate {
		return j.mend(v, "Publish a TXT record at %s: %s", j.Domain, show(j.change.Proposed))
	}
	return j.mend(v, "Replace the TXT record at %s by: %s", j.Domain, show(j.change.Proposed))
}

// oneRecord returns a verdict where there is no one SPF record to look into.
func (j *judge) oneRecord() verdict {
	switch {
	case j.tree.State != spf.Known:
		return j.say(NotApplicable, "Not looked at: the SPF record could not be read (see %s).", IDSPF)
	case len(j.tree.Texts) != 1:
		return j.say(NotApplicable, "Not looked at: there is not one SPF record (see %s).", IDSPF)
	}
	return verdict{}
}

// spfLookups judges the cost of the record.
func (j *judge) spfLookups() verdict {
	if v := j.oneRecord(); v.status != "" {
		return v
	}
	t := j.tree
	counts := []any{t.Lookups, spf.MaxLookups, t.VoidLookups, spf.MaxVoids}
	switch {
	case t.Lookups > spf.MaxLookups || t.VoidLookups > spf.MaxVoids:
		return j.mend(j.say(Problem, "The SPF record costs %d DNS lookups of at most %d, %d of them find nothing (at most %d): receivers take it for broken.", counts...),
			"Take out includes that nobody needs any more: sendpath spf %s shows what each costs.", j.Domain)
	case slices.ContainsFunc(t.Problems, func(p spf.Problem) bool { return p.ID == spf.IDUnread }):
		return j.say(Unknown, "The lookups of the SPF record could not be counted to the end: at least %d of %d.", t.Lookups, spf.MaxLookups)
	}
	return j.say(OK, "The SPF record costs %d DNS lookups of at most %d, %d of them find nothing (at most %d).", counts...)
}

// spfIP judges whether mail from the public addresses passes SPF.
func (j *judge) spfIP() verdict {
	switch {
	case !j.delivers():
		return j.say(NotApplicable, "Mail of a device that signs in leaves from Microsoft's addresses.")
	case j.Authentication == decide.ByCertificate && len(j.Addresses) == 0:
		return j.say(NotApplicable, "No public address is needed: the device is recognised by its certificate.")
	case len(j.senders()) == 0:
		return j.mend(j.say(NotApplicable, "No public address was given, and none was found."), "Give it with --ip.")
	}
	if v := j.oneRecord(); v.status != "" {
		return v
	}
	var verdicts []verdict
	for _, prefix := range j.senders() {
		verdicts = append(verdicts, j.passes(prefix))
	}
	v := merge(verdicts)
	if v.status == Problem && j.survey.DMARC.Enforces() && j.Method == decide.DirectSend {
		v.text = join(v.text, j.lang.Say("DMARC says p=%s, so Microsoft refuses the device's mail (5.7.509).", j.survey.DMARC.Policy))
	}
	return v
}

// passes judges one address or range.
func (j *judge) passes(prefix netip.Prefix) verdict {
	shown := showPrefix(prefix)
	if j.tree.Covers(prefix) {
		return j.say(OK, "Mail from %s passes SPF.", shown)
	}
	e := j.evaluate(prefix)
	switch {
	case !e.Complete || e.Result == spf.TempError:
		return j.say(Unknown, "Whether mail from %s passes SPF could not be found out.", shown)
	case e.Result == spf.PermError:
		return j.say(NotApplicable, "Not looked at: receivers take the record for broken (see %s and %s).", IDSPF, IDSPFLookups)
	case e.Result == spf.Pass && prefix.IsSingleIP():
		return j.say(OK, "Mail from %s passes SPF (%s).", shown, show(e.Matched))
	}
	status := Problem
	if len(j.Addresses) == 0 {
		status = Warning // only the device's owner knows whether it sends from here
	}
	v := j.say(status, "Mail from %s does not pass SPF: the result is %s.", shown, string(e.Result))
	if prefix.IsSingleIP() {
		return j.mend(v, "If the device sends from there, add the address: sendpath spf %s --add %s", j.Domain, shown)
	}
	return j.propose(j.say(status, "SPF does not allow the whole range %s.", shown))
}

func showPrefix(p netip.Prefix) string {
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

// microsoftKeys are the endings of the names that Microsoft publishes DKIM keys under.
var microsoftKeys = []string{".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn", ".dkim.mail.microsoft"}

// dkim looks for the two aliases that lead to Microsoft's keys.
func (j *judge) dkim() verdict {
	if j.Method == decide.DirectSend {
		return j.say(NotApplicable, "Direct Send mail is not signed.")
	}
	found := 0
	for _, selector := range dkimSelectors {
		answer := j.answer(dkimQuestion(selector, j.Domain))
		if !answer.Known() {
			return j.say(Unknown, "The DKIM selectors of %s could not be read: %s.", showDomain(j.Domain), j.outcome(answer.Outcome))
		}
		if slices.ContainsFunc(answer.Records, isMicrosoftKey) {
			found++
		}
	}
	how := func(v verdict) verdict {
		return j.mend(v, "Copy the two CNAME records from the Defender portal: Email & collaboration > Policies & rules > Threat policies > Email authentication settings > DKIM.")
	}
	switch found {
	case 0:
		return how(j.say(Warning, "Exchange Online does not sign as %s: no DKIM selector leads to Microsoft.", showDomain(j.Domain)))
	case len(dkimSelectors):
		return j.say(OK, "Both DKIM selectors lead to Microsoft.")
	}
	return how(j.say(Warning, "Only one of the two DKIM selectors leads to Microsoft: signing stops when the keys are rotated."))
}

func isMicrosoftKey(record string) bool {
	return slices.ContainsFunc(microsoftKeys, func(ending string) bool { return strings.HasSuffix(record, ending) })
}

// dmarc tells what receivers are asked to do with mail that fails.
func (j *judge) dmarc() verdict {
	d := j.survey.DMARC
	switch {
	case !d.Known:
		return j.say(Unknown, "The DMARC record of %s could not be read.", showDomain(j.Domain))
	case d.Policy == "":
		return j.mend(j.say(Warning, "%s has no DMARC record.", showDomain(j.Domain)),
			"Start with a TXT record at _dmarc.%s: v=DMARC1; p=none; rua=mailto:<mailbox for the reports>", j.Domain)
	}
	return j.say(OK, "DMARC at %s says p=%s.", show(d.Name), d.Policy)
}

// mtaSTS tells whether the domain announces MTA-STS (RFC 8461, section 3.1). Its policy is on the web and
// is not fetched.
func (j *judge) mtaSTS() verdict {
	answer := j.answer(evidence.Ask(evidence.TXT, "_mta-sts."+j.Domain))
	switch {
	case !answer.Known():
		return j.say(Unknown, "Whether %s announces MTA-STS could not be read: %s.", showDomain(j.Domain), j.outcome(answer.Outcome))
	case slices.ContainsFunc(answer.Records, func(s string) bool { return strings.HasPrefix(s, "v=STSv1") }):
		return j.say(OK, "%s announces MTA-STS. Its policy, a web page, was not read.", showDomain(j.Domain))
	}
	return j.say(NotApplicable, "%s does not announce MTA-STS.", showDomain(j.Domain))
}

// tlsa tells whether the endpoint's certificate is pinned in DNS (DANE, RFC 7672).
func (j *judge) tlsa() verdict {
	host := j.survey.Endpoint.Host
	if host == "" || !j.delivers() {
		return j.say(NotApplicable, "The method has no MX endpoint to look at.")
	}
	answer := j.answer(evidence.Ask(evidence.TLSA, "_25._tcp."+host))
	switch {
	case !answer.Known():
		return j.say(Unknown, "The TLSA records of %s could not be read: %s.", show(host), j.outcome(answer.Outcome))
	case answer.Outcome != evidence.Found:
		return j.say(NotApplicable, "%s has no TLSA records.", show(host))
	case answer.Authentic:
		return j.say(OK, "%s has TLSA records, and the resolver validated them (DNSSEC).", show(host))
	}
	return j.say(OK, "%s has TLSA records. The resolver did not validate them.", show(host))
}
