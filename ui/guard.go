package ui

import (
	"fmt"
	"runtime"
	"strings"
	"sync"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/clean"
)

// A guard runs the wizard and keeps a panic from leaving the terminal unusable: it ends the run in the
// ordinary way and keeps a short report.
type guard struct {
	model Model
	crash *crash
}

// A crash is the first panic of a run.
type crash struct {
	stop func() // ends the program; set once there is one

	mu   sync.Mutex
	text string
}

type crashMsg struct{}

func newGuard(m Model) guard { return guard{m, &crash{}} }

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

// caught keeps the first panic: its kind and where it came from. The values of variables are not in it.
func (c *crash) caught(reason any) bool {
	if reason == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.text == "" {
		c.text = fmt.Sprintf("the wizard broke: %s\n%s", clean.Line(fmt.Sprint(reason), 200), places())
	}
	return true
}

// places are the innermost functions of this program on the stack.
func places() string {
	const most = 8
	var b strings.Builder
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers)])
	for count := 0; count < most; {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "sendpath/") {
			fmt.Fprintf(&b, "  %s line %d\n", f.Function, f.Line)
			count++
		}
		if !more {
			break
		}
	}
	return b.String()
}

func (c *crash) report() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text
}
