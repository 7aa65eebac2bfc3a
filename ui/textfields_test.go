package ui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// textFields are the keys that lead to each place where text is typed.
func textFields() map[string][]string {
	plan := func(more ...string) []string { return slices.Concat(plainOffice, more) }
	return map[string][]string{
		"a question": {"1"}, "save": plan("s"), "the customer's name": plan("u"), "the recipient": plan("m"), "the server's name": plan("e", "4"),
	}
}

func withTextFields(o *Options) {
	o.Actions = []Action{NameCustomer(), SendTest(willing()), TroubleshootPlan()}
}

// Every text field takes keys alike: no menu key is text, no hidden character gets in, and the end of a
// text stays in sight when the window shrinks.
func TestTextFieldsAreAlike(t *testing.T) {
	for name, keys := range textFields() {
		m := play(newTestModel(80, 24, withTextFields), append(keys, "ctrl+u", "abc")...)
		before := m.View()
		m = deliver(m, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("]"), Alt: true})
		if m = paste(m, "\x1b\u202e"); m.View() != before {
			t.Errorf("%s: what is no text changes the field:\n%s", name, m.View())
		}
		m = deliver(paste(m, strings.Repeat("x", 70)+"end"), tea.WindowSizeMsg{Width: 60, Height: 20})
		if !strings.Contains(m.View(), "xend") {
			t.Errorf("%s: the end of the text is out of sight:\n%s", name, m.View())
		}
	}
}

// Keys that come in one message, as fast typing and slow lines make them, are several on a page, too; a paste
// there chooses nothing, and says so.
func TestKeysAtOnceReachAPage(t *testing.T) {
	list := play(newTestModel(80, 40, withTroubleshooting), "2")
	if m := play(list, "jj"); m.page.(troublePage).cursor != 2 {
		t.Errorf("two keys moved the mark by %d", m.page.(troublePage).cursor)
	}
	shows(t, play(list, "22"), "(SYM-02)")
	if m := paste(list, "2"); m.page.(troublePage).stage != choosingWay || m.status == "" {
		t.Errorf("a paste chose a line, or nothing is said:\n%s", m.View())
	}
	shows(t, play(list, "1535 5.7.3"), "> 535 5.7.3")
}

func TestErrorsBecomeSentences(t *testing.T) {
	for text, want := range map[string]string{"": "", "it is a folder": "It is a folder.", "è una cartella": "È una cartella.", "\"x\" has no dot": "\"x\" has no dot."} {
		if got := sentence(text); got != want {
			t.Errorf("%q is said as %q", text, got)
		}
	}
}
