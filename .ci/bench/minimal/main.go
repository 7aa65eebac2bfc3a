// Minimal is as little as a Bubble Tea program with a list can do: the floor for start and keys.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

type model int

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyMsg); ok {
		switch key.String() {
		case "down":
			return min(m+1, 2), nil
		case "up":
			return max(m-1, 0), nil
		case "ctrl+c":
			return m, tea.Quit
		}
	}
	return m, nil
}

func (m model) View() string {
	var b strings.Builder
	for i, name := range []string{"First", "Second", "Third"} {
		mark := "  "
		if i == int(m) {
			mark = "> "
		}
		b.WriteString(mark + name + "\n")
	}
	return b.String()
}

func main() {
	if _, err := tea.NewProgram(model(0), tea.WithAltScreen()).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
