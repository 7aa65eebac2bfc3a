package cli

import (
	"bytes"
	"sync"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/render"
	"sendpath/ui/batch"
)

// batchLines writes a line for each row to standard output.
type batchLines struct {
	*environment
	format render.Format
	flags  *planFlags
}

func newBatchLines(e *environment, flags *planFlags, format render.Format) (*batchLines, error) {
	var header bytes.Buffer
	switch format {
	case render.CSV:
		render.CSVHeader(&header)
	case render.Assets:
		render.AssetsHeader(&header)
	}
	return &batchLines{e, format, flags}, e.print(header.String())
}

// finished is never true: standard output keeps nothing.
func (l *batchLines) finished(int, *decide.Answers) (batchRow, bool) { return batchRow{}, false }

// texts are the buffers of lines that wait for their turn: thousands of some 12 kB each.
var texts = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func newText() *bytes.Buffer {
	text := texts.Get().(*bytes.Buffer)
	text.Reset()
	return text
}

func (l *batchLines) plan(number int, p decide.Plan) batchRow {
	text := newText()
	switch l.format {
	case render.CSV:
		render.CSVRow(text, p)
	case render.Assets:
		render.AssetsRow(text, p, l.lang, l.flags.output.whole)
	default:
		render.Line(text, p, l.lang)
	}
	return batchRow{number: number, text: text, method: p.Method}
}

func (l *batchLines) bad(row batch.Row, problems []string) batchRow {
	text := newText()
	switch l.format {
	case render.CSV:
		render.BadCSVRow(text, problems)
	case render.JSON:
		render.BadLine(text, row.Number, problems)
	}
	return batchRow{number: row.Number, text: text, problems: problems}
}

func (l *batchLines) add(row batchRow) error {
	if l.format == render.Assets { // whose columns are values only
		for _, text := range row.problems {
			l.warn(words.Sentencef("row %d: %s", row.number, text))
		}
	}
	defer texts.Put(row.text)
	return l.printBytes(row.text.Bytes())
}

func (l *batchLines) close(bool) error { return nil }
