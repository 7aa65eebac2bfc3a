package ui

import (
	"io"
	"slices"
	"testing"
)

// The first frame: from nothing to the start screen.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		m := newTestModel(80, 24)
		_, _ = io.WriteString(io.Discard, m.View())
	}
}

// From a key to the frame that shows it, on the screens that cost most.
func BenchmarkKeyToFrame(b *testing.B) {
	screens := map[string][]string{
		"question": office[:9],
		"review":   office,
		"result":   slices.Concat(office, []string{"enter"}),
	}
	for name, keys := range screens {
		b.Run(name, func(b *testing.B) {
			start := play(newTestModel(80, 24), keys...)
			down := pressed("down")
			for b.Loop() {
				next, _ := start.Update(down)
				_, _ = io.WriteString(io.Discard, next.View())
			}
		})
	}
}
