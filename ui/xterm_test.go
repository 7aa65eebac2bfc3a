//go:build !windows

package ui

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An xterm is the program itself in a terminal that is drawn in a browser. What the program writes goes to
// xterm.js, and what xterm.js sends goes to the program.
type xterm struct {
	*session
	browser *browser
	columns int
	home    string
}

// A setting is what a terminal is like.
type setting struct {
	columns, rows int
	noColor       bool
	silent        bool // never answers a question about itself
}

// TestInABrowser draws the program itself in a browser's terminal.
func TestInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("the program is built, and a browser started")
	}
	b := startBrowser(t)
	b.program = filepath.Join(t.TempDir(), "sendpath")
	build := exec.Command("go", "build", "-trimpath", "-o", b.program, "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Run("whole run", b.wholeRun)
	t.Run("other pages", b.otherPages)
	t.Run("stress", b.stress)
}

func startXterm(t *testing.T, b *browser, is setting, arguments ...string) *xterm {
	t.Helper()
	return startXtermIn(t, b, is, t.TempDir(), arguments...)
}

// startXtermIn starts the program in a folder that is the user's home as well.
func startXtermIn(t *testing.T, b *browser, is setting, home string, arguments ...string) *xterm {
	t.Helper()
	environment := []string{"HOME=" + home, "XDG_STATE_HOME=" + home, "LC_ALL=C.UTF-8"}
	if is.noColor {
		environment = append(environment, "NO_COLOR=1")
	}
	command := exec.Command(b.program, append([]string{"--demo", "--as-of", "2026-11-21", "--port-25", "open"}, arguments...)...)
	command.Dir = home
	x := &xterm{session: newSession(t, command, is.columns, is.rows, environment...), browser: b, columns: is.columns, home: home}
	b.t = t
	b.request("open", map[string]any{"columns": is.columns, "rows": is.rows, "themes": themes, "silent": is.silent}, nil)
	x.also = func(output []byte) { b.post("write", base64.StdEncoding.EncodeToString(output)) }
	x.start(is.columns, is.rows)
	x.carry()
	return x
}

// carry brings what the terminal sends to the program. A program that does not read yet stops nothing else.
func (x *xterm) carry() {
	var mu sync.Mutex
	var pending []string
	more := make(chan struct{}, 1)
	x.browser.mu.Lock()
	x.browser.typed = func(data string) {
		mu.Lock()
		pending = append(pending, data)
		mu.Unlock()
		select {
		case more <- struct{}{}:
		default:
		}
	}
	x.browser.mu.Unlock()
	go func() {
		for {
			select {
			case <-x.end:
				return
			case <-more:
			}
			mu.Lock()
			data := strings.Join(pending, "")
			pending = nil
			mu.Unlock()
			if _, err := x.file.WriteString(data); err != nil {
				return
			}
		}
	}()
}

// press presses keys of the browser's keyboard, by their names there.
func (x *xterm) press(keys ...string) {
	x.t.Helper()
	x.browser.request("press", keys, nil)
}

// write types a text.
func (x *xterm) write(text string) {
	x.t.Helper()
	x.browser.request("type", text, nil)
}

// waitFor waits until one of the texts is on the terminal's screen, and returns it.
func (x *xterm) waitFor(texts ...string) (found string) {
	x.t.Helper()
	x.browser.request("await", map[string]any{"texts": texts, "patience": patience.Milliseconds()}, &found)
	if found == "" {
		x.t.Fatalf("%q does not come up; on the screen is\n%s", texts, strings.Join(x.look().Lines, "\n"))
	}
	return found
}

func (x *xterm) resize(columns, rows int) {
	x.t.Helper()
	x.browser.post("resize", []int{columns, rows})
	x.session.resize(columns, rows)
	x.columns = columns
}

// drawn is the screen as xterm.js has it.
type drawn struct {
	Lines      []string
	Looks      map[string][][]piece // in each theme
	Wrapped    []bool
	Alternate  bool
	Bracketed  bool
	Scrollback string
	Asked      int
}

// A piece is a part of a line that looks the same all over.
type piece struct {
	Text, Ink, Ground string // colours as "#rrggbb"
	Coloured          bool   // another colour than text has
	Inverse           bool
}

func (x *xterm) look() drawn {
	x.t.Helper()
	var d drawn
	x.browser.request("screen", nil, &d)
	return d
}

// settled is the screen once the browser has drawn what the other emulator has.
func (x *xterm) settled() drawn {
	x.t.Helper()
	for deadline := time.Now().Add(patience); ; {
		want := trimmed(strings.Split(x.shown(), "\n"))
		d := x.look()
		if slices.Equal(trimmed(d.Lines), want) {
			return d
		}
		if time.Now().After(deadline) {
			x.t.Fatalf("xterm.js shows\n%s\nand another emulator\n%s", strings.Join(d.Lines, "\n"), strings.Join(want, "\n"))
		}
	}
}

// trimmed are lines without the blanks behind them, and without the empty ones at the end.
func trimmed(lines []string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, strings.TrimRight(line, " \x00"))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// picture saves what is seen in each theme where SENDPATH_PICTURES names a folder, to look at.
func (x *xterm) picture(name string) {
	x.t.Helper()
	folder := os.Getenv("SENDPATH_PICTURES")
	if folder == "" {
		return
	}
	for theme := range themes {
		x.browser.request("picture", []string{theme, filepath.Join(folder, name+"-"+theme+".png")}, nil)
	}
}
