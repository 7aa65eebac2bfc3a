package render

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"sendpath/decide"
)

// Lines longer than any buffer keep their letters, wherever a piece of them ends.
func TestLongLinesOfCSVStayWhole(t *testing.T) {
	for shift := range 3 {
		name := strings.Repeat("x", shift) + strings.Repeat("東", 3000)
		summed := &Summary{Entries: []Entry{{Customer: name, Rank: decide.RankFine}}}
		for form, write := range map[string]func(io.Writer) error{
			"plan":    func(w io.Writer) error { return CSVRow(w, decide.Plan{Customer: name}) },
			"asset":   func(w io.Writer) error { return AssetsRow(w, decide.Plan{Customer: name}, nil, false) },
			"summary": func(w io.Writer) error { return WriteSummary(w, CSV, summed, nil) },
		} {
			var b bytes.Buffer
			if err := write(&b); err != nil || !strings.Contains(b.String(), name) {
				t.Errorf("%s: a long name did not come back whole: %v", form, err)
			}
		}
	}
}
