package listen

import (
	"bytes"
	"errors"
	"io"
)

var (
	errLineTooLong = errors.New("the line is longer than allowed")
	errLongRubbish = errors.New("no line break for too long")
)

// maxSkip bounds what is read in search of the end of a line that is too long.
const maxSkip = 1 << 20

// lines reads lines into one buffer of fixed size. What was read can be wiped, which bufio cannot do:
// passwords pass through here.
type lines struct {
	src        io.Reader
	buf        []byte
	start, end int // unread bytes are buf[start:end]
}

func newLines(src io.Reader, limit int) *lines {
	return &lines{src: src, buf: make([]byte, limit)}
}

// line returns the next line without its line break (CRLF, or a bare LF from careless devices). The bytes
// are the buffer's own: they are gone at the next call or after wipe. A line that does not fit is read to
// its end and reported as errLineTooLong.
func (l *lines) line() ([]byte, error) {
	part, ended, err := l.fragment()
	if err != nil || ended {
		return bytes.TrimSuffix(part, []byte("\r")), err
	}
	for skipped := 0; !ended; skipped += len(part) {
		if skipped > maxSkip {
			return nil, errLongRubbish
		}
		if part, ended, err = l.fragment(); err != nil {
			return nil, err
		}
	}
	return nil, errLineTooLong
}

// fragment returns the next line without its LF, with ended true, or as much of it as fills the buffer.
func (l *lines) fragment() (part []byte, ended bool, err error) {
	l.wipe()
	searched := 0
	for {
		unread := l.buf[l.start:l.end]
		if i := bytes.IndexByte(unread[searched:], '\n'); i >= 0 {
			part = unread[:searched+i]
			l.start += len(part) + 1
			return part, true, nil
		}
		searched = len(unread)
		if searched == len(l.buf) {
			l.start = l.end
			return unread, false, nil
		}
		if err := l.fill(); err != nil {
			return nil, false, err
		}
	}
}

// fill moves unread bytes to the front and reads more behind them.
func (l *lines) fill() error {
	if l.start > 0 {
		moved := copy(l.buf, l.buf[l.start:l.end])
		clear(l.buf[moved:l.end])
		l.start, l.end = 0, moved
	}
	n, err := l.src.Read(l.buf[l.end:])
	l.end += n
	if n > 0 {
		return nil // an error that came with bytes comes again without them
	}
	return err
}

// wipe overwrites what was returned so far.
func (l *lines) wipe() { clear(l.buf[:l.start]) }

// peek returns the first unread byte.
func (l *lines) peek() (byte, error) {
	if l.start == l.end {
		if err := l.fill(); err != nil {
			return 0, err
		}
		if l.start == l.end {
			return 0, io.ErrNoProgress
		}
	}
	return l.buf[l.start], nil
}

// rest yields the unread bytes once and then what src has: TLS starts where lines end.
func (l *lines) rest() io.Reader {
	unread := bytes.NewReader(bytes.Clone(l.buf[l.start:l.end]))
	l.start = l.end
	l.wipe()
	return io.MultiReader(unread, l.src)
}
