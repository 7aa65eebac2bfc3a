package ui

import (
	"fmt"
	"io"
	"strings"

	"sendpath/render"
)

// printOut writes what stays in the terminal after the wizard: the plan to out; where it was saved, and
// the command that gives it again, to standard error. An error has nobody left to be told to.
func (m Model) printOut(out io.Writer, o Outcome) {
	errs := m.env.Err
	plan := m.result.paper
	if plan == nil {
		if m.env.keeper != nil && len(m.trail) > 0 {
			fmt.Fprintln(errs, m.say("Left before the end. The answers are kept: start %s again to go on.", m.env.Command))
		}
		return
	}
	_ = plan.write(out, render.Text, m.env.Language)
	fmt.Fprintln(errs)
	if len(o.SavedTo) > 0 {
		fmt.Fprintln(errs, m.say("Saved: %s", strings.Join(o.SavedTo, ", ")))
	}
	fmt.Fprintln(errs, m.say("The same again: %s", m.repeat(o)))
}

// repeat is the command that makes the plan again: from the saved answers, else from flags.
func (m Model) repeat(o Outcome) string {
	command := m.env.Command + " " + m.job().command()
	if len(o.SavedTo) > 0 {
		return command + " --answers " + ShellWord(o.SavedTo[0])
	}
	return Repeat(command, m.walk.Questions, o.Answers)
}
