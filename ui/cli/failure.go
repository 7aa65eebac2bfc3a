package cli

import (
	"errors"
	"fmt"

	"sendpath/decide/clean"
	"sendpath/decide/words"
	"sendpath/ui/batch"
)

// A status is an exit status, a promise to scripts.
type status int

// The statuses.
const (
	done    status = 0
	problem status = 1   // done, and something is wrong
	misused status = 2   // command, flags or input are wrong, or the output cannot be written
	unknown status = 3   // it could not be found out
	stopped status = 130 // by the user
)

// A sayer is something to tell in the user's language.
type sayer interface {
	In(*words.Language) string
}

// A failure ends a command. Every error that a command returns on purpose is one.
type failure struct {
	status status
	what   []sayer
	hint   words.Text // what to do next, "" for nothing
}

func (f *failure) Error() string {
	said := ""
	for _, s := range f.what {
		said += s.In(nil) + "\n"
	}
	return said
}

// misuse says that the command, its flags or its input are wrong.
func misuse(hint words.Text, what ...sayer) error { return &failure{misused, what, hint} }

// badInput says everything that is wrong with an input.
func badInput(hint words.Text, problems batch.Problems) error {
	what := make([]sayer, len(problems))
	for i, p := range problems {
		what[i] = p
	}
	return misuse(hint, what...)
}

// report is the one place where errors become lines on standard error and an exit status.
func (e *environment) report(err error) status {
	if broken := brokenBy(err); broken != nil {
		return e.reportCrash(broken)
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		f = &failure{misused, []sayer{words.Sentencef("%s", err.Error())}, ""}
	}
	for _, what := range f.what {
		fmt.Fprintln(e.errs, e.lang.Say("error: %s", clean.Line(what.In(e.lang), 0)))
	}
	if f.hint != "" {
		fmt.Fprintln(e.errs, e.lang.Say("hint: %s", e.lang.Say(f.hint)))
	}
	return f.status
}

// warn tells something on standard error that does not end the command.
func (e *environment) warn(what sayer) {
	fmt.Fprintln(e.errs, e.lang.Say("note: %s", clean.Line(what.In(e.lang), 0)))
}

// longestShown bounds what somebody typed as it is shown in a message, in runes.
const longestShown = 80

func quoted(s string) string { return `"` + clean.Line(s, longestShown) + `"` }
