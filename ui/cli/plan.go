package cli

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/render"
)

// planFlags are the flags of the plan command.
type planFlags struct {
	answers          answerFlags
	batch            string
	formats          formatFlags
	output           outputFlags
	relay            relayFlags
	resume, progress bool
}

func planCommand(e *environment) *cobra.Command {
	p := &planFlags{answers: answerFlags{questions: decide.Device}, formats: formatFlags{allowed: planFormats()}}
	cmd := &cobra.Command{
		Use:   "plan",
		Short: e.lang.Say("make a plan from flags or a file, without questions"),
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if p.batch != "" {
				return p.runBatch(cmd.Context(), e)
			}
			if p.resume || p.progress {
				return misuse("", words.Sentencef("--resume and --progress belong to --batch"))
			}
			return p.run(cmd.Context(), e)
		},
	}
	p.answers.register(e, cmd.Flags())
	cmd.Flags().StringVar(&p.batch, "batch", "", e.lang.Say("`FILE.csv` make a plan for each line; the first line names the keys (- for standard input)"))
	p.formats.register(e, cmd)
	p.output.register(e, cmd.Flags())
	p.relay.register(e, cmd.Flags())
	cmd.Flags().BoolVar(&p.resume, "resume", false, e.lang.Say("in a batch: go on with the rows that have no record in the directory yet, or one of other answers"))
	cmd.Flags().BoolVar(&p.progress, "progress", false, e.lang.Say("in a batch: tell on standard error how far it is (on a terminal it does so anyway)"))
	cmd.Flags().BoolVar(&p.output.whole, "no-redact", false, e.lang.Say("keep addresses in the formats %s", "itglue, hudu, assets"))
	return cmd
}

func (p *planFlags) run(ctx context.Context, e *environment) error {
	formats, err := p.formats.read()
	if err != nil {
		return err
	}
	relay, err := p.relay.read(formats, e.lang)
	if err != nil {
		return err
	}
	given, err := p.answers.read(ctx, e)
	if err != nil {
		return err
	}
	if err := missing(decide.Device, given.answers); err != nil {
		return err
	}
	plan, err := e.plan(ctx, given)
	if err != nil {
		return err
	}
	if isRelay(formats[0]) {
		return e.deliverRelay(plan, formats, relay, &p.output)
	}
	return e.deliverPlan(plan, formats, &p.output)
}

// plan makes the plan of what was given. The error is that the user stopped it.
func (e *environment) plan(ctx context.Context, g given) (decide.Plan, error) {
	c := decide.Case{Answers: g.answers, AsOf: e.dayOf(g), Language: e.lang}
	asker, closer := e.asker()
	defer closer()
	plan := e.decide(ctx, asker, c, g.file.Evidence)
	if !g.typed {
		plan.Ignored = withRecorded(plan.Ignored, g.file.Ignored)
	}
	if plan.Method == decide.None {
		e.note(problem)
	}
	return plan, ctx.Err()
}

// withRecorded adds the answers that a saved plan ignored: it names them, but does not hold them.
func withRecorded(ignored, recorded []string) []string {
	for _, name := range recorded {
		if _, known := decide.Device.ByName(name); known && !slices.Contains(ignored, name) {
			ignored = append(ignored, name)
		}
	}
	return ignored
}

// deliverPlan writes a plan where it is wanted.
func (e *environment) deliverPlan(plan decide.Plan, formats []render.Format, out *outputFlags) error {
	return e.deliver(fileName(plan.Domain), formats, out, func(w io.Writer, f render.Format) error {
		return out.render(w, f, plan, e.lang)
	})
}
