package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/check"
	"sendpath/decide/probe/survey"
)

// A Checker looks at a domain in DNS and at the servers its mail needs; *survey.Surveyor is one.
type Checker interface {
	// Run tells progress after each answer, from one goroutine. What is open when ctx ends counts as not
	// answered.
	Run(ctx context.Context, subject check.Subject, progress func(survey.Event)) check.Observations
}

// surveying is one survey under way. Its messages carry it, so that those of an earlier one are told
// apart.
type surveying struct {
	subject check.Subject
	stop    context.CancelFunc
	latest  chan surveyedMsg // only the last one: it tells all that those before it told
}

// A surveyedMsg is what is known so far.
type surveyedMsg struct {
	run   *surveying
	known check.Observations
	open  int // questions and servers still under way
	done  bool
}

// survey starts a survey, which ends with the wizard or when it is stopped.
func (m Model) survey(checker Checker, subject check.Subject) (*surveying, tea.Cmd) {
	ctx, stop := context.WithTimeout(m.env.ctx, m.env.Timeout)
	run := &surveying{subject, stop, make(chan surveyedMsg, 1)}
	work := func() tea.Msg {
		defer stop()
		known := checker.Run(ctx, subject, func(e survey.Event) { run.tell(surveyedMsg{run, e.Known, e.Open, false}) })
		run.tell(surveyedMsg{run, known, 0, true})
		return nil
	}
	return run, tea.Batch(work, run.next)
}

// tell puts msg in the place of one that nobody has taken yet. There is one teller.
func (r *surveying) tell(msg surveyedMsg) {
	select {
	case <-r.latest:
	default:
	}
	r.latest <- msg
}

// next waits for what is found out next.
func (r *surveying) next() tea.Msg { return <-r.latest }

// more is the command that waits for the message after this one.
func (msg surveyedMsg) more() tea.Cmd {
	if msg.done {
		return nil
	}
	return msg.run.next
}

// surveyed takes in what a survey found: the one beside the questions, or that of the page that is open.
func (m Model) surveyed(msg surveyedMsg) (Model, tea.Cmd) {
	if msg.run == m.probes.run {
		return m.probed(msg)
	}
	return m.toPage(msg)
}
