package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/device"
)

func (m Model) pressQuestion(msg tea.KeyMsg) (Model, tea.Cmd) {
	q, byNumber := m.question(), m.ask.byNumber
	m.ask.byNumber = false
	list := q.Choices != nil || q.Key == decide.DeviceID
	switch {
	case key.Matches(msg, m.keys.Back):
		return m.back(), nil
	case byNumber && list && key.Matches(msg, m.keys.Take):
		m.status = m.say("The key before has answered already. Enter again takes what is marked.")
		return m, nil
	case key.Matches(msg, m.keys.FindOut) && m.findable(q.Key):
		return m.visit(m.env.Finder.Open(m.answers()))
	case q.Choices != nil:
		return m.pressChoice(q, msg)
	case q.Key == decide.DeviceID:
		return m.pressDevice(msg)
	}
	return m.pressText(msg)
}

func (m Model) findable(k decide.Key) bool { return m.env.Finder != nil && m.env.Finder.Finds(k) }

// pressChoice marks and takes one of the choices.
func (m Model) pressChoice(q *decide.Question, msg tea.KeyMsg) (Model, tea.Cmd) {
	if key.Matches(msg, m.keys.Take) {
		return m.answer(q.Choices[m.ask.cursor].Value)
	}
	if i := numbered(q, msg); i >= 0 {
		m, cmd := m.answer(q.Choices[i].Value)
		m.ask.byNumber = true
		return m, cmd
	}
	m.ask.cursor = m.move(msg, m.ask.cursor, len(q.Choices))
	return m, nil
}

// letters choose the answers that stand in many questions.
var letters = map[string]string{"y": decide.Yes, "n": decide.No, "u": decide.Unknown}

// numbered returns the choice that a digit or letter stands for, -1 for none.
func numbered(q *decide.Question, msg tea.KeyMsg) int {
	if i := pick(msg, len(q.Choices)); i >= 0 {
		return i
	}
	if value, ok := letters[msg.String()]; ok {
		return slices.Index(q.Values(), value)
	}
	return -1
}

// move moves a mark among count lines.
func (m Model) move(msg tea.KeyMsg, cursor, count int) int {
	const screenful = 10
	switch {
	case key.Matches(msg, m.keys.Up):
		cursor--
	case key.Matches(msg, m.keys.Down):
		cursor++
	case key.Matches(msg, m.keys.PageUp):
		cursor -= screenful
	case key.Matches(msg, m.keys.PageDown):
		cursor += screenful
	case key.Matches(msg, m.keys.Top):
		cursor = 0
	case key.Matches(msg, m.keys.Bottom):
		cursor = count - 1
	}
	return max(0, min(cursor, count-1))
}

// pressText edits the text, and takes it once it is an answer.
func (m Model) pressText(msg tea.KeyMsg) (Model, tea.Cmd) {
	if !key.Matches(msg, m.keys.Take) {
		return m.edit(msg), nil
	}
	reading, err := m.reading()
	if err != nil {
		m.ask.tried = true
		return m, nil
	}
	return m.answer(reading.Value)
}

// edit gives a key to the text field, and says when that is full.
func (m Model) edit(msg tea.KeyMsg) Model {
	var full bool
	if m.ask.input, full = edited(m.ask.input, msg); full {
		m.status = m.fullText()
	}
	return m
}

// edited is a text field after a key, without the characters that nobody sees. full says that not all of a
// text was taken.
func edited(in textinput.Model, msg tea.KeyMsg) (after textinput.Model, full bool) {
	words := in.KeyMap
	if msg.Alt && msg.Type == tea.KeyRunes && !key.Matches(msg, words.WordForward, words.WordBackward, words.DeleteWordForward) {
		return in, false // not text: a menu key, or a terminal's late answer
	}
	if msg.Type == tea.KeyRunes {
		msg.Runes = visible(msg.Runes)
		full = len(msg.Runes) > maxTyped-len([]rune(in.Value()))
	}
	after, _ = in.Update(msg)
	return after, full
}

// fullText says that a text field takes no more.
func (m Model) fullText() string { return m.say("Only the first %d characters were taken.", maxTyped) }

// visible leaves out what steers a terminal or hides, and keeps blanks of every kind.
func visible(runes []rune) []rune {
	kept := make([]rune, 0, min(len(runes), maxTyped+1))
	for _, r := range runes {
		if len(kept) > maxTyped {
			break
		}
		if strings.ContainsRune("\n\r\t", r) {
			r = ' '
		}
		if !clean.Unfit(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

// pressDevice narrows the list by typing, and takes the marked device.
func (m Model) pressDevice(msg tea.KeyMsg) (Model, tea.Cmd) {
	switch {
	case key.Matches(msg, m.keys.Take):
		return m.answer(m.ask.found[m.ask.cursor].ID)
	case msg.Type == tea.KeyUp, msg.Type == tea.KeyDown, msg.Type == tea.KeyPgUp, msg.Type == tea.KeyPgDown:
		m.ask.cursor = m.move(msg, m.ask.cursor, len(m.ask.found))
		return m, nil
	}
	before := m.ask.input.Value()
	m = m.edit(msg)
	if m.ask.input.Value() != before {
		m = m.search()
	}
	return m, nil
}

// search lists the devices that the text may mean. Before anything is typed, the generic one stands
// first: enter then means that the list has nothing for this device.
func (m Model) search() Model {
	typed := m.ask.input.Value()
	m.ask.found, m.ask.cursor = device.Find(typed), 0
	if last := len(m.ask.found) - 1; strings.TrimSpace(typed) == "" && last > 0 {
		m.ask.found = append([]device.Profile{m.ask.found[last]}, m.ask.found[:last]...)
	}
	return m
}
