package ui

import (
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/decide/diagnose"
	"sendpath/ui/advice"
)

// checked is what the checks of a plan found last, and what they looked at.
type checked struct {
	subject  check.Subject
	findings []check.Finding
}

// about reports whether the checks looked at the plan's domain, cloud and addresses: what they saw of
// others says nothing about its faults.
func (c checked) about(p decide.Plan) bool {
	now := check.ForPlan(p)
	return c.subject.Domain == now.Domain && c.subject.Cloud == now.Cloud && slices.Equal(c.subject.Addresses, now.Addresses)
}

// foundFor returns what is known to be right or wrong around a plan: from its checks, else from what this
// computer saw while the questions were asked.
func (m Model) foundFor(p decide.Plan) []check.Finding {
	if len(m.checked.findings) > 0 && m.checked.about(p) {
		return m.checked.findings
	}
	if len(m.probes.ports) == 0 || m.probes.domain != p.Domain {
		return nil
	}
	subject, tried := check.ForPlan(p), m.probeSubject()
	subject.Place, subject.AllowDocumentation = tried.Place, tried.AllowDocumentation
	subject.WithoutAddressLookup, subject.WithoutBlocklist = true, true
	return check.Findings(subject, check.Observations{DNS: m.dns.set, Ports: m.probes.ports}, m.env.Language)
}

// evidence are the findings of the checks that explain a fault.
func (p troublePage) evidence(f diagnose.Finding) []check.Finding {
	if p.plan == nil {
		return nil
	}
	return advice.Evidence(f, p.window.foundFor(*p.plan))
}

// evidenceBlocks say above all faults what the checks found that speaks to one of them.
func (p troublePage) evidenceBlocks(faults []diagnose.Finding) []block {
	var found []check.Finding
	for _, f := range faults {
		for _, e := range p.evidence(f) {
			if !slices.Contains(found, e) {
				found = append(found, e)
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	blocks := []block{{text: p.window.say("What the checks found about this"), looks: titleBlock}}
	for _, f := range found {
		status := p.window.say(checkWords[f.Status])
		blocks = append(blocks, block{head: "- ", text: p.window.say("%s (%s): %s", f.ID, status, clean.Line(f.Text, 0))})
	}
	return append(blocks, block{})
}

// evidenceFacts name beside a fault the findings that explain it.
func (p troublePage) evidenceFacts(f diagnose.Finding) []advice.Fact {
	var ids []string
	for _, e := range p.evidence(f) {
		ids = append(ids, e.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	return []advice.Fact{{Label: p.window.say("Evidence from the checks"), Value: strings.Join(ids, ", ")}}
}
