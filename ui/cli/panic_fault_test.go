//go:build unix

package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sendpath/decide/probe/probetest"
)

// private is what the panics here say, and no report may repeat.
const private = "hunter2 of scanner@contoso.com"

// breaking runs a command whose clock panics when it is read for the nth time, counted from 0.
func breaking(t *testing.T, nth int64, input string, args ...string) (ended status, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	var reads atomic.Int64
	e := &environment{in: strings.NewReader(input), out: &out, errs: &errs, getenv: func(string) string { return "" },
		now: func() time.Time {
			if reads.Add(1) == nth+1 {
				panic(private)
			}
			return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		}}
	ended = run(t.Context(), e, args)
	if text := out.String() + errs.String(); strings.Contains(text, "hunter2") || strings.Contains(text, "scanner@") || strings.Contains(text, "goroutine ") {
		t.Errorf("%q repeats what is private, or is a stack trace: %s", args, text)
	}
	return ended, out.String(), errs.String()
}

// A panic in a command, in a goroutine behind it, or behind a question that is open ends it with one clear
// line, what to do, and the place.
func TestAPanicIsToldClearly(t *testing.T) {
	dns := probetest.DNS(t, zone).Addr.String()
	for _, tt := range []struct {
		name, input string
		args        []string
	}{
		{"command", "", []string{"plan", "--domain", "example.com", "--offline"}},
		{"DNS", "", []string{"plan", "--domain", "example.com", "--as-of", faultDay, "--resolver", dns}},
		{"plain prompts", "example.com\n\n\n\n\n\n", []string{"--plain", "--as-of", faultDay, "--resolver", dns}},
		{"protocol", "\"example.com\"\n{\"next\":true}\n{\"next\":true}\n", []string{"--protocol", "json", "--as-of", faultDay, "--resolver", dns}},
		{"check", "", []string{"check", "example.com", "--as-of", faultDay, "--resolver", dns, "--skip", "public-address,blocklist"}},
		{"spf", "", []string{"spf", "example.com", "--as-of", faultDay, "--resolver", dns}},
		{"in Italian", "", []string{"plan", "--domain", "example.com", "--offline", "--lang", "it"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ended, _, said := breaking(t, 0, tt.input, tt.args...)
			if ended != misused || !strings.Contains(said, "error") || !strings.Contains(said, "hint") && tt.name != "in Italian" || !strings.Contains(said, "  ui/cli.") {
				t.Errorf("exit status %d: %s", ended, said)
			}
		})
	}
}

// A row that the program breaks on is one bad row: the others have their plans, and the exit status says
// that a row is missing.
func TestAPanicCostsOneRow(t *testing.T) {
	list := customerList(t, 3)
	for range 3 {
		ended, printed, said := breaking(t, 3, "", "plan", "--batch", list, "--format", "json", "--offline")
		plans, bad := 0, 0
		for line := range strings.Lines(printed) {
			var row struct {
				Domain string
				Errors []string
			}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			if len(row.Errors) == 1 && strings.Contains(row.Errors[0], "sendpath itself has a fault") {
				bad++
			} else if row.Domain != "" {
				plans++
			}
		}
		if ended != misused || plans != 2 || bad != 1 || !strings.Contains(said, "1 of 3 rows") {
			t.Errorf("exit status %d with %d plans and %d bad rows: %s\n%s", ended, plans, bad, said, printed)
		}
	}
}

func TestAPanicCostsOneSavedPlan(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plans")
	if ended, said := runAs(t.Context(), "plan", "--batch", customerList(t, 3), "--format", "json", "--output", dir, "--offline"); ended == misused {
		t.Fatalf("exit status %d: %s", ended, said)
	}
	ended, printed, said := breaking(t, 1, "", "check", "--batch", dir, "--json", "--offline")
	if ended != misused || strings.Count(printed, "\n") != 3 || !strings.Contains(said, "1 of 3 saved plans") {
		t.Errorf("exit status %d: %s\n%s", ended, said, printed)
	}
	if strings.Count(printed, fmt.Sprintf("%q:%q", "status", "ok")) > 0 {
		t.Errorf("what is not known counts as fine: %s", printed)
	}
}
