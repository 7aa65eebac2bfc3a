//go:build !windows

package ui

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sendpath/decide"
	"sendpath/render"
)

// savingIn is the environment variable that makes TestSavingHelper save in that folder until it is killed.
const savingIn = "SENDPATH_TEST_SAVING"

// savedKinds are the files of a saved plan.
func savedKinds(folder string) []savedFile {
	name := filepath.Join(folder, "contoso.com")
	return []savedFile{{name: name + ".yaml", answers: true}, {name: name + ".txt", format: render.Text},
		{name: name + ".html", format: render.HTML}, {name: name + ".json", format: render.JSON}}
}

// savedPapers are two plans whose files differ in content and length.
func savedPapers() [2]paper {
	office := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Customer, strings.Repeat("Contoso ", 10))
	relay := office.With(decide.StaticIP, decide.Yes).With(decide.PublicIPs, "198.51.100.7").With(decide.Login, decide.LoginNone)
	decided := func(a decide.Answers) paper {
		return devicePaper{decide.Decide(decide.Case{Answers: a, AsOf: "2026-11-21"}, nil)}
	}
	return [2]paper{decided(office), decided(relay)}
}

// TestSavingHelper is not a test: it is what the next one kills.
func TestSavingHelper(t *testing.T) {
	folder := os.Getenv(savingIn)
	if folder == "" {
		t.Skip("only started by TestAKilledSaveLeavesWholeFiles")
	}
	papers, state := savedPapers(), newKeeper(filepath.Join(folder, "state", "unfinished.json"), decide.Form{})
	for i := 0; ; i++ {
		if err := writeFiles(savedKinds(folder), papers[i%2], nil, i > 0); err != nil {
			fmt.Println("error:", err)
			os.Exit(2)
		}
		kept := unfinished{Saved: clock, About: decide.Device.Name, Asked: []string{"domain"},
			Answers: map[string]string{"domain": strings.Repeat("x", 1+i%60) + ".example.com"}}
		if err := state.write(state.turn(), kept); err != nil {
			fmt.Println("error:", err)
			os.Exit(2)
		}
		fmt.Println("saved")
	}
}

// Killed at any moment, also while the first files are made: each file is one plan's or the other's,
// whole; the unfinished run can be read; and saving goes on from there.
func TestAKilledSaveLeavesWholeFiles(t *testing.T) {
	rounds := 24
	if testing.Short() {
		rounds = 6
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	papers := savedPapers()
	for round := range rounds {
		random := rand.New(rand.NewPCG(uint64(round), 0))
		folder := t.TempDir()
		cmd := exec.CommandContext(t.Context(), self, "-test.run", "^TestSavingHelper$")
		cmd.Env = append(os.Environ(), savingIn+"="+folder)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		if round%3 == 0 { // in the middle of the first time
			waitForFiles(t, folder, 1+random.IntN(6), lines)
		} else {
			for range 1 + random.IntN(12) {
				if !lines.Scan() || lines.Text() != "saved" {
					t.Fatalf("saving ended: %q", lines.Text())
				}
			}
		}
		cmd.Process.Kill()
		cmd.Wait()
		checkSavedWhole(t, folder, papers)
		if err := writeFiles(savedKinds(folder), papers[0], nil, true); err != nil {
			t.Errorf("saving does not go on: %v", err)
		}
	}
}

// waitForFiles waits until a folder has n files, temporary ones among them. What saves them must not end first.
func waitForFiles(t *testing.T, folder string, n int, said *bufio.Scanner) {
	t.Helper()
	ended := make(chan string, 1)
	go func() {
		last := ""
		for said.Scan() {
			last = said.Text()
		}
		ended <- last
	}()
	for {
		if entries, _ := os.ReadDir(folder); len(entries) >= n {
			return
		}
		select {
		case last := <-ended:
			t.Fatalf("saving ended: %q", last)
		default:
		}
	}
}

func checkSavedWhole(t *testing.T, folder string, papers [2]paper) {
	t.Helper()
	for _, f := range savedKinds(folder) {
		got, err := os.ReadFile(f.name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		first, _ := f.content(papers[0], nil)
		second, _ := f.content(papers[1], nil)
		if string(got) != string(first) && string(got) != string(second) {
			t.Errorf("%s is neither plan's: %d octets, not %d or %d", filepath.Base(f.name), len(got), len(first), len(second))
		}
	}
	state := filepath.Join(folder, "state", "unfinished.json")
	if content, err := os.ReadFile(state); err == nil && readUnfinished(state, decide.Form{}).Answers == nil {
		t.Errorf("the unfinished run is not readable: %q", content)
	}
}

// Where one file cannot be written, none is: what was there stays, nothing is left beside it, and the
// error names the file.
func TestSavingIsAllOrNothing(t *testing.T) {
	papers := savedPapers()
	for _, replace := range []bool{false, true} {
		folder := t.TempDir()
		files := savedKinds(folder)
		if replace {
			if err := writeFiles(files[:2], papers[0], nil, false); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Join(files[3].name, "kept"), 0o755); err != nil {
				t.Fatal(err)
			}
		} else {
			files[3].name = filepath.Join(folder, "nowhere", "contoso.com.json")
		}
		before := contents(t, folder)
		err := writeFiles(files, papers[1], nil, replace)
		if err == nil || !strings.Contains(err.Error(), files[3].name) || strings.Contains(err.Error(), ".sendpath-") {
			t.Errorf("replace %t: the error is %v", replace, err)
		}
		if after := contents(t, folder); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("replace %t: before %d files, after %d", replace, len(before), len(after))
		}
	}
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The wizard says that saving failed, keeps the plan on the screen and saves under another name.
func TestSavingWhereNothingCanBeWritten(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, []byte("former"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := play(newTestModel(80, 24), append(append([]string{}, office...), "enter", "s", "ctrl+u", filepath.Join(file, "plan"), "enter")...)
	if m.screen != saving || m.save.busy {
		t.Fatalf("the screen is\n%s", m.View())
	}
	shows(t, m, "could not be saved: ", "under another name")
	m = play(m, "ctrl+u", filepath.Join(folder, "plan"), "enter")
	if m.screen != showing || len(m.savedTo) != 4 {
		t.Errorf("saving under another name gives\n%s", m.View())
	}
}

// A file that somebody makes between the look and the writing is not lost.
func TestWhatAppearsMeanwhileIsKept(t *testing.T) {
	name := filepath.Join(t.TempDir(), "plan.txt")
	d, err := newDraft(name, []byte("ours"), 0o644)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	var there alreadyThere
	if err := d.place(false); !errors.As(err, &there) {
		t.Errorf("the error is %v", err)
	}
	if content, _ := os.ReadFile(name); string(content) != "theirs" {
		t.Errorf("the file holds %q", content)
	}
	if err := about("plan.txt", &fs.PathError{Op: "open", Path: ".sendpath-1", Err: syscall.ENOSPC}); !errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), ".sendpath") {
		t.Errorf("%v", err)
	}
}
