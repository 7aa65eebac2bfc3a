// Package words says things to the user in their language. English stands in the code, as constants
// of type Text; a catalogue holds the translations. The package is pure: its catalogues are part of
// the program.
package words

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Text is something a user reads, in English: a format as in package fmt when Say gets arguments.
// Every constant of this type in the program belongs in each catalogue; machine values (host names,
// cmdlets, record text, keys) are never a Text, they are arguments.
type Text string

// A Language says texts. The nil Language is English.
type Language struct {
	Tag       string // BCP 47, such as "it"
	translate func(Text) (string, bool)
}

// Say returns t in the language, with args put in. A text without a translation stays English.
func (l *Language) Say(t Text, args ...any) string {
	format := string(t)
	if l != nil {
		if translated, ok := l.translate(t); ok {
			format = translated
		}
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Fill says a text that names its arguments by number, such as %[2]s, and need not use them all. Such texts
// are the lines of one table, which all get the same arguments.
func (l *Language) Fill(t Text, args []any) string {
	if !strings.Contains(string(t), "%") {
		return l.Say(t)
	}
	return l.Say(t, args...)
}

// separator is what stands between groups of three digits. A text like any other, so that a catalogue
// can say it.
const separator Text = ","

// Number writes a whole number with its thousands apart, from five digits on.
func (l *Language) Number(n int) string {
	digits := strconv.Itoa(n)
	if n < 10000 {
		return digits
	}
	groups := ""
	for len(digits) > 3 {
		groups = l.Say(separator) + digits[len(digits)-3:] + groups
		digits = digits[:len(digits)-3]
	}
	return digits + groups
}

// Code returns the language's tag, "en" for English.
func (l *Language) Code() string {
	if l == nil {
		return "en"
	}
	return l.Tag
}

// A Sentence is a text with its arguments, to be said later in some language. It can serve as an error.
type Sentence struct {
	Text Text
	Args []any
}

// Sentencef puts a text and its arguments together.
func Sentencef(t Text, args ...any) Sentence { return Sentence{t, args} }

// In says the sentence in a language, and what can be said among its arguments too.
func (s Sentence) In(l *Language) string {
	args := slices.Clone(s.Args)
	for i, arg := range args {
		if inner, ok := arg.(interface{ In(*Language) string }); ok {
			args[i] = inner.In(l)
		}
	}
	return l.Say(s.Text, args...)
}

// Error says it in English.
func (s Sentence) Error() string { return s.In(nil) }
