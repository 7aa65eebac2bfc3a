package check

import (
	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/spf"
	"sendpath/decide/words"
)

// The parts of drift. IDDrift sums them up where a domain is checked for everything.
const (
	IDDriftEndpoint = "drift-endpoint"
	IDDriftSPF      = "drift-spf"
	IDDriftAddress  = "drift-address"
	IDDriftRules    = "drift-rules"
)

// ReadDrift looks up everything in DNS that Compare will want: what the saved plan rests on, and nothing
// else.
func (s Subject) ReadDrift(look *evidence.Look) { s.driftReading(look) }

func (s Subject) driftReading(look *evidence.Look) *reading {
	r := &reading{Subject: s, look: look}
	r.survey = decide.ReadDNS(look, s.Domain, s.Cloud)
	r.tree = spf.Inspect(look, s.Domain)
	if s.Place != Elsewhere {
		r.here = r.publicAddress(nil)
	}
	return r
}

// Compare tells what has changed since the subject's saved plan, each thing apart. What is as it was has no
// words.
func Compare(s Subject, dns evidence.Set, lang *words.Language) []Finding {
	j := &judge{reading: s.driftReading(dns.Look()), Observations: Observations{DNS: dns}, lang: lang}
	var findings []Finding
	for _, part := range []struct {
		id      string
		verdict verdict
	}{
		{IDDriftEndpoint, j.endpointDrift()}, {IDDriftSPF, j.spfDrift()}, {IDDriftAddress, j.addressDrift()}, {IDDriftRules, j.ruleDrift()},
	} {
		findings = append(findings, Finding{part.id, part.verdict.status, part.verdict.text, part.verdict.fix})
	}
	return findings
}
