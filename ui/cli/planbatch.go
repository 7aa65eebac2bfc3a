package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/words"
	"sendpath/render"
	"sendpath/ui/batch"
)

// Rows that are worked on at a time. While DNS answers, many wait; without it the processors are busy.
const rowsWaiting = 256

// gcPercent trades memory for speed: a batch keeps few megabytes alive and makes much garbage.
const gcPercent = 400

// A batchRun makes a plan for each row of a CSV file.
type batchRun struct {
	*environment
	flags   *planFlags
	formats []render.Format
	asker   resolve.Asker
	rows    *batch.Rows

	total, bad int
	failed     error // of reading the file
}

func (p *planFlags) runBatch(ctx context.Context, e *environment) error {
	formats, err := p.batchFormats()
	if err != nil {
		return err
	}
	in, name, err := e.open(ctx, p.batch)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, problems, err := batch.OpenRows(in, p.answers.questions)
	if err != nil {
		return unreadable(name, err)
	}
	if len(problems) > 0 {
		return badInput(answersHint, inFile(name, problems))
	}
	asker, closer := e.asker()
	defer closer()
	run := &batchRun{environment: e, flags: p, formats: formats, asker: asker, rows: rows}
	return run.all(ctx, name)
}

// batchFormats checks what only a batch asks of the flags.
func (p *planFlags) batchFormats() ([]render.Format, error) {
	formats, err := p.formats.read()
	if err != nil {
		return nil, err
	}
	oneTable := len(formats) == 1 && (formats[0] == render.JSON || formats[0] == render.CSV)
	switch {
	case p.answers.file != "":
		return nil, misuse("answers for every row can be given as flags", words.Sentencef("--batch and --answers exclude each other"))
	case p.output.path == "" && !oneTable:
		return nil, misuse("for one table or list on standard output, use --format csv or --format json",
			words.Sentencef("a batch in this format, or in several, needs a directory: --output DIR"))
	case p.output.path != "" && slices.Contains(formats, render.CSV):
		return nil, misuse("redirect standard output, or choose other formats for the directory",
			words.Sentencef("--format csv gives one table for all rows, and is written to standard output"))
	}
	return formats, nil
}

func inFile(name string, problems batch.Problems) batch.Problems {
	for i := range problems {
		problems[i].File, problems[i].Line = name, 1
	}
	return problems
}

// all works on every row and prints in their order.
func (b *batchRun) all(ctx context.Context, name string) error {
	parallel := rowsWaiting
	if b.common.offline {
		parallel = 2 * runtime.GOMAXPROCS(0)
	}
	if b.flags.output.path == "" && b.formats[0] == render.CSV {
		if err := b.print(header()); err != nil {
			return err
		}
	}
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	err := batch.Ordered(ctx, parallel, b.next, b.work, b.finish)
	switch {
	case err != nil:
		return err
	case b.failed != nil:
		return unreadable(name, b.failed)
	case b.bad > 0:
		return misuse("", words.Sentencef("%d of %d rows cannot be used", b.bad, b.total))
	}
	return nil
}

func header() string {
	var b strings.Builder
	render.CSVHeader(&b)
	return b.String()
}

func (b *batchRun) next() (batch.Row, bool) {
	row, err := b.rows.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return row, err == nil
}

// A finishedRow is a row with what is to be printed for it.
type finishedRow struct {
	number int
	text   []byte // for standard output
	errors []string
	notes  []batch.Note
	method decide.Method
}

// work makes the plan of a row, and writes its files.
func (b *batchRun) work(ctx context.Context, row batch.Row) finishedRow {
	answers, notes, problems := batch.Read(slices.Concat(row.Entries, b.flags.answers.typed), b.form())
	problems = append(row.Problems, problems...)
	if len(row.Problems) == 0 {
		for _, q := range batch.Missing(b.flags.answers.questions, answers) {
			if !slices.ContainsFunc(problems, func(p batch.Problem) bool { return p.Name == q.Name() }) {
				problems = append(problems, batch.Problem{Place: batch.Place{Name: q.Name()}, What: words.Sentencef("the cell is empty")})
			}
		}
	}
	if len(problems) > 0 {
		return b.unusable(row.Number, problems.In(b.lang))
	}
	plan := b.decide(ctx, b.asker, decide.Case{Answers: answers, AsOf: b.asOf(), Language: b.lang}, nil)
	if ctx.Err() != nil {
		return finishedRow{} // stopped: half a plan is none
	}
	return b.written(row.Number, plan, notes)
}

// unusable is a row that gives no plan.
func (b *batchRun) unusable(number int, errors []string) finishedRow {
	for i := range errors {
		errors[i] = clean.Line(errors[i], 0)
	}
	var text bytes.Buffer
	switch {
	case b.flags.output.path != "":
	case b.formats[0] == render.CSV:
		render.BadCSVRow(&text, errors)
	default:
		render.BadLine(&text, number, errors)
	}
	return finishedRow{number: number, text: text.Bytes(), errors: errors}
}

// written renders a plan into the row's files, or as the row's line.
func (b *batchRun) written(number int, plan decide.Plan, notes []batch.Note) finishedRow {
	finished := finishedRow{number: number, notes: notes, method: plan.Method}
	if b.flags.output.path != "" {
		if err := b.writeFiles(number, plan); err != nil {
			return b.unusable(number, linesOf(err, b.lang))
		}
		return finished
	}
	var text bytes.Buffer
	if b.formats[0] == render.CSV {
		render.CSVRow(&text, plan)
	} else {
		render.Line(&text, plan, b.lang)
	}
	finished.text = text.Bytes()
	return finished
}

func (b *batchRun) writeFiles(number int, plan decide.Plan) error {
	files, err := b.flags.output.inDir(strconv.Itoa(number)+"-"+fileName(plan.Domain), b.formats)
	if err != nil {
		return err
	}
	for i, format := range b.formats {
		var text bytes.Buffer
		if err := render.Write(&text, format, plan, b.lang); err != nil {
			return err
		}
		if err := b.write(files[i], text.Bytes(), b.flags.output.force); err != nil {
			return err
		}
	}
	return nil
}

// finish prints a row when its turn has come.
func (b *batchRun) finish(row finishedRow) error {
	if row.number == 0 {
		return nil
	}
	b.total++
	if len(row.errors) > 0 {
		b.bad++
	}
	if b.flags.output.path != "" {
		for _, text := range row.errors {
			b.warn(words.Sentencef("row %d: %s", row.number, text))
		}
	}
	for _, n := range row.notes {
		b.warn(words.Sentencef("row %d: %s", row.number, n.In(b.lang)))
	}
	if row.method == decide.None {
		b.note(problem)
	}
	return b.print(string(row.text))
}

// linesOf says what a failure says, in lines.
func linesOf(err error, lang *words.Language) []string {
	f, ok := errors.AsType[*failure](err)
	if !ok {
		return []string{err.Error()}
	}
	var said []string
	for _, what := range f.what {
		said = append(said, what.In(lang))
	}
	return said
}
