package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// A furnished page belongs to the wizard itself: it takes its looks and keys, and its keys stand in the
// last line of the window.
type furnished interface {
	tea.Model
	furnish(window Model) tea.Model
	bindings() []key.Binding
	typing() bool // letters are text now
}

// furnish gives a page what the wizard's own pages need.
func (m Model) furnish(page tea.Model) tea.Model {
	if own, ok := page.(furnished); ok {
		return own.furnish(m)
	}
	return page
}

// pageBindings are the keys of the page that is open. A page of another package tells its own.
func (m Model) pageBindings() []key.Binding {
	if own, ok := m.page.(furnished); ok {
		return append(own.bindings(), m.keys.Leave)
	}
	return []key.Binding{m.keys.Leave}
}

// typingOnPage reports whether letters are text on the page that is open. A page of another package gets them
// as they come.
func (m Model) typingOnPage() bool {
	own, ok := m.page.(furnished)
	return !ok || own.typing()
}

// within gives a window the room of a page.
func (m Model) within(size tea.WindowSizeMsg) Model {
	m.width, m.height = size.Width, size.Height
	return m
}

// A block is one paragraph of a page that can be marked. What there is to copy of it stands on a line of
// its own, and is never wrapped.
type block struct {
	head, text string
	exact      string // "" where only the text can be copied
	looks      blockLooks
}

type blockLooks int

const (
	plainBlock blockLooks = iota
	titleBlock
)

// content is what copying a block copies.
func (b block) content() string {
	if b.exact != "" {
		return b.exact
	}
	return b.text
}

// drawBlocks draws blocks below each other with the marked one in sight.
func (m Model) drawBlocks(blocks []block, marked, width, height int) []string {
	var lines []string
	var mark span
	for i, b := range blocks {
		drawn := m.drawBlock(b, i == marked, width)
		if i == marked {
			mark = span{len(lines), len(lines) + len(drawn)}
		}
		lines = append(lines, drawn...)
	}
	if len(lines) <= height {
		return lines
	}
	return append(scroll(lines, mark, 0, height-1), m.more())
}

func (m Model) drawBlock(b block, marked bool, width int) []string {
	if b.text == "" {
		return blank(1)
	}
	head := "   " + b.head
	if marked {
		head = " > " + b.head
	}
	lines := hang(head, b.text, width-1)
	if b.exact != "" {
		margin := max(0, min(5, width-ansi.StringWidth(b.exact)))
		lines = append(lines, indent(chop(b.exact, width), strings.Repeat(" ", margin))...)
	}
	switch {
	case marked:
		return m.styles.marked(lines)
	case b.looks == titleBlock:
		return each(m.styles.strong, lines)
	}
	return lines
}

// step moves a mark among blocks; empty ones only make room.
func (m Model) step(msg tea.KeyMsg, blocks []block, marked int) int {
	to := m.move(msg, marked, len(blocks))
	for to > 0 && to < len(blocks)-1 && blocks[to].text == "" {
		if to < marked {
			to--
		} else {
			to++
		}
	}
	return to
}

// choiceLines draw a list of which one is marked, numbered as far as digits reach.
func (m Model) choiceLines(list []string, marked, width int) (lines []string, mark span) {
	for i, text := range list {
		head := "   " + numberOf(i)
		if i == marked {
			head = " > " + numberOf(i)
		}
		drawn := hang(head, text, width-1)
		if i == marked {
			mark = span{len(lines), len(lines) + len(drawn)}
			drawn = m.styles.marked(drawn)
		}
		lines = append(lines, drawn...)
	}
	return lines, mark
}

const digits = 9

func numberOf(i int) string {
	if i >= digits {
		return "  "
	}
	return string(rune('1'+i)) + " "
}

// pick reads a digit as a place in a list, -1 where it is none.
func pick(msg tea.KeyMsg, count int) int {
	if s := msg.String(); len(s) == 1 && s[0] >= '1' && int(s[0]-'0') <= min(count, digits) {
		return int(s[0] - '1')
	}
	return -1
}
