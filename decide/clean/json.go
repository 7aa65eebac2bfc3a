package clean

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Steers reports the runes that no output holds: C0 but LF, CR and TAB, DEL, C1, and the bidirectional
// overrides and isolates. Unfit, which is for single texts, reports more.
func Steers(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t':
		return false
	case r < ' ', r >= 0x7f && r <= 0x9f:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Harmless reports text that is UTF-8 and steers nothing, as nearly all text is.
func Harmless(text []byte) bool {
	for i := 0; i < len(text); {
		if b := text[i]; b >= ' ' && b <= '~' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if Steers(r) || r == utf8.RuneError && size == 1 {
			return false
		}
		i += size
	}
	return true
}

// JSON writes the runes of encoded JSON that steer a terminal as escapes: they can only stand inside
// strings, and keep their meaning. encoding/json escapes C0 alone.
func JSON(text []byte) []byte {
	if Harmless(text) {
		return text
	}
	var out bytes.Buffer
	for _, r := range string(text) {
		if Steers(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes()
}
