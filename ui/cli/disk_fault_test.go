//go:build linux

package cli

import (
	"errors"
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

// onSmallDisk runs a shell script in a file system of its own, of so many KiB, that ends with it. Before
// the end the script may copy what there is to $OUT, which is returned. "run N COMMAND" wants exit status
// N, and keeps what the command said in $OUT/said.
func onSmallDisk(t *testing.T, kib int, script string) (out string) {
	t.Helper()
	flags := "-m"
	if os.Getuid() != 0 {
		flags = "-rm"
	}
	if err := exec.Command("unshare", flags, "mount", "-t", "tmpfs", "tmpfs", t.TempDir()).Run(); err != nil {
		t.Skipf("no file system of its own here (unshare, package util-linux): %v", err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin, out := t.TempDir(), t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "sendpath")); err != nil {
		t.Fatal(err)
	}
	const prelude = `
		run() { want=$1; shift; "$@" 2>>"$OUT/said"; got=$?; [ $got = $want ] || { echo "exit status $got, want $want: $*" >&2; cat "$OUT/said" >&2; exit 1; }; }
		fill() { cat /dev/zero >filler 2>/dev/null; true; }
		mount -t tmpfs -o size=${KIB}k tmpfs "$DISK" && cd "$DISK" || exit 1
	`
	cmd := exec.CommandContext(t.Context(), "unshare", flags, "sh", "-c", prelude+script)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "PATH="+bin+":"+os.Getenv("PATH"), "DISK="+t.TempDir(), "OUT="+out, fmt.Sprint("KIB=", kib))
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return out
}

func readFile(t *testing.T, elements ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(elements...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// On a full disk nothing is written by halves: the former file stays as it was, no temporary one is left,
// and the error names the file.
func TestAFullDiskLeavesTheFormerFile(t *testing.T) {
	out := onSmallDisk(t, 256, `
		echo former >plan.html
		echo 'domain: contoso.com' >answers.yaml
		fill
		run 2 sendpath plan --answers answers.yaml --offline --format html --output plan.html --force
		run 2 sendpath plan --answers answers.yaml --offline --format json --output record.json
		run 2 sendpath plan --answers answers.yaml --offline --format html --format text --output folder
		run 2 sendpath plan --answers answers.yaml --offline >printed
		run 2 sendpath servers --domains contoso.com --direction to-microsoft --server other --hybrid-wizard no --identify-by certificate --certificate-name contoso.com --mx-now microsoft --offline --output servers.txt
		rm filler printed
		cp -a . "$OUT/disk"
	`)
	sameTree(t, tree(t, filepath.Join(out, "disk")), map[string]string{"plan.html": "former\n", "answers.yaml": "domain: contoso.com\n"})
	said := readFile(t, out, "said")
	for _, name := range []string{`"plan.html"`, `"record.json"`, `"folder`, `"servers.txt"`, "standard output"} {
		if !strings.Contains(said, "error: "+name) || strings.Count(said, "error: ") != 5 {
			t.Errorf("%s is not named:\n%s", name, said)
		}
	}
}

// A batch that the disk is too small for: what is there is whole, and with room --resume makes the rest.
func TestABatchOnAFullDiskGoesOn(t *testing.T) {
	list := customerList(t, 30)
	whole := t.TempDir()
	command := "plan --batch " + list + " --format json --format html --offline --as-of " + faultDay
	ends(t, program(t, append(strings.Fields(command), "--output", whole)...))
	out := onSmallDisk(t, 4096, `
		dd if=/dev/zero of=filler bs=1k count=3700 2>/dev/null
		run 2 sendpath `+command+` --output plans
		cp -a plans "$OUT/full"
		rm filler
		run 2 sendpath `+command+` --output plans --resume
		cp -a plans "$OUT/plans"
	`)
	want := tree(t, whole)
	full := tree(t, filepath.Join(out, "full"))
	if len(full) == 0 || len(full) >= len(want)-4 {
		t.Fatalf("%d files of %d on the full disk: it was not full at the right time", len(full), len(want))
	}
	for name, content := range full {
		if strings.HasPrefix(name, summaryName) {
			continue // it names the rows that could not be written
		}
		if content != want[name] {
			t.Errorf("%s is not whole, or should not be there", name)
		}
	}
	sameTree(t, tree(t, filepath.Join(out, "plans")), want)
	if said := readFile(t, out, "said"); !strings.Contains(said, "cannot be written") {
		t.Errorf("no word about the disk: %.500s", said)
	}
}

func TestAReadOnlyFolder(t *testing.T) {
	list := customerList(t, 3)
	out := onSmallDisk(t, 1024, `
		mkdir plans && echo former >plans/2-c0.example.com.json && echo 'tls: "1.2"' >answers.yaml
		mount -o remount,ro "$DISK"
		run 2 sendpath plan --batch `+list+` --format json --offline --output plans --force
		run 2 sendpath plan --batch `+list+` --format json --offline --output plans/new
		run 2 sendpath plan --domain contoso.com --offline --output plan.txt
		run 2 sendpath plan --domain contoso.com --offline --format json --output plans/
		cp -a . "$OUT/disk"
	`)
	sameTree(t, tree(t, filepath.Join(out, "disk")), map[string]string{"plans/2-c0.example.com.json": "former\n", "answers.yaml": "tls: \"1.2\"\n"})
	if said := readFile(t, out, "said"); strings.Count(said, "cannot be written") < 4 {
		t.Errorf("not every command says so:\n%s", said)
	}
}

// A folder that vanishes in the middle of a batch: no fault of the program, no half file, exit status 2.
func TestAFolderThatVanishes(t *testing.T) {
	list, whole := customerList(t, 40), t.TempDir()
	args := []string{"plan", "--batch", list, "--format", "json", "--offline", "--as-of", faultDay}
	ends(t, program(t, append(args, "--output", whole)...))
	want := tree(t, whole)
	random := rand.New(rand.NewPCG(4, 0))
	for range 4 {
		folder := filepath.Join(t.TempDir(), "plans")
		moved := folder + ".moved"
		cmd := program(t, append(args, "--output", folder)...)
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for n := 1 + random.IntN(20); ; {
			if entries, _ := os.ReadDir(folder); len(entries) >= n {
				break
			}
		}
		if err := os.Rename(folder, moved); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		if cmd.ProcessState.ExitCode() != int(misused) || !strings.Contains(said.String(), "cannot be written") || strings.Contains(said.String(), "sendpath itself") {
			t.Errorf("exit status %d: %.500s", cmd.ProcessState.ExitCode(), said.String())
		}
		for name, content := range tree(t, moved) {
			if !strings.HasPrefix(name, ".") && content != want[name] {
				t.Errorf("%s is not whole", name)
			}
		}
		if _, err := os.Stat(folder); err == nil {
			t.Error("the folder was made again, behind the back of who moved it")
		}
	}
}

// Where a file is to be, there is a folder, and the other way round.
func TestAFolderInPlaceOfAFile(t *testing.T) {
	dir := t.TempDir()
	plan := filepath.Join(dir, "contoso.com.txt")
	if err := os.MkdirAll(filepath.Join(plan, "kept"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("former"), 0o600); err != nil {
		t.Fatal(err)
	}
	list := customerList(t, 2)
	for _, args := range [][]string{
		{"plan", "--domain", "contoso.com", "--offline", "--output", dir, "--force"},
		{"plan", "--domain", "contoso.com", "--offline", "--output", file + "/"},
		{"plan", "--domain", "contoso.com", "--offline", "--output", file + "/plan.txt"},
		{"plan", "--batch", list, "--format", "json", "--offline", "--output", file},
		{"plan", "--answers", dir, "--offline"},
		{"plan", "--batch", dir, "--offline", "--format", "json"},
		{"check", "--record", dir, "contoso.com", "--offline"},
		{"listen", "--answers", dir, "--for", "1ms"},
	} {
		code, _, said := ends(t, program(t, args...))
		if code != int(misused) || !strings.Contains(said, "error: ") || strings.Contains(said, "sendpath itself") {
			t.Errorf("%q: exit status %d: %s", args, code, said)
		}
	}
	if got := tree(t, dir); len(got) != 1 || got["file"] != "former" {
		t.Errorf("left behind: %v", got)
	}
}

// printing are commands that print a result.
var printing = [][]string{
	{"plan", "--domain", "contoso.com", "--offline"}, {"plan", "--domain", "contoso.com", "--offline", "--format", "json"},
	{"plan", "--domain", "contoso.com", "--demo"}, {"check", "contoso.com", "--offline"}, {"check", "contoso.com", "--offline", "--json"},
	{"spf", "contoso.com", "--demo"}, {"spf", "contoso.com", "--demo", "--json"}, {"diagnose", "550 5.7.57"},
	{"servers", "--domains", "contoso.com", "--offline"}, {"questions"}, {"questions", "--json"}, {"rules"}, {"rules", "--json"}, {"demo"},
	{"completion", "bash"}, {"man"}, {"version"}, {"help"}, {"help", "plan"}, {"--help"}, {"check", "--help"},
}

// Standard output that is full, or whose reader is gone, is an error that is told, for every command.
func TestOutputThatCannotBeWritten(t *testing.T) {
	for _, args := range printing {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		reader.Close()
		for name, file := range map[string]*os.File{"full": full, "closed": writer} {
			cmd := program(t, args...)
			cmd.Stdout = file
			code, _, said := ends(t, cmd)
			if code != int(misused) || !strings.Contains(said, "error: standard output cannot be written") {
				t.Errorf("%s, %q: exit status %d: %s", name, args, code, said)
			}
			file.Close()
		}
	}
}

// A reader that goes away in the middle of a batch, as head does, ends it soon and with a word.
func TestAReaderThatGoesAway(t *testing.T) {
	list := customerList(t, 2000)
	random := rand.New(rand.NewPCG(5, 0))
	for range 3 {
		cmd := program(t, "plan", "--batch", list, "--format", "csv", "--offline")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		io.CopyN(io.Discard, out, int64(random.IntN(20_000)))
		out.Close()
		cmd.Wait()
		if cmd.ProcessState.ExitCode() != int(misused) || !strings.Contains(said.String(), "error: standard output cannot be written") {
			t.Errorf("exit status %d: %s", cmd.ProcessState.ExitCode(), said.String())
		}
	}
}

// Nobody reads standard error: the result is printed all the same, and the exit status is the result's.
func TestNobodyReadsTheErrors(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	defer writer.Close()
	cmd := program(t, "plan", "--domain", "contoso.com", "--demo", "--format", "json") // which says on standard error that it imitates
	cmd.Stderr = writer
	out, err := cmd.Output()
	if code := cmd.ProcessState.ExitCode(); err != nil || code != int(done) || len(out) < 1000 {
		t.Errorf("exit status %d after %d octets: %v", code, len(out), err)
	}
}

// Whichever step of writing fails, the former file stays and nothing is left behind.
func TestReplaceLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "plan.txt")
	if err := os.WriteFile(path, []byte("former"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no such luck")
	for name, write := range map[string]func(io.Writer) error{
		"at once":  func(io.Writer) error { return broken },
		"half way": func(w io.Writer) error { io.WriteString(w, "half"); return broken },
		"name lost": func(w io.Writer) error {
			return filepath.WalkDir(dir, func(p string, _ fs.DirEntry, err error) error {
				if strings.HasPrefix(filepath.Base(p), temporaryPrefix) {
					return os.Remove(p)
				}
				return err
			})
		},
	} {
		if err := writeFileBy(path, true, write); err == nil {
			t.Errorf("%s: no error", name)
		}
		if got := tree(t, dir); len(got) != 1 || got["plan.txt"] != "former" {
			t.Errorf("%s: left behind are %v", name, got)
		}
	}
}
