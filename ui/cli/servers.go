package cli

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/servers"
	"sendpath/decide/words"
	"sendpath/render"
)

// serversFlags are the flags of the servers command.
type serversFlags struct {
	answers answerFlags
	formats []string
	output  outputFlags
}

func serversCommand(e *environment) *cobra.Command {
	s := &serversFlags{answers: answerFlags{questions: servers.Questions}}
	cmd := &cobra.Command{
		Use:   "servers",
		Short: e.lang.Say("connect own mail servers with Microsoft 365, without questions"),
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context(), e) },
	}
	s.answers.register(e, cmd.Flags())
	cmd.Flags().StringArrayVar(&s.formats, "format", nil, e.lang.Say("`FORMAT` of the plan, text if none is named; may be repeated with --output DIR: %s", serverFormatList()))
	s.output.register(e, cmd.Flags())
	return cmd
}

func (s *serversFlags) run(ctx context.Context, e *environment) error {
	formats, err := s.readFormats()
	if err != nil {
		return err
	}
	given, err := s.answers.read(ctx, e)
	if err != nil {
		return err
	}
	if err := missing(servers.Questions, given.answers); err != nil {
		return err
	}
	plan := e.serversPlan(ctx, given)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return s.deliver(e, plan, formats)
}

// readFormats returns the formats, each once; text when none is named.
func (s *serversFlags) readFormats() ([]render.Format, error) {
	formats := []render.Format{}
	for _, name := range s.formats {
		format := render.Format(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(render.ServerFormats(), format) {
			return nil, misuse("", words.Sentencef("--format: found %s; allowed: %s", quoted(name), serverFormatList()))
		}
		if !slices.Contains(formats, format) {
			formats = append(formats, format)
		}
	}
	if len(formats) == 0 {
		return []render.Format{render.Text}, nil
	}
	return formats, nil
}

func serverFormatList() string {
	var names []string
	for _, format := range render.ServerFormats() {
		names = append(names, string(format))
	}
	return strings.Join(names, ", ")
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

// deliver writes a plan where it is wanted.
func (s *serversFlags) deliver(e *environment, plan servers.Plan, formats []render.Format) error {
	domain, _, _ := strings.Cut(plan.Answers.Answers[decide.ServerDomains], " ")
	files, err := s.output.files(fileName("servers-"+domain), formats)
	if err != nil {
		return err
	}
	for i, format := range formats {
		var text bytes.Buffer
		if err := render.WriteServers(&text, format, plan, e.lang); err != nil {
			return err
		}
		if err := e.write(files[i], text.Bytes(), s.output.force); err != nil {
			return err
		}
	}
	return nil
}
