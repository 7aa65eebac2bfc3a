package spf

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"sendpath/decide/words"
)

const (
	textNotSPF      words.Text = "This is not an SPF record; one begins with v=spf1 and a blank: %s"
	textUnknown     words.Text = "%s is not a mechanism of SPF. Receivers reject the whole record because of it."
	textAllArgument words.Text = "%s: all takes no value. Receivers reject the whole record because of it."
	textNoTarget    words.Text = "%s does not name a domain where it has to. Receivers reject the whole record because of it."
	textBadDomain   words.Text = "The domain in %s is not written as RFC 7208 demands. Receivers reject the whole record because of it."
	textAddress     words.Text = "%s names an address where a domain belongs (ip4: and ip6: take addresses). Receivers reject the whole record because of it."
	textBadNetwork  words.Text = "The address or prefix length in %s is not valid. Receivers reject the whole record because of it."
	textBadModifier words.Text = "The value of %s is not written as RFC 7208 demands. Receivers reject the whole record because of it."
	textTwice       words.Text = "%s stands in the record although there is one of its name already. Receivers reject the whole record because of it."
	textUnprintable words.Text = "%s holds characters that an SPF record cannot have. Receivers reject the whole record because of it."
)

const qualifiers = "+-~?"

// Parse reads a record by the grammar of RFC 7208, section 12. Whatever the text, the Record prints
// it back; a term that the grammar does not allow is Broken, and one of the problems (all with the
// id IDSyntax, in the order of the terms).
func Parse(text string) (Record, []Problem) {
	if !Is(text) {
		return Record{version: text, gaps: []string{""}}, []Problem{{IDSyntax, textNotSPF, []any{text}}}
	}
	rest := text[len(version):]
	usual := min(strings.Count(rest, " "), 32) // terms: hostile blanks get no room beforehand
	r := Record{version: text[:len(version)], terms: make([]Term, 0, usual), gaps: make([]string, 0, usual+1)}
	var problems []Problem
	var once modifiers
	for {
		word := strings.TrimLeft(rest, " ")
		r.gaps = append(r.gaps, rest[:len(rest)-len(word)])
		if word == "" {
			return r, problems
		}
		end := strings.IndexByte(word, ' ')
		if end < 0 {
			end = len(word)
		}
		t, wrong := once.judge(parseTerm(word[:end]))
		if wrong != "" {
			t = Term{Text: t.Text}
			problems = append(problems, broken(t, wrong))
		}
		r.terms = append(r.terms, t)
		rest = word[end:]
	}
}

// wrong returns the problems that Parse would find in what r prints, without reading the sound terms again.
func (r Record) wrong() []Problem {
	if !Is(r.version) {
		_, problems := Parse(r.String())
		return problems
	}
	var problems []Problem
	var once modifiers
	for _, t := range r.terms {
		var wrong words.Text
		if t.Kind == Broken { // which may have stood beside another redirect= before
			t, wrong = parseTerm(t.Text)
		}
		if _, wrong = once.judge(t, wrong); wrong != "" {
			problems = append(problems, broken(t, wrong))
		}
	}
	return problems
}

func broken(t Term, wrong words.Text) Problem { return Problem{IDSyntax, wrong, []any{t.Text}} }

// modifiers are the names found so far of those that MUST NOT appear more than once each (RFC 7208, section 6).
type modifiers []string

// judge adds to what is wrong with a term, "" for nothing, that there is one of its name already.
func (m *modifiers) judge(t Term, wrong words.Text) (Term, words.Text) {
	if wrong != "" || !onlyOnce(t) {
		return t, wrong
	}
	if slices.Contains(*m, t.Name) {
		return t, textTwice
	}
	*m = append(*m, t.Name)
	return t, ""
}

// onlyOnce tells redirect= and exp= from the other modifiers, which may repeat.
func onlyOnce(t Term) bool {
	return t.Kind == Modifier && (t.Name == "redirect" || t.Name == "exp")
}

// parseTerm reads one term. The text returned says what is wrong with it, "" when nothing is.
func parseTerm(text string) (Term, words.Text) {
	t := Term{Text: text, Bits4: 32, Bits6: 128}
	if !visible(text) {
		return t, textUnprintable
	}
	if name, value, ok := strings.Cut(text, "="); ok && modifierName(name) {
		t.Kind, t.Name, t.Value = Modifier, strings.ToLower(name), value
		return t, checkModifier(t)
	}
	t.Kind, t.Qualifier = Mechanism, '+'
	rest := text
	if rest != "" && strings.IndexByte(qualifiers, rest[0]) >= 0 {
		t.Qualifier, rest = rest[0], rest[1:]
	}
	end := strings.IndexAny(rest, ":/")
	if end < 0 {
		end = len(rest)
	}
	t.Name = strings.ToLower(rest[:end])
	read, ok := mechanisms[t.Name]
	if !ok {
		return t, textUnknown
	}
	return t, read(&t, rest[end:])
}

func visible(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// modifierName: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
func modifierName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !alpha(c) && (i == 0 || !digit(c) && c != '-' && c != '_' && c != '.') {
			return false
		}
	}
	return s != ""
}

// checkModifier: redirect= and exp= take a domain-spec, all others a macro-string. That their own
// names may not pass as unknown modifiers is agreed, though not in the grammar (the RFC 7208
// test suite, "redirect-syntax-error").
func checkModifier(t Term) words.Text {
	if onlyOnce(t) {
		return checkDomain(t.Value)
	}
	if _, ok := macroString(t.Value, lettersAnywhere); !ok {
		return textBadModifier
	}
	return ""
}

func checkDomain(value string) words.Text {
	if value == "" {
		return textNoTarget
	}
	if domainSpec(value) {
		return ""
	}
	if _, err := netip.ParseAddr(value); err == nil {
		return textAddress
	}
	return textBadDomain
}

// mechanisms read what follows a mechanism's name into the term.
var mechanisms = map[string]func(t *Term, rest string) words.Text{
	"all":     readNothing,
	"include": readTarget,
	"exists":  readTarget,
	"ptr":     readOptionalTarget,
	"a":       readHost,
	"mx":      readHost,
	"ip4":     readNetwork4,
	"ip6":     readNetwork6,
}

func readNothing(_ *Term, rest string) words.Text {
	if rest != "" {
		return textAllArgument
	}
	return ""
}

func readTarget(t *Term, rest string) words.Text {
	value, ok := strings.CutPrefix(rest, ":")
	if !ok {
		return textNoTarget
	}
	t.Value = value
	return checkDomain(value)
}

func readOptionalTarget(t *Term, rest string) words.Text {
	if rest == "" {
		return ""
	}
	if rest[0] != ':' {
		return textBadDomain
	}
	return readTarget(t, rest)
}

// readHost reads [ ":" domain-spec ] [ dual-cidr-length ]. A domain-spec may hold slashes but cannot
// end in one with digits behind it, so the lengths are taken off the end.
func readHost(t *Term, rest string) words.Text {
	var ok4, ok6 bool
	rest, t.Bits6, ok6 = cutBits(rest, "//", 128)
	rest, t.Bits4, ok4 = cutBits(rest, "/", 32)
	if !ok4 || !ok6 {
		return textBadNetwork
	}
	return readOptionalTarget(t, rest)
}

// cutBits takes mark and a prefix length off the end of s. Without one the length is most.
func cutBits(s, mark string, most int) (before string, bits int, ok bool) {
	i := len(s)
	for i > 0 && digit(s[i-1]) {
		i--
	}
	if i == len(s) || !strings.HasSuffix(s[:i], mark) {
		return s, most, true
	}
	bits, ok = prefixLength(s[i:], most)
	return s[:i-len(mark)], bits, ok
}

// prefixLength reads a number up to most, without leading zeros (RFC 7208, section 12).
func prefixLength(s string, most int) (int, bool) {
	if len(s) == 0 || len(s) > 3 || len(s) > 1 && s[0] == '0' {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 16)
	return int(n), err == nil && int(n) <= most
}

func readNetwork4(t *Term, rest string) words.Text {
	return readNetwork(t, rest, 32, netip.Addr.Is4)
}

func readNetwork6(t *Term, rest string) words.Text {
	return readNetwork(t, rest, 128, netip.Addr.Is6)
}

func readNetwork(t *Term, rest string, most int, family func(netip.Addr) bool) words.Text {
	value, ok := strings.CutPrefix(rest, ":")
	if !ok || value == "" {
		return textBadNetwork
	}
	t.Value = value
	address, length, given := strings.Cut(value, "/")
	bits := most
	if given {
		if bits, ok = prefixLength(length, most); !ok {
			return textBadNetwork
		}
	}
	addr, err := netip.ParseAddr(address)
	if err != nil || !family(addr) || addr.Zone() != "" {
		return textBadNetwork
	}
	t.Net = netip.PrefixFrom(addr, bits).Masked()
	return ""
}

func alpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func digit(c byte) bool { return '0' <= c && c <= '9' }
