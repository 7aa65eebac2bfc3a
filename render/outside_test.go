package render

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/probe/probetest"
)

// These tests ask programs from outside: a parser of PowerShell and a browser, both driven by node.
// SENDPATH_NODE_MODULES names a folder node_modules with the packages; with SENDPATH_CI=1 and without
// it they are installed into a temporary folder.

var packages = []string{"web-tree-sitter@0.27.1", "tree-sitter-powershell@0.26.4", "playwright-core@1.65", "axe-core@4.14"}

func nodeModules(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("SENDPATH_NODE_MODULES"); dir != "" {
		return dir
	}
	if os.Getenv("SENDPATH_CI") != "1" {
		t.Skip("SENDPATH_NODE_MODULES names no folder with " + strings.Join(packages, " "))
	}
	dir := t.TempDir()
	install := exec.Command(probetest.Need(t, "npm", "npm"), append([]string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts"}, packages...)...)
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v\n%s", err, out)
	}
	return filepath.Join(dir, "node_modules")
}

// node runs a script of testdata and returns what it printed.
func node(t *testing.T, script string, args ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), probetest.Need(t, "node", "nodejs"), append([]string{filepath.Join("testdata", script)}, args...)...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return out
}

func save(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// nextHostile gives the hostile texts in turn, each with a number.
func nextHostile() func() string {
	i := 0
	return numbered(func() string {
		i++
		return hostile[i%len(hostile)]
	})
}

func TestScriptsParse(t *testing.T) {
	modules := nodeModules(t)
	args := []string{modules, save(t, "hostile.ps1", written(t, PowerShell, filled(nextHostile())))}
	for _, s := range stories() {
		if p := s.plan(); len(p.Script) > 0 {
			args = append(args, save(t, s.name+".ps1", written(t, PowerShell, p)))
		}
	}
	if out := node(t, "powershell.cjs", args...); len(out) > 0 {
		t.Errorf("syntax errors:\n%s", out)
	}
	if out := node(t, "powershell.cjs", modules, save(t, "broken.ps1", []byte("Get-Thing -Name 'a\n"))); len(out) == 0 {
		t.Error("the parser takes anything")
	}
}

// What the browser saw.
type seen struct {
	Requests, Complaints, Violations, Progress []string
	Copies, CopiesTheOldWay                    []copied
	Ticks                                      []bool
	Hacked                                     bool
}

type copied struct{ Name, Text string }

// Every value is copied byte by byte, what was ticked is there after a reload, nothing is loaded from
// anywhere, and no text of the plan becomes script, in a page opened from disk.
func TestSheetInABrowser(t *testing.T) {
	chromium, modules := probetest.Need(t, "chromium", "chromium"), nodeModules(t)
	for name, p := range map[string]decide.Plan{"relay": stories()[0].plan(), "hostile": filled(nextHostile())} {
		t.Run(name, func(t *testing.T) {
			sheet := save(t, "sheet.html", written(t, HTML, p))
			var got seen
			if err := json.Unmarshal(node(t, "browser.cjs", modules, chromium, sheet), &got); err != nil {
				t.Fatal(err)
			}
			checkCopies(t, p, got.Copies)
			checkCopies(t, p, got.CopiesTheOldWay)
			checkTicks(t, len(p.Steps), got)
			if slices.ContainsFunc(got.Requests, func(url string) bool { return url != "file://"+sheet }) {
				t.Errorf("the page asked for %q", got.Requests)
			}
			if len(got.Complaints) > 0 || got.Hacked {
				t.Errorf("script ran or was refused: %q", got.Complaints)
			}
			if len(got.Violations) > 0 {
				t.Errorf("not accessible: %q", got.Violations)
			}
		})
	}
}

func checkCopies(t *testing.T, p decide.Plan, got []copied) {
	t.Helper()
	var want []string
	for _, part := range compose(p, nil).Sections {
		for _, v := range part.Values {
			if v.Type && v.Value != "" {
				want = append(want, clean.Line(v.Value, 0))
			}
		}
		if part.Code != "" {
			want = append(want, part.Code)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d buttons for %d values", len(got), len(want))
	}
	for i := range want {
		if got[i].Text != want[i] {
			t.Errorf("%s gives %q, not %q", got[i].Name, got[i].Text, want[i])
		}
	}
}

// The first and the last step were ticked, then the page was loaded again.
func checkTicks(t *testing.T, steps int, got seen) {
	t.Helper()
	for i, ticked := range got.Ticks {
		if want := i == 0 || i == steps-1; ticked != want {
			t.Errorf("step %d ticked: %v", i+1, ticked)
		}
	}
	if len(got.Ticks) != steps || !slices.Equal(got.Progress, []string{fmt.Sprintf("2 of %d done", steps)}) {
		t.Errorf("%d boxes for %d steps, %q", len(got.Ticks), steps, got.Progress)
	}
}
