package decide

import (
	"fmt"
	"io"
	"strings"
)

// WriteRules writes the rules as RULES.md: a table that a Microsoft 365 consultant can check line by line.
func WriteRules(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# The rules\n\nWritten by `go generate ./decide`; do not edit. A method is possible when no rule excludes it.\n" +
		"Of the possible ones the policy takes the first: `documented` smtp-auth, relay, direct-send; `durable` the same, but relay\n" +
		"before a sign-in by password; `simplest` smtp-auth, direct-send, relay. `auto` is `documented` until the day before " + string(BasicEnds) + ", then `durable`.\n")
	for _, method := range append([]Method{OwnServerMethod}, Methods[:]...) {
		fmt.Fprintf(&b, "\n## %s\n\n| Rule | Effect | When | In words | Source | Checked |\n| --- | --- | --- | --- | --- | --- |\n", method)
		for i := range Rules {
			if r := &Rules[i]; r.Method == method {
				fmt.Fprintf(&b, "| %s | %s | %s | %s | [%s](%s) | %s |\n", r.ID, r.Effect, cell(r.When.Says.In(nil)), cell(r.Say(Placeholders(), nil)),
					cell(r.Source.Title), r.Source.URL, r.Source.Checked)
			}
		}
	}
	b.WriteString("\n## Ways out where nothing fits\n\n| Way out | When | In words | Source | Checked |\n| --- | --- | --- | --- | --- |\n")
	for _, f := range fallbacks {
		writeFallback(&b, f, f.when.Says.In(nil))
	}
	writeFallback(&b, bulkProvider, "no other way out fits mass mail")
	b.WriteString("\n## Questions\n\n| Key | Values | Relevant when | Assumed when unknown |\n| --- | --- | --- | --- |\n")
	for i := range Device.Questions {
		q := &Device.Questions[i]
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", q.Name(), strings.Join(q.Values(), ", "), cell(q.Relevant.Says.In(nil)), assumedInWords(q))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeFallback(b *strings.Builder, f fallback, when string) {
	fmt.Fprintf(b, "| %s | %s | %s | [%s](%s) | %s |\n", f.name, cell(when), cell(string(f.text)), cell(f.source.Title), f.source.URL, f.source.Checked)
}

// Placeholders returns a situation in which every value is its name, so that a rule can be said without a
// case: "<endpoint> has IPv6 addresses too".
func Placeholders() *Situation {
	answers := Answers{}.With(PublicIPs, "<addresses>").With(CertificateName, "<name>")
	return &Situation{Answers: &answers, Given: &answers,
		Survey: Survey{Endpoint: Endpoint{Host: "<endpoint>", Filter: "<filter>"}, DMARC: DMARC{Policy: "<policy>"}}}
}

// assumedInWords shows what is assumed, before and after the switch where the day matters.
func assumedInWords(q *Question) string {
	if q.Assume == nil {
		return ""
	}
	example := Answers{}.With(Domain, "contoso.com")
	before, after := q.Assume(&example, ""), q.Assume(&example, BasicEnds)
	if before == after {
		return before
	}
	return before + "; from " + string(BasicEnds) + " " + after
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
