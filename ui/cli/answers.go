package cli

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/ui/batch"
)

// answerFlags are --answers and one flag for each question of a questionnaire.
type answerFlags struct {
	questions *decide.Questionnaire
	file      string
	typed     []batch.Entry // in the order of the command line
}

func (a *answerFlags) register(e *environment, flags *pflag.FlagSet) {
	flags.StringVar(&a.file, "answers", "", e.lang.Say("`FILE` with answers, or a plan saved as JSON (YAML or JSON; - for standard input)"))
	for i := range a.questions.Questions {
		q := &a.questions.Questions[i]
		flags.Var(&answerValue{a, q}, flagName(q), e.answerUsage(q))
	}
}

func (e *environment) answerUsage(q *decide.Question) string {
	if len(q.Choices) == 0 {
		return "`VALUE` " + e.lang.Say(q.Ask)
	}
	return "`VALUE` " + e.lang.Say(q.Ask) + " " + strings.Join(q.Values(), ", ")
}

// flagName is the flag of a question, without the dashes.
func flagName(q *decide.Question) string { return strings.ReplaceAll(q.Name(), "_", "-") }

// An answerValue collects what is given with one flag. It is read later, with everything else.
type answerValue struct {
	flags    *answerFlags
	question *decide.Question
}

// Set notes the text. A list may be given in several flags; otherwise the last one counts.
func (v *answerValue) Set(text string) error {
	entry := batch.Entry{Place: batch.Place{Name: "--" + flagName(v.question)}, Question: v.question, Text: text}
	if i := slices.IndexFunc(v.flags.typed, func(e batch.Entry) bool { return e.Question == v.question }); i >= 0 && v.question.List {
		v.flags.typed[i].Text += " " + text
		return nil
	}
	v.flags.typed = append(v.flags.typed, entry)
	return nil
}

func (v *answerValue) String() string { return "" }

// Type is what help shows for the value.
func (v *answerValue) Type() string { return "value" }

// Given is what flags and file give together.
type given struct {
	answers decide.Answers
	file    batch.File // what else a saved plan holds
	typed   bool       // flags were given beside the file
}

const answersHint words.Text = "\"sendpath questions\" lists the keys, their values and what they mean"

// read reads flags and file; a flag beats the file. Everything that is wrong is reported at once.
func (a *answerFlags) read(ctx context.Context, e *environment) (given, error) {
	var file batch.File
	var problems batch.Problems
	if a.file != "" {
		var err error
		if file, problems, err = a.readFile(ctx, e); err != nil {
			return given{}, err
		}
	}
	entries := slices.Concat(file.Entries, a.typed)
	answers, notes, wrong := batch.Read(entries, e.form())
	if problems = append(problems, wrong...); len(problems) > 0 {
		problems.Sort()
		return given{}, badInput(e.entriesHint(entries, wrong), problems)
	}
	for _, n := range notes {
		e.warn(n)
	}
	return given{answers, file, len(a.typed) > 0}, nil
}

func (a *answerFlags) readFile(ctx context.Context, e *environment) (batch.File, batch.Problems, error) {
	in, name, err := e.open(ctx, a.file)
	if err != nil {
		return batch.File{}, nil, err
	}
	defer in.Close()
	file, problems, err := batch.ReadFile(in, name, a.questions)
	if err != nil {
		return batch.File{}, nil, unreadable(name, err)
	}
	return file, problems, nil
}

// open opens an input file, - for standard input, and returns its name for messages.
func (e *environment) open(ctx context.Context, path string) (in io.ReadCloser, name string, err error) {
	if path == "-" {
		return io.NopCloser(e.stdin(ctx)), "-", nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, "", unreadable(path, err)
	}
	return file, path, nil
}

func unreadable(name string, err error) error {
	return misuse("", words.Sentencef("%s cannot be read: %s", quoted(name), cause(err)))
}

// missing is the error that questions have to be answered, nil where none has.
func missing(questions *decide.Questionnaire, answers decide.Answers) error {
	left := batch.Missing(questions, answers)
	if len(left) == 0 {
		return nil
	}
	return misuse(answersHint, words.Sentencef("answers are missing: %s", flagList(left)))
}

func flagList(questions []*decide.Question) string {
	names := make([]string, len(questions))
	for i, q := range questions {
		names[i] = "--" + flagName(q)
	}
	return strings.Join(names, ", ")
}
