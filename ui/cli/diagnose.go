package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/diagnose"
	"sendpath/decide/words"
	"sendpath/ui/advice"
)

// diagnoseFlags are the flags of the diagnose command.
type diagnoseFlags struct {
	answers      answerFlags
	file         string
	method       string
	symptom      string
	listSymptoms bool
	setUp        setUpFlags
	device       string
	asJSON       bool
}

func diagnoseCommand(e *environment) *cobra.Command {
	d := &diagnoseFlags{answers: answerFlags{questions: decide.Device}}
	cmd := &cobra.Command{
		Use:   "diagnose [TEXT|FILE]",
		Short: e.lang.Say("say what an error, reply, bounce or log means, and what to do"),
		Long:  e.lang.Say("The text is read from the arguments, from a file (one argument that names a file, or --file), or from standard input. Of a long one the last 4 MiB are read. Passwords in it are never shown."),
		RunE:  func(cmd *cobra.Command, args []string) error { return d.run(cmd.Context(), e, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&d.file, "file", "", e.lang.Say("`FILE` with the text (- for standard input)"))
	flags.StringVar(&d.method, "method", "", e.lang.Say("`METHOD` that the device is set up with: smtp-auth, relay, direct-send (default: that of the answers)"))
	flags.StringVar(&d.answers.file, "answers", "", e.lang.Say("`FILE` with answers, or a plan saved as JSON: tell which of them are wrong, and how the plan changes"))
	flags.StringVar(&d.device, "device", "", e.lang.Say("`NAME` brand and model, for the codes that devices show"))
	flags.StringVar(&d.symptom, "symptom", "", e.lang.Say("`ID` in place of a text: what is seen where there is no reply to paste"))
	flags.BoolVar(&d.listSymptoms, "list-symptoms", false, e.lang.Say("list the symptoms with their ids"))
	d.setUp.register(e, flags)
	flags.BoolVar(&d.asJSON, "json", false, e.lang.Say("as a JSON object"))
	return cmd
}

// A diagnosis is what there is to tell.
type diagnosis struct {
	report diagnose.Report
	setUp  *diagnose.Reading // nil unless asked for
	replan *replan           // nil without answers
	file   string            // of the answers
}

func (d *diagnoseFlags) run(ctx context.Context, e *environment, args []string) error {
	if d.listSymptoms {
		return d.printSymptoms(e)
	}
	setUp, symptom, err := d.check(args)
	if err != nil {
		return err
	}
	plan, err := d.plan(ctx, e)
	if err != nil {
		return err
	}
	in := diagnose.Input{Method: d.methodIn(plan, setUp), Host: setUp.Server, Port: setUp.Port, Device: d.device}
	out := diagnosis{file: d.answers.file}
	if d.setUp.asked {
		reading := setUp.Read()
		out.setUp = &reading
	}
	switch {
	case symptom != nil:
		out.report.Faults = []diagnose.Finding{advice.Chosen(*symptom)}
	case d.wantsText(args):
		if in.Text, err = d.text(ctx, e, args); err != nil {
			return err
		}
		out.report = diagnose.Diagnose(in)
		noteMissingFile(e, args, out.report)
	}
	if plan != nil {
		out.replan = plan.again(ctx, e, out.report.Faults, symptom != nil, in.Method)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if d.asJSON {
		return e.printJSON(diagnosisResult(out, in.Method, e.lang))
	}
	return e.print(e.diagnosisText(out))
}

// wantsText reports whether there is a text to read: with a symptom, or where only the set-up is asked
// for, there is none.
func (d *diagnoseFlags) wantsText(args []string) bool {
	return !d.setUp.asked || len(args) > 0 || d.file != ""
}

// check reads the flags, and reports all that are wrong.
func (d *diagnoseFlags) check(args []string) (setUp diagnose.SetUp, symptom *diagnose.Fault, err error) {
	_, wrong := readMethod(d.method)
	setUp, bad := d.setUp.read()
	wrong = append(wrong, bad...)
	if d.symptom != "" {
		if symptom = findSymptom(d.symptom); symptom == nil {
			wrong = append(wrong, words.Sentencef("--symptom: found %s; \"sendpath diagnose --list-symptoms\" lists them", quoted(d.symptom)))
		}
		if len(args) > 0 || d.file != "" {
			wrong = append(wrong, words.Sentencef("--symptom stands in place of a text: give one of them"))
		}
	}
	if len(args) > 0 && d.file != "" {
		wrong = append(wrong, words.Sentencef("--file and a text exclude each other"))
	}
	if d.answers.file == "-" && symptom == nil && d.wantsText(args) && (d.file == "-" || d.file == "" && len(args) == 0) {
		wrong = append(wrong, words.Sentencef("answers and text cannot both come from standard input"))
	}
	if len(wrong) > 0 {
		return setUp, nil, misuse(helpHint, wrong...)
	}
	return setUp, symptom, nil
}

// methodIn is the method that the device is set up with: as named, as planned, or as the set-up shows.
func (d *diagnoseFlags) methodIn(plan *firstPlan, setUp diagnose.SetUp) diagnose.Method {
	switch {
	case d.method != "":
		return diagnose.Method(d.method)
	case plan != nil:
		return advice.MethodOf(plan.before.Method)
	}
	return setUp.Read().Method
}

func findSymptom(id string) *diagnose.Fault {
	symptoms := diagnose.Symptoms()
	i := slices.IndexFunc(symptoms, func(s diagnose.Symptom) bool { return strings.EqualFold(s.Fault.ID, strings.TrimSpace(id)) })
	if i < 0 {
		return nil
	}
	return &symptoms[i].Fault
}

type symptomJSON struct {
	ID       string `json:"id"`
	Question string `json:"question"`
}

func (d *diagnoseFlags) printSymptoms(e *environment) error {
	var list []symptomJSON
	var text strings.Builder
	for _, s := range diagnose.Symptoms() {
		list = append(list, symptomJSON{s.Fault.ID, e.lang.Say(s.Question)})
		text.WriteString(hanging("", s.Fault.ID+"  ", e.lang.Say(s.Question)))
	}
	if d.asJSON {
		return e.printJSON(list)
	}
	return e.print(text.String())
}
