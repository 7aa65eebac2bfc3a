//go:build unix

package cli

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A file that its owner closed to others is not opened to them by what is written into it.
func TestAReplacedFileStaysClosed(t *testing.T) {
	before := syscall.Umask(0o022)
	defer syscall.Umask(before)
	path := filepath.Join(t.TempDir(), "answers.yaml")
	for _, mode := range []os.FileMode{0o600, 0o640, 0o400, 0o644} {
		if err := os.WriteFile(path, []byte("domain: contoso.com\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := (&learntFlags{file: path}).write(&environment{errs: io.Discard}, shown); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode() != mode {
			t.Errorf("%v, %v, want %v", info.Mode(), err, mode)
		}
		os.Remove(path)
	}
}

// The files of a plan and of a batch obey the umask; a link in the place of a file is replaced where that is
// allowed, and what it leads to stays as it was.
func TestWrittenFilesObeyTheUmaskAndFollowNoLink(t *testing.T) {
	dir := t.TempDir()
	out, other, table := filepath.Join(dir, "out"), filepath.Join(dir, "other"), filepath.Join(dir, "customers.csv")
	for name, content := range map[string]string{other: "theirs", table: "domain\ncontoso.com\n"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(out, 0o700); err != nil {
		t.Fatal(err)
	}
	before := syscall.Umask(0o077)
	defer syscall.Umask(before)
	links := []string{"contoso.com.json", "2-contoso.com.json", "2-contoso.com.txt", "summary.html"}
	for _, name := range links {
		if err := os.Symlink(other, filepath.Join(out, name)); err != nil {
			t.Fatal(err)
		}
	}
	plan := func(args ...string) status {
		e := &environment{out: io.Discard, errs: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
		return run(t.Context(), e, append([]string{"plan", "--offline", "--output", out + "/", "--format", "json"}, args...))
	}
	if s := plan("--domain", "contoso.com"); s != misused {
		t.Errorf("a link was replaced without leave: status %d", s)
	}
	if s := plan("--domain", "contoso.com", "--force"); s != done {
		t.Errorf("status %d", s)
	}
	if s := plan("--batch", table, "--format", "text", "--force"); s != done {
		t.Errorf("batch: status %d", s)
	}
	for _, name := range links {
		info, err := os.Lstat(filepath.Join(out, name))
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("%s is %v, %v; want a file that only its owner reads", name, info.Mode(), err)
		}
	}
	if content, err := os.ReadFile(other); err != nil || string(content) != "theirs" {
		t.Errorf("what the links led to is %q, %v", content, err)
	}
}
