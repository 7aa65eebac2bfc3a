package spf

import (
	"strconv"
	"strings"
)

// The macro letters (RFC 7208, section 7.2): c, r and t have a meaning in explanations only.
const (
	lettersInDomains = "slodiphv"
	lettersAnywhere  = lettersInDomains + "crt"
	delimiters       = ".-+,/_="
)

// A piece is a part of a macro-string: literal text, or a macro.
type piece struct {
	literal string
	macro   bool // came from a "%", so a domain-spec may end in it
	letter  byte // lower case; 0 in "%%", "%_" and "%-", whose meaning is in literal
	escape  bool // an upper-case letter: URL escaping
	parts   int  // right-hand parts to keep, 0 = all
	reverse bool
	split   string // delimiters
}

// macroString takes s apart by the grammar of RFC 7208, section 7.1. Which octets a literal may hold
// is for the caller to check. ok is false on a "%" that begins no macro, or one whose letter is not
// among letters.
func macroString(s, letters string) (pieces []piece, ok bool) {
	for s != "" {
		percent := strings.IndexByte(s, '%')
		if percent < 0 {
			return append(pieces, piece{literal: s}), true
		}
		if percent > 0 {
			pieces = append(pieces, piece{literal: s[:percent]})
		}
		p, rest, ok := cutMacro(s[percent+1:], letters)
		if !ok {
			return nil, false
		}
		pieces = append(pieces, p)
		s = rest
	}
	return pieces, true
}

// cutMacro reads the macro whose "%" has just been cut off.
func cutMacro(s, letters string) (p piece, rest string, ok bool) {
	if s == "" {
		return p, "", false
	}
	switch s[0] {
	case '%':
		return piece{macro: true, literal: "%"}, s[1:], true
	case '_':
		return piece{macro: true, literal: " "}, s[1:], true
	case '-':
		return piece{macro: true, literal: "%20"}, s[1:], true
	case '{':
		inside, rest, closed := strings.Cut(s[1:], "}")
		p, ok = macroBody(inside, letters)
		return p, rest, closed && ok
	}
	return p, "", false
}

// macroBody: macro-letter *DIGIT [ "r" ] *delimiter. A number of parts MUST NOT be zero (section 7.3).
func macroBody(s, letters string) (piece, bool) {
	if s == "" || !alpha(s[0]) || strings.IndexByte(letters, s[0]|0x20) < 0 {
		return piece{}, false
	}
	p := piece{macro: true, letter: s[0] | 0x20, escape: s[0] < 'a', split: "."}
	s = s[1:]
	number := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
	s = s[len(number):]
	if number != "" {
		number = strings.TrimLeft(number, "0")
		if number == "" {
			return piece{}, false
		}
		if len(number) <= 3 { // no name has a thousand parts: more digits mean all of them
			p.parts, _ = strconv.Atoi(number)
		}
	}
	if s != "" && s[0]|0x20 == 'r' {
		p.reverse, s = true, s[1:]
	}
	if s != "" {
		p.split = s
	}
	return p, strings.Trim(s, delimiters) == ""
}

// domainSpec reports whether s is a macro-string that ends in a macro or in "." toplabel [ "." ].
func domainSpec(s string) bool {
	pieces, ok := macroString(s, lettersInDomains)
	if !ok || len(pieces) == 0 {
		return false
	}
	last := pieces[len(pieces)-1]
	if last.macro {
		return true
	}
	name := strings.TrimSuffix(last.literal, ".")
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && topLabel(name[dot+1:])
}

// topLabel: ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
func topLabel(s string) bool {
	if s == "" || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	numeric := true
	for i := range len(s) {
		c := s[i]
		if !alpha(c) && !digit(c) && c != '-' {
			return false
		}
		numeric = numeric && digit(c)
	}
	return !numeric
}
