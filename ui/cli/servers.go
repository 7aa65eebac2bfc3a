package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/servers"
	"sendpath/render"
	"sendpath/ui/plain"
)

// serversFlags are the flags of the servers command.
type serversFlags struct {
	answers  answerFlags
	protocol protocolFlag
	formats  formatFlags
	output   outputFlags
}

func serversCommand(e *environment) *cobra.Command {
	s := &serversFlags{answers: answerFlags{questions: servers.Questions}, formats: formatFlags{allowed: render.ServerFormats()}}
	cmd := &cobra.Command{
		Use:   "servers",
		Short: e.lang.Say("connect own mail servers with Microsoft 365"),
		Long:  e.lang.Say("With --plain or --protocol json it asks for the answers that are missing."),
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context(), e) },
	}
	s.answers.register(e, cmd.Flags())
	s.protocol.register(e, cmd)
	s.formats.register(e, cmd)
	s.output.register(e, cmd.Flags())
	return cmd
}

func (s *serversFlags) run(ctx context.Context, e *environment) error {
	formats, err := s.formats.read()
	if err != nil {
		return err
	}
	given, err := s.answers.read(ctx, e)
	if err != nil {
		return err
	}
	if given, err = s.ask(ctx, e, given); err != nil {
		return err
	}
	if err := missing(servers.Questions, given.answers); err != nil {
		return err
	}
	plan := e.serversPlan(ctx, given)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if s.protocol.name != "" {
		return e.printServersLine(plan)
	}
	return s.deliver(e, plan, formats)
}

// ask asks what is left, where that is wanted: people in plain lines, programs in lines of JSON.
func (s *serversFlags) ask(ctx context.Context, e *environment, g given) (given, error) {
	byProgram, err := s.protocol.wanted()
	if err != nil {
		return g, err
	}
	talk := plain.NewTalk(servers.Questions, g.answers, e.dayOf(g), e.form())
	switch {
	case byProgram:
		return e.inquire(ctx, talk, g, plain.Serve, plain.Options{Prompts: e.out})
	case e.common.plain:
		return e.inquire(ctx, talk, g, plain.Run, plain.Options{Prompts: e.errs, Width: widthOf(e.errs)})
	}
	return g, nil
}

// serversPlan makes the plan of what was given, and reads DNS for it within --timeout.
func (e *environment) serversPlan(ctx context.Context, g given) servers.Plan {
	c := servers.Case{Answers: g.answers, AsOf: e.dayOf(g), Language: e.lang}
	set := g.file.Evidence
	if set == nil {
		set = evidence.Set{}
	}
	asker, closer := e.asker()
	defer closer()
	ctx, cancel := context.WithTimeout(ctx, e.common.timeout)
	defer cancel()
	resolve.Complete(ctx, asker, set, func(look *evidence.Look) { servers.Observe(c, look) })
	return servers.Decide(c, set)
}

// printServersLine ends the protocol: the plan as one line of JSON.
func (e *environment) printServersLine(plan servers.Plan) error {
	var text, line bytes.Buffer
	if err := render.WriteServers(&text, render.JSON, plan, e.lang); err != nil {
		return err
	}
	if err := json.Compact(&line, text.Bytes()); err != nil {
		return err
	}
	return e.print(line.String() + "\n")
}

// deliver writes a plan where it is wanted.
func (s *serversFlags) deliver(e *environment, plan servers.Plan, formats []render.Format) error {
	domain, _, _ := strings.Cut(plan.Answers.Answers[decide.ServerDomains], " ")
	return e.deliver(fileName("servers-"+domain), formats, &s.output, func(w io.Writer, f render.Format) error {
		return render.WriteServers(w, f, plan, e.lang)
	})
}
