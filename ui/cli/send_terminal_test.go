//go:build !windows

package cli

import (
	"strings"
	"testing"
)

var sendFromTerminal = []string{"send", "--demo", "--method", "smtp-auth", "--sender", "scanner@contoso.com", "--to", "admin@contoso.com"}

// What is typed does not show, not even in the talk that is printed afterwards.
func TestThePasswordIsAskedForWithoutEcho(t *testing.T) {
	s := onTerminal(t, "xterm", sendFromTerminal...)
	s.expect("Password of scanner@contoso.com: ")
	s.typed("wrong\x15correct horsex\x7f\r")
	s.exits(0)
	if seen := s.seen.String(); strings.Contains(seen, "correct horse") || !strings.Contains(seen, "235 2.7.0") {
		t.Errorf("the terminal shows:\n%s", seen)
	}
}

// Ctrl+C while the password is asked for gives the terminal its echo back.
func TestCtrlCAtThePassword(t *testing.T) {
	s := onTerminal(t, "xterm", sendFromTerminal...)
	s.expect("Password of scanner@contoso.com: ")
	s.typed("corr\x03")
	s.exits(130)
}

// Somebody at a terminal is asked where the computer stands, and the answer counts.
func TestThePlaceIsAskedFor(t *testing.T) {
	s := onTerminal(t, "xterm", "check", "contoso.com", "--demo")
	s.expect("same network as the device?")
	s.typed("n\n")
	s.exits(0)
	if seen := s.seen.String(); !strings.Contains(seen, "another network than the device") {
		t.Errorf("the terminal shows:\n%s", seen)
	}
}

// Ctrl+D answers nothing, and the check waits no longer.
func TestThePlaceIsLeftOpenByCtrlD(t *testing.T) {
	s := onTerminal(t, "xterm", "check", "contoso.com", "--demo", "--timeout", "1h")
	s.expect("same network as the device?")
	s.typed("\x04")
	s.exits(0)
}

// Nobody answers: the check ends all the same.
func TestThePlaceMayStayOpen(t *testing.T) {
	s := onTerminal(t, "xterm", "check", "contoso.com", "--demo", "--timeout", "2s")
	s.exits(0)
	if seen := s.seen.String(); !strings.Contains(seen, "contoso.com, checked for") {
		t.Errorf("the terminal shows:\n%s", seen)
	}
}
