// Package ui is the wizard: one question a screen, then a review, then the plan. It is not pure: it
// talks to a terminal, reads DNS through a resolve.Asker, and writes files when asked to.
//
// The model is one value, and Update only routes to named transitions. Everything that takes time
// happens in a tea.Cmd (commands.go); the answers themselves are a decide.Walk.
package ui

import (
	"context"
	"io"
	"os"
	"time"

	"sendpath/decide"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/servers"
	"sendpath/decide/words"
	"sendpath/render"
	"sendpath/ui/quiet"
)

func init() { quiet.Restore() }

// Options is what a run of the wizard is given. The zero value of a field is a usable default, but for
// AsOf.
type Options struct {
	Language *words.Language // nil for English
	AsOf     decide.Day
	Answers  decide.Answers // given beforehand, by flags or a file, in canonical form; they are not asked
	Asker    resolve.Asker  // nil reads no DNS
	Timeout  time.Duration  // for reading DNS, 10 s if 0

	In, Out *os.File  // both terminals; os.Stdin and os.Stdout if nil
	Err     io.Writer // os.Stderr if nil: what is said after the wizard was left
	Color   bool
	// AllowDocumentation accepts documentation addresses as public ones: for tests and examples.
	AllowDocumentation bool
	Now                func() time.Time

	SaveIn  string          // the folder to save in, "" for the working one
	Formats []render.Format // written by save beside the answers; text, Markdown and JSON if nil
	State   string          // the file that keeps an unfinished run, "" for none; see StateFile
	Command string          // how the program is called, "sendpath" if ""
	// Copy puts a text on the clipboard and says how; nil tries tmux, the system's own, then the terminal.
	Copy func(ctx context.Context, text string) (Route, error)

	Tasks   []Task   // further entries of the start screen
	Finder  Finder   // finds answers out with the device, nil if nothing does
	Actions []Action // what can be done with a finished plan
	Checker Checker  // looks at the servers while questions are asked, nil if nothing does
}

func (o Options) withDefaults() Options {
	if o.Asker == nil {
		o.Asker = resolve.Offline{}
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if o.Err == nil {
		o.Err = os.Stderr
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Formats == nil {
		o.Formats = []render.Format{render.Text, render.Markdown, render.JSON}
	}
	if o.Command == "" {
		o.Command = "sendpath"
	}
	return o
}

// An Outcome is what a run of the wizard came to.
type Outcome struct {
	Plan        *decide.Plan  // nil when the wizard was left before there was one about a device
	Servers     *servers.Plan // the same about own mail servers
	Answers     decide.Answers
	Interrupted bool     // left with Ctrl+C or by a signal: exit status 130
	SavedTo     []string // the files that hold the plan as it is, the answers first
}
