package render

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// The last gate of every format. Each renderer quotes what it prints; should one forget, nothing that
// steers a terminal or reorders text gets past here.

// steers reports the runes that no output holds: C0 but LF, CR and TAB, DEL, C1, and the bidirectional
// overrides and isolates.
func steers(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t':
		return false
	case r < ' ', r >= 0x7f && r <= 0x9f:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// passes reports text that is UTF-8 and steers nothing, as nearly all text is.
func passes(text []byte) bool {
	for i := 0; i < len(text); {
		if b := text[i]; b >= ' ' && b <= '~' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if steers(r) || r == utf8.RuneError && size == 1 {
			return false
		}
		i += size
	}
	return true
}

// fit puts U+FFFD in the place of what text must not hold; octets that are no UTF-8 become it too.
func fit(text []byte) []byte {
	if passes(text) {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if steers(r) {
			return utf8.RuneError
		}
		return r
	}, text)
}

// escapeUnfit writes the same runes as JSON escapes: there they can only stand inside strings, and
// keep their meaning.
func escapeUnfit(text []byte) []byte {
	if passes(text) {
		return text
	}
	var out bytes.Buffer
	for _, r := range string(text) {
		if steers(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes()
}
