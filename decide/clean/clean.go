// Package clean makes text that came from outside (DNS, SMTP, files, arguments) fit to be shown.
// It is pure.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s as one line: what Unfit names becomes U+FFFD, line breaks and tabs become blanks. Of more than
// limit runes the first limit are kept, with "..." behind them. A limit of 0 or less means no limit.
func Line(s string, limit int) string {
	return cut(scrub(s, false), limit)
}

// Block is Line for text of several lines: LF and TAB stay, CRLF and CR become LF.
func Block(s string, limit int) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return cut(scrub(s, true), limit)
}

func scrub(s string, multiline bool) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // invalid UTF-8 arrives as U+FFFD
		switch {
		case r == '\n' || r == '\t':
			if multiline {
				b.WriteRune(r)
			} else {
				b.WriteByte(' ')
			}
		case r == '\r':
			b.WriteByte(' ')
		case Unfit(r):
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Unfit reports whether r can steer a terminal or reorder or hide text: C0 and C1 controls, DEL, line and
// paragraph separators, and what Unicode calls invisible: its format characters and what a program that
// does not know them is to ignore. The two selectors of plain and coloured symbols stay.
func Unfit(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0x9f, r == 0x2028, r == 0x2029:
		return true
	case r < 0xad, r == 0xfe0e, r == 0xfe0f:
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) || r >= 0xe0000 && r <= 0xe0fff
}

func cut(s string, limit int) string {
	if limit <= 0 || utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)
	return string(runes[:limit]) + "..."
}
