package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/decide/words"
	"sendpath/render"
	"sendpath/ui/batch"
)

// batchDir writes files for each row into a directory, and a summary of all rows beside them. The record
// of a row, its plan as JSON, is written last: where it stands, the row is finished.
type batchDir struct {
	*environment
	flags   *planFlags
	formats []render.Format // JSON at the end
	summary render.Summary
}

func newBatchDir(e *environment, flags *planFlags, formats []render.Format) (*batchDir, error) {
	if err := os.MkdirAll(flags.output.path, 0o777); err != nil {
		return nil, unwritable(flags.output.path, err)
	}
	if flags.resume {
		sweep(flags.output.path)
	}
	others := slices.DeleteFunc(slices.Clone(formats), func(f render.Format) bool { return f == render.JSON })
	return &batchDir{environment: e, flags: flags, formats: append(others, render.JSON), summary: render.Summary{AsOf: e.asOf()}}, nil
}

// file is the path of a row's file.
func (d *batchDir) file(number int, domain string, format render.Format) string {
	return filepath.Join(d.flags.output.path, strconv.Itoa(number)+"-"+fileName(domain)+"."+render.Extension(format))
}

// finished looks for the files of a row. A record of other answers does not count: the row was changed
// since.
func (d *batchDir) finished(number int, answers *decide.Answers) (batchRow, bool) {
	if !d.flags.resume {
		return batchRow{}, false
	}
	domain := answers[decide.Domain]
	for _, format := range d.formats {
		if info, err := os.Stat(d.file(number, domain, format)); err != nil || info.Size() == 0 {
			return batchRow{}, false
		}
	}
	plan, err := readFinished(d.file(number, domain, render.JSON), answers)
	if err != nil || d.common.asOf != "" && plan.AsOf != d.common.asOf {
		return batchRow{}, false
	}
	row := d.row(number, plan)
	row.skipped = true
	return row, true
}

var errOtherAnswers = errors.New("the record has other answers")

// readFinished reads a record, as far as a summary needs it, and compares its answers.
func readFinished(path string, answers *decide.Answers) (*decide.Plan, error) {
	data, err := readBounded(path)
	if err != nil {
		return nil, err
	}
	record, err := check.ReadRecord(data)
	if err != nil {
		return nil, err
	}
	var plan decide.Plan
	if err := json.Unmarshal(data, &plan); err != nil {
		return nil, err
	}
	if !sameAnswers(answers, record, &plan) {
		return nil, errOtherAnswers
	}
	return &plan, nil
}

// readBounded reads a record, of a long one an octet more than it may have.
func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxRecord+1))
}

// sameAnswers compares what a row says with a record, which leaves out the answers that did not matter.
func sameAnswers(answers *decide.Answers, record *check.Record, plan *decide.Plan) bool {
	for key, saved := range record.Answers {
		key := decide.Key(key)
		switch given := answers[key]; {
		case key == decide.Policy:
			if decide.ResolvePolicy(given, plan.AsOf) != plan.Policy {
				return false
			}
		case saved != given && !slices.Contains(plan.Ignored, key.String()):
			return false
		}
	}
	return true
}

// plan writes the files of a row.
func (d *batchDir) plan(number int, p decide.Plan) batchRow {
	for _, format := range d.formats {
		var text bytes.Buffer
		err := d.flags.output.render(&text, format, p, d.lang)
		if err == nil {
			err = d.write(d.file(number, p.Domain, format), text.Bytes(), d.flags.output.force || d.flags.resume)
		}
		if err != nil {
			return d.unusable(number, p.Customer, p.Domain, linesOf(err, d.lang))
		}
	}
	return d.row(number, &p)
}

// row is the result of a row whose files are written.
func (d *batchDir) row(number int, p *decide.Plan) batchRow {
	entry := render.NewEntry(number, p, d.lang)
	if slices.Contains(d.formats, render.HTML) {
		entry.File = filepath.Base(d.file(number, p.Domain, render.HTML))
	}
	return batchRow{number: number, method: p.Method, entry: entry}
}

// bad names the row's customer and domain as they are written: nobody counts lines in a spreadsheet.
func (d *batchDir) bad(row batch.Row, problems []string) batchRow {
	return d.unusable(row.Number, cell(row, decide.Customer), cell(row, decide.Domain), problems)
}

func (d *batchDir) unusable(number int, customer, domain string, problems []string) batchRow {
	return batchRow{number: number, problems: problems, entry: render.UnusableEntry(number, customer, domain, problems)}
}

// cell is what a row says of a key, as far as a table shows it.
func cell(row batch.Row, key decide.Key) string {
	const longest = 80
	for _, e := range row.Entries {
		if e.Question.Key == key {
			return clean.Line(e.Text, longest)
		}
	}
	return ""
}

func (d *batchDir) add(row batchRow) error {
	for _, text := range row.problems {
		d.warn(words.Sentencef("row %d: %s", row.number, text))
	}
	d.summary.Add(row.entry)
	return nil
}

// close writes the summary. It replaces that of an earlier run: it follows from the records.
func (d *batchDir) close(stopped bool) error {
	d.summary.Partial = stopped
	d.summary.Sort()
	for _, format := range render.SummaryFormats() {
		path := filepath.Join(d.flags.output.path, summaryName+"."+render.Extension(format))
		err := writeFileBy(path, true, func(w io.Writer) error { return render.WriteSummary(w, format, &d.summary, d.lang) })
		if err != nil {
			return unwritable(path, err)
		}
	}
	if stopped {
		d.warn(words.Sentencef("%d rows are finished; the same command with --resume goes on with the others", len(d.summary.Entries)))
	}
	return nil
}

// summaryName is the name of the summary's files, without extension.
const summaryName = "summary"

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
