//go:build !windows

package ui

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sendpath/decide/probe/probetest"
)

// A browser is headless Chromium with an xterm.js in it, behind testdata/terminal.cjs.
type browser struct {
	t     *testing.T
	stdin io.Writer

	program string // what is run in it

	mu      sync.Mutex
	number  int
	waiting map[int]chan reply
	typed   func(data string) // is given what the terminal sends to the program
}

type reply struct {
	ID     int
	Answer json.RawMessage
	Error  string
	Input  string
	Broken string
}

func startBrowser(t *testing.T) *browser {
	t.Helper()
	modules := os.Getenv("SENDPATH_NODE_MODULES")
	if _, err := os.Stat(filepath.Join(modules, "@xterm", "xterm")); modules == "" || err != nil {
		probetest.Absent(t, "SENDPATH_NODE_MODULES names no folder with playwright-core@1.65 @xterm/xterm@6.0")
	}
	chromium, node := probetest.Need(t, "chromium", "chromium"), probetest.Need(t, "node", "nodejs")
	command := exec.Command(node, filepath.Join("testdata", "terminal.cjs"), modules, chromium)
	command.Stderr = os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, stdin: stdin, waiting: map[int]chan reply{}}
	done := make(chan struct{})
	t.Cleanup(func() {
		stdin.Close() // it ends then
		<-done
		_ = command.Wait()
	})
	go func() {
		defer close(done)
		b.listen(stdout)
	}()
	return b
}

// listen hands over what the browser says, until it ends; whoever waits is told then.
func (b *browser) listen(stdout io.Reader) {
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var r reply
		if err := json.Unmarshal(line, &r); err != nil {
			b.t.Errorf("the browser said %q", line)
			continue
		}
		b.take(r)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, waits := range b.waiting {
		close(waits)
	}
	b.waiting = nil
}

func (b *browser) take(r reply) {
	b.mu.Lock()
	typed, waits := b.typed, b.waiting[r.ID]
	delete(b.waiting, r.ID)
	b.mu.Unlock()
	switch {
	case r.Broken != "":
		b.t.Errorf("the page broke: %s", r.Broken)
	case r.Input != "":
		if typed != nil {
			typed(r.Input)
		}
	case waits != nil:
		waits <- r
	}
}

// post makes a request and returns where its answer will be. Requests are taken in their order.
func (b *browser) post(what string, about any) <-chan reply {
	b.mu.Lock()
	defer b.mu.Unlock()
	waits := make(chan reply, 1)
	if b.waiting == nil {
		close(waits)
		return waits
	}
	b.number++
	b.waiting[b.number] = waits
	line, err := json.Marshal(map[string]any{"id": b.number, "ask": what, "about": about})
	if err == nil {
		_, err = b.stdin.Write(append(line, '\n'))
	}
	if err != nil { // it has ended
		delete(b.waiting, b.number)
		close(waits)
	}
	return waits
}

// request makes a request and waits for its answer.
func (b *browser) request(what string, about any, answer any) {
	b.t.Helper()
	select {
	case r, ok := <-b.post(what, about):
		if !ok || r.Error != "" {
			b.t.Fatalf("%s: the browser ended or said %q", what, r.Error)
		}
		if answer == nil {
			return
		}
		if err := json.Unmarshal(r.Answer, answer); err != nil {
			b.t.Fatalf("%s: %v", what, err)
		}
	case <-time.After(2 * patience):
		b.t.Fatalf("%s: the browser does not answer", what)
	}
}

// A theme is the colours of a terminal.
type theme map[string]string

// themes are the colours of terminals that many people have: Campbell, which Windows Terminal comes with,
// and Light+ of Visual Studio Code.
var themes = map[string]theme{
	"dark": newTheme("#0c0c0c", "#cccccc",
		"#0c0c0c #c50f1f #13a10e #c19c00 #0037da #881798 #3a96dd #cccccc #767676 #e74856 #16c60c #f9f1a5 #3b78ff #b4009e #61d6d6 #f2f2f2"),
	"light": newTheme("#ffffff", "#333333",
		"#000000 #cd3131 #107c10 #949800 #0451a5 #bc05bc #0598bc #555555 #666666 #cd3131 #14ce14 #b5ba00 #0451a5 #bc05bc #0598bc #a5a5a5"),
}

func newTheme(background, foreground, colours string) theme {
	th := theme{"background": background, "foreground": foreground, "cursor": foreground}
	names := strings.Fields("black red green yellow blue magenta cyan white brightBlack brightRed brightGreen brightYellow brightBlue brightMagenta brightCyan brightWhite")
	for i, colour := range strings.Fields(colours) {
		th[names[i]] = colour
	}
	return th
}
