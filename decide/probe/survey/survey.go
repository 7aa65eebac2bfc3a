// Package survey makes the observations that package check judges: it asks DNS, and looks at mail
// servers. It is not pure. Everything that does not depend on something else goes out at once, and each
// answer sets off at once what waited for it, so that a survey takes as long as its longest chain of
// dependent questions.
package survey

import (
	"context"
	"crypto/x509"

	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/probe/smtp"
)

// A Surveyor makes surveys. Only DNS is needed. It is safe for concurrent use.
type Surveyor struct {
	DNS     resolve.Asker
	Outside Outside // third parties that tell this network's public address; nil asks nobody

	Dialer         smtp.Dialer    // nil means the network
	Roots          *x509.CertPool // who may sign servers' certificates; nil means the system's roots
	WithoutServers bool           // look at no mail server
}

// An Event tells what was just found out: Question was answered or Port was looked at, the other is nil.
type Event struct {
	Question *evidence.Question
	Port     *check.Port
	Open     int                // questions and servers still under way
	Known    check.Observations // everything so far; the receiver's own
}

// Run surveys the subject until everything is found out or ctx ends; what is open then counts as not
// answered in time. progress is called after each answer, from one goroutine; it may be nil.
func (s *Surveyor) Run(ctx context.Context, subject check.Subject, progress func(Event)) check.Observations {
	r := newRun(ctx, s, subject, progress)
	for r.start(ctx); r.open > 0; r.start(ctx) {
		r.wait()
	}
	r.giveUp()
	return r.observed()
}
