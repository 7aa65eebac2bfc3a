package smtp

import (
	"fmt"

	"sendpath/decide/words"
)

// A Stage is the part of the talk in which something was said or went wrong.
type Stage string

// The stages, in the order of a talk.
const (
	Prepare  Stage = "prepare" // before a connection was opened
	Connect  Stage = "connect"
	Banner   Stage = "banner"
	EHLO     Stage = "EHLO"
	STARTTLS Stage = "STARTTLS"
	TLS      Stage = "TLS"
	Auth     Stage = "AUTH"
	Mail     Stage = "MAIL FROM"
	Rcpt     Stage = "RCPT TO"
	Data     Stage = "DATA"
	Content  Stage = "message" // the message itself, after DATA was allowed
	Quit     Stage = "QUIT"
)

// stageNames are the stages that have no name in the protocol.
var stageNames = map[Stage]words.Text{Prepare: "prepare", Connect: "connect", Banner: "banner", Content: "message"}

// In names the stage in a language; commands of the protocol are the same in all.
func (s Stage) In(lang *words.Language) string {
	if name, ok := stageNames[s]; ok {
		return lang.Say(name)
	}
	return string(s)
}

// An Error says in which step a talk ended, with whom, and why: Reply holds the server's words when it
// refused, else Err tells what went wrong.
type Error struct {
	Step   Stage
	Server string // "host:port"
	Reply  string
	Err    error
}

// Error says it for developers: step, server, and the server's words or what went wrong.
func (e *Error) Error() string {
	if e.Reply != "" {
		return fmt.Sprintf("%s to %s: server replied %q", e.Step, e.Server, e.Reply)
	}
	return fmt.Sprintf("%s to %s: %v", e.Step, e.Server, e.Err)
}

// Unwrap returns what went wrong, nil where the server refused.
func (e *Error) Unwrap() error { return e.Err }

// A Reason says to the user why this program would not begin or go on. Look for it with errors.As.
type Reason struct {
	Text words.Text
	Args []any
}

// Error says the reason in English.
func (r *Reason) Error() string { return r.Say(nil) }

// Say tells the reason in a language.
func (r *Reason) Say(lang *words.Language) string { return lang.Say(r.Text, r.Args...) }

func because(text words.Text, args ...any) *Reason { return &Reason{text, args} }
