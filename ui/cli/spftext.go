package cli

import (
	"fmt"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/evidence"
	"sendpath/decide/spf"
	"sendpath/decide/words"
)

// spfText is the report for people: the tree, then what was asked about it.
func (e *environment) spfText(r spfReport) string {
	var b strings.Builder
	e.writeTree(&b, r)
	for _, p := range r.errors() {
		b.WriteString(wrap(e.lang.Say("Problem: %s", p.Say(e.lang)), "  "))
	}
	for _, p := range r.warnings() {
		b.WriteString(wrap(e.lang.Say("Note: %s", p.Say(e.lang)), "  "))
	}
	if r.evaluation != nil {
		b.WriteString("\n")
		e.writeEvaluation(&b, *r.evaluation)
	}
	if r.change != nil {
		b.WriteString("\n")
		e.writeChange(&b, r)
	}
	return b.String()
}

// The layout of the tree: terms to the left, what they cost to the right.
const (
	treeWidth = 64
	treeStep  = "  "
)

func (e *environment) writeTree(b *strings.Builder, r spfReport) {
	shown := clean.Line(decide.ShowDomain(r.domain), 253)
	switch t := r.tree; {
	case t.State != spf.Known:
		b.WriteString(wrap(e.lang.Say("The SPF record of %s could not be read: %s.", shown, e.lang.Say(decide.OutcomeText(timeoutIfNone(t.Outcome)))), ""))
	case len(t.Texts) == 0:
		b.WriteString(wrap(e.lang.Say("%s has no SPF record.", shown), ""))
	case len(t.Texts) > 1:
		b.WriteString(wrap(e.lang.Say("%s has %d SPF records, and receivers reject all of them:", shown, len(t.Texts)), "") + "\n")
		for _, text := range t.Texts {
			b.WriteString(treeStep + clean.Line(text, 0) + "\n")
		}
	default:
		head := e.lang.Say("SPF record of %s", shown)
		fmt.Fprintf(b, "%-*s  %s\n\n", treeWidth, head, e.lang.Say("lookups"))
		writeNodes(b, t.Nodes, treeStep)
		fmt.Fprintf(b, "\n%s", wrap(e.lang.Say("%d DNS lookups of at most %d. %d names do not exist, of at most %d.", t.Lookups, spf.MaxLookups, t.VoidLookups, spf.MaxVoids), treeStep))
	}
}

func timeoutIfNone(o evidence.Outcome) evidence.Outcome {
	if o == "" {
		return evidence.Timeout
	}
	return o
}

// maxTreeDepth keeps indents readable; the spf package opens no deeper tree.
const maxTreeDepth = 20

func writeNodes(b *strings.Builder, nodes []spf.Node, indent string) {
	for _, n := range nodes {
		line := indent + clean.Line(n.Term.Text, 0)
		if n.Term.Queries() && !n.Idle {
			line = fmt.Sprintf("%-*s  %7d", treeWidth, line, n.Lookups)
		}
		b.WriteString(line + "\n")
		if len(indent) < maxTreeDepth*len(treeStep) {
			writeNodes(b, n.Children, indent+treeStep)
		}
	}
}

func (e *environment) writeEvaluation(b *strings.Builder, v spf.Evaluation) {
	b.WriteString(wrap(e.lang.Say("Result: %s", string(v.Result)), ""))
	b.WriteString(wrap(v.Reason.Say(e.lang), treeStep))
	for i, step := range v.Path {
		fmt.Fprintf(b, "%s%s\n", strings.Repeat(treeStep, i+1), e.lang.Say("%s in the record of %s", clean.Line(step.Term, 200), clean.Line(step.Domain, 253)))
	}
	if v.Explanation != "" {
		b.WriteString(wrap(e.lang.Say("The domain explains: %s", v.Explanation), treeStep))
	}
}

func (e *environment) writeChange(b *strings.Builder, r spfReport) {
	c := *r.change
	switch c.Kind {
	case spf.ChangeNone:
		b.WriteString(wrap(e.lang.Say("Nothing has to be added: the record allows it already."), ""))
	case spf.ChangeUnknown:
		b.WriteString(wrap(e.lang.Say("The record could not be read, so nothing can be merged. A new one would be:"), ""))
		fmt.Fprintf(b, "\n%s\n", treeStep+clean.Line(c.Proposed, 0))
		return
	default:
		fmt.Fprintf(b, "%s\n\n", e.lang.Say("Change of the TXT record at %s:", clean.Line(r.domain, 253)))
		for _, text := range c.Current {
			fmt.Fprintf(b, "- %s\n", clean.Line(text, 0))
		}
		fmt.Fprintf(b, "+ %s\n", clean.Line(c.Proposed, 0))
		e.writeStrings(b, c.Strings)
	}
	b.WriteString("\n")
	for _, p := range c.Warnings {
		b.WriteString(wrap(e.lang.Say("Note: %s", p.Say(e.lang)), treeStep))
	}
	e.writeProof(b, r)
}

// writeStrings shows a record that is too long for one string of a TXT record.
func (e *environment) writeStrings(b *strings.Builder, parts []string) {
	if len(parts) < 2 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", wrap(e.lang.Say("A TXT record holds at most 255 characters in one string. If the DNS page does not split it by itself, enter it in %d strings:", len(parts)), ""))
	for _, part := range parts {
		fmt.Fprintf(b, "%s\"%s\"\n", treeStep, clean.Line(part, 0))
	}
}

// alignmentTexts say what the change means for DMARC, by whether the addresses passed SPF before and
// pass after: mail that passes SPF with a sender in the domain is aligned (RFC 9989).
var alignmentTexts = map[[2]bool]words.Text{
	{false, true}:  "DMARC: mail from there with a sender in %s did not pass by SPF, and passes after the change.",
	{true, true}:   "DMARC: mail from there with a sender in %s passes by SPF, before and after the change.",
	{false, false}: "DMARC: mail from there with a sender in %s does not pass by SPF, neither before nor after the change.",
	{true, false}:  "DMARC: mail from there with a sender in %s passed by SPF, and does not after the change.",
}

// writeProof says what the change does.
func (e *environment) writeProof(b *strings.Builder, r spfReport) {
	for _, p := range r.proof.Findings {
		b.WriteString(wrap(p.Say(e.lang), treeStep))
	}
	if before, after, known := r.alignment(); known {
		b.WriteString(wrap(e.lang.Say(alignmentTexts[[2]bool{before, after}], clean.Line(decide.ShowDomain(r.domain), 253)), treeStep))
	}
}

// alignment tells whether all added addresses passed SPF, and so DMARC, before and after.
func (r spfReport) alignment() (before, after, known bool) {
	if len(r.proof.Evaluations) == 0 || r.proof.Unsure {
		return false, false, false
	}
	after = true
	for _, v := range r.proof.Evaluations {
		after = after && v.Result == spf.Pass
	}
	return r.passedBefore, after, true
}
