package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/diagnose"
	"sendpath/ui/advice"
)

// troubleResult is what was found, as it is read.
type troubleResult struct {
	from        troubleStage // where esc leads
	place       int
	blocks      []block
	marked      int
	corrections []advice.Correction
}

// explain shows what was found. chosen says that the user chose it, so that it is no guess.
func (p troublePage) explain(report diagnose.Report, chosen bool, from troubleStage) troublePage {
	r := troubleResult{from: from, place: p.cursor}
	var given decide.Answers
	var method diagnose.Method
	if p.plan != nil {
		given, method = p.plan.Answers.Answers, advice.MethodOf(p.plan.Method)
	}
	r.corrections = advice.Corrections(report.Faults, chosen, method, given)
	r.blocks = p.findingBlocks(report)
	r.blocks = append(r.blocks, p.correctionBlocks(r.corrections, given)...)
	for last := len(r.blocks) - 1; last > 0 && r.blocks[last].text == ""; last-- {
		r.blocks = r.blocks[:last] // the mark needs something to stand on
	}
	p.stage, p.result = explaining, r
	return p
}

func (p troublePage) pressResult(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	k := p.window.keys
	switch {
	case key.Matches(msg, k.Take) && len(p.corrected()) > 0:
		corrected := p.corrected()
		return p, func() tea.Msg { return Close{Learned: corrected, from: fromFault} }
	case key.Matches(msg, k.Copy):
		return p, p.window.copyText(p.result.blocks[p.result.marked].content())
	case key.Matches(msg, k.CopyPage):
		return p, p.window.copyText(blocksText(p.result.blocks))
	}
	p.result.marked = p.window.step(msg, p.result.blocks, p.result.marked)
	return p, nil
}

// corrected are the answers that the plan can be made with anew.
func (p troublePage) corrected() map[decide.Key]string {
	learned := map[decide.Key]string{}
	for _, c := range p.result.corrections {
		if c.After != "" {
			learned[c.Question.Key] = c.After
		}
	}
	return learned
}

func (p troublePage) findingBlocks(report diagnose.Report) []block {
	var blocks []block
	if len(report.Faults) > 1 {
		blocks = append(blocks, block{text: p.window.say("Several causes are possible (%d). The likeliest stands first.", len(report.Faults))}, block{})
	}
	blocks = append(blocks, p.evidenceBlocks(report.Faults)...)
	for _, f := range report.Faults {
		blocks = append(blocks, adviceBlocks(advice.Of(f, p.window.env.Language), p.evidenceFacts(f))...)
	}
	if report.Ask != "" {
		blocks = append(blocks, block{text: p.window.say(report.Ask)}, block{})
	}
	return blocks
}

// adviceBlocks are title and cause with the evidence, what to do, and then how sure it is and why.
func adviceBlocks(a advice.Advice, evidence []advice.Fact) []block {
	blocks := []block{{text: a.Title + " (" + a.ID + ")", looks: titleBlock}, factBlock(a.Facts[0])}
	for _, f := range evidence {
		blocks = append(blocks, factBlock(f))
	}
	blocks = append(blocks, block{text: a.Cause}, block{})
	for _, s := range a.Sections {
		blocks = append(blocks, block{text: s.Title, looks: titleBlock})
		for i, item := range s.Items {
			head := "- "
			if s.Ordered {
				head = strconv.Itoa(i+1) + ". "
			}
			blocks = append(blocks, block{head: head, text: item.Text, exact: item.Command})
		}
		blocks = append(blocks, block{})
	}
	for _, f := range a.Facts[1:] {
		blocks = append(blocks, factBlock(f))
	}
	return append(blocks, block{})
}

func factBlock(f advice.Fact) block { return block{text: f.Label + ": " + f.Value} }

// correctionBlocks tell which answers are wrong and, where there is a plan, what changes in it.
func (p troublePage) correctionBlocks(corrections []advice.Correction, given decide.Answers) []block {
	if len(corrections) == 0 {
		return nil
	}
	blocks := []block{{text: p.window.say("What this means for the plan"), looks: titleBlock}}
	for _, c := range corrections {
		blocks = append(blocks, block{head: "- ", text: p.correctionText(c)})
	}
	if p.plan == nil || len(p.correctedOf(corrections)) == 0 {
		return append(blocks, block{})
	}
	after := decide.Decide(decide.Case{Answers: advice.Apply(given, corrections), AsOf: p.plan.AsOf, Language: p.window.env.Language}, decide.Replay(p.plan.Evidence))
	for _, d := range decide.Differences(*p.plan, after, p.window.env.Language) {
		if advice.IsValue(d) { // warnings stand in the plan
			blocks = append(blocks, p.differenceBlock(d))
		}
	}
	return append(blocks, block{})
}

func (p troublePage) correctedOf(corrections []advice.Correction) []advice.Correction {
	return slices.DeleteFunc(slices.Clone(corrections), func(c advice.Correction) bool { return c.After == "" })
}

func (p troublePage) correctionText(c advice.Correction) string {
	m := p.window
	name, lang := m.shortName(c.Question.Key), m.env.Language
	switch {
	case c.After == "":
		return m.say("Look again at your answer to \"%s\": %s", m.say(c.Question.Ask), c.Question.Words(c.Before, lang))
	case c.Before == "":
		return m.say("%s: %s", name, c.Question.Words(c.After, lang))
	}
	return m.say("%s: %s (you said: %s)", name, c.Question.Words(c.After, lang), c.Question.Words(c.Before, lang))
}

// differenceBlock shows the new value so that it can be copied.
func (p troublePage) differenceBlock(d decide.Difference) block {
	say := p.window.say
	shown := func(value string) string { return clean.Line(decide.SayValue(value, p.window.env.Language), 0) }
	label, old, now := clean.Line(d.Label, 0), shown(d.Before), shown(d.After)
	if d.What == "method" {
		old, now = say(decide.Method(d.Before).Name()), say(decide.Method(d.After).Name())
	}
	switch {
	case decide.IsPlaceholder(d.After):
		return block{head: "  ", text: say("%s: %s", label, now)}
	case now == "":
		return block{head: "  ", text: say("%s: nothing any more (was %s)", label, old)}
	case old == "":
		return block{head: "  ", text: say("%s, new:", label), exact: now}
	}
	return block{head: "  ", text: say("%s, in place of %s:", label, old), exact: now}
}

func blocksText(blocks []block) string {
	var b strings.Builder
	for _, one := range blocks {
		b.WriteString(one.head + one.text + "\n")
		if one.exact != "" {
			b.WriteString("   " + one.exact + "\n")
		}
	}
	return b.String()
}
