//go:build unix

package ui

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sendpath/decide"
)

// A pipe, a folder or a huge file among the plans, or in the place of the kept run, keeps nobody waiting; a
// folder may have any name.
func TestOnlyFilesAreRead(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "[customers] *")
	if err := os.MkdirAll(filepath.Join(folder, "folder.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	saveCustomer(t, folder, decide.Answers{}.With(decide.Domain, "contoso.com"))
	pipe, huge := filepath.Join(folder, "a.json"), filepath.Join(folder, "b.json")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(huge, []byte(`{"schema": 1`+strings.Repeat(" ", maxPlan)), 0o600); err != nil {
		t.Fatal(err)
	}
	if found := readCustomers(folder, 10, 10); len(found.list) != 1 || found.list[0].Domain != "contoso.com" {
		t.Errorf("found %+v", found.list)
	}
	for _, path := range []string{pipe, huge, folder, "/dev/zero"} {
		if kept := readUnfinished(path, decide.Form{}); kept.Answers != nil {
			t.Errorf("%s: %+v", path, kept)
		}
	}
}
