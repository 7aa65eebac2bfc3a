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

// A batch is stopped in the middle, and goes on later: what was finished is neither lost nor made again,
// and in the end everything is as if nothing had happened.
func TestAStoppedBatchGoesOn(t *testing.T) {
	const customers, answering = 30, 12
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
	half := probetest.DNS(t, zone.String())
	dir := t.TempDir()
	list := filepath.Join(dir, "customers.csv")
	if err := os.WriteFile(list, []byte(csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	batch := func(ctx context.Context, server *probetest.Server, into string, more ...string) (status, string) {
		args := append([]string{"plan", "--batch", list, "--format", "json", "--output", filepath.Join(dir, into), "--resolver", server.Addr.String()}, more...)
		return runAs(ctx, args...)
	}

	ctx, stop := context.WithCancel(t.Context())
	go func() {
		for range time.Tick(time.Millisecond) {
			if len(records(dir, "stopped")) == answering {
				stop()
				return
			}
		}
	}()
	if got, said := batch(ctx, half, "stopped"); got != stopped || !strings.Contains(said, "--resume") {
		t.Fatalf("exit status %d: %s", got, said)
	}
	finished := records(dir, "stopped")
	if len(finished) != answering {
		t.Fatalf("%d records after the stop", len(finished))
	}

	if got, said := batch(t.Context(), healthy, "stopped", "--resume"); got != problem {
		t.Fatalf("exit status %d: %s", got, said)
	}
	if got, said := batch(t.Context(), healthy, "whole"); got != problem {
		t.Fatalf("exit status %d: %s", got, said)
	}
	after, whole := records(dir, "stopped"), records(dir, "whole")
	for name, info := range finished {
		if !os.SameFile(info, after[name]) || !after[name].ModTime().Equal(info.ModTime()) {
			t.Errorf("%s was made again", name)
		}
	}
	if len(after) != customers || len(whole) != customers {
		t.Fatalf("%d and %d records", len(after), len(whole))
	}
	for _, name := range []string{"summary.txt", "summary.csv", "summary.json", "summary.html"} {
		a, _ := os.ReadFile(filepath.Join(dir, "stopped", name))
		b, _ := os.ReadFile(filepath.Join(dir, "whole", name))
		if len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%s differs:\n%s\n%s", name, a, b)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*", ".sendpath*")); len(left) > 0 {
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
