package render

import (
	"net/netip"
	"strings"

	"sendpath/decide"
)

// removed stands where an address was.
const removed = "[address removed]"

// redact removes the plan's public addresses, and addresses that are private.
func redact(text string, p decide.Plan) string {
	isAddress := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' || r == '.' || r == ':' || r == '/'
	}
	given := decide.Prefixes(p.Answers.Answers[decide.PublicIPs])
	var b strings.Builder
	for len(text) > 0 {
		end := strings.IndexFunc(text, isAddress)
		if end != 0 {
			if end < 0 {
				end = len(text)
			}
			b.WriteString(text[:end])
			text = text[end:]
			continue
		}
		end = strings.IndexFunc(text, func(r rune) bool { return !isAddress(r) })
		if end < 0 {
			end = len(text)
		}
		b.WriteString(redactWord(text[:end], given))
		text = text[end:]
	}
	return b.String()
}

// longestAddress bounds an address as text, with port or length, in octets.
const longestAddress = 64

// redactWord judges a run of characters that addresses are made of. An address in it begins at the start or
// after a colon, as in "ip4:", and ends before punctuation.
func redactWord(word string, given []netip.Prefix) string {
	for start := range len(word) {
		if start > 0 && word[start-1] != ':' {
			continue
		}
		for end := min(len(word), start+longestAddress); end > start; end-- {
			if end < len(word) && !strings.Contains(".:/", word[end:end+1]) {
				continue
			}
			if prefix, ok := addressIn(word[start:end]); ok && isSecret(prefix, given) {
				return word[:start] + removed + word[end:]
			}
		}
	}
	return word
}

// addressIn reads an address, a range, or an address with a port.
func addressIn(text string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p.Masked(), true
	}
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	if ap, err := netip.ParseAddrPort(text); err == nil {
		return netip.PrefixFrom(ap.Addr(), ap.Addr().BitLen()), true
	}
	return netip.Prefix{}, false
}

func isSecret(p netip.Prefix, given []netip.Prefix) bool {
	if p.Addr().IsPrivate() || p.Addr().IsLoopback() || p.Addr().IsLinkLocalUnicast() {
		return true
	}
	for _, g := range given {
		if g.Overlaps(p) && p.Bits() >= g.Bits() {
			return true
		}
	}
	return false
}
