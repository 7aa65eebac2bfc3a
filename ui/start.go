package ui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/words"
)

// startState is the start screen.
type startState struct {
	kept   unfinished // a run that was interrupted, if its Answers are set
	cursor int
}

// An entry is one line of the start screen.
type entry struct {
	title, about string
	choose       func(Model) (Model, tea.Cmd)
}

func (m Model) newStart() startState {
	var s startState
	if m.env.keeper != nil && len(m.trail) == 0 {
		s.kept = m.env.keeper.found
	}
	return s
}

// entries are what can be started. What does not work is not listed.
func (m Model) entries() []entry {
	var list []entry
	if kept := m.start.kept; kept.Answers != nil {
		list = append(list, entry{
			title:  m.say("Go on where you stopped"),
			about:  m.say("%s, %d answers, kept %s", decide.ShowDomain(kept.domain()), len(kept.Asked), kept.Saved.Local().Format("2006-01-02 15:04")),
			choose: Model.resume,
		})
	}
	list = append(list, entry{
		title:  m.say("Set up a device or application"),
		about:  m.say("A printer, scanner or program sends mail through Microsoft 365."),
		choose: Model.setUp,
	})
	for _, task := range m.env.Tasks {
		list = append(list, entry{m.say(task.Title), m.say(task.About), func(m Model) (Model, tea.Cmd) {
			return m.visit(task.Open())
		}})
	}
	return append(list, entry{
		title:  m.say("Connect own mail servers"),
		about:  m.say("Mail flows between Microsoft 365 and a mail server of your own."),
		choose: Model.connect,
	})
}

// resume takes the answers of the interrupted run and goes on behind the last of them.
func (m Model) resume() (Model, tea.Cmd) {
	return m.take(questionnaireNamed(m.start.kept.About)).replay(m.start.kept)
}

// goOnWith leaves the run that is there, with what was given beforehand, for another one.
func (m Model) goOnWith(run unfinished) (Model, tea.Cmd) {
	return m.empty(questionnaireNamed(run.About)).replay(run)
}

// replay takes the answers of a run and asks what they leave open.
func (m Model) replay(run unfinished) (Model, tea.Cmd) {
	for _, name := range run.Asked {
		q, ok := m.walk.Questions.ByName(name)
		if !ok || slices.Contains(m.trail, q.Key) {
			continue
		}
		m = m.record(q.Key, run.Answers[name], fromYou)
		if q.Asked != decide.Never {
			m.trail = append(slices.Clip(m.trail), q.Key)
		}
	}
	m.start.kept = unfinished{}
	if m.domain() == "" {
		return m.next(), nil
	}
	m, cmd := m.readDNS()
	return m.next(), cmd
}

func (m Model) pressStart(msg tea.KeyMsg) (Model, tea.Cmd) {
	list := m.entries()
	if key.Matches(msg, m.keys.Take) {
		return list[m.start.cursor].choose(m)
	}
	if i := pick(msg, len(list)); i >= 0 {
		return list[i].choose(m)
	}
	m.start.cursor = m.move(msg, m.start.cursor, len(list))
	return m, nil
}

const startPromise words.Text = "A few questions, then the values to type into the device, the SPF record, and the connector where one is needed."

// What the wizard does with the network: with DNS only, with DNS and servers, and with nothing.
const (
	startNetwork words.Text = "It reads the DNS of your domain. It changes nothing, and asks for no password."
	startTrying  words.Text = "It reads the DNS of your domain, and tries from here whether Microsoft's mail servers answer. It changes nothing, and asks for no password."
	startOffline words.Text = "It reads no DNS (offline), changes nothing, and asks for no password."
)

// network says what the wizard does with the network.
func (m Model) network() words.Text {
	if _, offline := m.env.Asker.(resolve.Offline); offline {
		return startOffline
	}
	if m.env.Checker != nil {
		return startTrying
	}
	return startNetwork
}

// startView draws what can be started.
func (m Model) startView(width, height int) []string {
	var lines []string
	if height >= 12 {
		lines = append(lines, m.styles.strong.Render(" "+m.say("What do you want to do?")), "")
	}
	var mark span
	for i, e := range m.entries() {
		block := hang("   "+numberOf(i), e.title, width)
		if i == m.start.cursor {
			block = m.styles.marked(hang(" > "+numberOf(i), e.title, width))
			mark.from = len(lines)
		}
		block = append(block, hang("     ", e.about, width)...)
		lines = append(lines, block...)
		if i == m.start.cursor {
			mark.to = len(lines)
		}
		if height >= 12 {
			lines = append(lines, "")
		}
	}
	promise := append(hang(" ", m.say(startPromise), width), hang(" ", m.say(m.network()), width)...)
	if height-len(lines) > len(promise) {
		lines = append(lines, promise...)
	}
	return scroll(lines, mark, 0, height)
}
