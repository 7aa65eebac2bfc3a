package ui

import (
	"strings"
	"testing"

	"sendpath/decide/words"
)

// What is set tells which method it is, and where it disagrees with itself.
func TestASetUpIsRead(t *testing.T) {
	m := play(newTestModel(80, 24, withTroubleshooting), "2", "4")
	shows(t, m, "Which server name is set on the device?", "enter go on")
	m = play(m, "SMTP.office365.com.", "enter")
	shows(t, m, "Which port is set on the device?", "press enter without a number")
	m = play(m, "port", "enter")
	shows(t, m, "A port is a number from 1 to 65535.")
	m = play(m, "ctrl+u", "587", "enter")
	shows(t, m, "Does the device have a user name and a password for sending?")
	m = play(m, "2")
	shows(t, m, "Does an inbound connector know the device's public address or certificate?")
	m = play(m, "1")
	checkGolden(t, "80x24-trouble-set-up", m.View())
	shows(t, m, "This is SMTP AUTH client submission", "The server: Microsoft 365, the server for signing in.",
		"! This server refuses mail unless somebody signs in", "! The connector has no effect here")
	m = play(m, "esc", "esc", "1", "2")
	shows(t, m, "This is SMTP AUTH client submission", "What is set agrees with itself.")
}

// Esc goes back one question at a time, and what was typed is still there.
func TestASetUpIsCorrected(t *testing.T) {
	m := play(newTestModel(80, 24, withTroubleshooting), "2", "4", endpointOfContoso, "enter", "587", "enter", "1", "3")
	shows(t, m, "This is the MX endpoint", "! The MX endpoint takes no user name and password", "Find out whether an inbound connector holds")
	shows(t, m, "port 25")
	m = play(m, "esc", "esc", "esc")
	shows(t, m, "Which port is set on the device?", "587")
	m = play(m, "esc")
	shows(t, m, "Which server name is set on the device?", endpointOfContoso)
	if left := play(m, "esc", "esc"); left.screen != starting {
		t.Errorf("esc does not lead back to the start:\n%s", left.View())
	}
}

// Nothing that is typed as a name steers the terminal, and no name is told apart from a wrong one.
func TestAServerNameMayBeAnything(t *testing.T) {
	m := play(newTestModel(60, 20, withTroubleshooting), "2", "4")
	for _, name := range []string{"\x1b[2J\u202eevil", strings.Repeat("x", 9000), "192.0.2.1"} {
		typed := paste(m, name)
		read := play(typed, "enter", "enter", "1", "1")
		for _, at := range []Model{typed, read} {
			viewFits(t, at)
			if strings.ContainsAny(at.View(), "\x1b\u202e") {
				t.Errorf("the view steers the terminal: %q", at.View())
			}
		}
		shows(t, read, "This server is not one of Microsoft 365")
	}
	shows(t, play(m, "enter", "enter", "3", "3"), "Which method this is cannot be told", "Find the server's name")
	italian := play(newTestModel(80, 24, withTroubleshooting, in(words.Choose("it"))), "2", "4")
	shows(t, italian, "Quale nome di server è impostato sul dispositivo?")
}
