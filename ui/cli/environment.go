package cli

import (
	"context"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/demo"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/words"
)

// An environment is what commands share: streams, clock, language, common flags, and what was found.
type environment struct {
	in        io.Reader
	out, errs io.Writer
	getenv    func(string) string
	now       func() time.Time
	lang      *words.Language

	common     commonFlags
	world      *demo.World // the imitation of --demo, else nil
	helpFailed error       // of --help, for which cobra takes none
	found      status      // what the command found out, the worst of it

	finishing atomic.Bool // what was done is being written: who stops the program waits for that
}

// note raises the exit status to what was found: a problem goes before an unknown.
func (e *environment) note(s status) {
	if e.found == done || s == problem {
		e.found = s
	}
}

// asOf is the day that plans are made for.
func (e *environment) asOf() decide.Day {
	if e.common.asOf != "" {
		return e.common.asOf
	}
	return decide.Day(e.now().Format(time.DateOnly))
}

// dayOf is the day of a plan from what was given: --as-of, else that of a saved plan, else today.
func (e *environment) dayOf(g given) decide.Day {
	if e.common.asOf == "" && g.file.AsOf != "" {
		return g.file.AsOf
	}
	return e.asOf()
}

func (e *environment) form() decide.Form {
	return decide.Form{
		AllowDocumentation: e.common.allowDocumentation,
		KnownDevice:        func(id string) bool { _, known := device.ByID(id); return known },
	}
}

// asker returns what asks DNS, and what closes it.
func (e *environment) asker() (asker resolve.Asker, closer func()) {
	if e.world != nil {
		return e.world.Asker, func() {}
	}
	if e.common.offline {
		return resolve.Offline{}, func() {}
	}
	resolvers := e.common.resolvers
	if len(resolvers) == 0 {
		system, err := resolve.System()
		if err != nil || len(system) == 0 {
			e.warn(words.Sentencef("this computer names no DNS resolver, so DNS is not read; --resolver names one"))
			return unreachable{}, func() {}
		}
		resolvers = system
	}
	client := resolve.New(resolvers)
	client.Now = e.now
	return client, client.Close
}

// unreachable is an Asker that nobody answers.
type unreachable struct{}

func (unreachable) Ask(_ context.Context, questions []evidence.Question) evidence.Set {
	set := make(evidence.Set, len(questions))
	for _, q := range questions {
		set[q] = evidence.Answer{Outcome: evidence.Timeout}
	}
	return set
}

// decide makes the plan of a case. What set does not hold yet is asked, within --timeout; what nobody
// answers is unknown in the plan.
func (e *environment) decide(ctx context.Context, asker resolve.Asker, c decide.Case, set evidence.Set) decide.Plan {
	ctx, cancel := context.WithTimeout(ctx, e.common.timeout)
	defer cancel()
	if set == nil {
		set = evidence.Set{}
	}
	draft := decide.NewDraft(c)
	resolve.Complete(ctx, asker, set, draft.Read)
	return draft.Plan(set)
}

// stdin reads standard input until ctx ends. Nothing else reads it afterwards.
func (e *environment) stdin(ctx context.Context) io.Reader {
	reader, writer := io.Pipe()
	go func() {
		_, err := io.Copy(writer, e.in)
		writer.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { reader.CloseWithError(ctx.Err()) })
	return reader
}

// isTerminal reports whether a stream is one.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
