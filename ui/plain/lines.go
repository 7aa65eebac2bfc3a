package plain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/device"
	"sendpath/decide/words"
)

// Options is what a run is given.
type Options struct {
	Talk     *Talk
	Language *words.Language
	In       io.Reader
	Prompts  io.Writer // everything that is asked and explained
	// Survey reads DNS while the questions are asked; nil reads nothing.
	Survey func(ctx context.Context, answers decide.Answers) decide.Survey
}

// ErrEnded says that the input ended before the last question. The questions left are Talk.Left.
var ErrEnded = errors.New("the input ended before the last question")

// Run asks the questions, lets the answers be reviewed and changed, and returns them. The error is
// ErrEnded, or that of a stream.
func Run(ctx context.Context, o Options) (decide.Answers, error) {
	l := &lines{Options: o, ctx: ctx, input: bufio.NewReaderSize(o.In, maxLine)}
	l.Talk.Know(decide.Cloud, true)
	l.readDNS()
	l.say("Answer each question and press Enter. \"?\" explains it, \"<\" goes back, Ctrl+C leaves.")
	for {
		q := l.Talk.Question()
		if q == nil && l.cloudIsOpen() {
			continue
		}
		var done bool
		var err error
		if q != nil {
			err = l.ask(q)
		} else {
			done, err = l.review()
		}
		if errors.Is(err, ErrEnded) && len(l.Talk.Left()) == 0 {
			done, err = true, nil // a change was begun and given up: the answer stays
		}
		if done || err != nil {
			return l.Talk.Answers(), err
		}
	}
}

// maxLine bounds one line of input, in octets.
const maxLine = 16 << 10

type lines struct {
	Options
	ctx    context.Context
	input  *bufio.Reader
	failed error // of writing prompts

	survey chan decide.Survey // one value, once DNS is read
	seen   *decide.Survey
}

func (l *lines) say(t words.Text, args ...any) { l.print(l.Language.Say(t, args...) + "\n") }

func (l *lines) print(text string) {
	if _, err := io.WriteString(l.Prompts, clean.Block(text, 0)); err != nil {
		l.failed = err
	}
}

// read returns the next line without the blanks around it.
func (l *lines) read() (string, error) {
	if l.failed != nil {
		return "", l.failed
	}
	line, err := l.input.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) {
		if _, err = l.input.ReadSlice('\n'); err == nil {
			return "", errTooLong
		}
	}
	text := strings.TrimSpace(string(line))
	switch {
	case errors.Is(err, io.EOF) && text != "":
		return text, nil
	case errors.Is(err, io.EOF):
		return "", ErrEnded
	}
	return text, err
}

var errTooLong = errors.New("the line is too long")

// ask puts one question until it is answered or left.
func (l *lines) ask(q *decide.Question) error {
	options := l.put(q)
	for {
		l.prompt(q, options)
		text, err := l.read()
		switch {
		case errors.Is(err, errTooLong):
			l.say("The line is too long.")
			continue
		case err != nil:
			return err
		case text == "<":
			if l.Talk.Back() {
				return nil
			}
			l.say("This is the first question.")
		case text == "?":
			l.explain(q)
		case text == "-" && l.Talk.Skip():
			return nil
		default:
			if found := l.take(q, options, text); found == nil {
				return nil
			} else if len(found) > 0 {
				options = found
			}
		}
	}
}

// put says the question, and returns the options that have numbers.
func (l *lines) put(q *decide.Question) []option {
	number, of := l.Talk.Number()
	l.print("\n")
	l.say("Question %d of %d: %s", number, of, l.Language.Say(q.Ask))
	l.print(l.Language.Say(q.Why) + "\n")
	options := choices(q, l.Language)
	l.list(options)
	return options
}

func (l *lines) list(options []option) {
	for i, o := range options {
		l.print(fmt.Sprintf("%d: %s\n", i+1, o.text))
	}
}

// prompt says what an empty answer means.
func (l *lines) prompt(q *decide.Question, options []option) {
	value := l.Talk.Default(q)
	text := l.Language.Say("Answer, or Enter for %s: ", named(value, options))
	switch {
	case value == "" && q.Asked == decide.Required:
		text = l.Language.Say("Answer: ")
	case value == "" || q.Key == decide.DeviceID && value == decide.GenericDevice:
		text = l.Language.Say("Answer, or Enter to skip: ")
	}
	l.print(text)
}

// take gives an answer to the talk. It returns nil when the question is answered, and otherwise the
// options to choose from next, if there are new ones.
func (l *lines) take(q *decide.Question, options []option, text string) []option {
	reading, err := l.Talk.Answer(numbered(text, options))
	if err == nil {
		l.acknowledge(q, reading)
		return nil
	}
	if q.Key == decide.DeviceID {
		return l.offerDevices(text)
	}
	l.print(sayError(err, l.Language) + "\n")
	return []option{}
}

// offerDevices lists the devices that the text may mean.
func (l *lines) offerDevices(text string) []option {
	found := devices(text, l.Language)
	l.say("Which of these is it?")
	l.list(found)
	return found
}

// acknowledge says what was understood, and how to find out what is not known.
func (l *lines) acknowledge(q *decide.Question, reading decide.Reading) {
	for _, note := range reading.Notes {
		l.say("Understood: %s", note.In(l.Language))
	}
	if q.Key == decide.DeviceID {
		l.say("Understood: %s", l.shown(q))
	}
	if reading.Value == decide.Unknown && q.FindOut != "" {
		l.say("How to find out: %s", l.Language.Say(q.FindOut))
	}
	if q.Key == decide.Domain {
		l.readDNS()
	}
}

func (l *lines) explain(q *decide.Question) {
	l.print(l.Language.Say(q.Why) + "\n")
	if q.FindOut != "" {
		l.say("How to find out: %s", l.Language.Say(q.FindOut))
	}
	switch {
	case len(q.Choices) > 0:
		l.say("Answer with a number or one of: %s", strings.Join(q.Values(), ", "))
	case q.Key == decide.DeviceID:
		l.say("Type a part of the maker's or the device's name, then the number of what is found.")
	case q.Asked != decide.Required:
		l.say("A dash (-) leaves it without an answer.")
	}
}

// review reads the answers back. It reports whether the user is content with them.
func (l *lines) review() (done bool, err error) {
	questions := l.Talk.Review()
	l.print("\n")
	l.say("All questions are answered:")
	for i, q := range questions {
		l.print(fmt.Sprintf("%d: %s %s\n", i+1, l.Language.Say(q.Ask), l.shown(q)))
	}
	l.sayDNS()
	for {
		l.say("Press Enter for the plan, or type the number of an answer to change it.")
		l.print(l.Language.Say("Number or Enter: "))
		text, err := l.read()
		switch {
		case errors.Is(err, ErrEnded), err == nil && text == "":
			l.print("\n")
			return true, nil
		case err == nil && text == "<" && l.Talk.Back():
			return false, nil
		case err != nil && !errors.Is(err, errTooLong):
			return false, err
		}
		if i, ok := position(text, len(questions)); ok {
			l.Talk.Change(questions[i].Key)
			return false, nil
		}
	}
}

// shown is an answer in words.
func (l *lines) shown(q *decide.Question) string {
	value := l.Talk.Given(q.Key)
	switch {
	case value == "":
		return l.Language.Say("(no answer)")
	case q.Key == decide.Domain:
		return decide.ShowDomain(value)
	case q.Key == decide.DeviceID:
		profile, _ := device.ByID(value)
		return deviceName(profile, l.Language)
	}
	return q.Words(value, l.Language)
}

func sayError(err error, lang *words.Language) string {
	if s, ok := errors.AsType[words.Sentence](err); ok {
		return s.In(lang)
	}
	return err.Error()
}
