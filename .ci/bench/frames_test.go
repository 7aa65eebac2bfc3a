package bench

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// programs ask something with a list. first is on their first screen; one is on the screen while the first
// entry is marked, two while the second is.
var programs = []struct {
	name, file      string
	args            []string
	first, one, two string
}{
	{"sendpath", "sendpath", nil, "What do you want to do?", "> 1 Set up", "> 2 Find out"},
	{"minimal Bubble Tea", "minimal", nil, "First", "> First", "> Second"},
	{"gum", "gum", []string{"choose", "First", "Second", "Third"}, "First", "> First", "> Second"},
	{"huh", "form", nil, "First", "> First", "> Second"},
}

// BenchmarkFirstFrame is the time from exec to the first screen on a pseudo-terminal, one that answers what it is
// asked about itself, and one that never does.
func BenchmarkFirstFrame(b *testing.B) {
	for _, terminal := range []string{"answering", "silent"} {
		for _, p := range programs {
			b.Run(terminal+"/"+p.name, func(b *testing.B) {
				took, memory, private := make([]float64, b.N), make([]float64, b.N), make([]float64, b.N)
				for i := range b.N {
					s := start(b, terminal == "answering", p.file, p.args...)
					took[i] = s.shows(p.first)
					memory[i] = mebibytes(s.cmd.Process.Pid, most)
					private[i] = mebibytes(s.cmd.Process.Pid, own)
					s.end()
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(median(took), "ms")
				b.ReportMetric(median(memory), "MiB")
				b.ReportMetric(median(private), "own-MiB")
			})
		}
	}
}

// BenchmarkKeyToFrame is the time from a key to the screen that it changes. Keys come at odd moments, as a
// renderer that draws so many times a second takes longer or shorter.
func BenchmarkKeyToFrame(b *testing.B) {
	for _, p := range programs {
		b.Run(p.name, func(b *testing.B) {
			s := start(b, true, p.file, p.args...)
			s.shows(p.one)
			took := make([]float64, b.N)
			for i := range b.N {
				key, want := "\x1b[B", p.two
				if i%2 == 1 {
					key, want = "\x1b[A", p.one
				}
				time.Sleep(40*time.Millisecond + time.Duration(i*7919%17)*time.Millisecond)
				s.begun = time.Now()
				if _, err := s.terminal.WriteString(key); err != nil {
					b.Fatal(err)
				}
				took[i] = s.shows(want)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(took), "ms")
			b.ReportMetric(mebibytes(s.cmd.Process.Pid, most), "MiB")
			s.end()
		})
	}
}

// A session is a program on a terminal of 80 columns and 24 rows.
type session struct {
	*testing.B
	cmd      *exec.Cmd
	terminal *os.File
	screen   vt10x.Terminal
	answers  bool
	begun    time.Time
}

// program is the path of one of the programs that the script has built.
func program(b *testing.B, name string) string {
	b.Helper()
	path := filepath.Join(os.Getenv("BENCH_PROGRAMS"), name)
	if _, err := os.Stat(path); err != nil {
		b.Skipf("%s is not built: run .ci/bench/run", name)
	}
	return path
}

func start(b *testing.B, answers bool, name string, args ...string) *session {
	b.Helper()
	s := &session{B: b, cmd: exec.Command(program(b, name), args...), screen: vt10x.New(vt10x.WithSize(80, 24)), answers: answers}
	s.cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "CI=") || strings.HasPrefix(v, "TMUX") || strings.HasPrefix(v, "NO_COLOR=")
	}), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "HOME="+b.TempDir())
	s.begun = time.Now()
	var err error
	if s.terminal, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		b.Fatal(err)
	}
	return s
}

// patience is how long a screen may take; a silent terminal makes some wait five seconds.
const patience = 20 * time.Second

// shows waits until text is on the screen, and returns the milliseconds since the session or a key began.
func (s *session) shows(text string) float64 {
	s.Helper()
	defer time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() }).Stop()
	buffer := make([]byte, 1<<16)
	for !strings.Contains(s.screen.String(), text) {
		n, err := s.terminal.Read(buffer)
		if err != nil {
			s.Fatalf("%q does not come: %v\n%s", text, err, s.screen.String())
		}
		if s.answers {
			s.answer(buffer[:n])
		}
		_, _ = s.screen.Write(buffer[:n])
	}
	return float64(time.Since(s.begun).Microseconds()) / 1000
}

// answer answers what a program asks the terminal: colours (OSC 10, OSC 11), the cursor's place, its kind.
func (s *session) answer(out []byte) {
	for _, a := range [][2]string{
		{"\x1b]10;?", "\x1b]10;rgb:ffff/ffff/ffff\x1b\\"}, {"\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\"},
		{"\x1b[6n", "\x1b[1;1R"}, {"\x1b[c", "\x1b[?62c"},
	} {
		if bytes.Contains(out, []byte(a[0])) {
			_, _ = s.terminal.WriteString(a[1])
		}
	}
}

func (s *session) end() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.terminal.Close()
}
