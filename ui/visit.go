package ui

import (
	"cmp"
	"maps"
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
	before := m.walk
	m, cmd := m.learn(msg)
	switch m.screen {
	case asking:
		return m.afterLearning(before), tea.Batch(cmd, m.keep())
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
	return m.openReview(note), tea.Batch(cmd, m.keep())
}

// learn takes the answers of a page.
func (m Model) learn(msg Close) (Model, tea.Cmd) {
	m = m.take(decide.Device) // pages learn about devices
	form := decide.Form{Domain: m.walk.Answers[decide.Domain], AllowDocumentation: m.env.AllowDocumentation}
	for _, key := range slices.Sorted(maps.Keys(msg.Learned)) { // in the order of the questions
		value := msg.Learned[key]
		if !acceptable(decide.Device.ByKey(key), value, form) {
			continue
		}
		m = m.record(key, value, cmp.Or(msg.from, fromDevice))
		if !slices.Contains(m.trail, key) && decide.Device.ByKey(key).Asked != decide.Never {
			m.trail = append(slices.Clip(m.trail), key)
		}
	}
	if _, moved := msg.Learned[decide.Cloud]; moved {
		return m.moveToCloud()
	}
	return m, nil
}

// afterLearning goes on from the question that a page was opened from, if it was answered: to the next one,
// or back to the review.
func (m Model) afterLearning(before decide.Walk) Model {
	learnt, changed := m.say("Learnt from the device."), m.ask.changed
	switch {
	case m.sources[m.ask.key] != fromDevice:
		m = m.put(m.ask.key)
		m.ask.changed = changed
		return m
	case changed:
		return m.backToReview(joinSentences(learnt, m.consequence(before)))
	}
	m = m.next()
	m.status = learnt
	return m
}
