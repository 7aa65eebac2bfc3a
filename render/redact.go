package render

import (
	"net/netip"
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// removed stands where an address was.
const removed words.Text = "[address removed]"

// redact removes the plan's public addresses, and addresses that are private. What stands in their place is said
// in lang.
func redact(text string, p decide.Plan, lang *words.Language) string {
	isAddress := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' || r == '.' || r == ':' || r == '/'
	}
	r := redaction{decide.Prefixes(p.Answers.Answers[decide.PublicIPs]), lang.Say(removed)}
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
		b.WriteString(r.word(text[:end]))
		text = text[end:]
	}
	return b.String()
}

// longestAddress bounds an address as text, with port or length, in octets.
const longestAddress = 64

// A redaction knows the addresses that are removed beside the private ones, and what is said in their place.
type redaction struct {
	given   []netip.Prefix
	instead string
}

// word judges a run of characters that addresses are made of. An address in it begins at the start or after a
// colon or a slash, as in "ip4:", and ends where endsAt says.
func (r redaction) word(word string) string {
	for start := range len(word) {
		if start > 0 && !strings.Contains(":/", word[start-1:start]) {
			continue
		}
		for end := min(len(word), start+longestAddress); end > start; end-- {
			if !endsAt(word, end) {
				continue
			}
			if prefix, ok := addressIn(word[start:end]); ok && r.removes(prefix) {
				return word[:start] + r.instead + r.word(word[end:])
			}
		}
	}
	return word
}

// endsAt tells whether an address may end there: before punctuation, though not before a further octet.
func endsAt(word string, end int) bool {
	if end == len(word) {
		return true
	}
	isDigit := func(i int) bool { return i < len(word) && word[i] >= '0' && word[i] <= '9' }
	return strings.Contains(":/", word[end:end+1]) || word[end] == '.' && !isDigit(end+1)
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

func (r redaction) removes(p netip.Prefix) bool {
	if p.Addr().IsPrivate() || p.Addr().IsLoopback() || p.Addr().IsLinkLocalUnicast() {
		return true
	}
	for _, g := range r.given {
		if g.Overlaps(p) && p.Bits() >= g.Bits() {
			return true
		}
	}
	return false
}
