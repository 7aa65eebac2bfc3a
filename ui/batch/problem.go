package batch

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// A Problem is one thing that is wrong with what was written down.
type Problem struct {
	Place
	Found string // the value, ready to be shown; "" where there is none or it must not be shown
	What  words.Sentence
}

// In says the problem in a language, on one line.
func (p Problem) In(lang *words.Language) string {
	said := p.What.In(lang)
	if p.Found != "" && !strings.Contains(said, p.Found) {
		said = lang.Say("found %s: %s", p.Found, said)
	}
	if p.Place == (Place{}) {
		return said
	}
	return p.String() + ": " + said
}

// A Place is where something was written.
type Place struct {
	File string // "" for flags, and for a row of a CSV file
	Line int    // 0 where it does not matter
	Name string // the key, column or flag
}

// String is the place as it stands before a message: "answers.yaml:3: tls".
func (p Place) String() string {
	where := clean.Line(p.File, longestShown)
	if p.Line > 0 {
		where += ":" + strconv.Itoa(p.Line)
	}
	name := clean.Line(p.Name, longestShown)
	if where == "" || name == "" {
		return where + name
	}
	return where + ": " + name
}

// Problems are everything that is wrong, in the order of the text. They serve as an error.
type Problems []Problem

// Sort puts problems of a file in the order of its lines, before those of flags.
func (list Problems) Sort() {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(b.File, a.File), cmp.Compare(a.Line, b.Line))
	})
}

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

func problem(where Place, what words.Text, args ...any) Problem {
	return Problem{Place: where, What: words.Sentencef(what, args...)}
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
