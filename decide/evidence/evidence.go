// Package evidence holds what was observed in DNS: questions and their answers. It is pure; package
// probe asks the questions, packages spf and decide read the answers.
//
// Code that needs DNS is written against a Set: it looks its questions up, and collects the ones that
// have no answer yet (see Set.Look). The caller asks those, all at once, and runs the code again until
// nothing is missing. So deciding stays free of I/O, and a saved Set replays to the same result.
package evidence

import (
	"net/netip"
	"slices"
	"strings"
)

// A Type is a DNS record type, in lower case.
type Type string

// The record types that the program asks for.
const (
	A     Type = "a"
	AAAA  Type = "aaaa"
	CNAME Type = "cname"
	MX    Type = "mx"
	NS    Type = "ns"
	PTR   Type = "ptr"
	TXT   Type = "txt"
	TLSA  Type = "tlsa"
)

// A Question is one DNS question. Name is an A-label name in lower case without the trailing dot.
type Question struct {
	Type Type
	Name string
}

// Ask returns the question for name, in the form that a Set is keyed by.
func Ask(t Type, name string) Question {
	return Question{t, strings.ToLower(strings.TrimSuffix(name, "."))}
}

// AskPTR returns the question for the host name of an address (RFC 1035, section 3.5; RFC 3596, section 2.5).
func AskPTR(addr netip.Addr) Question { return Question{PTR, reverse(addr)} }

// String is the question as the plan prints it: "mx contoso.com".
func (q Question) String() string { return string(q.Type) + " " + q.Name }

// ParseQuestion reads what String wrote.
func ParseQuestion(s string) (Question, bool) {
	t, name, ok := strings.Cut(s, " ")
	known := []Type{A, AAAA, CNAME, MX, NS, PTR, TXT, TLSA}
	if !ok || !slices.Contains(known, Type(t)) || name == "" {
		return Question{}, false
	}
	return Question{Type(t), name}, true
}

// An Outcome is what became of a question. The four ways of having no records are four different
// observations: only NoName and NoData say something about the domain.
type Outcome string

// The outcomes.
const (
	Found    Outcome = "found"
	NoData   Outcome = "no data"  // the name exists, without records of this type
	NoName   Outcome = "no name"  // NXDOMAIN
	ServFail Outcome = "servfail" // the resolver could not answer (RCODE 2)
	Refused  Outcome = "refused"  // the resolver would not answer (RCODE 5), or another error code
	Timeout  Outcome = "timeout"  // nobody answered in time
	Unusable Outcome = "unusable" // an answer that cannot be read: malformed, or a CNAME chain without end
	Offline  Outcome = "offline"  // not asked: --offline
)

// An Answer is what came back for one Question.
type Answer struct {
	Outcome Outcome
	// Records in the order of the answer. a and aaaa: the address; mx: "10 host"; cname, ns, ptr: the
	// host name; txt: the strings joined without a blank, as octets; tlsa: "3 1 1 hex". Host names are
	// in lower case without the trailing dot; the null MX (RFC 7505) is "0 .".
	Records   []string
	Alias     string // where a CNAME chain led, "" without one
	From      string // the resolver that answered, "host:port"
	At        string // when, RFC 3339
	Authentic bool   // the resolver says it validated the answer (the AD bit)
}

// Known reports whether the answer says what is in DNS: records, or that there are none.
func (a Answer) Known() bool {
	return a.Outcome == Found || a.Outcome == NoData || a.Outcome == NoName
}

// Void reports that the question was answered and there are no records: a void lookup (RFC 7208, section 4.6.4).
func (a Answer) Void() bool { return a.Outcome == NoData || a.Outcome == NoName }

// A Set is the answers so far.
type Set map[Question]Answer

// A Look reads a Set and remembers what it did not find there.
type Look struct {
	set     Set
	missing []Question
	seen    map[Question]bool // the missing ones, once they are more than a few
	misses  int
}

// few questions are soon searched one by one; mostly there are no more.
const few = 8

// Look starts reading s. s may be nil.
func (s Set) Look() *Look { return &Look{set: s} }

// Up returns the answer to q. ok is false when there is none yet; q is then one of Missing.
func (l *Look) Up(q Question) (a Answer, ok bool) {
	if a, ok = l.set[q]; ok {
		return a, true
	}
	l.misses++
	if l.missing == nil {
		l.missing = make([]Question, 0, few)
	}
	if !l.isMissing(q) {
		l.missing = append(l.missing, q)
		if l.seen != nil {
			l.seen[q] = true
		}
	}
	return Answer{}, false
}

// isMissing reports whether q is missing already.
func (l *Look) isMissing(q Question) bool {
	if len(l.missing) <= few {
		return slices.Contains(l.missing, q)
	}
	if l.seen == nil {
		l.seen = make(map[Question]bool, 4*few)
		for _, m := range l.missing {
			l.seen[m] = true
		}
	}
	return l.seen[q]
}

// Missing returns the questions that had no answer, each once, in the order they came up.
func (l *Look) Missing() []Question { return l.missing }

// Misses counts how often Up found no answer, the same question each time. What was worked out without a
// miss stays as it is: a Set only grows.
func (l *Look) Misses() int { return l.misses }

// reverse returns the name under in-addr.arpa or ip6.arpa that belongs to addr.
func reverse(addr netip.Addr) string {
	addr = addr.Unmap()
	if addr.Is4() {
		return Octets(addr) + ".in-addr.arpa"
	}
	return Nibbles(addr) + ".ip6.arpa"
}

// Octets returns the IPv4 address's octets in reverse, as address lists are asked: "7.100.51.198".
func Octets(addr netip.Addr) string {
	parts := strings.Split(addr.String(), ".")
	slices.Reverse(parts)
	return strings.Join(parts, ".")
}

// Nibbles returns the IPv6 address's 32 hexadecimal digits in reverse, with dots.
func Nibbles(addr netip.Addr) string {
	const hex = "0123456789abcdef"
	octets := addr.As16()
	out := make([]byte, 0, 63)
	for i := len(octets) - 1; i >= 0; i-- {
		if len(out) > 0 {
			out = append(out, '.')
		}
		out = append(out, hex[octets[i]&15], '.', hex[octets[i]>>4])
	}
	return string(out)
}
