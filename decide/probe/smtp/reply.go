package smtp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"sendpath/decide/clean"
)

// What a server may send. RFC 5321, section 4.5.3.1.5, allows 512 octets a reply line; real servers
// send longer ones, and none needs as much as this.
const (
	maxLine   = 2048     // octets a line, with CRLF
	maxLines  = 100      // lines a reply
	maxOctets = 64 << 10 // octets a connection
)

var (
	errLongLine  = fmt.Errorf("a line of more than %d octets", maxLine)
	errManyLines = fmt.Errorf("a reply of more than %d lines", maxLines)
	errTooMuch   = fmt.Errorf("more than %d octets in replies", maxOctets)
)

// A malformedError is a line that is no part of a reply.
type malformedError struct{ line string }

func (e *malformedError) Error() string { return fmt.Sprintf("no SMTP reply: %q", e.line) }

// A Reply is what a server answers (RFC 5321, section 4.2): the code and the text of each line, cleaned
// for showing, without code.
type Reply struct {
	Code  int
	Lines []string
}

// enhancedCode is the form of RFC 3463, section 2.
var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

// Enhanced returns the enhanced status code, such as "5.7.57", "" without one.
func (r Reply) Enhanced() string {
	if len(r.Lines) == 0 {
		return ""
	}
	word, _, _ := strings.Cut(r.Lines[0], " ")
	if !enhancedCode.MatchString(word) {
		return ""
	}
	return word
}

// Text returns the server's words as one line, with the enhanced status code.
func (r Reply) Text() string { return strings.Join(r.Lines, " ") }

// String returns the reply as one line, with its code.
func (r Reply) String() string { return strings.TrimSpace(fmt.Sprintf("%03d %s", r.Code, r.Text())) }

// positive reports that the command was carried out (2yz).
func (r Reply) positive() bool { return r.Code/100 == 2 }

// A replyReader reads replies from one connection and stops where a server sends more than it may.
type replyReader struct {
	lines  *bufio.Reader
	octets int
	hide   func(line []byte) []byte // takes secrets out of a line; may be nil
}

func newReplyReader(r io.Reader) *replyReader {
	return &replyReader{lines: bufio.NewReaderSize(r, maxLine)}
}

// read returns the next reply; after an error it holds the lines that came before it.
func (r *replyReader) read() (Reply, error) {
	var reply Reply
	for len(reply.Lines) < maxLines {
		line, err := r.line()
		if err != nil {
			return reply, err
		}
		code, text, more, ok := splitLine(line)
		if !ok || len(reply.Lines) > 0 && code != reply.Code {
			return reply, &malformedError{line}
		}
		reply.Code = code
		reply.Lines = append(reply.Lines, text)
		if !more {
			return reply, nil
		}
	}
	return reply, errManyLines
}

// line returns the next line without its end, fit to be shown.
func (r *replyReader) line() (string, error) {
	line, err := r.lines.ReadSlice('\n')
	r.octets += len(line)
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", errLongLine
	case err != nil:
		return "", err
	case r.octets > maxOctets:
		return "", errTooMuch
	}
	if r.hide != nil {
		line = r.hide(line)
	}
	return clean.Line(strings.TrimRight(string(line), "\r\n"), maxLine), nil
}

// splitLine takes "250-text" apart. A code alone is a last line (RFC 5321, section 4.2).
func splitLine(line string) (code int, text string, more, ok bool) {
	if len(line) < 3 || !isCode(line[:3]) {
		return 0, "", false, false
	}
	code, _ = strconv.Atoi(line[:3])
	if len(line) == 3 {
		return code, "", false, true
	}
	mark := line[3]
	return code, line[4:], mark == '-', mark == '-' || mark == ' '
}

// isCode reports a reply code: three digits, the first from 2 to 5.
func isCode(s string) bool {
	return len(s) == 3 && s[0] >= '2' && s[0] <= '5' && isDigit(s[1]) && isDigit(s[2])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
