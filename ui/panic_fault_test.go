//go:build !windows

package ui

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// Wherever the wizard breaks: the terminal is as it was before, the exit status says that it failed, the
// report is short, leads to the place and repeats nothing private.
func TestPanicGivesTheTerminalBack(t *testing.T) {
	for _, part := range brokenParts {
		t.Run(part, func(t *testing.T) {
			state := filepath.Join(t.TempDir(), "unfinished.json")
			s := startSession(t, brokenPart+"="+part, "SENDPATH_TEST_STATE="+state)
			if part == "dns" {
				s.waitFor("What do you want to do?")
				s.send("\rcontoso.com\r")
			} else {
				s.waitFor("It panics.")
				s.send("2")
			}
			if status := s.status(); status != 2 || !s.restored() {
				t.Errorf("exit status %d, terminal given back: %v", status, s.restored())
			}
			checkSane(t, s)
			_, after, _ := strings.Cut(s.output(), "\x1b[?1049l")
			checkReport(t, after)
		})
	}
}

// checkSane compares how the terminal takes what is typed with how a new one does.
func checkSane(t *testing.T, s *session) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	before, err := term.GetState(int(master.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	after, err := term.GetState(int(s.file.Fd()))
	if err != nil {
		t.Skipf("the terminal is gone with the wizard: %v", err)
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("the terminal was %v and is %v", before, after)
	}
}

func checkReport(t *testing.T, said string) {
	t.Helper()
	if !strings.Contains(said, "error: ") || strings.Count(said, "\n") > 15 || !strings.Contains(said, " line ") {
		t.Errorf("the report is not short and telling:\n%s", said)
	}
	for _, word := range strings.Fields(private) {
		if strings.Contains(said, word) && word != "of" || strings.Contains(said, "contoso") {
			t.Errorf("the report repeats what is private:\n%s", said)
		}
	}
	if strings.Contains(said, "goroutine ") {
		t.Errorf("a stack trace is no report:\n%s", said)
	}
}
