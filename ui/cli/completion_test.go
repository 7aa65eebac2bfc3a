package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/words"
	"sendpath/render"
)

// say runs a command in memory and returns what it prints.
func say(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, s := called(t, "", args...)
	if s != done {
		t.Fatalf("%v: status %d, %s", args, s, errs)
	}
	return out
}

// suggestions are what a shell offers after these words.
func suggestions(t *testing.T, words ...string) []string {
	t.Helper()
	var list []string
	for line := range strings.Lines(say(t, append([]string{"__complete"}, words...)...)) {
		value, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if value != "" && !strings.HasPrefix(value, ":") {
			list = append(list, value)
		}
	}
	return list
}

func TestEveryShellsScriptIsOneTheShellCanRead(t *testing.T) {
	for _, shell := range []struct{ name, debianPackage string }{{"bash", "bash"}, {"zsh", "zsh"}, {"fish", "fish"}} {
		t.Run(shell.name, func(t *testing.T) {
			script := filepath.Join(t.TempDir(), "script")
			if err := os.WriteFile(script, []byte(say(t, "completion", shell.name)), 0o600); err != nil {
				t.Fatal(err)
			}
			if said, err := exec.Command(probetest.Need(t, shell.name, shell.debianPackage), "-n", script).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	if script := say(t, "completion", "powershell"); !strings.Contains(script, "Register-ArgumentCompleter") {
		t.Error("PowerShell's script registers nothing")
	}
}

func TestShellsCompleteWhatTheHelpLists(t *testing.T) {
	help := say(t, "help")
	for _, name := range suggestions(t, "") {
		if !strings.Contains(help, "\n  "+name) {
			t.Errorf("%s is completed and not in the help", name)
		}
	}
	if got := suggestions(t, "completion", ""); !slices.Equal(got, shellNames()) {
		t.Errorf("shells: %v", got)
	}
}

func TestShellsCompleteTheValuesOfAnswers(t *testing.T) {
	for i := range decide.Device.Questions {
		q := &decide.Device.Questions[i]
		if got := suggestions(t, "plan", "--"+flagName(q), ""); !slices.Equal(got, values(q)) {
			t.Errorf("%s: %v instead of %v", q.Name(), got, values(q))
		}
	}
	for command, want := range map[string][]string{
		"plan --lang": words.Tags(), "plan --format": namesOf(planFormats()), "servers --format": namesOf(render.ServerFormats()),
		"plan --relay-upstream": strings.Split(upstreamList(), ", "), "servers --protocol": {overJSON},
		"check --method": methodNames(), "diagnose --method": methodNames(), "check --network": {"same", "elsewhere"},
		"check --skip": {"public-address", "blocklist"},
	} {
		if got := suggestions(t, append(strings.Fields(command), "")...); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", command, got, want)
		}
	}
}

// Where the help says FILE, the shell offers files, and nowhere else.
func TestShellsCompleteFiles(t *testing.T) {
	for _, c := range commands {
		for line := range strings.Lines(say(t, "help", c.name)) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
			if !strings.HasPrefix(name, "--") || value == "" || strings.HasPrefix(value, " ") {
				continue
			}
			value, _, _ = strings.Cut(value, " ")
			offered := say(t, "__complete", c.name, name, "")
			if files := strings.HasSuffix(strings.TrimSpace(offered), ":0"); files != strings.Contains(value, "FILE") {
				t.Errorf("%s %s %s: %s", c.name, name, value, offered)
			}
		}
	}
}

func TestWithoutAKnownShellItSaysWhichThereAre(t *testing.T) {
	for _, args := range [][]string{{"completion"}, {"completion", "tcsh"}, {"completion", "bash", "zsh"}} {
		if _, errs, s := called(t, "", args...); s != misused || !strings.Contains(errs, "powershell") {
			t.Errorf("%v: status %d, %s", args, s, errs)
		}
	}
}
