package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
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
		return m.withAgain(append([]key.Binding{k.Take, k.Back}, m.probeBindings()...)...)
	case showing:
		list := []key.Binding{k.Copy, renamed(k.Next, m.say("pages")), k.Finish, k.Save}
		for _, a := range m.actions() {
			list = append(list, bind(m.say(a.Help), a.Key))
		}
		if m.result.plan != nil {
			list = append(list, k.Change)
		}
		return append(list, k.CopyPage, k.Back, k.Review, k.Again, k.Help, k.Leave)
	case reading:
		return []key.Binding{k.Copy, k.Back, k.Leave}
	case saving:
		return []key.Binding{renamed(k.Take, m.say("save")), k.Back, k.Leave}
	case visiting:
		return m.pageBindings()
	}
	return []key.Binding{k.Back, k.Leave}
}

// askBindings are the keys of a question; in a text field those on ctrl.
func (m Model) askBindings() []key.Binding {
	k := m.keys
	list := []key.Binding{k.Take, k.Back}
	if m.typing() && m.question().Key != decide.DeviceID {
		list[0] = renamed(k.Take, m.say("go on"))
	}
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
	help := m.keys.Help
	if m.unsure() {
		help = renamed(help, m.say("how to find out"))
	}
	return append(list, m.reach(help), m.keys.Leave)
}

// unsure reports that "I don't know" is marked in a window that may not have room to say more about it.
func (m Model) unsure() bool {
	if m.screen != asking || m.question().Choices == nil || m.width >= sideBySide && m.height >= 20 {
		return false
	}
	return m.question().Choices[m.ask.cursor].Value == decide.Unknown
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

// footer shows as many keys as fit on a line. Help stays longest; in a small window leaving, which is
// the same key everywhere, goes first.
func (m Model) footer(width int) string {
	list, between, stay := m.bindings(m.screen), "   ", 2
	if width < roomy {
		list, between, stay = list[:len(list)-1], "  ", 1
	}
	for {
		var shown []string
		for _, b := range list {
			shown = append(shown, m.styles.strong.Render(b.Help().Key)+" "+b.Help().Desc)
		}
		line := " " + strings.Join(shown, between)
		if ansi.StringWidth(line) <= width || len(list) <= stay {
			return line
		}
		drop := len(list) - stay - 1
		list = slices.Delete(slices.Clone(list), drop, drop+1)
	}
}

// helpView lists the keys of the screen underneath, then those of every screen.
func (m Model) helpView(width int) []string {
	var lines []string
	if m.under == asking {
		lines = m.aboutQuestion(width)
	}
	lines = append(lines, m.styles.strong.Render(" "+m.say("Keys")), "")
	for _, b := range m.helpBindings() {
		lines = append(lines, hang("   "+pad(b.Help().Key, 9)+" ", b.Help().Desc, width)...)
	}
	lines = append(lines, "")
	if m.under == showing {
		lines = append(lines, hang(" ", m.say("! in front of a value: there is something to know about it. Mark it, and it stands below."), width)...)
	}
	lines = append(lines, hang(" ", m.say("Where text is typed, letters are text: ctrl+r, ctrl+f, ctrl+d and f1 do what r, f, d and ? do elsewhere."), width)...)
	return append(lines, hang(" ", m.say("Nothing is changed anywhere but on this screen. What you answered is kept if you leave, and offered the next time."), width)...)
}

// aboutQuestion tells all about the question underneath, whatever the window had room for.
func (m Model) aboutQuestion(width int) []string {
	q := m.question()
	lines := each(m.styles.strong, hang(" ", m.say(q.Ask), width))
	lines = append(append(lines, hang(" ", m.say(q.Why), width)...), "")
	if q.FindOut != "" {
		lines = append(lines, each(m.styles.strong, hang(" ", m.say("How to find out"), width))...)
		lines = append(append(lines, hang(" ", m.say(q.FindOut), width)...), "")
	}
	return lines
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
		return indent(m.sidePanel(width-2, 0), " ")
	}
	return m.helpView(width)
}

func (m Model) overlayView(width, height int) []string {
	lines := m.overlayLines(width)
	if len(lines) <= height {
		return lines
	}
	top := max(0, min(m.scroll, len(lines)-height+1))
	return append(slices.Clone(lines[top:top+height-1]), m.more())
}
