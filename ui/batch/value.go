package batch

import (
	"slices"
	"strings"
	"unicode"

	"sendpath/decide"
	"sendpath/decide/words"
)

// longestValue bounds one value as text, in octets: a list of 64 IPv6 ranges has 3,000.
const longestValue = 16 << 10

// Value reads one answer as a person or a spreadsheet writes it, and returns it in its canonical form.
// The error is a words.Sentence.
func Value(q *decide.Question, text string, in decide.Form) (decide.Reading, error) {
	if len(text) > longestValue {
		return decide.Reading{}, words.Sentencef("the value is longer than %d characters", longestValue)
	}
	if value, ok := choose(q, text); ok {
		return decide.Reading{Value: value}, nil
	}
	if q.Parse != nil {
		return q.Parse(text, in)
	}
	return decide.Reading{}, words.Sentencef("found %s; allowed: %s", quoted(text), strings.Join(q.Values(), ", "))
}

// booleans are the other spellings of yes and no: YAML's (1.1 and 1.2) and what spreadsheets make of them.
var booleans = map[string]string{
	"true": decide.Yes, "on": decide.Yes, "y": decide.Yes,
	"false": decide.No, "off": decide.No, "n": decide.No,
}

// choose finds text in the closed list of values, without regard to case.
func choose(q *decide.Question, text string) (string, bool) {
	if len(q.Choices) == 0 {
		return "", false
	}
	values := q.Values()
	typed := strings.ToLower(strings.TrimFunc(text, isBlank))
	if slices.Contains(values, typed) {
		return typed, true
	}
	value, ok := booleans[typed]
	return value, ok && slices.Contains(values, decide.Yes) && slices.Contains(values, decide.No)
}

// isBlank tells what is cut around a value: blanks of all kinds and the zero-width characters that come
// with copied text.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff'
}
