package cli

import (
	"fmt"
	"strconv"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/diagnose"
	"sendpath/ui"
	"sendpath/ui/advice"
)

// diagnosisText is the report for people.
func (e *environment) diagnosisText(d diagnosis) string {
	var b strings.Builder
	if d.setUp != nil {
		e.writeSetUp(&b, *d.setUp)
	}
	faults := d.report.Faults
	if len(faults) > 1 {
		b.WriteString(wrap(e.lang.Say("Several causes are possible (%d). The likeliest stands first.", len(faults)), "") + "\n")
	}
	for i, f := range faults {
		lead := ""
		if len(faults) > 1 {
			lead = strconv.Itoa(i+1) + ". "
		}
		e.writeAdvice(&b, lead, advice.Of(f, e.lang))
	}
	if d.report.Ask != "" {
		b.WriteString(wrap(e.lang.Say(d.report.Ask), "") + "\n")
	}
	if len(faults) == 0 && d.report.Ask != "" && !d.report.Reply {
		b.WriteString(wrap(e.lang.Say("Is there nothing to paste? \"sendpath diagnose --list-symptoms\" lists what can be seen without a reply."), "") + "\n")
	}
	if d.replan != nil {
		e.writeReplan(&b, *d.replan, d.file)
	}
	return clean.Block(strings.TrimSuffix(b.String(), "\n"), 0)
}

// writeAdvice writes one finding. Commands stand on a line of their own, never wrapped.
func (e *environment) writeAdvice(b *strings.Builder, lead string, a advice.Advice) {
	b.WriteString(hanging("", lead, a.Title+" ("+a.ID+")") + "\n")
	width := 0
	for _, f := range a.Facts {
		width = max(width, len([]rune(f.Label)))
	}
	for _, f := range a.Facts {
		label := f.Label + strings.Repeat(" ", width-len([]rune(f.Label))+2)
		b.WriteString(hanging("  ", label, f.Value))
	}
	b.WriteString("\n" + wrap(a.Cause, "  "))
	for _, s := range a.Sections {
		b.WriteString("\n  " + s.Title + "\n")
		for i, item := range s.Items {
			bullet := "- "
			if s.Ordered {
				bullet = strconv.Itoa(i+1) + ". "
			}
			b.WriteString(hanging("  ", bullet, item.Text))
			if item.Command != "" {
				b.WriteString("  " + strings.Repeat(" ", len(bullet)) + item.Command + "\n")
			}
		}
	}
	b.WriteString("\n")
}

func (e *environment) writeSetUp(b *strings.Builder, r diagnose.Reading) {
	b.WriteString(wrap(e.lang.Say(r.Means), ""))
	if r.Server != diagnose.NoServer {
		b.WriteString(wrap(e.lang.Say("The server: %s.", e.lang.Say(r.Server.Text())), ""))
	}
	for _, c := range r.Contradictions {
		b.WriteString(hanging("  ", "! ", e.lang.Say(c)))
	}
	if len(r.Contradictions) == 0 && r.Method != "" {
		b.WriteString(wrap(e.lang.Say("What is set agrees with itself."), ""))
	}
	if r.Ask != "" {
		b.WriteString(wrap(e.lang.Say(r.Ask), ""))
	}
	b.WriteString("\n")
}

// writeReplan tells which answers are wrong, and how the plan changes with them corrected.
func (e *environment) writeReplan(b *strings.Builder, r replan, file string) {
	fmt.Fprintf(b, "%s\n", e.lang.Say("The plan for %s", decide.ShowDomain(r.before.Domain)))
	if len(r.corrections) == 0 {
		b.WriteString(wrap(e.lang.Say("It stays as it is: this contradicts none of its answers."), "  ") + "\n")
		return
	}
	command := e.program() + " plan --answers " + ui.ShellWord(file)
	corrected := false
	for _, c := range r.corrections {
		if c.After == "" {
			b.WriteString(hanging("  ", "- ", e.lang.Say("Look again at %s, answered with %s: %s", c.Question.Name(), c.Before, e.lang.Say(c.Question.Ask))))
			continue
		}
		corrected = true
		command += " --" + flagName(c.Question) + " " + ui.ShellWord(c.After)
		b.WriteString(hanging("  ", "- ", e.correctionText(c)))
	}
	if !corrected {
		b.WriteString(wrap(e.lang.Say("Until one of them is answered otherwise, the plan stays as it is."), "  ") + "\n")
		return
	}
	e.writeDifferences(b, r.differences)
	b.WriteString("\n  " + e.lang.Say("The whole plan:") + "\n  " + command + "\n\n")
}

func (e *environment) correctionText(c advice.Correction) string {
	if c.Before == "" {
		return e.lang.Say("%s is %s", c.Question.Name(), c.After)
	}
	return e.lang.Say("%s is %s, not %s", c.Question.Name(), c.After, c.Before)
}

// writeDifferences tells what changes: values first, then what has to be watched from then on. Warnings that
// are gone need no words.
func (e *environment) writeDifferences(b *strings.Builder, list []decide.Difference) {
	if len(list) == 0 {
		b.WriteString("\n" + wrap(e.lang.Say("With that the plan is the same: method and settings stay, and only the fault has to be mended."), "  "))
		return
	}
	b.WriteString("\n" + wrap(e.lang.Say("Where the fault cannot be mended as said above, the plan changes:"), "  "))
	var watch strings.Builder
	for _, d := range list {
		if !advice.IsValue(d) {
			if d.After != "" {
				watch.WriteString(hanging("  ", "- ", clean.Line(d.After, 0)))
			}
			continue
		}
		b.WriteString("  " + clean.Line(d.Label, 0) + "\n")
		b.WriteString("    " + e.lang.Say("before: %s", e.differing(d.What, d.Before)) + "\n")
		b.WriteString("    " + e.lang.Say("after:  %s", e.differing(d.What, d.After)) + "\n")
	}
	if watch.Len() > 0 {
		b.WriteString("\n  " + e.lang.Say("To watch then") + "\n" + watch.String())
	}
}

// differing is one side of a difference, in words where it is no value to type.
func (e *environment) differing(what, value string) string {
	switch {
	case value == "":
		return e.lang.Say("(nothing)")
	case what == "method":
		return e.lang.Say(decide.Method(value).Name())
	}
	return clean.Line(decide.SayValue(value, e.lang), 0)
}
