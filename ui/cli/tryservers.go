package cli

import (
	"context"

	"sendpath/decide"
	"sendpath/decide/check"
)

// tryServers returns what looks at the servers while questions are asked in lines, as the wizard does, so that
// nobody is asked what this network shows. It is nil where the network may not be used, and where answers come
// from a file or a program: they have to meet the same questions in every network.
func (e *environment) tryServers(g given) func(context.Context, decide.Answers) []check.Learned {
	if e.world == nil && (e.common.offline || !isTerminal(e.in)) {
		return nil
	}
	return func(ctx context.Context, answers decide.Answers) []check.Learned {
		ctx, cancel := context.WithTimeout(ctx, e.common.timeout)
		defer cancel()
		surveyor, closer := e.surveyor()
		defer closer()
		subject := check.Subject{
			Domain: answers[decide.Domain], Cloud: answers[decide.Cloud], AsOf: e.dayOf(g),
			WithoutAddressLookup: true, WithoutBlocklist: true, AllowDocumentation: e.common.allowDocumentation,
		}
		return check.Learn(subject, surveyor.Run(ctx, subject, nil), answers)
	}
}
