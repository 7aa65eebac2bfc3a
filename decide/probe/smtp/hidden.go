package smtp

import (
	"bytes"
	"encoding/base64"
	"unicode"
)

// placeholder stands for a secret, whatever its length.
const placeholder = "********"

// A server may repeat only part of what it was sent, cut off where its buffer ended. Words at least this
// long that occur in a secret are taken for such a part. Encoded text is never an English word, plain
// secrets may hold one.
const (
	leastEncoded = 6
	leastPlain   = 16
)

// hidden knows the secrets of a talk, to keep them out of everything that is shown of it.
type hidden struct {
	plain   [][]byte
	encoded [][]byte // as they went over the line
}

// add hides a secret and the forms in which it is sent. It keeps copies.
func (h *hidden) add(secret []byte, responses [][]byte) {
	h.plain = append(h.plain, bytes.Clone(secret))
	for _, response := range append([][]byte{secret}, responses...) {
		h.encoded = append(h.encoded, encode(response))
	}
}

// wipe overwrites what is known.
func (h *hidden) wipe() {
	for _, secret := range append(h.plain, h.encoded...) {
		clear(secret)
	}
	h.plain, h.encoded = nil, nil
}

// cover returns line with every secret, and every word that is part of one, replaced.
func (h *hidden) cover(line []byte) []byte {
	if len(h.plain) == 0 {
		return line
	}
	for _, secret := range append(h.encoded, h.plain...) {
		if len(secret) > 0 {
			line = bytes.ReplaceAll(line, secret, []byte(placeholder))
		}
	}
	for _, word := range bytes.FieldsFunc(line, isBreak) {
		if within(word, h.encoded, leastEncoded) || within(word, h.plain, leastPlain) {
			line = bytes.ReplaceAll(line, word, []byte(placeholder))
		}
	}
	return line
}

// isBreak reports what stands between words: anything that no base64 holds.
func isBreak(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '/' && r != '='
}

func within(word []byte, secrets [][]byte, least int) bool {
	if len(word) < least {
		return false
	}
	for _, secret := range secrets {
		if bytes.Contains(secret, word) {
			return true
		}
	}
	return false
}

func encode(response []byte) []byte {
	return base64.StdEncoding.AppendEncode(nil, response)
}
