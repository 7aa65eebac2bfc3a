package ui

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/crash"
	"sendpath/decide/probe/listen"
	"sendpath/decide/words"
)

// NewFinder returns a Finder that lets the device connect to this computer and tells what it can do.
func NewFinder() Finder { return deviceFinder{candidates: privateAddresses} }

type deviceFinder struct {
	candidates func() ([]listen.Candidate, error)
}

func privateAddresses() ([]listen.Candidate, error) {
	interfaces, err := listen.Interfaces()
	if err != nil {
		return nil, err
	}
	return listen.PrivateAddresses(interfaces)
}

// Finds reports whether a device shows the answer by sending a message.
func (deviceFinder) Finds(k decide.Key) bool {
	return k == decide.TLS || k == decide.Login || k == decide.Senders || k == decide.Sender
}

// Open returns the page that listens.
func (f deviceFinder) Open(answers decide.Answers) tea.Model {
	p := findPage{sender: answers[decide.Sender]}
	p.candidates, p.failure = f.candidates()
	return p
}

// findPage waits for the device: an address is chosen, then the server listens on it until the page is
// left.
type findPage struct {
	window     Model
	sender     string
	candidates []listen.Candidate
	cursor     int
	failure    error

	open  context.Context // until the page is left: nothing listens longer
	close context.CancelFunc

	run    *listening // nil until it listens
	lower  bool
	lines  []string // what happened, latest last
	report listen.Report
	offset int // lines scrolled
}

// listening is one run of the server. Its messages carry it, so that those of an earlier run are told
// apart.
type listening struct {
	server *listen.Server
	stop   context.CancelFunc
	events chan listen.Event
	ended  func() listen.Report // panics where the server did; set before events is closed
}

type (
	listeningMsg struct {
		run *listening
		err error
	}
	heardMsg struct {
		run    *listening
		event  listen.Event
		report listen.Report
	}
	silencedMsg struct{ run *listening }
)

// Bounds of listening inside the wizard.
const (
	findTime   = 30 * time.Minute
	findEvents = 256 // that wait to be shown; further ones are not shown
	findLines  = 100 // that are kept
)

func (p findPage) furnish(window Model) tea.Model {
	p.window = window
	p.open, p.close = context.WithCancel(window.env.ctx)
	return p
}

// Init listens at once where there is only one address to choose.
func (p findPage) Init() tea.Cmd {
	if p.failure == nil && len(p.candidates) == 1 {
		return p.listen(p.candidates[0].Addr)
	}
	return nil
}

func (p findPage) listen(addr netip.Addr) tea.Cmd {
	ctx, stop := context.WithTimeout(p.open, findTime)
	lower := p.lower
	return func() tea.Msg {
		run := &listening{stop: stop, events: make(chan listen.Event, findEvents)}
		server, err := listen.Listen(ctx, listen.Config{Addr: netip.AddrPortFrom(addr, 0), LowerCeiling: lower, Events: run.add})
		if err != nil {
			stop()
			return listeningMsg{run, err}
		}
		run.server = server
		go func() {
			defer stop()
			defer close(run.events)
			run.ended = crash.Try(func() listen.Report { return server.Run(ctx) })
		}()
		return listeningMsg{run, nil}
	}
}

func (r *listening) add(event listen.Event) {
	select {
	case r.events <- event:
	default:
	}
}

// next waits for the next event.
func (r *listening) next() tea.Msg {
	event, more := <-r.events
	if !more {
		r.ended()
		return silencedMsg{r}
	}
	return heardMsg{r, event, r.server.Report()}
}

// Update takes a message.
func (p findPage) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.window = p.window.within(msg)
	case listeningMsg:
		return p.started(msg)
	case heardMsg:
		return p.heard(msg)
	case silencedMsg:
		return p.silenced(msg), nil
	case tea.KeyMsg:
		return p.press(msg)
	}
	return p, nil
}

// started takes the server that listens. One that was started by a second key is not wanted.
func (p findPage) started(msg listeningMsg) (tea.Model, tea.Cmd) {
	if p.run != nil {
		msg.run.stop()
		return p, nil
	}
	if msg.err != nil {
		p.failure = msg.err
		return p, nil
	}
	p.run, p.failure = msg.run, nil
	return p, msg.run.next
}

func (p findPage) heard(msg heardMsg) (tea.Model, tea.Cmd) {
	if msg.run != p.run {
		return p, nil
	}
	line := p.window.env.Now().Format(time.TimeOnly) + "  " + clean.Line(msg.event.Say(p.window.env.Language), 0)
	p.lines = append(slices.Clip(p.lines), line)
	p.lines = p.lines[max(0, len(p.lines)-findLines):]
	p.report = msg.report
	return p, p.run.next
}

func (p findPage) silenced(msg silencedMsg) findPage {
	if msg.run == p.run {
		p.lines = append(slices.Clip(p.lines), p.window.say("The time is over: nobody listens any more. Leave this page and open it again."))
	}
	return p
}

func (p findPage) press(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	k := p.window.keys
	switch {
	case key.Matches(msg, k.Back):
		return p, p.leave(nil)
	case p.failure != nil:
		return p, nil
	case p.run == nil:
		return p.choose(msg)
	case key.Matches(msg, k.Take) && len(p.learned()) > 0:
		return p, p.leave(p.learned())
	case key.Matches(msg, olderTLS):
		return p.explore()
	case key.Matches(msg, k.Up):
		p.offset = max(0, p.offset-1)
	case key.Matches(msg, k.Down):
		p.offset = min(p.offset+1, p.deepest())
	}
	return p, nil
}

// olderTLS starts again with lower ceilings.
var olderTLS = key.NewBinding(key.WithKeys("o"))

// explore listens again on the same address, and answers each further attempt with an older version.
func (p findPage) explore() (tea.Model, tea.Cmd) {
	if p.lower {
		return p, nil
	}
	p.lower = true
	addr := p.run.server.Addr().Addr()
	p.run.stop()
	p.run, p.lines, p.report = nil, nil, listen.Report{}
	p.candidates = []listen.Candidate{{Addr: addr}}
	return p, p.listen(addr)
}

func (p findPage) choose(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	if i := pick(msg, len(p.candidates)); i >= 0 {
		p.cursor = i
		return p, p.listen(p.candidates[i].Addr)
	}
	if key.Matches(msg, p.window.keys.Take) && len(p.candidates) > 0 {
		return p, p.listen(p.candidates[p.cursor].Addr)
	}
	p.cursor = p.window.move(msg, p.cursor, len(p.candidates))
	return p, nil
}

// leave stops listening and goes back with what was learned.
func (p findPage) leave(learned map[decide.Key]string) tea.Cmd {
	p.close()
	return func() tea.Msg { return Close{Learned: learned} }
}

// learned are the answers the device gave. A device without elliptic curves counts as an older one, which
// Microsoft's server refuses alike.
func (p findPage) learned() map[decide.Key]string {
	learned := map[decide.Key]string{}
	for _, a := range p.report.Findings.Answers {
		if q, known := decide.Device.ByName(a.Key); known {
			learned[q.Key] = a.Value
		}
	}
	if p.report.Findings.LacksCurves() {
		learned[decide.TLS] = decide.TLSOld
	}
	return learned
}

func (p findPage) typing() bool { return false }

func (p findPage) bindings() []key.Binding {
	k := p.window.keys
	list := []key.Binding{k.Back}
	switch {
	case p.run == nil && p.failure == nil:
		list = []key.Binding{k.Take, k.Back}
	case len(p.learned()) > 0:
		list = []key.Binding{renamed(k.Take, p.window.say("take these answers")), k.Back}
	}
	if p.run != nil && !p.lower {
		list = append(list, shownAs("o", renamed(olderTLS, p.window.say("older TLS"))))
	}
	return list
}

// failureText says why nothing can be found out.
func (p findPage) failureText() string {
	var problem *listen.Problem
	if errors.As(p.failure, &problem) {
		return problem.Say(p.window.env.Language)
	}
	return p.window.say("This computer's addresses cannot be read: %s", clean.Line(p.failure.Error(), 200))
}

const withoutCurves words.Text = "ATTENTION: its version is TLS 1.2, but without elliptic curves. Microsoft's sign-in server has refused such devices since 2 February 2025, so it is taken for an older one, until newer firmware is there."
