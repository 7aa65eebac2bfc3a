package clean

import (
	"bytes"
	"testing"
)

// Reading eight octets at a time must tell the same as reading one: every octet, at every place in a word.
func TestPrintableStopsAtTheFirstOctetThatIsNot(t *testing.T) {
	for place := range 24 {
		for octet := range 256 {
			text := bytes.Repeat([]byte("x"), 24)
			text[place] = byte(octet)
			want := len(text)
			if octet < ' ' || octet > '~' {
				want = place
			}
			if got := printable(text); got != want {
				t.Fatalf("octet %#02x at %d: %d of %d are printable", octet, place, got, want)
			}
		}
	}
}
