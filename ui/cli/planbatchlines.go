package cli

import (
	"bytes"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/render"
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

func (l *batchLines) plan(number int, p decide.Plan) batchRow {
	var text bytes.Buffer
	switch l.format {
	case render.CSV:
		render.CSVRow(&text, p)
	case render.Assets:
		render.AssetsRow(&text, p, l.lang, l.flags.output.whole)
	default:
		render.Line(&text, p, l.lang)
	}
	return batchRow{number: number, text: text.Bytes(), method: p.Method}
}

func (l *batchLines) bad(number int, problems []string) batchRow {
	var text bytes.Buffer
	switch l.format {
	case render.CSV:
		render.BadCSVRow(&text, problems)
	case render.JSON:
		render.BadLine(&text, number, problems)
	}
	return batchRow{number: number, text: text.Bytes(), problems: problems}
}

func (l *batchLines) add(row batchRow) error {
	if l.format == render.Assets { // whose columns are values only
		for _, text := range row.problems {
			l.warn(words.Sentencef("row %d: %s", row.number, text))
		}
	}
	return l.printBytes(row.text)
}

func (l *batchLines) close(bool) error { return nil }
