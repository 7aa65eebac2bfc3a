package smtp

import "errors"

// A Result is how sending ended.
type Result string

// The results.
const (
	Accepted    Result = "accepted"    // the server took the message; that is not delivery
	Rejected    Result = "refused"     // the server said no
	Unreachable Result = "unreachable" // no connection, or it broke; at stage Content nobody knows whether the message was taken
	Stopped     Result = "stopped"     // this program did not go on, see Reason
)

// An Outcome tells how sending went.
type Outcome struct {
	Result     Result
	Stage      Stage  // where it ended
	Server     string // "host:port"
	Banner     string
	Genuine    bool     // the banner is the one expected
	Features   Features // of the last EHLO
	TLS        *Session // nil without TLS
	Mechanism  string   // of AUTH, "" without
	Reply      Reply    // the server's last words: to Accepted and Rejected, the reason
	Err        error    // an *Error, nil when Accepted
	Transcript []Line   // holds no secret
}

// Reason returns why this program stopped, or nil.
func (o Outcome) Reason() *Reason {
	var why *Reason
	errors.As(o.Err, &why)
	return why
}

// end notes how it went.
func (o *Outcome) end(err error) {
	o.Err = err
	var failed *Error
	switch {
	case err == nil:
		o.Result, o.Stage = Accepted, Content
		return
	case o.Reason() != nil:
		o.Result = Stopped
	default:
		o.Result = Unreachable
	}
	if errors.As(err, &failed) {
		o.Stage = failed.Step
		if failed.Reply != "" {
			o.Result = Rejected
		}
	}
}
