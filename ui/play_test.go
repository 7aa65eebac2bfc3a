package ui

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
)

var update = flag.Bool("update", false, "write the golden screens anew")

var namedKeys = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "up": tea.KeyUp, "down": tea.KeyDown, "tab": tea.KeyTab,
	"shift+tab": tea.KeyShiftTab, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp,
	"pgdown": tea.KeyPgDown, "left": tea.KeyLeft, "right": tea.KeyRight, "backspace": tea.KeyBackspace,
	"delete": tea.KeyDelete, "f1": tea.KeyF1, "ctrl+c": tea.KeyCtrlC, "ctrl+r": tea.KeyCtrlR, "ctrl+d": tea.KeyCtrlD,
	"ctrl+o": tea.KeyCtrlO, "ctrl+u": tea.KeyCtrlU, "ctrl+z": tea.KeyCtrlZ, "ctrl+f": tea.KeyCtrlF,
}

// pressed is a key by its name, or else its characters typed at once.
func pressed(name string) tea.KeyMsg {
	if t, ok := namedKeys[name]; ok {
		return tea.KeyMsg{Type: t}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// play presses keys one after the other and lets every command finish in between.
func play(m Model, keys ...string) Model {
	for _, k := range keys {
		m = deliver(m, pressed(k))
	}
	return m
}

// deliver hands a message over, and then what its commands answer.
func deliver(m Model, msg tea.Msg) Model {
	next, cmd := m.Update(msg)
	m = next.(Model)
	for _, reply := range replies(cmd) {
		m = deliver(m, reply)
	}
	return m
}

// replies runs a command, but for the clock, which would wait.
func replies(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil, tea.QuitMsg, tea.SuspendMsg:
		return nil
	case tea.BatchMsg:
		var all []tea.Msg
		for _, one := range msg {
			all = append(all, replies(one)...)
		}
		return all
	default:
		return []tea.Msg{msg}
	}
}

// hold plays a key without letting its command answer; the command is returned.
func hold(m Model, k string) (Model, tea.Cmd) {
	next, cmd := m.Update(pressed(k))
	return next.(Model), cmd
}

// office are the keys of a whole run: a Ricoh at an office with a static address, mail to outsiders.
var office = []string{"enter", "contoso.com", "enter", "1", "ricoh", "enter", "2", "1", "2", "1", "1", "enter", "1", "1", "1", "198.51.100.7", "enter", "1", "1", "1"}

// hybrid are the keys of a run about own mail servers: an Exchange Server, mailboxes on both sides.
var hybrid = []string{"2", "contoso.com", "enter", "1", "1", "1", "1", "ctrl+u", "mail.contoso.com", "enter", "mail.contoso.com", "enter", "1", "1", "enter", "test@contoso.com", "enter"}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "screens", name+".txt")
	var lines []string
	for _, line := range strings.Split(got, "\n") {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	got = strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./ui -update writes them all; then read the difference):\n--- got\n%s--- want\n%s", path, got, want)
	}
}

// answered is the value that a question has.
func answered(m Model, key decide.Key) string { return m.walk.Answers[key] }
