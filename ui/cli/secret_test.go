package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// kept reports what stands in the whole memory of a secret.
func kept(secret []byte) []byte { return bytes.Trim(secret[:cap(secret)], "\x00") }

// A secret stands in one piece of memory: clearing that leaves nothing, not even what was typed and taken back.
func TestASecretStandsInOnePlace(t *testing.T) {
	typed, err := readHidden(strings.NewReader("wrong\x15Hunter3\x7f2\r"))
	if err != nil || string(kept(typed)) != "Hunter2" {
		t.Errorf("typed: %q, %v", kept(typed), err)
	}
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte(strings.Repeat("x", 5000)+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := &environment{errs: io.Discard}
	read, err := e.readSecret(path)
	if err != nil || len(read) != 5000 || cap(read) <= maxSecret {
		t.Errorf("read: %d octets in %d, %v", len(read), cap(read), err)
	}
}

// A password that other people can read is used, but not in silence.
func TestAPasswordFileThatOthersCanReadIsToldOf(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the mode of a file says nothing on Windows")
	}
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("Hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for mode, told := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o640: true, 0o604: true, 0o644: true} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		var errs bytes.Buffer
		e := &environment{errs: &errs}
		secret, err := e.readSecret(path)
		if err != nil || string(secret) != "Hunter2" {
			t.Errorf("%o: %q, %v", mode, secret, err)
		}
		if got := strings.Contains(errs.String(), "chmod 600"); got != told || strings.Contains(errs.String(), "Hunter2") {
			t.Errorf("%o: it says %q", mode, errs.String())
		}
	}
}
