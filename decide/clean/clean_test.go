package clean

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain text is untouched", "v=spf1 -all", "v=spf1 -all"},
		{"an escape sequence cannot reach the terminal", "a\x1b[31mb", "a\uFFFD[31mb"},
		{"line breaks become blanks", "a\r\nb\tc", "a  b c"},
		{"text cannot be reordered", "abc\u202edef", "abc\uFFFDdef"},
		{"C1 controls go", "a\u009bb", "a\uFFFDb"},
		{"letters of any language stay", "città è 東京", "città è 東京"},
		{"nothing invisible stays", "a\u034f\u3164\u115f\u180b\ufe01\U000e0100\U000e0041b", "a" + strings.Repeat("\uFFFD", 7) + "b"},
		{"symbols keep their colour", "a \u2764\ufe0f", "a \u2764\ufe0f"},
		{"broken UTF-8", "a\xffb", "a\uFFFDb"},
	} {
		if got := Line(tt.in, 0); got != tt.want {
			t.Errorf("%s: Line(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestLineMarksWhatItCutOff(t *testing.T) {
	if got := Line(strings.Repeat("è", 10), 4); got != "èèèè..." {
		t.Errorf("got %q", got)
	}
}

func TestBlockKeepsLines(t *testing.T) {
	if got := Block("a\r\nb\rc\td\x00", 0); got != "a\nb\nc\td\uFFFD" {
		t.Errorf("got %q", got)
	}
}

// Whatever comes in, nothing that steers a terminal comes out, and cleaning twice changes nothing.
func FuzzClean(f *testing.F) {
	f.Add("a\x1b]0;title\x07\u202e\xff\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		for name, got := range map[string]string{"Line": Line(s, 0), "Block": Block(s, 0)} {
			if !utf8.ValidString(got) {
				t.Errorf("%s(%q) is not UTF-8", name, s)
			}
			for _, r := range got {
				if Unfit(r) && !(name == "Block" && (r == '\n' || r == '\t')) {
					t.Errorf("%s(%q) holds %U", name, s, r)
				}
			}
		}
		if line, block := Line(s, 0), Block(s, 0); Line(line, 0) != line || Block(block, 0) != block {
			t.Errorf("cleaning %q twice is not cleaning it once", s)
		}
	})
}
