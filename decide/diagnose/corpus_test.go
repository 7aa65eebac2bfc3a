package diagnose

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The corpus holds real pastes from public threads, collected apart from the catalogue; none of them
// was used to write it. index.tsv names the expected entry and where each paste comes from.

type paste struct{ file, expect, also, source string }

func corpus(t *testing.T) []paste {
	t.Helper()
	index, err := os.ReadFile(filepath.Join("testdata", "corpus", "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var pastes []paste
	for _, line := range strings.Split(strings.TrimSpace(string(index)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 6 || cells[3] == "" {
			t.Fatalf("a line of the index lacks cells or a source: %q", line)
		}
		pastes = append(pastes, paste{cells[0], cells[1], cells[2], cells[3]})
	}
	return pastes
}

func (p paste) top(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "corpus", p.file))
	if err != nil {
		t.Fatal(err)
	}
	report := Diagnose(Input{Text: string(text)})
	if len(report.Faults) == 0 {
		return "NONE"
	}
	return report.Faults[0].ID
}

func TestNineInTenRealPastesAreRecognised(t *testing.T) {
	right, all := 0, corpus(t)
	for _, p := range all {
		got := p.top(t)
		if got == p.expect || slices.Contains(strings.Fields(p.also), got) {
			right++
			continue
		}
		t.Logf("%s: %s, expected %s %s", p.file, got, p.expect, p.also)
	}
	t.Logf("%d of %d", right, len(all))
	if right*10 < len(all)*9 {
		t.Errorf("%d of %d is less than nine in ten", right, len(all))
	}
}

// Another server's reply never gets Microsoft's steps.
func TestOtherServersGetNoMicrosoftAdvice(t *testing.T) {
	for _, p := range corpus(t) {
		if got := p.top(t); p.expect == "OTHER" && p.also == "" && (strings.HasPrefix(got, "AUTH-") || strings.HasPrefix(got, "MX-")) {
			t.Errorf("%s (%s): advised %s", p.file, p.source, got)
		}
	}
}
