package render

import (
	"io"
	"testing"
)

// A batch writes one line of JSON for each customer.
func BenchmarkLine(b *testing.B) {
	p := stories()[0].plan()
	b.ReportAllocs()
	for b.Loop() {
		if err := Line(io.Discard, p, nil); err != nil {
			b.Fatal(err)
		}
	}
}
