package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/device"
)

// askView draws the question, why it is asked, and the answers, in a column of width cells.
func (m Model) askView(width, height int) []string {
	q := m.question()
	text := width - 1 // one blank on the left
	head := each(m.styles.strong, indent(wrap(m.say(q.Ask), text), " "))
	why := indent(wrap(m.say(q.Why), text), " ")
	switch {
	case q.Choices != nil:
		return m.choiceView(q, head, why, width, height)
	case q.Key == decide.DeviceID:
		return m.deviceView(head, why, width, height)
	}
	return m.textView(q, head, why, width, height)
}

func indent(lines []string, by string) []string {
	moved := make([]string, len(lines))
	for i, line := range lines {
		moved[i] = by + line
	}
	return moved
}

// choiceView puts head and answers first; the why and the way to find out go where there is room, and
// the way to find out before the why once "I don't know" is marked.
func (m Model) choiceView(q *decide.Question, head, why []string, width, height int) []string {
	choices, mark := m.choices(q, width)
	hint := m.findOutLines(q, width)
	unsure := q.Choices[m.ask.cursor].Value == decide.Unknown
	room := height - len(head) - len(choices)
	space := 0
	if room >= 2 {
		space = 1
	}
	room -= space
	showWhy := room >= len(why)+1 && !(unsure && len(hint) > 0 && room < len(why)+len(hint)+2)
	if showWhy {
		room -= len(why) + 1
	}
	lines := append([]string{}, head...)
	if showWhy {
		lines = append(append(lines, blank(1)...), why...)
	}
	lines = append(lines, blank(space)...)
	from := len(lines)
	lines = append(lines, choices...)
	if len(hint) > 0 && room > 1 && (unsure || room > len(hint)) {
		lines = append(append(lines, ""), firstLines(hint, room-1, width)...)
	}
	return scroll(lines, span{from + mark.from, from + mark.to}, len(head), height)
}

// firstLines are as many lines as there is room for; dots say that there would be more.
func firstLines(lines []string, room, width int) []string {
	if len(lines) <= room {
		return lines
	}
	cut := slices.Clone(lines[:room])
	cut[room-1] = shorten(cut[room-1]+" "+strings.TrimSpace(lines[room]), min(width, ansi.StringWidth(cut[room-1])+4))
	return cut
}

func blank(count int) []string { return make([]string, count) }

// choices draws the list, and says where the marked one stands.
func (m Model) choices(q *decide.Question, width int) (lines []string, mark span) {
	old := m.walk.Answers[q.Key]
	for i, c := range q.Choices {
		text := m.say(c.Text)
		if c.Value == old {
			text += " " + m.say("(your answer)")
		}
		marker := "  "
		if i == m.ask.cursor {
			marker = "> "
		}
		block := hang(fmt.Sprintf(" %s%d ", marker, i+1), text, width)
		if i == m.ask.cursor {
			mark = span{len(lines), len(lines) + len(block)}
			block = m.styles.marked(block)
		}
		lines = append(lines, block...)
	}
	return lines, mark
}

// findOutLines tell somebody who does not know.
func (m Model) findOutLines(q *decide.Question, width int) []string {
	var lines []string
	if q.FindOut != "" {
		lines = indent(wrap(m.say("Not sure? %s", m.say(q.FindOut)), width-1), " ")
	}
	if m.findable(q.Key) {
		lines = append(lines, hang(" ", m.say("\"find out\" (%s) asks the device itself.", m.shownKey(m.keys.FindOut)), width)...)
	}
	return lines
}

// textView draws a text field and what is understood of it.
func (m Model) textView(q *decide.Question, head, why []string, width, height int) []string {
	core := append([]string{" > " + m.ask.input.View()}, m.understood(width)...)
	lines := append([]string{}, head...)
	if height-len(head)-len(core) > len(why)+1 {
		lines = append(append(lines, ""), why...)
	}
	if height-len(lines)-len(core) > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, core...)
	if hint := m.emptyHint(q, width); height-len(lines) > len(hint) {
		lines = append(append(lines, ""), hint...)
	}
	return lines
}

// understood says at once what was read from the text; why it is no answer is said after enter.
func (m Model) understood(width int) []string {
	reading, err := m.reading()
	if err != nil {
		if !m.ask.tried {
			return nil
		}
		return append(blank(1), hang("   ", sentence(m.failure(err)), width)...)
	}
	var lines []string
	for _, note := range reading.Notes {
		lines = append(lines, hang("   ", m.say("Understood: %s", note.In(m.env.Language)), width)...)
	}
	if len(lines) == 0 && reading.Value != "" && reading.Value != m.ask.input.Value() {
		lines = hang("   ", m.say("Understood: %s", reading.Value), width)
	}
	if len(lines) > 0 {
		lines = append(blank(1), lines...)
	}
	return lines
}

// sentence makes an error's words a sentence.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// emptyHint says what an empty field means.
func (m Model) emptyHint(q *decide.Question, width int) []string {
	if q.Asked == decide.Required || m.ask.input.Value() != "" {
		return nil
	}
	return hang(" ", m.say("Leave it empty if you do not know it yet."), width)
}

// deviceView draws the search field and the list under it.
func (m Model) deviceView(head, why []string, width, height int) []string {
	field := m.ask.input
	if field.Value() == "" {
		field.Placeholder = m.say("type a maker or model")
		field.PlaceholderStyle = m.styles.plain
	}
	lines := append([]string{}, head...)
	if height >= 14 {
		lines = append(append(lines, ""), why...)
	}
	if height >= 8 {
		lines = append(lines, "")
	}
	lines = append(lines, " / "+field.View())
	if height >= 8 {
		lines = append(lines, "")
	}
	stuck := len(lines)
	list, mark := m.deviceList(width)
	more := len(list) - (height - stuck - 1)
	lines = scroll(append(lines, list...), span{stuck + mark.from, stuck + mark.to}, stuck, height-1)
	if more > 0 {
		lines = append(lines, "   "+m.say("%d of %d - type to narrow the list", m.ask.cursor+1, len(list)))
	}
	return lines
}

func (m Model) deviceList(width int) (lines []string, mark span) {
	for i, p := range m.ask.found {
		line := "   " + shorten(m.deviceName(p), width-4)
		if i == m.ask.cursor {
			line = m.styles.marked([]string{" > " + line[3:]})[0]
			mark = span{i, i + 1}
		}
		lines = append(lines, line)
	}
	return lines, mark
}

func (m Model) deviceName(p device.Profile) string {
	if p.ID == device.Generic {
		return m.say("My device is not in the list")
	}
	return clean.Line(strings.TrimSpace(p.Vendor+" "+strings.Join(p.Families, ", ")), 200)
}
