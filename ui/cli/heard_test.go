//go:build !windows

package cli

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"sendpath/decide/words"
)

var update = flag.Bool("update", false, "write the golden files")

// spoken are the languages whose run is kept word by word.
var spoken = []string{"en"}

// scanner is what somebody types to set up a scanner that mails people outside: help, a wrong answer, back,
// a device by name, an answer changed in the review.
var scanner = []string{"?", "contoso.com", "perhaps", "1", "<", "", "mfc", "1", "2", "", "2", "1", "1", "",
	"", "1", "1", "198.51.100.7", "1", "4", "1", "", ""}

// TestPlainRunAsItIsHeard is a whole run on a dumb terminal, from the first question to the plan, as a
// screen reader reads it.
func TestPlainRunAsItIsHeard(t *testing.T) {
	for _, tag := range spoken {
		heard := hear(t, tag, scanner)
		golden := filepath.Join("testdata", "heard-"+tag+".txt")
		if *update {
			save(t, golden, heard)
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if heard != string(want) {
			t.Errorf("%s differs (go test ./ui/cli -run Heard -update writes it; then read the difference); heard:\n%s", golden, heard)
		}
	}
}

// TestPlainRunCanBeHeard: in every language there are only words, no line is drawn, and none is wider than
// the terminal.
func TestPlainRunCanBeHeard(t *testing.T) {
	for _, tag := range words.Tags() {
		for line := range strings.Lines(hear(t, tag, scanner)) {
			line = strings.TrimSuffix(line, "\n")
			if strings.ContainsFunc(line, unspeakable) {
				t.Errorf("%s: a screen reader stumbles over %q", tag, line)
			}
		}
	}
}

// unspeakable are characters that draw: boxes, blocks, arrows, bullets; and those that steer.
func unspeakable(r rune) bool {
	return r >= 0x2190 && r <= 0x2bff || r == '\u2022' || r == '\u00b7' || unicode.IsControl(r)
}

// hear runs the program, types each text behind a prompt, and returns what the terminal showed.
func hear(t *testing.T, lang string, typed []string) string {
	t.Helper()
	s := onTerminal(t, "dumb", "--demo", "--as-of", "2026-11-21", "--lang", lang)
	for _, text := range typed {
		s.prompted()
		s.typed(text + "\n")
	}
	s.exits(0)
	return strings.ReplaceAll(s.seen.String(), "\r\n", "\n")
}

// prompted reads until the terminal waits behind a prompt. What was typed before is echoed first.
func (s *session) prompted() {
	s.Helper()
	for old := s.seen.Len(); s.seen.Len() == old || !strings.HasSuffix(s.seen.String(), ": "); {
		s.more()
	}
}
