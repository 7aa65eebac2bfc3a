package ui

import (
	"runtime"
	"strings"

	"sendpath/decide"
	"sendpath/decide/probe/listen"
)

// View draws the page.
func (p findPage) View() string { return strings.Join(p.scrolled(p.content()), "\n") }

// content is what to type first; once the device has come, what it says and what is learnt.
func (p findPage) content() []string {
	m := p.window
	switch {
	case p.failure != nil:
		return hang(" ", p.failureText(), m.width-1)
	case p.run == nil && len(p.candidates) > 1:
		return p.chooseLines()
	case p.run == nil:
		return hang(" ", m.say("One moment ..."), m.width-1)
	case len(p.lines) == 0:
		return append(append(p.instructions(), ""), p.advice()...)
	}
	return p.progressLines()
}

// scrolled cuts the lines to the page.
func (p findPage) scrolled(lines []string) []string {
	height := p.window.height
	if len(lines) <= height || height < 2 {
		return lines
	}
	from := min(p.offset, len(lines)-height+1)
	return append(append([]string{}, lines[from:from+height-1]...), p.window.more())
}

// deepest is how far the page can be scrolled.
func (p findPage) deepest() int { return max(0, len(p.content())-p.window.height+1) }

func (p findPage) chooseLines() []string {
	m := p.window
	var names []string
	for _, c := range p.candidates {
		names = append(names, c.Addr.String()+" ("+c.Interface+")")
	}
	head := append(each(m.styles.strong, hang(" ", m.say("On which network is the device? This computer has these addresses:"), m.width-1)), "")
	list, mark := m.choiceLines(names, p.cursor, m.width)
	return scroll(append(head, list...), span{len(head) + mark.from, len(head) + mark.to}, len(head), m.height)
}

func (p findPage) instructions() []string {
	m := p.window
	lines := each(m.styles.strong, hang(" ", m.say("Type this into the device, then send a test message."), m.width-1))
	if p.lower {
		lines = append(lines, hang(" ", m.say("Send several times: each attempt is answered with an older TLS version. One that fails is part of the test."), m.width-1)...)
	}
	for _, line := range listen.Instructions(p.run.server.Addr(), p.run.server.ImplicitAddr(), p.sender) {
		lines = append(lines, hang("   ", line.Say(m.env.Language), m.width-1)...)
	}
	for _, note := range p.run.server.Notes() {
		lines = append(lines, hang(" ! ", note.Say(m.env.Language), m.width-1)...)
	}
	return lines
}

// advice says what to look at while nothing comes.
func (p findPage) advice() []string {
	m := p.window
	lines := hang(" ", m.say("Waiting for the device. If nothing arrives here:"), m.width-1)
	for _, line := range listen.NothingConnected(p.run.server.Addr(), runtime.GOOS) {
		lines = append(lines, hang(" - ", line.Say(m.env.Language), m.width-1)...)
	}
	return lines
}

// latestLines is how many events stay in sight.
const latestLines = 5

func (p findPage) progressLines() []string {
	m := p.window
	var lines []string
	for _, line := range p.lines[max(0, len(p.lines)-latestLines):] {
		lines = append(lines, hang(" ", line, m.width-1)...)
	}
	lines = append(lines, "")
	f := p.report.Findings
	if len(f.Answers) == 0 {
		return append(lines, append(p.noteLines(), p.instructions()...)...)
	}
	lines = append(lines, each(m.styles.strong, hang(" ", m.say("What the device showed"), m.width-1))...)
	if p.report.Findings.LacksCurves() {
		lines = append(lines, each(m.styles.strong, hang(" ! ", m.say(withoutCurves), m.width-1))...)
	}
	for _, a := range f.Answers {
		lines = append(lines, hang(" - ", a.Say(m.env.Language), m.width-1)...)
	}
	return append(append(append(lines, ""), p.methodLines()...), p.noteLines()...)
}

// methodWidth is the column of the methods' names.
const methodWidth = 13

func (p findPage) methodLines() []string {
	m := p.window
	var lines []string
	for _, method := range p.report.Findings.Methods {
		head := " " + pad(m.say(decide.Method(method.ID).Name()), methodWidth) + m.say(method.Fit.Text())
		lines = append(append(lines, head), hang("   ", method.Say(m.env.Language), m.width-1)...)
	}
	return append(lines, "")
}

func (p findPage) noteLines() []string {
	m := p.window
	var lines []string
	for _, n := range p.report.Findings.Notes {
		lines = append(lines, hang(" - ", n.Say(m.env.Language), m.width-1)...)
	}
	return append(lines, "")
}
