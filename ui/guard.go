package ui

import (
	"sync"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/crash"
)

// A guard runs the wizard and keeps a panic from leaving the terminal unusable: it ends the run in the
// ordinary way and keeps a short report.
type guard struct {
	model Model
	crash *breakdown
}

// A breakdown is the first panic of a run.
type breakdown struct {
	stop func() // ends the program; set once there is one

	mu    sync.Mutex
	first *crash.Crash
}

type crashMsg struct{}

func newGuard(m Model) guard { return guard{m, &breakdown{}} }

// Init starts the wizard.
func (g guard) Init() tea.Cmd {
	return g.safe(g.model.Init())
}

// Update passes a message on.
func (g guard) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	defer func() {
		if g.crash.caught(recover()) {
			next, cmd = g, tea.Quit
		}
	}()
	if _, crashed := msg.(crashMsg); crashed {
		return g, tea.Quit
	}
	m, command := g.model.Update(msg)
	g.model = m.(Model)
	return g, g.safe(command)
}

// View draws the wizard; where that fails it draws nothing, and the run ends.
func (g guard) View() (view string) {
	defer func() {
		if g.crash.caught(recover()) && g.crash.stop != nil {
			go g.crash.stop()
		}
	}()
	return g.model.View()
}

// safe is cmd with its panic caught. A batch is taken apart, so that each of its commands is safe.
func (g guard) safe(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if g.crash.caught(recover()) {
				msg = crashMsg{}
			}
		}()
		msg = cmd()
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			return msg
		}
		safe := make(tea.BatchMsg, len(batch))
		for i, one := range batch {
			safe[i] = g.safe(one)
		}
		return safe
	}
}

// caught keeps the first panic.
func (b *breakdown) caught(reason any) bool {
	broken := crash.Of(reason)
	if broken == nil {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.first == nil {
		b.first = broken
	}
	return true
}

// report is nil where nothing broke.
func (b *breakdown) report() *crash.Crash {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.first
}
