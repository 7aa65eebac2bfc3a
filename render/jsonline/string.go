package jsonline

import (
	"encoding/binary"
	"unicode/utf8"

	"sendpath/decide/clean"
)

// appendString appends s as a string of JSON. What steers a terminal is escaped, as are the two line breaks
// that JavaScript does not allow in strings; what is no UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		n := verbatim(s)
		b = append(b, s[:n]...)
		if s = s[n:]; s == "" {
			return append(b, '"')
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(b, `\ufffd`...)
		case short[s[0]] != 0:
			b = append(b, '\\', short[s[0]])
		case r < ' ', r == '\u2028', r == '\u2029', clean.Steers(r):
			b = appendEscape(b, r)
		default:
			b = append(b, s[:size]...)
		}
		s = s[size:]
	}
}

// short are the escapes of two characters (RFC 8259, section 7).
var short = [256]byte{'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'}

func appendEscape(b []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// verbatim is how many octets at the start of s are printable ASCII that needs no escape, by eights as long
// as it goes.
func verbatim(s string) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		octets := binary.LittleEndian.Uint64([]byte(s[i : i+8]))
		below := octets - ones*' ' // what is below a blank borrows into its top bit; the others, where they are zero
		quote, slash, deleted := (octets^ones*'"')-ones, (octets^ones*'\\')-ones, (octets^ones*0x7f)-ones
		if (octets|below|quote|slash|deleted)&tops != 0 {
			break
		}
	}
	for i < len(s) && ' ' <= s[i] && s[i] <= '~' && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}
