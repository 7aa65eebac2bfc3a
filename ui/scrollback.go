package ui

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/render"
)

// printOut writes what stays in the terminal after the wizard: the plan to out; where it was saved, and
// the command that gives it again, to standard error. An error has nobody left to be told to.
func (m Model) printOut(out io.Writer, o Outcome) {
	errs := m.env.Err
	plan := m.result.paper
	if plan == nil {
		m.keepLast(errs)
		return
	}
	_ = plan.write(out, render.Text, m.env.Language)
	fmt.Fprintln(errs)
	if len(o.SavedTo) > 0 {
		fmt.Fprintln(errs, m.say("Saved: %s", strings.Join(o.SavedTo, ", ")))
	}
	fmt.Fprintln(errs, m.say("The same again: %s", m.repeat(o)))
}

// keepLast keeps what was answered, also what no command has kept yet, and says whether that worked.
func (m Model) keepLast(errs io.Writer) {
	fromUser := func(k decide.Key) bool { return m.sources[k] != fromBefore }
	if m.env.keeper == nil || !slices.ContainsFunc(m.trail, fromUser) {
		return
	}
	if err := m.env.keeper.write(m.env.keeper.turn(), m.unfinished()); err != nil {
		fmt.Fprintln(errs, m.say("Left before the end. The answers could not be kept: %s.", clean.Line(err.Error(), 300)))
		return
	}
	fmt.Fprintln(errs, m.say("Left before the end. The answers are kept: start %s again to go on.", m.env.Command))
}

// repeat is the command that makes the plan again: from the saved answers, else from flags.
func (m Model) repeat(o Outcome) string {
	command := m.env.Command + " " + m.job().command()
	if len(o.SavedTo) > 0 {
		return command + " --answers " + ShellWord(o.SavedTo[0])
	}
	return Repeat(command, m.walk.Questions, o.Answers)
}
