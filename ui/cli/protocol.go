package cli

import (
	"bytes"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/render"
	"sendpath/ui/plain"
)

// protocolFlag is the flag by which a program asks the questions in place of a person.
type protocolFlag struct {
	name string
}

// overJSON is the one protocol there is: plain.Serve describes it.
const overJSON = "json"

func (p *protocolFlag) register(e *environment, cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.name, "protocol", "", e.lang.Say("`json` let a program answer: each question is a JSON line on standard output, each answer a line on standard input, the plan as JSON the last line"))
	// The only error is that there is no such flag.
	_ = cmd.RegisterFlagCompletionFunc("protocol", cobra.FixedCompletions([]string{overJSON}, cobra.ShellCompDirectiveNoFileComp))
}

// aboutProtocol is the protocol in short; the keys are the same in all languages.
const aboutProtocol words.Text = "With --protocol json a program asks and answers in lines of JSON; the README describes them."

// wanted reports whether a program asks.
func (p *protocolFlag) wanted() (bool, error) {
	switch p.name {
	case "":
		return false, nil
	case overJSON:
		return true, nil
	}
	return false, misuse("", words.Sentencef("--protocol: found %s; allowed: %s", quoted(p.name), overJSON))
}

// askByProtocol lets a program answer; questions and the plan are lines of JSON on standard output.
func (e *environment) askByProtocol(ctx context.Context, talk *plain.Talk, g given) error {
	g, err := e.inquire(ctx, talk, g, plain.Serve, plain.Options{Prompts: e.out})
	if err != nil {
		return err
	}
	p, err := e.plan(ctx, g)
	if err != nil {
		return err
	}
	var line bytes.Buffer
	if err := render.Line(&line, p, e.lang); err != nil {
		return err
	}
	return e.print(line.String())
}

// A questioner asks what a talk has left: plain.Run or plain.Serve.
type questioner func(context.Context, plain.Options) (decide.Answers, error)

// inquire asks what is left, reads DNS meanwhile, and returns everything that was given.
func (e *environment) inquire(ctx context.Context, talk *plain.Talk, g given, ask questioner, o plain.Options) (given, error) {
	asker, closer := e.asker()
	defer closer()
	dns := &reading{environment: e, asker: asker}
	o.Talk, o.Language, o.In, o.Survey, o.Try = talk, e.lang, e.stdin(ctx), dns.survey, e.tryServers(g)
	answers, err := ask(ctx, o)
	switch {
	case ctx.Err() != nil:
		return g, ctx.Err()
	case errors.Is(err, plain.ErrEnded):
		return g, misuse("give the answers left with these flags",
			words.Sentencef("the input ended before the last question; questions left: %s", flagList(talk.Left())))
	case err != nil:
		return g, misuse("", words.Sentencef("the questions cannot be asked: %s", cause(err)))
	}
	g.answers = answers
	if g.file.Evidence == nil {
		g.file.Evidence = dns.about(answers[decide.Domain])
	}
	return g, nil
}
