//go:build !windows

package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A session is the program on a terminal of its own.
type session struct {
	*testing.T
	cmd      *exec.Cmd
	terminal *os.File
	seen     bytes.Buffer
}

// onTerminal starts the program; TestMain lets the test binary be it.
func onTerminal(t *testing.T, terminal string, args ...string) *session {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self)
	cmd.Args = append([]string{"sendpath"}, args...)
	cmd.Env = append(os.Environ(), "TERM="+terminal, "LC_ALL=C", "XDG_STATE_HOME="+t.TempDir())
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close() })
	return &session{T: t, cmd: cmd, terminal: tty}
}

// expect reads until the terminal shows text.
func (s *session) expect(text string) {
	s.Helper()
	for !strings.Contains(s.seen.String(), text) {
		s.more()
	}
}

// more reads what the terminal shows next.
func (s *session) more() {
	s.Helper()
	buffer := make([]byte, 4096)
	n, err := s.terminal.Read(buffer)
	s.seen.Write(buffer[:n])
	if err != nil {
		s.Fatalf("%v; the terminal shows:\n%s", err, s.seen.String())
	}
}

func (s *session) typed(text string) {
	s.Helper()
	if _, err := io.WriteString(s.terminal, text); err != nil {
		s.Fatal(err)
	}
}

// exits waits for the end and compares the exit status.
func (s *session) exits(want int) {
	s.Helper()
	io.Copy(&s.seen, s.terminal) // ends with an error on Linux, when the other side closes
	s.cmd.Wait()
	if got := s.cmd.ProcessState.ExitCode(); got != want {
		s.Errorf("exit status %d, want %d; the terminal shows:\n%s", got, want, s.seen.String())
	}
}

func TestDumbTerminalIsAskedInLines(t *testing.T) {
	s := onTerminal(t, "dumb", "--offline")
	s.expect("Answer: ")
	s.typed("contoso.com\n")
	s.expect("Question 2 of")
	s.typed("2\n\n\n\n")
	s.exits(0)
	if strings.Contains(s.seen.String(), "\x1b") {
		t.Errorf("escape sequences on a dumb terminal: %q", s.seen.String())
	}
}

func TestCtrlCEndsWith130(t *testing.T) {
	for _, answers := range []string{"", "contoso.com\n"} {
		s := onTerminal(t, "dumb", "--offline")
		s.expect("Answer: ")
		s.typed(answers)
		if answers != "" {
			s.expect("Question 2")
		}
		s.typed("\x03")
		s.exits(130)
	}
}

func TestCtrlCLeavesTheWizard(t *testing.T) {
	s := onTerminal(t, "xterm-256color", "--offline")
	s.expect("ctrl+c")
	s.typed("\x03")
	s.exits(130)
}

func TestCtrlCStopsABatchThatWaits(t *testing.T) {
	s := onTerminal(t, "dumb", "plan", "--batch", "-", "--format", "csv", "--offline")
	s.typed("domain\ncontoso.com\n")
	s.expect("customer,domain,method")
	s.typed("\x03")
	s.exits(130)
}
