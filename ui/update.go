package ui

import (
	"maps"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
)

// Update takes a message.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := m.route(msg)
	return next.weigh().markInReview(), cmd
}

// weigh works out where the answers leave the methods, if they changed: that costs too much to do for
// every frame, or for the first one.
func (m Model) weigh() Model {
	if m.screen == starting || sameWalk(m.weighed, m.walk) {
		return m
	}
	m.weighed = m.walk
	return m.job().weigh(m)
}

func sameWalk(a, b decide.Walk) bool {
	return a.Questions == b.Questions && a.Answers == b.Answers && maps.Equal(a.Asked, b.Asked) && maps.Equal(a.Known, b.Known)
}

// route hands a message to its transition; each of them has a name.
func (m Model) route(msg tea.Msg) (Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m.resize(msg)
	case dnsMsg:
		return m.observe(msg)
	case surveyedMsg:
		return m.surveyed(msg)
	case clockMsg:
		return m.setClock(msg), m.tick()
	case copiedMsg:
		return m.copied(msg), nil
	case savedMsg:
		return m.saved(msg), nil
	case keptMsg:
		return m.kept(msg), nil
	case stopMsg:
		return m.stop()
	case Close:
		return m.closePage(msg)
	case tea.KeyMsg:
		return m.press(msg)
	}
	return m.toPage(msg)
}

func (m Model) resize(msg tea.WindowSizeMsg) (Model, tea.Cmd) {
	m.width, m.height = msg.Width, msg.Height
	if m.width <= 0 || m.height <= 0 {
		m.width, m.height = usualWidth, usualHeight
	}
	m.ask.input = refit(m.ask.input, m.fieldWidth())
	m.save.input = refit(m.save.input, m.fieldWidth())
	if m.screen == visiting {
		return m.toPage(m.pageSize())
	}
	return m, nil
}

func (m Model) setClock(msg clockMsg) Model {
	m.now = msg.now
	return m
}

// press takes a key. Several letters in one message, as fast typing and slow lines make them, are
// several keys where letters are keys. A paste there is none.
func (m Model) press(msg tea.KeyMsg) (Model, tea.Cmd) {
	if msg.Type != tea.KeyRunes {
		return m.pressOne(msg)
	}
	var commands []tea.Cmd
	for !m.typing() && len(msg.Runes) > 0 {
		if msg.Paste {
			m.status = m.say("Pasted text is taken only where text is asked for.")
			return m, tea.Batch(commands...)
		}
		one := tea.KeyMsg{Type: tea.KeyRunes, Runes: msg.Runes[:1], Alt: msg.Alt}
		msg.Runes = msg.Runes[1:]
		var cmd tea.Cmd
		m, cmd = m.pressOne(one)
		commands = append(commands, cmd)
		if m.ended {
			return m, tea.Batch(commands...)
		}
	}
	if len(msg.Runes) > 0 {
		var cmd tea.Cmd
		m, cmd = m.pressOne(msg)
		commands = append(commands, cmd)
	}
	return m, tea.Batch(commands...)
}

// typing reports whether letters are text now.
func (m Model) typing() bool {
	switch m.screen {
	case asking:
		return m.question().Choices == nil
	case visiting:
		return m.typingOnPage()
	}
	return m.screen == saving
}

func (m Model) pressOne(msg tea.KeyMsg) (Model, tea.Cmd) {
	m.status = ""
	switch {
	case key.Matches(msg, m.keys.Leave):
		return m.stop()
	case key.Matches(msg, m.keys.Suspend):
		return m, tea.Suspend
	case m.screen == visiting:
		return m.toPage(msg)
	}
	if !m.typing() || msg.Type != tea.KeyRunes {
		if moved, cmd, done := m.everywhere(msg); done {
			return moved, cmd
		}
	}
	return m.onScreen(msg)
}

// everywhere takes the keys that mean the same on every screen.
func (m Model) everywhere(msg tea.KeyMsg) (Model, tea.Cmd, bool) {
	over := m.screen == helping || m.screen == looking || m.screen == reading || m.screen == saving
	switch {
	case over && key.Matches(msg, m.keys.Back):
		return m.close(), nil, true
	case over:
		return m, nil, false
	case key.Matches(msg, m.keys.Help):
		return m.open(helping), nil, true
	case key.Matches(msg, m.keys.Again) && m.dns.domain != "":
		m, cmd := m.readDNS()
		return m, cmd, true
	case key.Matches(msg, m.keys.Panel) && m.screen == asking && m.narrow():
		return m.open(looking), nil, true
	case key.Matches(msg, m.keys.Review) && (m.screen == asking || m.screen == showing) && len(m.trail) > 0:
		return m.openReview(""), nil, true
	}
	return m, nil, false
}

func (m Model) onScreen(msg tea.KeyMsg) (Model, tea.Cmd) {
	switch m.screen {
	case starting:
		return m.pressStart(msg)
	case asking:
		return m.pressQuestion(msg)
	case reviewing:
		return m.pressReview(msg)
	case showing:
		return m.pressResult(msg)
	case reading:
		return m.pressValue(msg)
	case saving:
		return m.pressSave(msg)
	case helping, looking:
		return m.pressOverlay(msg), nil
	}
	return m, nil
}

// stop leaves because the user, or the system, said so.
func (m Model) stop() (Model, tea.Cmd) {
	m.interrupted, m.ended = true, true
	return m, tea.Quit
}
