package resolve

import (
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// octets undoes the presentation form of a character-string (RFC 1035, section 5.1): \DDD is the octet
// with that decimal number, and \X is X.
func octets(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for s != "" {
		var c byte
		c, s = octet(s)
		out = append(out, c)
	}
	return string(out)
}

// octet returns the first octet that s, which is not empty, stands for, and the rest of s.
func octet(s string) (byte, string) {
	switch {
	case s[0] != '\\' || len(s) == 1:
		return s[0], s[1:]
	case len(s) >= 4 && isDigit(s[1]) && isDigit(s[2]) && isDigit(s[3]):
		n := int(s[1]-'0')*100 + int(s[2]-'0')*10 + int(s[3]-'0')
		if n <= 255 {
			return byte(n), s[4:]
		}
	}
	return s[1], s[2:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// hostName returns a domain name in presentation form as octets in lower case without the trailing dot;
// the root is ".". A dot or backslash inside a label stays escaped: it is another name without.
func hostName(s string) string {
	if isHostName(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	for s != "" {
		escaped := s[0] == '\\' && len(s) > 1
		var c byte
		c, s = octet(s)
		if c == '.' && !escaped && s == "" {
			break // the trailing dot
		}
		if escaped && (c == '.' || c == '\\') {
			out = append(out, '\\')
		}
		out = append(out, lower(c))
	}
	if len(out) == 0 {
		return "."
	}
	return string(out)
}

// fullName is a name that hostName returned as the library takes it: with the trailing dot, and what is not
// printable ASCII escaped. Raw octets before a backslash at the end make it miss the dot.
func fullName(name string) string {
	if isPlain(name) {
		return name + "."
	}
	var b strings.Builder
	b.Grow(len(name) + 1)
	for i := range len(name) {
		if c := name[i]; c >= ' ' && c <= '~' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03d`, c)
		}
	}
	return dns.Fqdn(b.String())
}

// isPlain reports a name without anything to escape, as most are, and without the trailing dot.
func isPlain(name string) bool {
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c > '~' || c == '\\' {
			return false
		}
	}
	return name != "" && name[len(name)-1] != '.'
}

// isHostName reports whether s, as most names, is already in the form that hostName returns.
func isHostName(s string) bool {
	for i := range len(s) {
		if s[i] == '\\' || 'A' <= s[i] && s[i] <= 'Z' {
			return false
		}
	}
	return s != "" && s[len(s)-1] != '.'
}
