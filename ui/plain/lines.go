package plain

import (
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

// Run asks people the questions in plain lines, lets the answers be reviewed and changed, and returns
// them. The error is ErrEnded, or that of a stream.
func Run(ctx context.Context, o Options) (decide.Answers, error) {
	l := &lines{session: newSession(ctx, o)}
	l.say("Answer each question and press Enter. \"?\" explains it, \"<\" goes back, \"*\" reads the answers back, Ctrl+C leaves.")
	return l.converse(l)
}

// lines is the face of plain lines.
type lines struct {
	*session
	failed error // of writing prompts
}

func (l *lines) say(t words.Text, args ...any) { l.line(l.Language.Say(t, args...)) }

// line says one line; a long one is broken at a blank.
func (l *lines) line(text string) { l.print(Wrap("", clean.Line(text, 0), l.columns()) + "\n") }

// item says one line of a list with its number.
func (l *lines) item(i int, text string) {
	l.print(Wrap(fmt.Sprintf("%d: ", i+1), clean.Line(text, 0), l.columns()) + "\n")
}

func (l *lines) print(text string) {
	if _, err := io.WriteString(l.Prompts, text); err != nil {
		l.failed = err
	}
}

// typed says the prompt, which ends with a blank, and returns what was typed behind it.
func (l *lines) typed(prompt string) (string, error) {
	for {
		l.print(Wrap("", clean.Line(prompt, 0), l.columns()))
		if l.failed != nil {
			return "", l.failed
		}
		text, err := l.read()
		if !errors.Is(err, errTooLong) {
			return text, err
		}
		l.say(lineTooLong)
	}
}

// ask puts one question until it is answered or left.
func (l *lines) ask(q *decide.Question) error {
	options := l.put(q)
	for {
		text, err := l.typed(l.prompt(q, options))
		switch {
		case err != nil:
			return err
		case text == "<":
			if l.Talk.Back() {
				return nil
			}
			l.say("This is the first question.")
		case text == "?":
			l.explain(q)
		case text == "*":
			return l.reviewEarly()
		case text == "-" && l.Talk.Skip():
			return nil
		default:
			if found := l.answer(q, options, text); found == nil {
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
	l.line(l.Language.Say(q.Why))
	options := choices(q, l.Language)
	l.list(options)
	return options
}

func (l *lines) list(options []option) {
	for i, o := range options {
		l.item(i, o.text)
	}
}

// prompt says what an empty answer means.
func (l *lines) prompt(q *decide.Question, options []option) string {
	value := l.Talk.Default(q)
	switch {
	case value == "" && q.Asked == decide.Required:
		return l.Language.Say("Answer: ")
	case value == "" || q.Key == decide.DeviceID && value == decide.GenericDevice:
		return l.Language.Say("Answer, or Enter to skip: ")
	}
	return l.Language.Say("Answer, or Enter for %s: ", l.named(value, options))
}

// named is a value as the prompt speaks it: "3 (I don't know)".
func (l *lines) named(value string, options []option) string {
	for i, o := range options {
		if o.value == value {
			return fmt.Sprintf("%d (%s)", i+1, o.text)
		}
	}
	if profile, ok := device.ByID(value); ok {
		return deviceName(profile, l.Language)
	}
	return value
}

// answer gives an answer to the talk. It returns nil when the question is answered, and otherwise the
// options to choose from next, if there are new ones.
func (l *lines) answer(q *decide.Question, options []option, text string) []option {
	reading, err := l.take(q, numbered(text, options))
	if err == nil {
		l.acknowledge(q, reading)
		return nil
	}
	if q.Key == decide.DeviceID {
		return l.offerDevices(text)
	}
	l.line(l.sayError(err))
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
}

func (l *lines) explain(q *decide.Question) {
	l.line(l.Language.Say(q.Why))
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
