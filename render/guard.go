package render

import (
	"bytes"
	"unicode/utf8"

	"sendpath/decide/clean"
)

// fit is the last gate of every format but JSON, whose gate is clean.JSON. Each renderer quotes what it
// prints; should one forget, nothing that steers a terminal or reorders text gets past here. U+FFFD takes
// its place, and that of octets that are no UTF-8.
func fit(text []byte) []byte {
	if clean.Harmless(text) {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if clean.Steers(r) {
			return utf8.RuneError
		}
		return r
	}, text)
}
