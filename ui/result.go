package ui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
)

// resultState is the plan on the screen.
type resultState struct {
	paper   paper
	plan    *decide.Plan   // the same, where it is about a device
	answers decide.Answers // that it was made from
	tabs    []tab
	tab     int
	cursor  int // among the tab's rows that can be marked
}

// show makes the plan and shows its first page.
func (m Model) show() Model {
	m.screen = showing
	m.review.waiting = false
	m.result = resultState{}
	return m.refresh()
}

// refresh makes the plan anew from what is known now, and stays where it is.
func (m Model) refresh() Model {
	m.result.paper, m.result.plan = m.job().plan(m.decideCase(), m.dns.set), nil
	m.result.answers = m.answers()
	if about, ok := m.result.paper.(devicePaper); ok {
		m.result.plan = &about.Plan
	}
	m.result.tabs = m.result.paper.tabs(m)
	m.result.tab = min(m.result.tab, len(m.result.tabs)-1)
	return m.mark(m.result.cursor)
}

// mark moves the mark to a row of the page.
func (m Model) mark(cursor int) Model {
	m.result.cursor = max(0, min(cursor, len(m.markable())-1))
	return m
}

// markable returns the rows of the page that can be marked.
func (m Model) markable() []row {
	var rows []row
	for _, r := range m.result.tabs[m.result.tab].rows {
		if r.marks() {
			rows = append(rows, r)
		}
	}
	return rows
}

func (m Model) pressResult(msg tea.KeyMsg) (Model, tea.Cmd) {
	switch {
	case key.Matches(msg, m.keys.Back):
		return m.openReview(""), nil
	case key.Matches(msg, m.keys.Next):
		return m.turn(m.result.tab + 1), nil
	case key.Matches(msg, m.keys.Previous):
		return m.turn(m.result.tab - 1), nil
	case key.Matches(msg, m.keys.Change) && m.result.plan != nil:
		return m.turn(len(m.result.tabs) - 1), nil
	case key.Matches(msg, m.keys.Take):
		return m.openValue(), nil
	case key.Matches(msg, m.keys.Copy):
		return m.copyMarked()
	case key.Matches(msg, m.keys.CopyPage):
		return m, m.copyText(pageText(m.result.tabs[m.result.tab]))
	case key.Matches(msg, m.keys.Save):
		return m.openSave(), nil
	case key.Matches(msg, m.keys.Finish):
		return m.finish()
	}
	if i := pick(msg, len(m.result.tabs)); i >= 0 {
		return m.turn(i), nil
	}
	for _, action := range m.actions() {
		if action.Key == msg.String() {
			return m.visit(action.Open(*m.result.plan))
		}
	}
	return m.mark(m.move(msg, m.result.cursor, len(m.markable()))), nil
}

// actions are what can be done with the plan.
func (m Model) actions() []Action {
	if m.result.plan == nil {
		return nil
	}
	return m.env.Actions
}

// turn shows another page; behind the last comes the first.
func (m Model) turn(tab int) Model {
	count := len(m.result.tabs)
	m.result.tab = (tab + count) % count
	return m.mark(0)
}

// finish leaves with the plan.
func (m Model) finish() (Model, tea.Cmd) {
	m.ended = true
	if m.env.keeper != nil {
		m.env.keeper.remove()
	}
	return m, tea.Quit
}

// resultView draws headline, tabs and the page.
func (m Model) resultView(width, height int) []string {
	var lines []string
	if height >= 13 {
		lines = append(lines, hang(" ", m.result.paper.headline(), width)...)
		lines = append(lines, "")
	}
	lines = append(lines, m.tabLine(width))
	if height >= 12 {
		lines = append(lines, "")
	}
	room := height - len(lines)
	rows := m.result.tabs[m.result.tab].rows
	if room < 10 {
		rows = withoutIntroduction(rows)
	}
	body, mark := m.drawRows(rows, width)
	more := len(body) > room
	if more && room > 4 {
		room--
	}
	shown := scroll(body, mark, 0, room)
	lines = append(lines, shown...)
	if more && len(lines) < height {
		lines = append(lines, m.more())
	}
	return lines
}

// more says that a list goes on outside the window.
func (m Model) more() string { return "   " + m.say("more with the arrow keys") }

// tabLine names the pages; the one that is shown stands in brackets. Names that do not fit are left out
// around it.
func (m Model) tabLine(width int) string {
	for from := 0; ; from++ {
		line, used := " ", 0
		for i := from; i < len(m.result.tabs); i++ {
			title := " " + m.result.tabs[i].title + " "
			if i == m.result.tab {
				title = m.styles.sign.Render("[") + m.styles.strong.Render(m.result.tabs[i].title) + m.styles.sign.Render("]")
			}
			if used += ansi.StringWidth(title) + 1; used > width {
				if i <= m.result.tab {
					break
				}
				return line
			}
			line += title + " "
			if i == len(m.result.tabs)-1 {
				return line
			}
		}
		if from >= m.result.tab {
			return line
		}
	}
}
