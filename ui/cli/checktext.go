package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/words"
)

// checkJSON is the promised form of a check.
type checkJSON struct {
	Domain   string          `json:"domain"`
	Endpoint endpointJSON    `json:"endpoint"`
	Findings []check.Finding `json:"findings"`
	Ports    []check.Port    `json:"ports"`
}

type endpointJSON struct {
	Host      string              `json:"host"`
	Kind      decide.EndpointKind `json:"kind"` // "none" also where it could not be read: see the finding mx
	Confirmed bool                `json:"confirmed"`
}

func checkResult(subject check.Subject, o check.Observations, findings []check.Finding) checkJSON {
	endpoint := subject.Endpoint(o.DNS)
	return checkJSON{
		Domain:   subject.Domain,
		Endpoint: endpointJSON{endpoint.Host, cmp.Or(endpoint.Kind, decide.KindNone), endpoint.Confirmed},
		Findings: findings,
		Ports:    append([]check.Port{}, o.Ports...),
	}
}

var statusTexts = map[check.Status]words.Text{
	check.OK:            "ok",
	check.Warning:       "warning",
	check.Problem:       "problem",
	check.Unknown:       "not known",
	check.NotApplicable: "not applicable",
}

// attention is the order in which a reader wants to see findings.
var attention = []check.Status{check.Problem, check.Unknown, check.Warning, check.OK}

var methodTexts = map[decide.Method]words.Text{
	"":                "%s, checked for all methods",
	decide.SMTPAuth:   "%s, checked for SMTP AUTH client submission",
	decide.Relay:      "%s, checked for SMTP relay",
	decide.DirectSend: "%s, checked for Direct Send",
}

// checkText is the report for people: what asks for attention first.
func (e *environment) checkText(subject check.Subject, o check.Observations, findings []check.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", e.lang.Say(methodTexts[subject.Method], decide.ShowDomain(subject.Domain)))
	width := 0
	for _, s := range attention {
		width = max(width, len([]rune(e.lang.Say(statusTexts[s]))))
	}
	var left []string
	for _, status := range attention {
		for _, f := range findings {
			if f.Status == status {
				b.WriteString(e.findingText(f, width))
			}
		}
	}
	for _, f := range findings {
		if f.Status == check.NotApplicable {
			left = append(left, f.ID)
		}
	}
	if len(left) > 0 {
		b.WriteString("\n" + wrap(e.lang.Say("Does not apply here: %s.", strings.Join(left, ", ")), "  "))
	}
	if place := findings[slices.IndexFunc(findings, func(f check.Finding) bool { return f.ID == check.IDNetwork })]; place.Status == check.NotApplicable && len(o.Ports) > 0 {
		b.WriteString(wrap(place.Text, "  "))
	}
	fmt.Fprintf(&b, "\n%s\n", e.summary(findings))
	return b.String()
}

// findingText is a finding with its fix below it.
func (e *environment) findingText(f check.Finding, width int) string {
	status := e.lang.Say(statusTexts[f.Status])
	indent := strings.Repeat(" ", width+4)
	text := "  " + status + strings.Repeat(" ", width+2-len([]rune(status))) + strings.TrimLeft(wrap(f.ID+": "+f.Text, indent), " ")
	if f.Fix != "" {
		text += indent + "-> " + strings.TrimLeft(wrap(f.Fix, indent+"   "), " ")
	}
	return text
}

// summary counts.
func (e *environment) summary(findings []check.Finding) string {
	counts := map[check.Status]int{}
	for _, f := range findings {
		counts[f.Status]++
	}
	if counts[check.Problem]+counts[check.Unknown]+counts[check.Warning] == 0 {
		return e.lang.Say("Nothing is wrong.")
	}
	return e.lang.Say("Problems: %d. Not known: %d. Warnings: %d.", counts[check.Problem], counts[check.Unknown], counts[check.Warning])
}
