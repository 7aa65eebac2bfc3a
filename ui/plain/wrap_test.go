package plain

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// TestWrapLosesNothing: the words stay in their order, and no line is wider than it may be but one that is
// a single word.
func TestWrapLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.StringMatching(`[a-zù漢]{1,30}`)).Draw(t, "words"), " ")
		width := rapid.IntRange(leastWidth, 90).Draw(t, "width")
		wrapped := Wrap("12: ", text, width)
		if got, want := strings.Join(strings.Fields(wrapped), " "), strings.TrimSpace("12: "+text); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		for line := range strings.SplitSeq(wrapped, "\n") {
			if ansi.StringWidth(line) > width && len(strings.Fields(strings.TrimPrefix(line, "12: "))) > 1 {
				t.Fatalf("wider than %d: %q", width, line)
			}
		}
	})
}

func TestWrapKeepsTheBlankBehindAPrompt(t *testing.T) {
	if got := Wrap("", "Answer: ", 20); got != "Answer: " {
		t.Errorf("got %q", got)
	}
}
