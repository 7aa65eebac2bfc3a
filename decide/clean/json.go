package clean

import (
	"bytes"
	"encoding/binary"
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
		if n := printable(text[i:]); n > 0 {
			i += n
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

// printable is how many octets at the start of text are printable ASCII, by eights as long as it goes.
func printable(text []byte) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	rest := text
	for len(rest) >= 8 {
		octets := binary.LittleEndian.Uint64(rest)
		below := octets - ones*' '             // what is below a blank borrows into its top bit
		deleted := (octets ^ ones*0x7f) - ones // and so does DEL
		if (octets|below|deleted)&tops != 0 {
			break
		}
		rest = rest[8:]
	}
	for len(rest) > 0 && ' ' <= rest[0] && rest[0] <= '~' {
		rest = rest[1:]
	}
	return len(text) - len(rest)
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
