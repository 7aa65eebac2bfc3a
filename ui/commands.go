package ui

import (
	"context"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
)

// The replies of commands. Those about DNS carry the attempt they belong to: an answer that comes after
// the domain was changed is not taken.
type (
	dnsMsg struct {
		attempt int
		set     evidence.Set
		at      time.Time
	}
	clockMsg  struct{ now time.Time }
	copiedMsg struct {
		text  string
		route Route
		err   error
	}
	savedMsg struct {
		files   []string
		answers decide.Answers
		err     error
	}
	keptMsg struct{ err error }
	stopMsg struct{}
)

// clockStep is how often the age of the DNS answers is looked at again.
const clockStep = 20 * time.Second

func (m Model) tick() tea.Cmd {
	now := m.env.Now
	return tea.Tick(clockStep, func(time.Time) tea.Msg { return clockMsg{now()} })
}

// askDNS looks up what the case wants and known does not have.
func (m Model) askDNS(attempt int, known evidence.Set, c decide.Case) tea.Cmd {
	env, job := m.env, m.job()
	set := maps.Clone(known)
	if set == nil {
		set = evidence.Set{}
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(env.ctx, env.Timeout)
		defer cancel()
		resolve.Complete(ctx, env.Asker, set, func(look *evidence.Look) { job.observe(c, look) })
		return dnsMsg{attempt, set, env.Now()}
	}
}

// copyText puts text on the clipboard.
func (m Model) copyText(text string) tea.Cmd {
	env := m.env
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(env.ctx, copyTimeout)
		defer cancel()
		route, err := env.copyTo(ctx, text)
		return copiedMsg{text, route, err}
	}
}

// keep saves the answers so far, to go on with after an interruption.
func (m Model) keep() tea.Cmd {
	if m.env.keeper == nil {
		return nil
	}
	turn := m.env.keeper.turn()
	kept := m.unfinished()
	keeper := m.env.keeper
	return func() tea.Msg { return keptMsg{keeper.write(turn, kept)} }
}
