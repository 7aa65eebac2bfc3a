package cli

import (
	"context"
	"os"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/words"
	"sendpath/render"
	"sendpath/ui"
	"sendpath/ui/plain"
)

// wizardCommand is the program without a command: it asks. Answers given as flags or in a file are not
// asked again.
func wizardCommand(e *environment) *cobra.Command {
	answers := &answerFlags{questions: decide.Device}
	var protocol protocolFlag
	cmd := &cobra.Command{
		Use:   "sendpath",
		Short: e.lang.Say("get printers, scanners and applications to send mail through Microsoft 365"),
		Long:  e.lang.Say("Without a command it asks a few questions and shows the plan. Answers can be given beforehand with the flags of \"sendpath plan\".") + "\n\n" + e.lang.Say(aboutProtocol),
		Args:  knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			given, err := answers.read(cmd.Context(), e)
			if err != nil {
				return err
			}
			return e.converse(cmd.Context(), given, &protocol)
		},
	}
	answers.register(e, cmd.Flags())
	cmd.Flags().VisitAll(func(f *pflag.Flag) { f.Hidden = true })
	protocol.register(e, cmd)
	return cmd
}

// converse asks what is left: on a screen where there is one, in plain lines where that is wanted. Where
// nobody can be asked it says which flags would have answered.
func (e *environment) converse(ctx context.Context, g given, protocol *protocolFlag) error {
	byProgram, err := protocol.wanted()
	if err != nil {
		return err
	}
	talk := plain.NewTalk(decide.Device, g.answers, e.dayOf(g), e.form())
	talk.Know(decide.Cloud, true)
	onTerminal := isTerminal(e.in) && isTerminal(e.out)
	switch {
	case byProgram:
		return e.askByProtocol(ctx, talk, g)
	case e.common.plain, onTerminal && e.getenv("TERM") == "dumb":
		return e.askPlainly(ctx, talk, g)
	case onTerminal:
		return e.askOnScreen(ctx, g)
	case len(talk.Left()) == 0:
		return e.present(ctx, g)
	}
	return misuse("run it in a terminal, with --plain for questions in plain lines, or answer with flags of \"sendpath plan\"",
		words.Sentencef("this is no terminal, and questions are left: %s", flagList(talk.Left())))
}

// askOnScreen shows the wizard, which prints the plan itself when it is left.
func (e *environment) askOnScreen(ctx context.Context, g given) error {
	surveyor, closer := e.surveyor()
	defer closer()
	outcome, err := ui.Run(ctx, e.rehearse(e.withChecks(surveyor, e.withPages(ui.Options{
		Language: e.lang, AsOf: e.dayOf(g), Answers: g.answers, Asker: surveyor.DNS, Timeout: e.common.timeout,
		In: e.in.(*os.File), Out: e.out.(*os.File), Color: !e.common.noColor && e.getenv("NO_COLOR") == "",
		AllowDocumentation: e.common.allowDocumentation, Now: e.now, State: ui.StateFile(),
	}))))
	switch {
	case brokenBy(err) != nil:
		return err
	case err != nil:
		return misuse("ask in plain lines instead: --plain", words.Sentencef("the wizard cannot be shown: %s", err.Error()))
	case outcome.Interrupted:
		return &failure{status: stopped}
	case outcome.Plan != nil && outcome.Plan.Method == decide.None:
		e.note(problem)
	}
	return nil
}

// askPlainly asks in plain lines: questions on standard error, the plan on standard output.
func (e *environment) askPlainly(ctx context.Context, talk *plain.Talk, g given) error {
	g, err := e.inquire(ctx, talk, g, plain.Run, plain.Options{Prompts: e.errs, Width: widthOf(e.errs)})
	if err != nil {
		return err
	}
	if err := e.present(ctx, g); err != nil {
		return err
	}
	e.warn(words.Sentencef("this command repeats it: %s", ui.Repeat(e.program()+" plan", decide.Device, g.answers)))
	return nil
}

// widthOf is the width of a terminal in columns, 0 when it is not known.
func widthOf(stream any) int {
	if !isTerminal(stream) {
		return 0
	}
	width, _, err := term.GetSize(int(stream.(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return width
}

// present prints the plan as text.
func (e *environment) present(ctx context.Context, g given) error {
	plan, err := e.plan(ctx, g)
	if err != nil {
		return err
	}
	return e.deliverPlan(plan, []render.Format{render.Text}, &outputFlags{})
}

// A reading is what was read from DNS while the questions were asked, so that the plan asks only the rest.
type reading struct {
	*environment
	asker resolve.Asker

	mu     sync.Mutex
	domain string
	set    evidence.Set
}

// survey reads what DNS says about the domain of answers, within --timeout.
func (r *reading) survey(ctx context.Context, answers decide.Answers) (survey decide.Survey) {
	ctx, cancel := context.WithTimeout(ctx, r.common.timeout)
	defer cancel()
	set := evidence.Set{}
	resolve.Complete(ctx, r.asker, set, func(look *evidence.Look) {
		survey = decide.ReadDNS(look, answers[decide.Domain], answers[decide.Cloud])
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.domain, r.set = answers[decide.Domain], set
	return survey
}

// about returns what was read about a domain, nil for nothing.
func (r *reading) about(domain string) evidence.Set {
	r.mu.Lock()
	defer r.mu.Unlock()
	if domain != r.domain {
		return nil
	}
	return r.set
}
