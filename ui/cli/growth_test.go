package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Ten times the rows are at most about ten times the work of a batch, as far as allocations tell.
func TestWorkGrowsWithTheRows(t *testing.T) {
	before, after := batchAllocations(t, 100), batchAllocations(t, 1_000)
	if after > 11*before {
		t.Errorf("100 rows are %.0f allocations, 1,000 are %.0f", before, after)
	}
}

func batchAllocations(t *testing.T, rows int) float64 {
	csv := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(csv, []byte(customers(rows)), 0o600); err != nil {
		t.Fatal(err)
	}
	return testing.AllocsPerRun(1, func() {
		e := &environment{in: strings.NewReader(""), out: io.Discard, errs: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
		if got := run(context.Background(), e, []string{"plan", "--batch", csv, "--format", "json", "--offline"}); got != done {
			t.Fatalf("exit status %d", got)
		}
	})
}
