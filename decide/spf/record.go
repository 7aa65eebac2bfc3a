package spf

import (
	"net/netip"
	"slices"
	"strings"
)

// version starts every record, in any case (RFC 7208, section 4.5).
const version = "v=spf1"

// A Record is an SPF record. It is a value: the methods that change something return another one.
type Record struct {
	version string // as written
	terms   []Term
	gaps    []string // blanks before each term, then those at the end; nil: one before each, none at the end
}

// A Kind tells mechanisms from modifiers.
type Kind int

// The kinds of terms. A Broken term has a Text only: the grammar has no place for it.
const (
	Broken Kind = iota
	Mechanism
	Modifier
)

// A Term is one mechanism or modifier.
type Term struct {
	Text      string // as written, with the qualifier
	Kind      Kind
	Qualifier byte         // '+' (also where none is written), '-', '~' or '?'; 0 unless a Mechanism
	Name      string       // lower case: "include", "redirect"
	Value     string       // domain-spec, network or macro-string as written; "" where there is none
	Net       netip.Prefix // of ip4 and ip6, host bits cleared
	Bits4     int          // prefix length for IPv4 of a and mx, 32 where none is written
	Bits6     int          // the same for IPv6, 128 where none is written
}

// Is reports whether a TXT record's text is an SPF record: the version, then a blank or the end.
// Blanks before the version make it something else (RFC 7208, section 4.5).
func Is(text string) bool {
	if len(text) < len(version) || !strings.EqualFold(text[:len(version)], version) {
		return false
	}
	return len(text) == len(version) || text[len(version)] == ' '
}

// String prints the record: byte for byte what was parsed, or, where terms were changed, all terms
// with one blank between.
func (r Record) String() string {
	length := len(r.version)
	for i, t := range r.terms {
		length += len(r.gap(i)) + len(t.Text)
	}
	var b strings.Builder
	b.Grow(length)
	b.WriteString(r.version)
	for i, t := range r.terms {
		b.WriteString(r.gap(i))
		b.WriteString(t.Text)
	}
	if r.gaps != nil {
		b.WriteString(r.gaps[len(r.terms)])
	}
	return b.String()
}

func (r Record) gap(i int) string {
	if r.gaps == nil {
		return " "
	}
	return r.gaps[i]
}

// Terms returns a copy of the record's terms, in order.
func (r Record) Terms() []Term { return slices.Clone(r.terms) }

// with returns a record of the same version and other terms.
func (r Record) with(terms []Term) Record { return Record{version: r.version, terms: terms} }

// index returns where the first term called name stands, or -1. Broken terms have no name.
func (r Record) index(name string) int {
	return slices.IndexFunc(r.terms, func(t Term) bool { return t.is(name) })
}

func (t Term) is(name string) bool { return t.Kind != Broken && t.Name == name }

// Queries reports whether evaluating the term costs a DNS lookup (RFC 7208, section 4.6.4).
func (t Term) Queries() bool {
	switch t.Name {
	case "include", "a", "mx", "ptr", "exists":
		return t.Kind == Mechanism
	case "redirect":
		return t.Kind == Modifier
	}
	return false
}

// macro reports whether the term's value depends on the message.
func (t Term) macro() bool { return strings.Contains(t.Value, "%") }

// target returns the name that a term without macros asks DNS about, in a record of domain.
func (t Term) target(domain string) string {
	if t.Value == "" {
		return domain
	}
	return canonical(t.Value)
}

// canonical is the form in which domain names are compared.
func canonical(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
