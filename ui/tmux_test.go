//go:build !windows

package ui

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"sendpath/decide/probe/probetest"
)

// A pane is the wizard in tmux, which swallows OSC 52 and sends keys in bursts.
type pane struct {
	t      *testing.T
	socket string
}

func startPane(t *testing.T) pane {
	t.Helper()
	probetest.Need(t, "tmux", "tmux")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := pane{t, fmt.Sprintf("sendpath-test-%d", os.Getpid())}
	command := fmt.Sprintf("env %s=1 '%s'; echo left with $?; cat", asWizard, self)
	p.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", command)
	t.Cleanup(func() { _ = exec.Command("tmux", "-L", p.socket, "kill-server").Run() })
	return p
}

func (p pane) tmux(arguments ...string) string {
	p.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", p.socket}, arguments...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("tmux %v: %v\n%s", arguments, err, out)
	}
	return string(out)
}

func (p pane) waitFor(text string) string {
	p.t.Helper()
	var screen string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		screen = p.tmux("capture-pane", "-p")
		if strings.Contains(screen, text) {
			return screen
		}
	}
	p.t.Fatalf("%q does not come up; in the pane is\n%s", text, screen)
	return ""
}

// A run in tmux with keys in bursts: the marked value lands in a tmux buffer, the window shrinks and
// grows, and Ctrl+C leaves with 130 and the plan in the scrollback.
func TestWholeRunInTmux(t *testing.T) {
	p := startPane(t)
	p.waitFor("What do you want to do?")
	p.tmux("send-keys", "Enter", "contoso.com")
	p.waitFor("> contoso.com")
	p.tmux("send-keys", "Enter")
	p.waitFor("mail server of your own")
	p.tmux("send-keys", "1", "r", "i", "c", "o", "h", "Enter")
	p.waitFor("Who gets mail")
	p.tmux("send-keys", "2121")
	p.waitFor("From which addresses")
	p.tmux("resize-window", "-x", "30", "-y", "6")
	p.waitFor("too small")
	p.tmux("resize-window", "-x", "80", "-y", "24")
	p.waitFor("From which addresses")
	p.tmux("send-keys", "1")
	p.waitFor("Which sender address")
	p.tmux("send-keys", "Enter")
	p.waitFor("How much")
	p.tmux("send-keys", "111")
	p.waitFor("Which public addresses")
	p.tmux("send-keys", "198.51.100.7")
	p.tmux("send-keys", "Enter")
	p.waitFor("Does another organisation")
	p.tmux("send-keys", "111")
	p.waitFor("Show the plan")
	p.tmux("send-keys", "Enter")
	p.waitFor("SMTP Server Name")
	p.tmux("send-keys", "c")
	p.waitFor("Copied to tmux")
	if got := p.tmux("show-buffer"); got != "smtp.office365.com" {
		t.Errorf("the tmux buffer holds %q", got)
	}
	p.tmux("send-keys", "C-c")
	p.waitFor("left with 130")
	if all := p.tmux("capture-pane", "-p", "-S", "-500"); !strings.Contains(all, "smtp.office365.com") {
		t.Errorf("the plan is not in the scrollback:\n%s", all)
	}
}
