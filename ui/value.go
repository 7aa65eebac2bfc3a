package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/device"
)

// valueState is a value that has the screen for itself: nothing stands left of it and no frame around.
type valueState struct {
	row
	top int
}

// profileOf returns the profile of an id, the generic one where there is none.
func profileOf(id string) device.Profile {
	if p, ok := device.ByID(id); ok {
		return p
	}
	p, _ := device.ByID(device.Generic)
	return p
}

// openValue shows the marked row whole.
func (m Model) openValue() Model {
	rows := m.markable()
	if len(rows) == 0 {
		return m
	}
	m.value = valueState{row: rows[m.result.cursor]}
	return m.open(reading)
}

func (m Model) pressValue(msg tea.KeyMsg) (Model, tea.Cmd) {
	switch {
	case key.Matches(msg, m.keys.Copy):
		return m.copyRow(m.value.row)
	case key.Matches(msg, m.keys.Take):
		return m.close(), nil
	}
	last := max(0, len(m.valueLines(m.width))-1)
	m.value.top = m.move(msg, m.value.top, last+1)
	return m, nil
}

// valueLines breaks the value only where the line ends: nothing is added, nothing is left out. The notes
// stand below.
func (m Model) valueLines(width int) []string {
	var lines []string
	for _, line := range strings.Split(strings.TrimRight(m.value.content(), "\n"), "\n") {
		lines = append(lines, chop(strings.TrimSuffix(line, "\r"), max(width, 1))...)
	}
	if len(m.value.notes) > 0 {
		lines = append(lines, "")
	}
	for _, note := range m.value.notes {
		lines = append(lines, hang(" ", note, width-margin)...)
	}
	return lines
}

func (m Model) valueView(width, height int) []string {
	lines := m.valueLines(width)
	title := " " + m.value.label
	if len(lines) > height-2 {
		title = spread(title, strings.TrimSpace(m.more()), width-margin)
	}
	head := []string{m.styles.strong.Render(title), ""}
	if height < 8 {
		head = nil
	}
	room := max(1, height-len(head))
	top := max(0, min(m.value.top, len(lines)-room))
	return append(head, lines[top:min(len(lines), top+room)]...)
}
