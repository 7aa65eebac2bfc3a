package check

import (
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

// A Status says how a check ended.
type Status string

// The statuses. What could not be found out is Unknown, never Problem; what does not apply, or has its
// cause in another finding, is NotApplicable, never OK.
const (
	OK            Status = "ok"
	Warning       Status = "warning"
	Problem       Status = "problem"
	Unknown       Status = "unknown"
	NotApplicable Status = "not-applicable"
)

// A Finding is one thing that was looked at, with what to do about it. Texts are in the language asked
// for and fit to be shown.
type Finding struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	Text   string `json:"text"`
	Fix    string `json:"fix"` // "" where nothing is to be done
}

// The ids of findings. They are stable: scripts compare them.
const (
	IDMX          = "mx"
	IDEndpoint    = "endpoint"
	IDIPv6        = "ipv6"
	IDSPF         = "spf"
	IDSPFIP       = "spf-ip"
	IDSPFLookups  = "spf-lookups"
	IDDKIM        = "dkim"
	IDDMARC       = "dmarc"
	IDMTASTS      = "mta-sts"
	IDTLSA        = "tlsa"
	IDPort587     = "port-587"
	IDPort25      = "port-25"
	IDStartTLS    = "starttls"
	IDTLS         = "tls"
	IDCertificate = "certificate"
	IDAuth        = "auth"
	IDAddress     = "public-address"
	IDPTR         = "ptr"
	IDBlocklist   = "blocklist"
	IDDynamic     = "dynamic"
	IDNetwork     = "network"
	IDDrift       = "drift"
)

// further are the ids that tell more than scripts were promised: that one of them could not be found
// out does not make the whole check unknown.
var further = []string{IDIPv6, IDDKIM, IDMTASTS, IDTLSA, IDAuth, IDAddress, IDPTR, IDBlocklist, IDDynamic, IDNetwork}

// A check judges one thing. It is left out where one of its causes is a finding already.
type check struct {
	id     string
	causes []string // ids of checks before it whose problem, or whose not being known, explains this one
	judge  func(*judge) verdict
}

// checks is every check, in the order of the report.
var checks = []check{
	{IDMX, nil, (*judge).mx},
	{IDEndpoint, []string{IDMX}, (*judge).endpoint},
	{IDIPv6, []string{IDMX, IDEndpoint}, (*judge).ipv6},
	{IDSPF, nil, (*judge).spf},
	{IDSPFLookups, nil, (*judge).spfLookups},
	{IDSPFIP, nil, (*judge).spfIP},
	{IDDKIM, nil, (*judge).dkim},
	{IDDMARC, nil, (*judge).dmarc},
	{IDMTASTS, nil, (*judge).mtaSTS},
	{IDTLSA, []string{IDMX, IDEndpoint}, (*judge).tlsa},
	{IDPort587, nil, (*judge).port587},
	{IDPort25, nil, (*judge).port25},
	{IDStartTLS, nil, (*judge).startTLS},
	{IDTLS, nil, (*judge).tls},
	{IDCertificate, nil, (*judge).certificate},
	{IDAuth, nil, (*judge).auth},
	{IDDrift, nil, (*judge).drift},
	{IDAddress, nil, (*judge).publicAddress},
	{IDPTR, nil, (*judge).ptr},
	{IDBlocklist, nil, (*judge).blocklist},
	{IDDynamic, nil, (*judge).dynamic},
	{IDNetwork, nil, (*judge).network},
}

// Findings judges the observations, in the order in which a reader should look at them. Questions that
// were not answered count as not known.
func Findings(s Subject, o Observations, lang *words.Language) []Finding {
	j := &judge{reading: s.read(o.DNS.Look(), o.Ports), Observations: o, lang: lang}
	for _, c := range checks {
		v := j.because(c)
		if v.status == "" {
			v = c.judge(j)
		}
		j.done = append(j.done, Finding{c.id, v.status, v.text, v.fix})
	}
	return j.done
}

// Endpoint returns the endpoint that DNS shows.
func (s Subject) Endpoint(set evidence.Set) decide.Endpoint {
	return decide.ReadDNS(set.Look(), s.Domain, s.Cloud).Endpoint
}

// Worst is the status of the whole: a problem goes before what is not known, and that before OK. A
// warning is no failure, and what could not be found out beyond the promised checks is not either.
func Worst(findings []Finding) Status {
	worst := OK
	for _, f := range findings {
		switch {
		case f.Status == Problem:
			return Problem
		case f.Status == Unknown && !slices.Contains(further, f.ID):
			worst = Unknown
		}
	}
	return worst
}

// A judge holds what the checks look at.
type judge struct {
	*reading
	Observations
	lang *words.Language
	done []Finding
}

// A verdict is a finding without its id.
type verdict struct {
	status    Status
	text, fix string
}

func (j *judge) say(status Status, t words.Text, args ...any) verdict {
	return verdict{status: status, text: j.lang.Say(t, args...)}
}

// mend adds what to do.
func (j *judge) mend(v verdict, t words.Text, args ...any) verdict {
	v.fix = join(v.fix, j.lang.Say(t, args...))
	return v
}

// again adds what to do about a question that DNS did not answer.
func (j *judge) again(v verdict, o evidence.Outcome) verdict {
	if o == evidence.Offline {
		return v
	}
	return j.mend(v, "Try again, or ask another resolver with --resolver.")
}

// join puts whole sentences one after the other.
func join(sentences ...string) string {
	said := slices.DeleteFunc(sentences, func(s string) bool { return s == "" })
	return strings.Join(said, " ")
}

// severity orders statuses by how much they ask for attention.
var severity = []Status{NotApplicable, OK, Warning, Unknown, Problem}

// merge makes one verdict of several about the same thing, such as of two servers: the worst status,
// with all that was said.
func merge(verdicts []verdict) verdict {
	var merged verdict
	for _, v := range verdicts {
		if v.status == NotApplicable {
			continue
		}
		if slices.Index(severity, v.status) > slices.Index(severity, merged.status) {
			merged.status = v.status
		}
		merged.text = join(merged.text, v.text)
		if !strings.Contains(merged.fix, v.fix) {
			merged.fix = join(merged.fix, v.fix)
		}
	}
	if merged.status == "" && len(verdicts) > 0 {
		return verdicts[0]
	}
	return merged
}

// because returns the verdict on a check whose cause was found already, or none.
func (j *judge) because(c check) verdict {
	if !j.survey.Exists && c.id != IDMX && slices.Contains(ofTheDomain, c.id) {
		return j.say(NotApplicable, "Not looked at: the domain does not exist (see %s).", IDMX)
	}
	for _, cause := range c.causes {
		if s := j.statusOf(cause); s == Problem || s == Unknown {
			return j.say(NotApplicable, "Not looked at: it depends on %s.", cause)
		}
	}
	return verdict{}
}

// ofTheDomain are the checks that a domain which does not exist leaves nothing to look at.
var ofTheDomain = []string{IDEndpoint, IDIPv6, IDSPF, IDSPFLookups, IDSPFIP, IDDKIM, IDDMARC, IDMTASTS, IDTLSA, IDPort25}

func (j *judge) statusOf(id string) Status {
	for _, f := range j.done {
		if f.ID == id {
			return f.Status
		}
	}
	return ""
}

// answer returns what DNS said; a question that nobody asked counts as unanswered.
func (j *judge) answer(q evidence.Question) evidence.Answer {
	a, known := j.look.Up(q)
	if !known {
		return evidence.Answer{Outcome: evidence.Timeout}
	}
	return a
}

// outcome says why an answer has no records.
func (j *judge) outcome(o evidence.Outcome) string { return j.lang.Say(decide.OutcomeText(o)) }

// show makes text from outside fit to be shown in a sentence.
func show(s string) string { return clean.Line(s, 300) }

func showDomain(name string) string { return show(decide.ShowDomain(name)) }
