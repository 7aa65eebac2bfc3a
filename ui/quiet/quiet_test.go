//go:build !windows

package quiet

import (
	"os"
	"testing"
)

func TestRestorePutsTheTerminalBack(t *testing.T) {
	t.Cleanup(func() { os.Setenv("TERM", term) })
	if got := os.Getenv("TERM"); got != "dumb" {
		t.Fatalf("while packages are initialised TERM is %q, want dumb", got)
	}
	Restore()
	got, has := os.LookupEnv("TERM")
	if got != term || has != had {
		t.Errorf("after Restore TERM is %q (set: %v), before it was %q (set: %v)", got, has, term, had)
	}
}
