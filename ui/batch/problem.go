package batch

import (
	"errors"
	"strings"

	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// A Problem is one thing that is wrong with what was written down.
type Problem struct {
	Where string // "answers.yaml:3: tls", "--tls", or "tls" in a row of a CSV file
	Found string // the value, ready to be shown; "" where there is none or it must not be shown
	What  words.Sentence
}

// In says the problem in a language, on one line.
func (p Problem) In(lang *words.Language) string {
	said := p.What.In(lang)
	if p.Found != "" && !strings.Contains(said, p.Found) {
		said = lang.Say("found %s: %s", p.Found, said)
	}
	if p.Where == "" {
		return said
	}
	return p.Where + ": " + said
}

// Problems are everything that is wrong, in the order of the text. They serve as an error.
type Problems []Problem

// Error says them in English, one a line.
func (list Problems) Error() string { return strings.Join(list.In(nil), "\n") }

// In says each problem in a language.
func (list Problems) In(lang *words.Language) []string {
	said := make([]string, len(list))
	for i, p := range list {
		said[i] = p.In(lang)
	}
	return said
}

func problem(where string, what words.Text, args ...any) Problem {
	return Problem{Where: where, What: words.Sentencef(what, args...)}
}

// sentence returns the words of an error from a question's parser.
func sentence(err error) words.Sentence {
	if s, ok := errors.AsType[words.Sentence](err); ok {
		return s
	}
	return words.Sentencef("%s", err.Error())
}

// longestShown bounds a value or name in a message, in runes.
const longestShown = 80

func quoted(s string) string { return `"` + clean.Line(s, longestShown) + `"` }
