package spf

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"sendpath/decide/clean"
	"sendpath/decide/evidence"
)

// target is the name that a term of the record of domain asks about, macros expanded. A name that is
// too long loses labels on the left (RFC 7208, section 7.3).
func (c *check) target(t Term, domain string) string {
	if t.Value == "" {
		return domain
	}
	name := t.Value
	if t.macro() {
		pieces, _ := macroString(t.Value, lettersInDomains)
		name = c.expand(pieces, domain)
	}
	name = strings.TrimSuffix(name, ".")
	for len(name) > maxName {
		_, rest, ok := strings.Cut(name, ".")
		if !ok {
			break
		}
		name = rest
	}
	return name
}

// expand puts the values in (RFC 7208, section 7).
func (c *check) expand(pieces []piece, domain string) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.letter == 0 {
			b.WriteString(p.literal)
			continue
		}
		value := transform(c.value(p.letter, domain), p)
		if p.escape {
			value = escaped(value)
		}
		b.WriteString(value)
	}
	return b.String()
}

// value is what a macro letter stands for (RFC 7208, section 7.2).
func (c *check) value(letter byte, domain string) string {
	switch letter {
	case 's':
		return c.local + "@" + c.mailbox
	case 'l':
		return c.local
	case 'o':
		return c.mailbox
	case 'd':
		return domain
	case 'i':
		return dotted(c.query.IP)
	case 'p':
		return c.hostNameOf(domain)
	case 'v':
		if c.query.IP.Is4() {
			return "in-addr"
		}
		return "ip6"
	case 'h':
		return c.query.Helo
	case 'c':
		return c.query.IP.String()
	case 't':
		return strconv.FormatInt(c.query.Time, 10)
	}
	if c.query.Receiver == "" { // "r"
		return "unknown"
	}
	return c.query.Receiver
}

// dotted writes an IPv6 address as its 32 digits with dots between.
func dotted(ip netip.Addr) string {
	if ip.Is4() {
		return ip.String()
	}
	digits := strings.Split(strings.ToUpper(evidence.Nibbles(ip)), ".")
	slices.Reverse(digits)
	return strings.Join(digits, ".")
}

// hostNameOf is "%{p}": the client's validated host name, best the domain itself, then one below it.
func (c *check) hostNameOf(domain string) string {
	names, _ := c.hostNames()
	names = slices.Clone(names)
	rank := func(name string) int {
		switch {
		case canonical(name) == canonical(domain):
			return 0
		case within(name, domain):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	for _, name := range names {
		if c.validated(name) {
			return strings.TrimSuffix(name, ".")
		}
	}
	return "unknown"
}

// transform splits, reverses and shortens a value as the macro says.
func transform(value string, p piece) string {
	parts := splitAny(value, p.split)
	if p.reverse {
		slices.Reverse(parts)
	}
	if p.parts > 0 && p.parts < len(parts) {
		parts = parts[len(parts)-p.parts:]
	}
	return strings.Join(parts, ".")
}

func splitAny(s, separators string) []string {
	var parts []string
	for {
		i := strings.IndexAny(s, separators)
		if i < 0 {
			return append(parts, s)
		}
		parts = append(parts, s[:i])
		s = s[i+1:]
	}
}

// escaped is URL escaping of all but the unreserved characters of RFC 3986, section 2.3.
func escaped(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if alpha(c) || digit(c) || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// explain fetches the domain owner's explanation. Whatever goes wrong, there is none: it costs no
// lookups and changes no result (RFC 7208, section 6.2).
func (c *check) explain(v verdict) string {
	const longest = 500 // runes shown
	if v.explain.Value == "" {
		return ""
	}
	name := c.target(v.explain, v.domain)
	if c.waiting || !queryable(name) {
		return ""
	}
	answer, ok := c.look.Up(evidence.Ask(evidence.TXT, name))
	c.waiting = c.waiting || !ok
	if len(answer.Records) != 1 || !visible(strings.ReplaceAll(answer.Records[0], " ", "_")) {
		return ""
	}
	pieces, ok := macroString(answer.Records[0], lettersAnywhere)
	if !ok {
		return ""
	}
	return clean.Line(c.expand(pieces, v.domain), longest)
}
