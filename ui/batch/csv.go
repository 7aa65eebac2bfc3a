package batch

import (
	"bufio"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"sendpath/decide"
)

// A Row is one record of a CSV file.
type Row struct {
	Number   int // the header is 1; blank lines do not count
	Entries  []Entry
	Problems Problems // the record cannot be read; there are no entries then
}

// Rows reads a CSV file with the names of the keys in its first line and a customer in each other one.
// It holds one record at a time.
type Rows struct {
	records *records
	comma   rune
	columns []*decide.Question
	number  int
	buffer  *bufio.Reader // of one record after the other
}

// OpenRows reads the header. Problems say what is wrong with it; the error is the reader's.
func OpenRows(r io.Reader, questions *decide.Questionnaire) (*Rows, Problems, error) {
	rows := &Rows{records: newRecords(r), comma: ',', number: 1, buffer: bufio.NewReader(nil)}
	header, err := rows.records.next()
	if err == io.EOF {
		return nil, Problems{problem(Place{}, "the file is empty: its first line names the keys")}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if strings.Contains(header.text, ";") && !strings.Contains(header.text, ",") {
		rows.comma = ';'
	}
	rows.records.comma = byte(rows.comma)
	names, bad := rows.cells(header)
	if bad != nil {
		return nil, bad, nil
	}
	return rows, rows.setColumns(names, questions), nil
}

func (r *Rows) setColumns(names []string, questions *decide.Questionnaire) (problems Problems) {
	for _, name := range names {
		name = strings.TrimFunc(name, isBlank)
		q, known := questions.ByName(name)
		place := Place{Name: name}
		switch {
		case looksSecret(name):
			problems = append(problems, problem(place, "a file never holds a password: remove this column"))
		case !known && nearest(questions, name) != "":
			problems = append(problems, problem(place, "unknown column; did you mean %s?", nearest(questions, name)))
		case !known:
			problems = append(problems, problem(place, "unknown column; \"sendpath questions\" lists the keys"))
		case slices.Contains(r.columns, q):
			problems = append(problems, problem(place, "the column stands there twice"))
		}
		r.columns = append(r.columns, q)
	}
	for i := range questions.Questions {
		if q := &questions.Questions[i]; q.Asked == decide.Required && !slices.Contains(r.columns, q) {
			problems = append(problems, problem(Place{Name: q.Name()}, "the column is missing"))
		}
	}
	return problems
}

// Next returns the next row, io.EOF after the last one, or the reader's error.
func (r *Rows) Next() (Row, error) {
	record, err := r.records.next()
	if err != nil {
		return Row{}, err
	}
	r.number++
	row := Row{Number: r.number}
	cells, bad := r.cells(record)
	if bad == nil && len(cells) != len(r.columns) {
		bad = Problems{problem(Place{}, "the row has %d cells, the header has %d", len(cells), len(r.columns))}
	}
	if bad != nil {
		row.Problems = bad
		return row, nil
	}
	for i, cell := range cells {
		if strings.TrimFunc(cell, isBlank) != "" {
			row.Entries = append(row.Entries, Entry{Place{Name: r.columns[i].Name()}, r.columns[i], cell})
		}
	}
	return row, nil
}

// cells takes a record apart.
func (r *Rows) cells(record record) ([]string, Problems) {
	switch {
	case record.tooLong:
		return nil, Problems{problem(Place{}, "the row is longer than %d bytes", maxRecord)}
	case record.open:
		return nil, Problems{problem(Place{}, "a quotation mark (\") opens a cell and none closes it")}
	case !utf8.ValidString(record.text):
		return nil, Problems{problem(Place{}, "the row is not UTF-8: save the file with that encoding")}
	}
	r.buffer.Reset(strings.NewReader(record.text))
	reader := csv.NewReader(r.buffer)
	reader.Comma, reader.FieldsPerRecord = r.comma, -1
	cells, err := reader.Read()
	if err != nil {
		return nil, Problems{problem(Place{}, "the quotation marks (\") in this row do not fit: a cell with one is enclosed in them, and the one inside is doubled")}
	}
	return cells, nil
}
