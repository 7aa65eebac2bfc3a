package cli

import (
	"errors"
	"fmt"

	"sendpath/decide/clean"
	"sendpath/decide/crash"
	"sendpath/decide/words"
)

// brokenBy is the panic behind an error, nil for other errors.
func brokenBy(err error) *crash.Crash {
	broken, _ := errors.AsType[*crash.Crash](err)
	return broken
}

// reportCrash tells that the program itself is wrong: in one line what it was, then what to do, then the
// places for whoever mends it.
func (e *environment) reportCrash(c *crash.Crash) status {
	fmt.Fprintln(e.errs, e.lang.Say("error: %s", e.lang.Say(brokeDown, clean.Line(c.Kind, 0))))
	fmt.Fprintln(e.errs, e.lang.Say("hint: %s", e.lang.Say(afterBreakdown)))
	for _, place := range c.Places {
		fmt.Fprintln(e.errs, "  "+place)
	}
	return misused
}

// The texts of a breakdown. What broke on one row or saved plan costs that one.
const (
	brokeDown      words.Text = "sendpath itself has a fault and had to stop: %s"
	afterBreakdown words.Text = "files that stand there are whole; report this fault with the lines below, which hold none of your answers"
	brokeOnIt      words.Text = "sendpath itself has a fault that shows here: %s (%s)"
)
