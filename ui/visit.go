package ui

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
)

// visit opens a page of another package over the screen that is there.
func (m Model) visit(page tea.Model) (Model, tea.Cmd) {
	page = m.furnish(page)
	m = m.open(visiting)
	m.page = page
	start := page.Init()
	m, resize := m.toPage(m.pageSize())
	return m, tea.Batch(start, resize)
}

// toPage hands a message to the page, if there is one.
func (m Model) toPage(msg tea.Msg) (Model, tea.Cmd) {
	if m.screen != visiting || msg == nil {
		return m, nil
	}
	var cmd tea.Cmd
	m.page, cmd = m.page.Update(msg)
	return m, cmd
}

// pageSize is the room of a page, as the message that a window would send.
func (m Model) pageSize() tea.WindowSizeMsg {
	f := m.frame()
	return tea.WindowSizeMsg{Width: m.width, Height: f.body}
}

// closePage leaves a page and takes what it learned.
func (m Model) closePage(msg Close) (Model, tea.Cmd) {
	if m.screen != visiting {
		return m, nil
	}
	m = m.close()
	if len(msg.checked.findings) > 0 {
		m.checked = msg.checked
	}
	if msg.run.Answers != nil {
		return m.goOnWith(msg.run)
	}
	if len(msg.Learned) == 0 {
		return m, nil
	}
	m = m.take(decide.Device) // pages learn about devices
	for key, value := range msg.Learned {
		if !acceptable(decide.Device.ByKey(key), value, decide.Form{Domain: m.walk.Answers[decide.Domain], AllowDocumentation: m.env.AllowDocumentation}) {
			continue
		}
		m = m.record(key, value, cmp.Or(msg.from, fromDevice))
		if !slices.Contains(m.trail, key) && decide.Device.ByKey(key).Asked != decide.Never {
			m.trail = append(slices.Clip(m.trail), key)
		}
	}
	switch m.screen {
	case asking:
		return m.afterLearning(), m.keep()
	case starting:
		m, cmd := m.setUp()
		m.status = m.say("Taken into the plan. These questions are left.")
		return m, cmd
	}
	if msg.from == fromYou && m.screen == showing {
		return m.refresh(), m.keep()
	}
	note := m.say("The device answered: look at the answers marked %s.", m.say(sourceNames[fromDevice]))
	switch msg.from {
	case fromTrying:
		note = m.say("The check proves answers wrong: look at those marked %s.", m.say(sourceNames[fromTrying]))
	case fromFault:
		note = m.say("The error proves answers wrong: look at those marked %s.", m.say(sourceNames[fromFault]))
	}
	return m.openReview(note), m.keep()
}

// afterLearning goes on from the question that a page was opened from, if it was answered.
func (m Model) afterLearning() Model {
	if !m.walk.Asked[m.ask.key] || m.ask.changed {
		return m.put(m.ask.key)
	}
	m = m.next()
	m.status = m.say("Learnt from the device.")
	return m
}
