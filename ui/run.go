package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/term"

	"sendpath/decide"
)

// ErrNoTerminal says that the wizard has no terminal to show itself on: ask in plain lines instead.
var ErrNoTerminal = errors.New("standard input and output are not both a terminal that can draw")

// canDraw reports whether the wizard can be shown: both ends are terminals, and TERM is not dumb.
func canDraw(in, out *os.File) bool {
	return term.IsTerminal(int(in.Fd())) && term.IsTerminal(int(out.Fd())) && os.Getenv("TERM") != "dumb"
}

// framesPerSecond keeps the time from key to frame under 10 ms.
const framesPerSecond = 120

// Run shows the wizard until it is left, then prints the plan as plain text, so that it stays in the
// terminal's memory. The error says why there was no run; leaving is none. It is the only Program of the
// process: on Windows a second one loses its first key.
func Run(ctx context.Context, o Options) (Outcome, error) {
	o = o.withDefaults()
	if !canDraw(o.In, o.Out) {
		return Outcome{}, ErrNoTerminal
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	out := &terminal{File: o.Out}
	env := &environment{Options: o, ctx: ctx, out: out}
	env.keeper = newKeeper(o.State, decide.Form{AllowDocumentation: o.AllowDocumentation})
	start := newGuard(newModel(env, newStyles(out, o.Color)).begin())
	program := tea.NewProgram(start, tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(out),
		tea.WithAltScreen(), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(), tea.WithFilter(passOver))
	start.crash.stop = func() { program.Send(crashMsg{}) }
	defer stopOnSignals(program)()
	last, err := program.Run()
	if broken := start.crash.report(); broken != nil {
		return Outcome{}, broken
	}
	if err != nil && ctx.Err() == nil && !errors.Is(err, tea.ErrInterrupted) {
		return Outcome{}, fmt.Errorf("showing the wizard: %w", err)
	}
	m := start.model
	if g, ok := last.(guard); ok {
		m = g.model
	}
	m.interrupted = m.interrupted || err != nil
	return m.leave(o.Out), nil
}

// passOver leaves out text for a field that is full, once that was said. A paste that the terminal does not
// mark comes word by word, and each word would be drawn.
func passOver(model tea.Model, msg tea.Msg) tea.Msg {
	g, ok := model.(guard)
	typed, isKey := msg.(tea.KeyMsg)
	if !ok || !isKey || typed.Type != tea.KeyRunes && typed.Type != tea.KeySpace {
		return msg
	}
	if g.model.typing() && g.model.status == g.model.fullText() {
		return nil
	}
	return msg
}

// stopOnSignals ends the program as Ctrl+C does, also where the terminal was closed (SIGHUP).
func stopOnSignals(program *tea.Program) (done func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		for range signals {
			program.Send(stopMsg{})
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}

// A terminal is the window, written to by one at a time: frames by Bubble Tea, OSC 52 by copying.
type terminal struct {
	*os.File
	mu sync.Mutex
}

func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.File.Write(p)
}

// WriteString goes the same way: the method of os.File would pass by the lock.
func (t *terminal) WriteString(s string) (int, error) { return t.Write([]byte(s)) }

// leave prints what stays, and tells what came of the run. A plan that was made from other answers is none
// any more, and files that hold other answers are not this plan's.
func (m Model) leave(out io.Writer) Outcome {
	if m.result.answers != m.answers() {
		m.result = resultState{}
	}
	if m.savedAnswers != m.answers() {
		m.savedTo = nil
	}
	o := Outcome{Answers: m.answers(), Interrupted: m.interrupted, SavedTo: m.savedTo}
	o.Plan = m.result.plan
	if about, ok := m.result.paper.(serversPaper); ok {
		o.Servers = &about.Plan
	}
	m.printOut(out, o)
	return o
}
