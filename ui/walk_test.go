package ui

import (
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/servers"
)

// Whatever is pressed and however the window changes: nothing panics, the view fits the window, and a
// plan on the screen is the engine's for the answers behind it.
func TestRandomWalk(t *testing.T) {
	keys := []string{"enter", "enter", "enter", "1", "2", "3", "4", "esc", "down", "up", "tab", "shift+tab", "r", "ctrl+r", "n", "s", "c", "C",
		"?", "f1", "p", "ctrl+o", "d", "ctrl+d", "j", "k", "y", "u", "home", "end", "pgdown", "contoso.com", "fabrikam.example", "198.51.100.7 2001:db8::1",
		"ricoh", "backspace", "ctrl+u", "müller@bücher.example", "1231", "\u202e\x1b]0;x", "q"}
	sizes := []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 60, Height: 20}, {Width: 40, Height: 12}, {Width: 40, Height: 8},
		{Width: 20, Height: 5}, {}, {Width: 200, Height: 60}, {Width: 69, Height: 11}, {Width: 1, Height: 1}}
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		m := newTestModel(80, 24, func(o *Options) { o.SaveIn = folder })
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			if rapid.IntRange(0, 9).Draw(t, "what") == 0 {
				m = deliver(m, rapid.SampledFrom(sizes).Draw(t, "window"))
			} else {
				m = deliver(m, pressed(rapid.SampledFrom(keys).Draw(t, "key")))
			}
			checkFits(t, m)
			if m.screen == showing {
				checkPlan(t, m)
			}
			if m.ended {
				break
			}
		}
	})
}

func checkFits(t *rapid.T, m Model) {
	lines := strings.Split(m.View(), "\n")
	if len(lines) > max(m.height, 1) {
		t.Fatalf("%d lines in a window of %d x %d:\n%s", len(lines), m.width, m.height, m.View())
	}
	for _, line := range lines {
		if ansi.StringWidth(line) > m.width {
			t.Fatalf("a line of %d cells in a window of %d x %d: %q", ansi.StringWidth(line), m.width, m.height, line)
		}
		if strings.ContainsAny(line, "\x1b\r\u202e") {
			t.Fatalf("a line steers the terminal: %q", line)
		}
	}
}

func checkPlan(t *rapid.T, m Model) {
	want := paper(devicePaper{decide.Decide(decide.Case{Answers: m.answers(), AsOf: m.env.AsOf}, m.dns.set)})
	if m.walk.Questions == servers.Questions {
		want = serversPaper{servers.Decide(servers.Case{Answers: m.answers(), AsOf: m.env.AsOf}, m.dns.set)}
	}
	if !reflect.DeepEqual(m.result.paper, want) {
		t.Fatalf("the plan on the screen is not the engine's")
	}
}
