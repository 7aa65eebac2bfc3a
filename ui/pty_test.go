//go:build !windows

package ui

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// A session is the wizard in a terminal of its own. The terminal never answers a question about itself.
type session struct {
	t      *testing.T
	cmd    *exec.Cmd
	file   *os.File
	screen vt10x.Terminal

	also func(output []byte) // is given what comes, if set

	mu  sync.Mutex
	raw strings.Builder
	end chan struct{} // closed once nothing more comes
}

func startSession(t *testing.T, environment ...string) *session {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(t, exec.Command(self), 80, 24, append(environment, asWizard+"=1")...)
	s.start(80, 24)
	return s
}

func newSession(t *testing.T, cmd *exec.Cmd, columns, rows int, environment ...string) *session {
	s := &session{t: t, cmd: cmd, screen: vt10x.New(vt10x.WithSize(columns, rows)), end: make(chan struct{})}
	kept := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "CI=") || strings.HasPrefix(v, "TMUX") || strings.HasPrefix(v, "NO_COLOR=")
	})
	cmd.Env = append(append(kept, "TERM=xterm-256color", "SSH_TTY=/dev/null"), environment...)
	return s
}

func (s *session) start(columns, rows int) {
	s.t.Helper()
	var err error
	s.file, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: uint16(rows), Cols: uint16(columns)})
	if err != nil {
		s.t.Skipf("no pseudo-terminal here: %v", err)
	}
	s.t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		s.file.Close()
	})
	go s.read()
}

func (s *session) read() {
	defer close(s.end)
	buffer := make([]byte, 1<<16)
	for {
		n, err := s.file.Read(buffer)
		s.mu.Lock()
		s.raw.Write(buffer[:n])
		_, _ = s.screen.Write(buffer[:n])
		s.mu.Unlock()
		if s.also != nil {
			s.also(buffer[:n])
		}
		if err != nil {
			return
		}
	}
}

func (s *session) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

func (s *session) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// patience is how long a screen may take to come on a machine that is busy with other tests.
const patience = 20 * time.Second

// waitFor waits until text is on the screen.
func (s *session) waitFor(text string) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if strings.Contains(s.shown(), text) {
			return
		}
	}
	s.t.Fatalf("%q does not come up; on the screen is\n%s", text, s.shown())
}

func (s *session) send(keys string) {
	s.t.Helper()
	if _, err := s.file.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// status waits for the end and returns the exit status.
func (s *session) status() int {
	s.t.Helper()
	select {
	case <-s.end:
	case <-time.After(patience):
		s.t.Fatalf("the wizard does not end; on the screen is\n%s", s.shown())
	}
	err := s.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return 0
}

// restored reports whether the terminal was given back: the other screen left, the cursor shown.
func (s *session) restored() bool {
	out := s.output()
	return strings.LastIndex(out, "\x1b[?1049l") > strings.LastIndex(out, "\x1b[?1049h") &&
		strings.LastIndex(out, "\x1b[?25h") > strings.LastIndex(out, "\x1b[?25l")
}

// A terminal that never answers is asked nothing about itself: Bubble Tea alone would ask, and wait five
// seconds before the first frame. How soon that comes is measured elsewhere.
func TestFirstFrameDoesNotWaitForTheTerminal(t *testing.T) {
	s := startSession(t)
	s.waitFor("What do you want to do?")
	s.send("\x03")
	s.status()
	if out := s.output(); strings.Contains(out, "\x1b]11;?") || strings.Contains(out, "\x1b[6n") {
		t.Errorf("the terminal was asked about itself: %q", out)
	}
}

// A whole run with keys typed early, back, change, copy, save and a window that changes its size.
func TestWholeRunInATerminal(t *testing.T) {
	folder := t.TempDir()
	state := filepath.Join(t.TempDir(), "unfinished.json")
	s := startSession(t, "SENDPATH_TEST_SAVE="+folder, "SENDPATH_TEST_STATE="+state)
	s.send("\rhttps://www.Contoso.com/") // typed before there is a first frame
	s.waitFor("Understood: contoso.com")
	s.send("\r")
	s.waitFor("mail server of your own")
	s.send("1")
	s.waitFor("Which device")
	s.send("ricoh")
	s.waitFor("> Ricoh")
	s.send("\r")
	s.waitFor("Who gets mail")
	s.send("2")
	s.waitFor("Where does the device")
	s.send("\x1b")
	s.waitFor("> 2 People outside") // the answer given before is marked
	s.send("2")
	s.waitFor("Where does the device")
	s.send("1211") // location, sign-in, encryption, senders
	s.waitFor("Which sender address")
	s.send("\r")
	s.waitFor("How much")
	s.send("1")
	s.waitFor("May this mailbox sign in")
	s.send("11") // it may; a static address
	s.waitFor("Which public addresses")
	s.send("198.51.100.7\r")
	s.waitFor("Does another organisation")
	s.send("1")
	s.waitFor("port 25 open")
	s.resize(60, 20)
	s.waitFor("Direct Send ruled out")
	s.send("11")
	s.resize(80, 24)
	s.waitFor("Show the plan")
	s.send("\r")
	s.waitFor("SMTP Server Name")
	s.send("c")
	s.waitFor("Handed to the terminal's clipboard")
	s.send("s")
	s.waitFor("Save under which name?")
	s.send("\r")
	s.waitFor("Saved:")
	s.send("q")
	if status := s.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	s.checkLeft(folder, state)
}

func (s *session) resize(columns, rows int) {
	s.t.Helper()
	if err := pty.Setsize(s.file, &pty.Winsize{Rows: uint16(rows), Cols: uint16(columns)}); err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	s.screen.Resize(columns, rows)
	s.mu.Unlock()
}

// checkLeft looks at what the run left behind: the terminal, the plan in it, files.
func (s *session) checkLeft(folder, state string) {
	s.t.Helper()
	if !s.restored() {
		s.t.Error("the terminal was not given back")
	}
	_, after, _ := strings.Cut(s.output(), "\x1b[?1049l")
	for _, want := range []string{"smtp.office365.com", "plan --answers " + folder} {
		if !strings.Contains(after, want) {
			s.t.Errorf("after leaving, %q is not in the terminal:\n%s", want, after)
		}
	}
	if !strings.Contains(s.output(), "\x1b]52;c;") {
		s.t.Error("copying did not reach the terminal")
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(files) != 4 {
		s.t.Errorf("saved %v, want four files", files)
	}
	if _, err := os.Stat(state); err == nil {
		s.t.Error("the state of a finished run is still there")
	}
}

func TestCtrlCLeavesFromEveryScreen(t *testing.T) {
	for name, keys := range map[string]string{"start": "", "question": "\rcontoso.com\r", "text": "\rcont", "help": "\rcontoso.com\r?", "review": "\rcontoso.com\rr"} {
		t.Run(name, func(t *testing.T) {
			s := startSession(t)
			s.waitFor("sendpath")
			s.send(keys)
			s.send("\x03")
			if status := s.status(); status != 130 {
				t.Errorf("exit status %d, want 130", status)
			}
			if !s.restored() {
				t.Error("the terminal was not given back")
			}
		})
	}
}

func TestSignalsLeaveInOrder(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			s := startSession(t)
			s.waitFor("What do you want to do?")
			if err := s.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if status := s.status(); status != 130 || !s.restored() {
				t.Errorf("exit status %d, terminal given back: %v", status, s.restored())
			}
		})
	}
}
