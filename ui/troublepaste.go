package ui

import (
	"bytes"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/diagnose"
	"sendpath/ui/advice"
)

// maxPasted bounds the text in octets: a diagnosis reads the last 4 MiB.
const maxPasted = 4 << 20

// edit takes a key or a paste into the text.
func (p troublePage) edit(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	switch {
	case msg.Alt:
	case key.Matches(msg, p.window.keys.Take):
		return p.newline()
	case msg.Type == tea.KeyRunes, msg.Type == tea.KeySpace:
		p.text = append(p.text, string(msg.Runes)...)
	case msg.Type == tea.KeyTab:
		p.text = append(p.text, '\t')
	case msg.Type == tea.KeyBackspace:
		_, size := utf8.DecodeLastRune(p.text)
		p.text = p.text[:len(p.text)-size]
	case msg.Type == tea.KeyCtrlU:
		p.text = nil
	}
	if len(p.text) > 2*maxPasted {
		p.text = bytes.Clone(p.text[len(p.text)-maxPasted:])
	}
	return p, nil
}

// newline ends a line, and the text if nothing follows at once.
func (p troublePage) newline() (tea.Model, tea.Cmd) {
	if len(bytes.TrimSpace(p.text)) == 0 {
		return p, nil
	}
	p.text = append(p.text, '\n')
	strokes := p.strokes
	return p, tea.Tick(pause, func(time.Time) tea.Msg { return pauseMsg{strokes} })
}

// read diagnoses the text.
func (p troublePage) read() (tea.Model, tea.Cmd) {
	p.stage = awaiting
	strokes, in := p.strokes, diagnose.Input{Text: string(p.text)}
	if p.plan != nil {
		in.Method, in.Device = advice.MethodOf(p.plan.Method), p.plan.Page.Name
	}
	return p, func() tea.Msg { return diagnosedMsg{strokes, diagnose.Diagnose(in)} }
}
