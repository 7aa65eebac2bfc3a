//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// faultDay is the day of every run here: whole runs can then be compared octet by octet.
const faultDay = "2026-11-22"

// program is the real program; TestMain lets the test binary be it.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"sendpath"}, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "XDG_STATE_HOME="+t.TempDir())
	return cmd
}

// ends runs a command to its end and returns its exit status and what it said.
func ends(t *testing.T, cmd *exec.Cmd) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	cmd.Stderr = &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// customerList writes a list of so many customers; every seventh row cannot be used.
func customerList(t *testing.T, count int) string {
	t.Helper()
	var list strings.Builder
	list.WriteString("customer,domain,login,tls\n")
	for i := range count {
		encryption := "1.2"
		if i%7 == 3 {
			encryption = "some"
		}
		fmt.Fprintf(&list, "Customer %d,c%d.example.com,none,%s\n", i, i, encryption)
	}
	path := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(path, []byte(list.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tree is the content of each file below a directory, hidden ones included.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, dir+"/")] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sameTree compares two directories octet by octet.
func sameTree(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, content := range want {
		if got[name] != content {
			t.Errorf("%s differs:\n--- got\n%.400s\n--- want\n%.400s", name, got[name], content)
		}
	}
	for name := range got {
		if _, expected := want[name]; !expected {
			t.Errorf("%s is left behind", name)
		}
	}
}

// killAfter starts a command and kills it as soon as the directory has n files, temporary ones among
// them. It reports whether the command ended by itself before that.
func killAfter(t *testing.T, cmd *exec.Cmd, dir string, n int) (finished bool) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	for {
		select {
		case <-ended:
			return true
		default:
		}
		if entries, _ := os.ReadDir(dir); len(entries) >= n {
			cmd.Process.Kill()
			<-ended
			return cmd.ProcessState.ExitCode() >= 0
		}
	}
}

// Killed at any moment and however often: what is finished is whole and stays as it is, what is half
// written is never taken for a result, and in the end everything is as if nothing had happened.
func TestAKilledBatchLosesNothing(t *testing.T) {
	rounds, seed := 8, uint64(1)
	if testing.Short() {
		rounds = 2
	}
	list := customerList(t, 40)
	batch := func(dir string, more ...string) *exec.Cmd {
		return program(t, append([]string{"plan", "--batch", list, "--format", "json", "--format", "html", "--output", dir, "--offline", "--as-of", faultDay}, more...)...)
	}
	whole := t.TempDir()
	wantCode, _, wantSaid := ends(t, batch(whole))
	want := tree(t, whole)
	if wantCode != int(misused) || len(want) < 70 {
		t.Fatalf("exit status %d with %d files: %s", wantCode, len(want), wantSaid)
	}
	for round := range rounds {
		t.Run(fmt.Sprint("seed ", seed+uint64(round)), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed+uint64(round), 0))
			dir := t.TempDir()
			kept := map[string]fs.FileInfo{}
			for n, kills := 0, 0; n < len(want) && kills < 12; kills++ {
				n += 1 + random.IntN(len(want)/6)
				if killAfter(t, batch(dir, "--resume"), dir, n) {
					break
				}
				stillKept(t, dir, kept, want)
			}
			code, _, said := ends(t, batch(dir, "--resume"))
			if code != wantCode {
				t.Errorf("exit status %d, want %d: %s", code, wantCode, said)
			}
			stillKept(t, dir, kept, want)
			sameTree(t, tree(t, dir), want)
		})
	}
}

// stillKept looks at what a killed run left: each visible file is whole, and each record that stood there
// before is the same file as before.
func stillKept(t *testing.T, dir string, kept map[string]fs.FileInfo, want map[string]string) {
	t.Helper()
	for name, content := range tree(t, dir) {
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, summaryName) {
			continue // temporary; or a summary, which says itself that it is of a part
		}
		if content != want[name] {
			t.Errorf("%s is not whole: %d octets of %d", name, len(content), len(want[name]))
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		before, known := kept[name]
		if known && strings.HasSuffix(name, ".json") && (!os.SameFile(before, info) || !before.ModTime().Equal(info.ModTime())) {
			t.Errorf("%s was finished and is made again", name)
		}
		kept[name] = info
	}
}

// killAfterLines starts a command, reads n lines of its output and kills it. It returns all that the
// command had written by then.
func killAfterLines(t *testing.T, cmd *exec.Cmd, n int) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	var text strings.Builder
	for range n {
		line, err := lines.ReadString('\n')
		text.WriteString(line)
		if err != nil {
			break
		}
	}
	cmd.Process.Kill()
	rest, _ := io.ReadAll(lines)
	cmd.Wait()
	return text.String() + string(rest)
}

// What a killed batch has printed are whole lines, as an uninterrupted one prints them, but perhaps for
// the last; and a check of that output says so of the line that is half.
func TestAKilledBatchPrintsWholeLines(t *testing.T) {
	list := customerList(t, 300)
	args := []string{"plan", "--batch", list, "--format", "json", "--offline", "--as-of", faultDay}
	_, whole, _ := ends(t, program(t, args...))
	random := rand.New(rand.NewPCG(2, 0))
	for range 4 {
		printed := killAfterLines(t, program(t, args...), random.IntN(300))
		if !strings.HasPrefix(whole, printed) {
			t.Fatalf("%d octets are not the beginning of what a whole run prints", len(printed))
		}
		lines := strings.SplitAfter(whole[:min(len(whole), len(printed)+4000)], "\n")
		checkHalf(t, lines, random)
	}
}

// checkHalf cuts the last line somewhere and checks the file.
func checkHalf(t *testing.T, lines []string, random *rand.Rand) {
	t.Helper()
	plans := 0
	var file strings.Builder
	for _, line := range lines {
		if plans < 5 && strings.HasSuffix(line, "\n") {
			file.WriteString(line)
			if !strings.HasPrefix(line, `{"schema":1,"row":`) {
				plans++
			}
		}
	}
	file.WriteString(lines[0][:1+random.IntN(len(lines[0])-2)])
	path := filepath.Join(t.TempDir(), "plans.json")
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, said := ends(t, program(t, "check", "--batch", path, "--offline", "--as-of", faultDay))
	if code != int(misused) || !strings.Contains(said, fmt.Sprintf("1 of %d saved plans cannot be read", plans+1)) {
		t.Errorf("exit status %d for %d plans and a half: %s", code, plans, said)
	}
}

// A check of many plans only reads: killed after any line it has changed nothing, and the next one says
// what an uninterrupted one says. A record that was cut off is named and counts as read by nobody.
func TestAKilledCheckChangesNothing(t *testing.T) {
	dir := t.TempDir()
	ends(t, program(t, "plan", "--batch", customerList(t, 60), "--format", "json", "--output", dir, "--offline", "--as-of", faultDay))
	before := tree(t, dir)
	args := []string{"check", "--batch", dir, "--json", "--offline", "--as-of", faultDay}
	_, whole, _ := ends(t, program(t, args...))
	random := rand.New(rand.NewPCG(3, 0))
	for range 5 {
		printed := killAfterLines(t, program(t, args...), 1+random.IntN(50))
		if !strings.HasPrefix(whole, printed) {
			t.Errorf("a killed check printed something else than a whole one: %.300s", printed)
		}
		for line := range strings.Lines(printed) {
			if strings.HasSuffix(line, "\n") && !json.Valid([]byte(line)) {
				t.Errorf("a line is no JSON: %.300s", line)
			}
		}
	}
	sameTree(t, tree(t, dir), before)

	cut := filepath.Join(dir, "2-c0.example.com.json")
	record, err := os.ReadFile(cut)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := os.WriteFile(cut, record[:random.IntN(len(record)-2)], 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, said := ends(t, program(t, args...))
		if code != int(misused) || !strings.Contains(said, "2-c0.example.com.json: ") || !strings.Contains(said, "saved plans cannot be read") {
			t.Errorf("exit status %d: %s", code, said)
		}
	}
}

// A listening is the listen command as a process that adds to an answers file, after a device was there: all
// that is left to do is to write, as soon as it is told to end.
type listening struct {
	*exec.Cmd
	ended chan struct{}
}

// heardADevice starts the command and waits until the device is done.
func heardADevice(t *testing.T, file string) listening {
	t.Helper()
	cmd := program(t, "listen", "--addr", "127.0.0.1", "--for", "1m", "--answers", file)
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(errs)
	until := func(lead string) (rest string) {
		for said.Scan() {
			if _, rest, found := strings.Cut(said.Text(), lead); found {
				return rest
			}
		}
		t.Fatalf("%q is never said", lead)
		return ""
	}
	sendAsDevice(t, "127.0.0.1:"+until("Port: "), &tls.Config{})
	until("127.0.0.1 is done")
	l := listening{cmd, make(chan struct{})}
	go func() {
		for said.Scan() {
		}
		cmd.Wait()
		close(l.ended)
	}()
	return l
}

// killWhenWritten kills the command as soon as a folder holds so many octets in a file that is not the one of
// before, or is not as it was then. A command that ends before is not killed.
func (l listening) killWhenWritten(dir string, octets int64, before fs.FileInfo) {
	for {
		select {
		case <-l.ended:
			return
		default:
		}
		entries, _ := os.ReadDir(dir)
		for _, entry := range entries {
			info, err := entry.Info()
			if err != nil || os.SameFile(before, info) && info.ModTime().Equal(before.ModTime()) {
				continue
			}
			if info.Size() >= octets {
				l.Process.Kill()
				<-l.ended
				return
			}
		}
	}
}

// Killed at any moment while it adds what a device showed to a file, listen leaves the file as it was, or with
// everything added; what it was writing is in nobody's way.
func TestAKilledListenLeavesTheAnswersWhole(t *testing.T) {
	rounds := 8
	if testing.Short() {
		rounds = 2
	}
	before := strings.Repeat("# what somebody noted about this customer\n", 20_000) + "domain: contoso.com\ntls: unknown\n"
	after := strings.Replace(before, "tls: unknown", `tls: "1.2"`, 1) + "login: password\nsender: scanner@contoso.com\n"
	random := rand.New(rand.NewPCG(4, 0))
	var dir, file string
	for range rounds {
		dir = t.TempDir()
		file = filepath.Join(dir, "answers.yaml")
		save(t, file, before)
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		run, octets := heardADevice(t, file), random.Int64N(int64(len(after)))
		run.Process.Signal(os.Interrupt)
		run.killWhenWritten(dir, octets, info)
		if content := tree(t, dir)["answers.yaml"]; content != before && content != after {
			t.Fatalf("killed behind %d octets: %d are there, of %d or %d", octets, len(content), len(before), len(after))
		}
		if code, _, said := ends(t, program(t, "plan", "--answers", file, "--offline")); code != int(done) {
			t.Errorf("killed behind %d octets: exit status %d: %s", octets, code, said)
		}
	}
	save(t, file, before) // beside what the last kill left
	run := heardADevice(t, file)
	run.Process.Signal(os.Interrupt)
	<-run.ended
	if content := tree(t, dir)["answers.yaml"]; run.ProcessState.ExitCode() != int(stopped) || content != after {
		t.Errorf("exit status %d, %d octets, want %d", run.ProcessState.ExitCode(), len(content), len(after))
	}
}

// A record that a crash cut off is not taken for finished, and what a killed run left half-written does
// not stop the next one, not even one with the same process number, as programs in containers have.
func TestLeftoversOfAKilledRun(t *testing.T) {
	dir := t.TempDir()
	list := customerList(t, 3)
	batch := []string{"plan", "--batch", list, "--format", "json", "--output", dir, "--offline", "--as-of", faultDay}
	ends(t, program(t, batch...))
	want := tree(t, dir)
	record := filepath.Join(dir, "2-c0.example.com.json")
	if err := os.WriteFile(record, []byte(want["2-c0.example.com.json"][:700]), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{fmt.Sprintf(".sendpath-%d-2-c0.example.com.json", os.Getpid()), ".sendpath-1-summary.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFile(filepath.Join(dir, "2-c0.example.com.json"), []byte("{}"), true); err != nil {
		t.Errorf("a leftover stops writing: %v", err)
	}
	ends(t, program(t, append(batch, "--resume")...))
	sameTree(t, tree(t, dir), want)
}
