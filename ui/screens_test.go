package ui

import (
	"fmt"
	"slices"
	"testing"
)

// A shot is a screen, and the keys that lead to it from the first.
type shot struct {
	name string
	keys []string
}

// shots are the screens of the wizard's two tasks.
func shots() []shot {
	relay := slices.Concat(office[:9], []string{"2", "1", "enter", "1", "1", "198.51.100.7", "enter", "1", "1", "1", "1"})
	deadEnd := slices.Concat(office[:6], []string{"2", "1", "3", "4", "1", "enter", "1", "2", "1", "1"})
	return []shot{
		{"start", nil},
		{"domain-understood", []string{"enter", "https://www.Contoso.com/"}},
		{"domain-refused", []string{"enter", "contoso", "enter"}},
		{"encryption", office[:9]},
		{"encryption-unknown", slices.Concat(office[:9], []string{"end"})},
		{"device-list", slices.Concat(office[:4], []string{"down", "down"})},
		{"private-address", slices.Concat(office[:15], []string{"10.0.0.7", "enter"})},
		{"panel", slices.Concat(office[:9], []string{"p"})},
		{"question-help", slices.Concat(office[:9], []string{"?"})},
		{"review", office},
		{"review-marked", slices.Concat(office, []string{"down", "down", "down", "down", "down"})},
		{"result-device", slices.Concat(office, []string{"enter"})},
		{"result-dns", slices.Concat(office, []string{"enter", "tab"})},
		{"result-tenant", slices.Concat(office, []string{"enter", "3"})},
		{"result-steps", slices.Concat(office, []string{"enter", "4", "down"})},
		{"result-why", slices.Concat(office, []string{"enter", "5"})},
		{"result-changes", slices.Concat(office, []string{"enter", "n"})},
		{"relay-connector", slices.Concat(relay, []string{"enter", "3"})},
		{"relay-dns", slices.Concat(relay, []string{"enter", "2", "down", "down"})},
		{"value", slices.Concat(relay, []string{"enter", "2", "down", "down", "enter"})},
		{"nothing-fits", slices.Concat(deadEnd, []string{"enter"})},
		{"nothing-fits-changes", slices.Concat(deadEnd, []string{"enter", "n"})},
		{"own-server", slices.Concat(office[:3], []string{"2", "up", "enter", "enter"})},
		{"contradiction", slices.Concat([]string{"enter", "tailspin.example", "enter", "1", "1"}, office[4:])},
		{"changed", slices.Concat(office, []string{"down", "down", "down", "down", "down", "down", "enter", "2"})},
		{"save", slices.Concat(office, []string{"enter", "s"})},
		{"servers-direction", hybrid[:3]},
		{"servers-smart-host", slices.Concat(hybrid[:10], []string{"contoso-com.mail.protection.outlook.com", "enter"})},
		{"servers-panel", slices.Concat(hybrid[:4], []string{"p"})},
		{"servers-review", slices.Concat(hybrid, []string{"down", "down"})},
		{"servers-first", slices.Concat(hybrid, []string{"enter"})},
		{"servers-connectors", slices.Concat(hybrid, []string{"enter", "2"})},
		{"servers-script", slices.Concat(hybrid, []string{"enter", "3"})},
		{"servers-script-whole", slices.Concat(hybrid, []string{"enter", "3", "enter"})},
		{"servers-dns", slices.Concat(hybrid, []string{"enter", "4"})},
		{"servers-steps", slices.Concat(hybrid, []string{"enter", "5", "down"})},
		{"servers-to-know", slices.Concat(hybrid, []string{"enter", "6"})},
		{"servers-save", slices.Concat(hybrid, []string{"enter", "s"})},
		{"copied", slices.Concat(office, []string{"enter", "c"})},
	}
}

// windows are the sizes that every screen fits.
var windows = [][2]int{{80, 24}, {60, 20}, {40, 12}}

// Each screen in three windows: View after keys, read like code when it changes.
func TestScreens(t *testing.T) {
	for _, window := range windows {
		for _, story := range shots() {
			name := fmt.Sprintf("%dx%d-%s", window[0], window[1], story.name)
			t.Run(name, func(t *testing.T) {
				m := play(newTestModel(window[0], window[1]), story.keys...)
				checkGolden(t, name, m.View())
			})
		}
	}
}
