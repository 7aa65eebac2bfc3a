package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/crash"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/words"
	"sendpath/render"
	"sendpath/ui/batch"
)

// A batchRun makes a plan for each row of a CSV file.
type batchRun struct {
	*environment
	flags *planFlags
	out   batchOutput
	asker resolve.Asker
	rows  *batch.Rows
	meter *progressLine

	total, bad int
	failed     error // of reading the file
}

// A batchOutput takes what a batch makes. plan and bad may be called from several goroutines at once.
type batchOutput interface {
	// finished returns the result of a row that an earlier run finished.
	finished(number int, answers *decide.Answers) (batchRow, bool)
	plan(number int, p decide.Plan) batchRow
	bad(row batch.Row, problems []string) batchRow
	// add takes the results in the order of the rows.
	add(row batchRow) error
	// close ends the output. stopped says that rows are missing.
	close(stopped bool) error
}

// A batchRow is the result of a row.
type batchRow struct {
	number   int
	text     *bytes.Buffer // for standard output, nil without
	problems []string
	notes    []batch.Note
	method   decide.Method
	entry    render.Entry
	skipped  bool // it was finished before
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
	run := &batchRun{environment: e, flags: p, asker: resolve.Remember(asker, e.now), rows: rows, meter: p.meter(e)}
	if p.output.path == "" {
		run.out, err = newBatchLines(e, p, formats[0])
	} else {
		run.out, err = newBatchDir(e, p, formats)
	}
	if err != nil {
		return err
	}
	return run.all(ctx, name)
}

// batchFormats reads the formats, and checks what only a batch asks of the flags.
func (p *planFlags) batchFormats() ([]render.Format, error) {
	formats, err := p.formats.read()
	if err != nil {
		return nil, err
	}
	if p.output.path == "-" { // standard output, as for one plan
		p.output.path = ""
	}
	isTable := func(f render.Format) bool { return f == render.CSV || f == render.Assets }
	oneList := len(formats) == 1 && (formats[0] == render.JSON || isTable(formats[0]))
	table := slices.IndexFunc(formats, isTable)
	switch {
	case slices.ContainsFunc(formats, isRelay) || len(p.relay.devices) > 0:
		return nil, misuse("", words.Sentencef("a local relay has its own devices: make it from one plan, without --batch"))
	case p.answers.file != "":
		return nil, misuse("answers for every row can be given as flags", words.Sentencef("--batch and --answers exclude each other"))
	case p.output.path == "" && p.resume:
		return nil, misuse("", words.Sentencef("--resume looks for what is finished in the directory of --output DIR"))
	case p.output.path == "" && !oneList:
		return nil, misuse("for one table or list on standard output, use --format csv or --format json",
			words.Sentencef("a batch in this format, or in several, needs a directory: --output DIR"))
	case p.output.path != "" && table >= 0:
		return nil, misuse("redirect standard output, or choose other formats for the directory",
			words.Sentencef("--format %s gives one table for all rows, and is written to standard output", string(formats[table])))
	}
	return formats, nil
}

func inFile(name string, problems batch.Problems) batch.Problems {
	for i := range problems {
		problems[i].File, problems[i].Line = name, 1
	}
	return problems
}

// meter shows progress where somebody watches, or asked for it.
func (p *planFlags) meter(e *environment) *progressLine {
	terminal := isTerminal(e.errs)
	if !terminal && !p.progress {
		return nil
	}
	return newProgressLine(e, terminal, countRows(p.batch))
}

// countRows counts the rows of a file that can be read twice, 0 for others.
func countRows(path string) int {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return 0
	}
	file, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer file.Close()
	count, _ := batch.Count(file)
	return count
}

// all works on every row and hands the results on in their order.
func (b *batchRun) all(ctx context.Context, name string) error {
	parallel := batch.Waiting
	if b.common.offline {
		parallel = 2 * runtime.GOMAXPROCS(0)
	}
	defer batch.TradeMemory()()
	err := batch.Ordered(ctx, parallel, b.next, b.work, b.finish)
	b.meter.end()
	b.finishing.Store(true)
	if closing := b.out.close(err != nil); err == nil {
		err = closing
	}
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

func (b *batchRun) next() (batch.Row, bool) {
	row, err := b.rows.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return row, err == nil
}

// work makes the plan of a row, unless it is finished. A row that the program breaks on is bad, and the
// others go on.
func (b *batchRun) work(ctx context.Context, row batch.Row) (result batchRow) {
	defer func() {
		if broken := crash.Of(recover()); broken != nil {
			result = b.out.bad(row, cleaned([]string{b.lang.Say(brokeOnIt, broken.Kind, broken.Place())}))
		}
	}()
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
		return b.out.bad(row, cleaned(problems.In(b.lang)))
	}
	if result, done := b.out.finished(row.Number, &answers); done {
		return result
	}
	plan := b.decide(ctx, b.asker, decide.Case{Answers: answers, AsOf: b.asOf(), Language: b.lang}, nil)
	if ctx.Err() != nil {
		return batchRow{} // stopped: half a plan is none
	}
	result = b.out.plan(row.Number, plan)
	result.notes = notes
	return result
}

func cleaned(problems []string) []string {
	for i := range problems {
		problems[i] = clean.Line(problems[i], 0)
	}
	return problems
}

// finish tells about a row when its turn has come.
func (b *batchRun) finish(row batchRow) error {
	if row.number == 0 {
		return nil
	}
	b.total++
	if len(row.problems) > 0 {
		b.bad++
	}
	for _, n := range row.notes {
		b.meter.hide()
		b.warn(words.Sentencef("row %d: %s", row.number, n.In(b.lang)))
	}
	if row.method == decide.None {
		b.note(problem)
	}
	if row.text != nil || len(row.problems) > 0 {
		b.meter.hide()
	}
	err := b.out.add(row)
	b.meter.count(row.skipped)
	return err
}
