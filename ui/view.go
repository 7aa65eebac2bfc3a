package ui

import (
	"strings"

	"sendpath/decide"
)

// The smallest window that holds a question and its answers.
const (
	minWidth  = 40
	minHeight = 8
)

// The size of a window that does not know its own, as on serial lines.
const (
	usualWidth  = 80
	usualHeight = 24
)

// The sizes from which the window has room for more.
const (
	sideBySide = 70 // columns: question and panel next to each other
	withChrome = 12 // lines: title and keys around the screen
	withRules  = 16 // lines: lines above and below
	roomy      = 60 // columns: words of the title and the last line in full
)

// A frame says how the lines of a window are shared out.
type frame struct {
	title, rules, keys bool
	panel              int // lines of the panel in short
	body               int // lines for the screen
}

func (m Model) narrow() bool { return m.width < sideBySide }

func (m Model) frame() frame {
	f := frame{body: m.height}
	if m.height < withChrome {
		return f
	}
	f.title, f.keys, f.rules = true, true, m.height >= withRules
	f.body -= 2
	if f.rules {
		f.body -= 2
	}
	if m.screen == asking && m.narrow() {
		f.panel = len(m.job().panelLine(m, m.width))
		f.body -= f.panel
	}
	return f
}

// View draws the window. It only reads.
func (m Model) View() string {
	switch {
	case m.width <= 0 || m.height <= 0 || m.ended:
		return ""
	case m.width < minWidth || m.height < minHeight:
		return fit(wrap(m.say("The window is too small: sendpath needs %d x %d, this is %d x %d.", minWidth, minHeight, m.width, m.height), m.width), m.width, m.height)
	}
	f := m.frame()
	var lines []string
	if f.title {
		lines = append(lines, m.title())
	}
	if f.rules {
		lines = append(lines, m.rule())
	}
	if f.panel > 0 {
		lines = append(lines, m.job().panelLine(m, m.width)...)
	}
	body := m.body(m.width-margin, f.body)
	lines = append(append(lines, body...), blank(max(0, f.body-len(body)))...)
	if f.rules {
		lines = append(lines, m.rule())
	}
	if f.keys {
		lines = append(lines, m.footer(m.width))
	}
	return fit(lines, m.width, m.height)
}

func (m Model) rule() string { return m.styles.faint.Render(strings.Repeat("-", m.width)) }

// title names the domain on the left and the place in the run on the right.
func (m Model) title() string {
	left := " sendpath"
	if domain := m.domain(); domain != "" {
		left += "  " + decide.ShowDomain(domain)
	}
	if m.planShown() {
		left = " " + m.result.paper.about(m)
	}
	return m.styles.strong.Render(spread(left, m.place(), m.width-1))
}

func (m Model) place() string {
	switch m.screen {
	case asking:
		number, total := m.progress()
		if number == 0 {
			return m.say("changing an answer")
		}
		if m.width < roomy {
			return m.say("%d of %d", number, total)
		}
		return m.say("question %d of %d", number, total)
	case reviewing:
		return m.say("review")
	case showing:
		return m.result.paper.certainty(m)
	case helping:
		return m.say("help")
	case saving:
		return m.say("save")
	}
	return ""
}

// margin is left free on the right, as one blank is on the left: text that runs to the last column looks cut
// off. Values and the pages of others have the whole width.
const margin = 1

// body draws the screen, and under it what the last key did.
func (m Model) body(width, height int) []string {
	if m.status == "" {
		return m.content(width, height)
	}
	status := hang(" ", m.status, width)
	if most := max(3, height/3); len(status) > most {
		status = append(status[:most-1], shorten(strings.Join(status[most-1:], ""), width))
	}
	room := height - len(status)
	lines := m.content(width, room)
	lines = append(lines, blank(max(0, room-len(lines)))...)
	return append(lines, each(m.styles.strong, status)...)
}

func (m Model) content(width, height int) []string {
	switch m.screen {
	case starting:
		return m.startView(width, height)
	case asking:
		return m.askingView(width, height)
	case reviewing:
		return m.reviewView(width, height)
	case showing:
		return m.resultView(width, height)
	case reading:
		return m.valueView(m.width, height)
	case saving:
		return m.saveView(width, height)
	case visiting:
		return strings.Split(fit(strings.Split(m.page.View(), "\n"), m.width, height), "\n")
	}
	return m.overlayView(width, height)
}

// askingView puts the panel beside the question where there is room.
func (m Model) askingView(width, height int) []string {
	if m.narrow() {
		return m.askView(width, height)
	}
	left := width - panelWidth - panelGap
	return beside(m.askView(left, height), m.sidePanel(panelWidth, height), left+panelGap)
}
