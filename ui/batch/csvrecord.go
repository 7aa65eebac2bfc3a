package batch

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// maxRecord bounds one record of a CSV file, in octets. The file itself may have any size.
const maxRecord = 256 << 10

// A record is the text of one CSV record, line breaks inside quotes among it.
type record struct {
	text    string
	open    bool // a quote is not closed: text is the line that opens it
	tooLong bool
}

// records cuts a CSV text into records. After a quote that nothing closes it goes on with the next line,
// so that one bad row does not swallow the others.
type records struct {
	in    *bufio.Reader
	comma byte // see quoting
}

const byteOrderMark = "\ufeff"

func newRecords(r io.Reader) *records {
	in := bufio.NewReaderSize(r, maxRecord)
	if start, _ := in.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		in.Discard(len(byteOrderMark))
	}
	return &records{in: in}
}

// next returns the next record that is not blank, io.EOF after the last one.
func (r *records) next() (record, error) {
	for {
		rec, err := r.scan()
		if err != nil || rec.tooLong || strings.TrimSpace(rec.text) != "" {
			return rec, err
		}
	}
}

// scan finds the end of the record that begins at the reader's position.
func (r *records) scan() (record, error) {
	quotes := quoting{comma: r.comma}
	for position := 0; ; {
		window, err := r.in.Peek(max(position+1, r.in.Buffered()))
		for ; position < len(window); position++ {
			if quotes.next(window[position]) {
				return r.take(position + 1)
			}
		}
		switch {
		case err == nil:
		case errors.Is(err, bufio.ErrBufferFull):
			return r.tooLong(quotes.state == inside)
		case !errors.Is(err, io.EOF):
			return record{}, err
		case position == 0:
			return record{}, io.EOF
		case quotes.state == inside:
			return r.unclosed()
		default:
			return r.take(position)
		}
	}
}

// A quoting follows the quotes of a record.
type quoting struct {
	comma byte // 0 while the separator is not known: any
	state cellState
}

type cellState uint8

const (
	atStart cellState = iota // of a cell
	bare                     // in a cell without quotes
	inside                   // a quoted cell
	closed                   // behind a quote that closes the cell, or is the first of a doubled one
)

// next takes in one octet and reports whether the record ends with it.
func (q *quoting) next(octet byte) bool {
	switch {
	case q.state == inside:
		if octet == '"' {
			q.state = closed
		}
	case octet == '\n':
		return true
	case octet == '"' && q.state != bare:
		q.state = inside
	case q.separates(octet):
		q.state = atStart
	default:
		q.state = bare
	}
	return false
}

func (q *quoting) separates(octet byte) bool {
	if q.comma == 0 {
		return octet == ',' || octet == ';'
	}
	return octet == q.comma
}

func (r *records) take(length int) (record, error) {
	text := make([]byte, length)
	_, err := io.ReadFull(r.in, text)
	return record{text: string(text)}, err
}

// unclosed takes only the line in which the quote opens.
func (r *records) unclosed() (record, error) {
	window, _ := r.in.Peek(r.in.Buffered())
	length := len(window)
	if i := bytes.IndexByte(window, '\n'); i >= 0 {
		length = i + 1
	}
	rec, err := r.take(length)
	rec.open = true
	return rec, err
}

// tooLong leaves out the line that does not fit.
func (r *records) tooLong(quoted bool) (record, error) {
	if window, _ := r.in.Peek(r.in.Buffered()); quoted && bytes.IndexByte(window, '\n') >= 0 {
		return r.unclosed()
	}
	for {
		_, err := r.in.ReadSlice('\n')
		switch {
		case err == nil, errors.Is(err, io.EOF):
			return record{tooLong: true}, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return record{}, err
		}
	}
}
