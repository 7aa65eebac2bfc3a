package ui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// The help and the last line are drawn from the key bindings.

// bindings are the keys of a screen, the most useful first.
func (m Model) bindings(s screen) []key.Binding {
	k := m.keys
	switch s {
	case starting:
		return []key.Binding{k.Take, k.Help, k.Leave}
	case asking:
		return m.askBindings()
	case reviewing:
		return m.withAgain(renamed(k.Take, m.say("change or go on")), k.Back)
	case showing:
		list := []key.Binding{k.Copy, k.Save}
		for _, a := range m.env.Actions {
			list = append(list, bind(m.say(a.Help), a.Key))
		}
		return append(list, k.Finish, renamed(k.Next, m.say("pages")), k.Change, k.CopyPage, k.Back, k.Review, k.Again, k.Help, k.Leave)
	case reading:
		return []key.Binding{k.Copy, k.Back, k.Leave}
	case saving:
		return []key.Binding{renamed(k.Take, m.say("save")), k.Back, k.Leave}
	}
	return []key.Binding{k.Back, k.Leave}
}

// askBindings are the keys of a question; in a text field those on ctrl.
func (m Model) askBindings() []key.Binding {
	k := m.keys
	list := []key.Binding{k.Take, k.Back}
	if m.findable(m.question().Key) {
		list = append(list, m.reach(k.FindOut))
	}
	if m.narrow() {
		list = append(list, m.reach(k.Panel))
	}
	if len(m.trail) > 0 {
		list = append(list, m.reach(k.Review))
	}
	return m.withAgain(list...)
}

// withAgain adds the last keys to a list: the one that reads DNS again stands there after a failure.
func (m Model) withAgain(list ...key.Binding) []key.Binding {
	if m.dns.unread(m.env.Language) != "" && !m.dns.busy {
		list = append(list, m.reach(m.keys.Again))
	}
	return append(list, m.reach(m.keys.Help), m.keys.Leave)
}

// reach shows a key as it is reached on this screen.
func (m Model) reach(b key.Binding) key.Binding {
	if m.typing() {
		return onCtrl(b)
	}
	return b
}

// shownKey is the name of the key that reaches an action on this screen.
func (m Model) shownKey(b key.Binding) string { return m.reach(b).Help().Key }

func renamed(b key.Binding, help string) key.Binding {
	b.SetHelp(b.Help().Key, help)
	return b
}

// footer shows as many keys as fit on a line. The last two, help and leave, stay longest.
func (m Model) footer(width int) string {
	list := m.bindings(m.screen)
	for len(list) > 0 {
		line := " "
		for i, b := range list {
			if i > 0 {
				line += "   "
			}
			line += b.Help().Key + " " + b.Help().Desc
		}
		if len(line) < width {
			return line
		}
		drop := max(len(list)-3, 0)
		list = append(append([]key.Binding{}, list[:drop]...), list[drop+1:]...)
	}
	return ""
}

// helpView lists the keys of the screen underneath, then those of every screen.
func (m Model) helpView(width int) []string {
	lines := []string{m.styles.strong.Render(" " + m.say("Keys")), ""}
	for _, b := range m.helpBindings() {
		lines = append(lines, hang("   "+pad(b.Help().Key, 9)+" ", b.Help().Desc, width)...)
	}
	lines = append(lines, "")
	lines = append(lines, each(m.styles.dim, hang(" ", m.say("Where text is typed, letters are text: ctrl+r, ctrl+f, ctrl+d and f1 do what r, f, d and ? do elsewhere."), width))...)
	return append(lines, each(m.styles.dim, hang(" ", m.say("Nothing is changed anywhere but on this screen. What you answered is kept if you leave, and offered the next time."), width))...)
}

func (m Model) helpBindings() []key.Binding {
	k := m.keys
	asked := m
	asked.screen = m.under
	list := asked.bindings(m.under)
	list = append(list, k.Up, k.Down)
	if m.under == asking && m.question().Choices != nil {
		list = append(list, k.Number, k.YesNo)
	}
	if m.under == showing {
		list = append(list, renamed(k.Take, m.say("show the marked value whole")), k.Previous)
	}
	if m.dns.domain != "" && m.under != showing && m.dns.unread(m.env.Language) == "" {
		list = append(list, asked.reach(k.Again))
	}
	return append(list, k.Suspend)
}

// pressOverlay scrolls the help, and leaves it with the key that opened it too.
func (m Model) pressOverlay(msg tea.KeyMsg) Model {
	if key.Matches(msg, m.keys.Help, m.keys.Take, m.keys.Panel) {
		return m.close()
	}
	m.scroll = m.move(msg, m.scroll, len(m.overlayLines(m.width)))
	return m
}

func (m Model) overlayLines(width int) []string {
	if m.screen == looking {
		return indent(m.sidePanel(width-2, 20), " ")
	}
	return m.helpView(width)
}

func (m Model) overlayView(width, height int) []string {
	lines := m.overlayLines(width)
	top := max(0, min(m.scroll, len(lines)-height))
	return lines[top:min(len(lines), top+height)]
}
