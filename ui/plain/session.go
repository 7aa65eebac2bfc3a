package plain

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/words"
)

// Options is what a run is given.
type Options struct {
	Talk     *Talk
	Language *words.Language
	In       io.Reader
	Prompts  io.Writer // everything that is asked and explained
	Width    int       // of a line of Run, in columns; 0 when it is not known
	// Survey reads DNS while the questions are asked; nil reads nothing.
	Survey func(ctx context.Context, answers decide.Answers) decide.Survey
	// Try looks at the servers from this network once DNS is read, and returns what that settles; nil looks at none.
	Try func(ctx context.Context, answers decide.Answers) []check.Learned
}

// ErrEnded says that the input ended before the last question. The questions left are Talk.Left.
var ErrEnded = errors.New("the input ended before the last question")

// maxLine bounds one line of input, in octets.
const maxLine = 16 << 10

const lineTooLong words.Text = "The line is too long."

var errTooLong = errors.New("the line is too long")

// A session is what both faces share: the talk, the lines that come in, and DNS.
type session struct {
	Options
	ctx   context.Context
	input *bufio.Reader

	survey chan func() decide.Survey // one value, once DNS is read; nil before it is begun
	beside *decide.Question          // the question that is asked while DNS is read
	seen   *decide.Survey
	tried  chan func() []check.Learned // one value, once the servers were tried; nil before it is begun
}

func newSession(ctx context.Context, o Options) *session {
	s := &session{Options: o, ctx: ctx, input: bufio.NewReaderSize(o.In, maxLine)}
	s.readDNS()
	return s
}

// A face asks one question, or reads the answers back.
type face interface {
	ask(*decide.Question) error
	review() (done bool, err error)
}

// converse asks until the answers are complete, and lets them be reviewed and changed. The error is
// ErrEnded, or that of a stream.
func (s *session) converse(f face) (decide.Answers, error) {
	for {
		var done bool
		var err error
		if q := s.question(); q != nil {
			err = f.ask(q)
		} else {
			done, err = f.review()
		}
		if errors.Is(err, ErrEnded) && len(s.Talk.Left()) == 0 {
			done, err = true, nil // nothing is left but the review, or a change that is given up
		}
		if done || err != nil {
			return s.Talk.Answers(), err
		}
	}
}

// take gives an answer to the talk. DNS is read for a new domain.
func (s *session) take(q *decide.Question, text string) (decide.Reading, error) {
	before := s.Talk.Given(decide.Domain)
	reading, err := s.Talk.Answer(text)
	if err == nil && q.Key == decide.Domain && (reading.Value != before || s.survey == nil) {
		s.readDNS()
	}
	return reading, err
}

// read returns the next line without the blanks around it.
func (s *session) read() (string, error) {
	line, err := s.input.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) {
		if _, err = s.input.ReadSlice('\n'); err == nil || errors.Is(err, io.EOF) {
			return "", errTooLong
		}
	}
	text := strings.TrimSpace(strings.TrimPrefix(strings.ToValidUTF8(string(line), "\ufffd"), "\ufeff"))
	switch {
	case errors.Is(err, io.EOF) && text != "":
		return text, nil
	case errors.Is(err, io.EOF):
		return "", ErrEnded
	}
	return text, err
}

// sayError says in the user's language what is wrong with an answer.
func (s *session) sayError(err error) string {
	if sentence, ok := errors.AsType[words.Sentence](err); ok {
		return sentence.In(s.Language)
	}
	return err.Error()
}
