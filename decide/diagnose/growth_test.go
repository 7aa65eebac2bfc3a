package diagnose

import (
	"fmt"
	"strings"
	"testing"
)

// mailLog has so many lines, every fiftieth with a sample.
func mailLog(lines int) string {
	var b strings.Builder
	for i := range lines {
		said := "250-AM0PR01CA0042.outlook.office365.com Hello [203.0.113.5]"
		if i%50 == 49 {
			said = strings.ReplaceAll(samples[i/50%len(samples)].text, "\n", " ")
		}
		fmt.Fprintf(&b, "2026-01-01 12:00:00.%03d [worker] S: %s\n", i%1000, said)
	}
	return b.String()
}

// Ten times the lines are at most about ten times the work, as far as allocations tell.
func TestWorkGrowsWithTheLines(t *testing.T) {
	few, many := mailLog(1_000), mailLog(10_000)
	before := testing.AllocsPerRun(3, func() { Diagnose(Input{Text: few}) })
	after := testing.AllocsPerRun(3, func() { Diagnose(Input{Text: many}) })
	if after > 11*before {
		t.Errorf("1,000 lines are %.0f allocations, 10,000 are %.0f", before, after)
	}
}

// BenchmarkPaste is what somebody pastes: a log of 1,000 and of 10,000 lines.
func BenchmarkPaste(b *testing.B) {
	for _, lines := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			text := mailLog(lines)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Diagnose(Input{Text: text})
			}
		})
	}
}
