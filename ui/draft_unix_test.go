//go:build unix

package ui

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// The user says with the umask who may read what is saved; a link in the place of a file is replaced, and
// what it leads to stays as it was.
func TestSavedFilesObeyTheUmaskAndFollowNoLink(t *testing.T) {
	dir := t.TempDir()
	name, other := filepath.Join(dir, "contoso.com.yaml"), filepath.Join(dir, "other")
	if err := os.WriteFile(other, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, name); err != nil {
		t.Fatal(err)
	}
	before := syscall.Umask(0o077)
	defer syscall.Umask(before)

	d, err := newDraft(name, []byte("mine"), 0o644)
	if err != nil {
		t.Fatal(err)
	}
	if _, there := d.place(false).(alreadyThere); !there {
		t.Error("a link was replaced without leave")
	}
	if err := replaceFile(name, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(name)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("the file is %v, %v; want one that only its owner reads", info.Mode(), err)
	}
	if content, err := os.ReadFile(other); err != nil || string(content) != "theirs" {
		t.Errorf("what the link led to is %q, %v", content, err)
	}
}
