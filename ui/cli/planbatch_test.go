package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sendpath/decide/probe/probetest"
)

// runAs runs a command as on a certain day, without anybody's terminal.
func runAs(ctx context.Context, args ...string) (status status, stderr string) {
	var errs bytes.Buffer
	e := &environment{in: strings.NewReader(""), out: io.Discard, errs: &errs, getenv: func(string) string { return "" },
		now: func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }}
	return run(ctx, e, args), errs.String()
}

// A stoppable is a list of customers of whom the first few have an answer from half, and all from healthy.
type stoppable struct {
	dir, list     string
	half, healthy *probetest.Server
}

func newStoppable(t *testing.T, customers, answering int) stoppable {
	t.Helper()
	var csv, zone strings.Builder
	csv.WriteString("domain,login\n")
	for i := range customers {
		fmt.Fprintf(&csv, "c%d.example.com,none\n", i)
		fmt.Fprintf(&zone, "c%d.example.com MX 0 c%[1]d-example-com.mail.protection.outlook.com.\n", i)
	}
	healthy := probetest.DNS(t, zone.String())
	for i := answering; i < customers; i++ {
		fmt.Fprintf(&zone, "! c%d.example.com silent\n", i)
	}
	dir := t.TempDir()
	list := filepath.Join(dir, "customers.csv")
	if err := os.WriteFile(list, []byte(csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return stoppable{dir, list, probetest.DNS(t, zone.String()), healthy}
}

// run writes the batch's files into a folder of dir.
func (s stoppable) run(ctx context.Context, server *probetest.Server, into string, more ...string) (status, string) {
	args := append([]string{"plan", "--batch", s.list, "--format", "json", "--output", filepath.Join(s.dir, into), "--resolver", server.Addr.String()}, more...)
	return runAs(ctx, args...)
}

// stopAfter returns a context that ends when a folder of dir has as many records.
func (s stoppable) stopAfter(t *testing.T, finished int, into string) context.Context {
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		for range time.Tick(time.Millisecond) {
			if len(records(s.dir, into)) == finished {
				stop()
				return
			}
		}
	}()
	return ctx
}

// A batch is stopped in the middle, and goes on later: what was finished is neither lost nor made again,
// and in the end everything is as if nothing had happened.
func TestAStoppedBatchGoesOn(t *testing.T) {
	const customers, answering = 30, 12
	s := newStoppable(t, customers, answering)
	if got, said := s.run(s.stopAfter(t, answering, "stopped"), s.half, "stopped"); got != stopped || !strings.Contains(said, "--resume") {
		t.Fatalf("exit status %d: %s", got, said)
	}
	finished := records(s.dir, "stopped")
	if len(finished) != answering {
		t.Fatalf("%d records after the stop", len(finished))
	}

	if got, said := s.run(t.Context(), s.healthy, "stopped", "--resume"); got != problem {
		t.Fatalf("exit status %d: %s", got, said)
	}
	if got, said := s.run(t.Context(), s.healthy, "whole"); got != problem {
		t.Fatalf("exit status %d: %s", got, said)
	}
	after, whole := records(s.dir, "stopped"), records(s.dir, "whole")
	for name, info := range finished {
		if !os.SameFile(info, after[name]) || !after[name].ModTime().Equal(info.ModTime()) {
			t.Errorf("%s was made again", name)
		}
	}
	if len(after) != customers || len(whole) != customers {
		t.Fatalf("%d and %d records", len(after), len(whole))
	}
	for _, name := range []string{"summary.txt", "summary.csv", "summary.json", "summary.html"} {
		a, _ := os.ReadFile(filepath.Join(s.dir, "stopped", name))
		b, _ := os.ReadFile(filepath.Join(s.dir, "whole", name))
		if len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%s differs:\n%s\n%s", name, a, b)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "*", ".sendpath*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

func records(dir, name string) map[string]os.FileInfo {
	found := map[string]os.FileInfo{}
	paths, _ := filepath.Glob(filepath.Join(dir, name, "[0-9]*-*.json"))
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			found[filepath.Base(path)] = info
		}
	}
	return found
}
