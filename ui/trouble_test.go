package ui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"sendpath/decide"
)

const disabledForTenant = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."

func withTroubleshooting(o *Options) {
	o.Tasks = []Task{Troubleshoot()}
	o.Actions = []Action{TroubleshootPlan()}
}

// atPasting is the wizard with the box for pasting open.
func atPasting(width, height int) Model {
	return play(newTestModel(width, height, withTroubleshooting), "2", "1")
}

// paste hands text over as a terminal does that marks pastes.
func paste(m Model, text string) Model {
	return deliver(m, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// confirm presses enter and lets the pause after it go by.
func confirm(m Model) Model {
	m, _ = hold(m, "enter")
	return deliver(m, pauseMsg{m.page.(troublePage).strokes})
}

func shows(t *testing.T, m Model, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(m.View(), want) {
			t.Errorf("%q is missing in\n%s", want, m.View())
		}
	}
}

func TestAPastedReplyIsExplained(t *testing.T) {
	m := atPasting(80, 30)
	shows(t, m, "Paste or type the error", "enter say what it means")
	m = paste(m, "535 5.7.139 Authentication unsuccessful,\r\n SmtpClientAuthentication is disabled\r\n for the Tenant.\r\n")
	shows(t, m, "3 lines, ")
	if strings.Contains(m.View(), "disabled") {
		t.Errorf("a text of many lines is shown, and may hold a password:\n%s", m.View())
	}
	m = confirm(m)
	shows(t, m, "SMTP AUTH is switched off for the organisation (AUTH-03a)", "Do this, in this order",
		"     Set-CASMailbox -Identity <mailbox> -SmtpClientAuthenticationDisabled $false", "enter take into the plan")
}

// Terminals that do not mark pastes hand them over key by key: an enter that is followed by more at once
// ends a line, not the text.
func TestAPasteKeyByKeyIsOneText(t *testing.T) {
	m := atPasting(80, 30)
	var pauses []tea.Msg
	for _, line := range []string{"535 5.7.139 Authentication unsuccessful,", "SmtpClientAuthentication is disabled for the Tenant."} {
		for _, r := range line {
			m = deliver(m, pressed(string(r)))
		}
		m, _ = hold(m, "enter")
		pauses = append(pauses, pauseMsg{m.page.(troublePage).strokes})
	}
	m = deliver(m, pauses[0])
	if strings.Contains(m.View(), "AUTH-") {
		t.Fatalf("the first line was taken for all:\n%s", m.View())
	}
	shows(t, deliver(m, pauses[1]), "AUTH-03a")
}

func TestATypedReplyCanBeCorrected(t *testing.T) {
	m := play(atPasting(80, 30), "535 5.7.3 Authentication unsuccessfull", "backspace")
	shows(t, m, "> 535 5.7.3 Authentication unsuccessful", "ctrl+u empty it")
	shows(t, confirm(m), "AUTH-02")
	if m = play(m, "ctrl+u"); strings.Contains(m.View(), "535") {
		t.Errorf("ctrl+u does not empty it:\n%s", m.View())
	}
	if m, cmd := hold(m, "enter"); cmd != nil || m.page.(troublePage).stage != pasting {
		t.Error("nothing at all is diagnosed")
	}
}

func TestWhatIsNotRecognisedIsAskedFor(t *testing.T) {
	m := confirm(paste(atPasting(80, 30), "the printer is sad"))
	shows(t, m, "Not recognised. Bring the mail server's reply")
	if strings.Contains(m.View(), "take into the plan") {
		t.Errorf("nothing was learnt, and it is offered:\n%s", m.View())
	}
	shows(t, play(m, "esc"), "> the printer is sad")
}

func TestHostileTextLeavesTheScreenAlone(t *testing.T) {
	for _, text := range []string{"\x1b[2J\x1b]0;owned\x07 535 5.7.3 \u202eevil", strings.Repeat("\x00\xff", 1000), strings.Repeat("535 5.7.3 ", 5000)} {
		m := paste(atPasting(60, 20), text)
		for _, view := range []string{m.View(), confirm(m).View()} {
			if strings.ContainsAny(view, "\x1b\x07\u202e\x00") {
				t.Errorf("the view steers the terminal: %q", view)
			}
		}
		viewFits(t, m)
		viewFits(t, confirm(m))
	}
}

func TestPastesAreBounded(t *testing.T) {
	p := troublePage{window: newTestModel(80, 24), stage: pasting}
	chunk := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.Repeat("x", 1<<20)), Paste: true}
	for range 20 {
		next, _ := p.Update(chunk)
		p = next.(troublePage)
	}
	if len(p.text) > 2*maxPasted {
		t.Errorf("%d octets are kept", len(p.text))
	}
}

func TestASymptomIsExplained(t *testing.T) {
	m := play(newTestModel(80, 40, withTroubleshooting), "2", "2")
	shows(t, m, "What do you see?", "2 Mail arrives, but in the junk folder.")
	m = play(m, "down", "enter")
	shows(t, m, "Mail lands in the junk folder (SYM-02)")
	shows(t, play(m, "esc"), " > 2 Mail arrives, but in the junk folder.")
}

func TestAPanelCodeIsExplained(t *testing.T) {
	m := play(newTestModel(80, 40, withTroubleshooting), "2", "3")
	shows(t, m, "Who made the device?", "Canon", "HP", "OKI")
	for !strings.Contains(m.View(), " > 2 Brother") && !strings.Contains(m.View(), " > 3 Canon") {
		m = play(m, "down")
	}
	m = play(m, "enter")
	shows(t, m, "What does its panel show?")
	m = play(m, "1")
	shows(t, m, "(PANEL-", "It can also be")
	shows(t, play(m, "esc", "esc"), "Who made the device?")
	if left := play(m, "esc", "esc", "esc", "esc"); left.screen != starting {
		t.Errorf("esc does not lead back to the start:\n%s", left.View())
	}
}

// From the start, what was found out goes into a new plan, whose other questions are then asked.
func TestAFaultBeginsAPlan(t *testing.T) {
	m := play(confirm(paste(atPasting(80, 40), disabledForTenant)), "enter")
	if m.screen != asking || m.walk.Answers[decide.SMTPAuthState] != decide.AuthBlocked || m.sources[decide.SMTPAuthState] != fromFault {
		t.Fatalf("smtp_auth %q from %q:\n%s", m.walk.Answers[decide.SMTPAuthState], m.sources[decide.SMTPAuthState], m.View())
	}
	shows(t, m, "These questions are left")
	m = play(m, "contoso.com", "enter")
	if m.walk.Answers[decide.SMTPAuthState] != decide.AuthBlocked {
		t.Error("the answer was lost on the way")
	}
}

// Beside a plan the difference is shown, and taking it changes the plan.
func TestAFaultChangesThePlan(t *testing.T) {
	m := play(newTestModel(80, 60, withTroubleshooting), append(append([]string{}, office...), "enter")...)
	shows(t, m, "e it fails")
	if m.result.plan.Method != decide.SMTPAuth {
		t.Fatalf("the office uses %s", m.result.plan.Method)
	}
	m = confirm(paste(play(m, "e", "1"), disabledForTenant))
	shows(t, m, "What this means for the plan", "method, in place of SMTP AUTH:", "SMTP relay", "SMTP Server Name, in place of smtp.office365.com:")
	m = play(m, "enter")
	if m.screen != reviewing || m.sources[decide.SMTPAuthState] != fromFault {
		t.Fatalf("it was not taken:\n%s", m.View())
	}
	shows(t, m, "The error proves answers wrong", "error")
	if m = m.show(); m.result.plan.Method != decide.Relay {
		t.Errorf("the plan is still %s", m.result.plan.Method)
	}
}

func TestCommandsAreCopiedExactly(t *testing.T) {
	m := confirm(paste(atPasting(60, 24), disabledForTenant))
	const command = "Set-CASMailbox -Identity <mailbox> -SmtpClientAuthenticationDisabled $false"
	for range 40 {
		p := m.page.(troublePage)
		if p.result.blocks[p.result.marked].content() == command {
			break
		}
		m = play(m, "down")
	}
	shows(t, play(m, "c"), "Copied: "+command[:20])
}

func TestTroubleFitsEveryWindow(t *testing.T) {
	for _, m := range []Model{atPasting(80, 24), confirm(paste(atPasting(80, 24), disabledForTenant)),
		play(newTestModel(80, 24, withTroubleshooting), "2", "2"), play(newTestModel(80, 24, withTroubleshooting), "2", "3"),
		play(newTestModel(80, 24, withTroubleshooting), "2", "4", "enter", "enter"), play(newTestModel(80, 24, withTroubleshooting), "2", "4", "enter", "enter", "1", "1")} {
		for width := 40; width <= 120; width += 20 {
			for height := 8; height <= 40; height += 4 {
				m = deliver(m, tea.WindowSizeMsg{Width: width, Height: height})
				viewFits(t, play(m, "down", "down", "down"))
			}
		}
	}
}

// Whatever is pressed, the page draws itself inside the window, and the mark stands on something.
func TestTroubleTakesAnyKey(t *testing.T) {
	keys := []string{"enter", "esc", "up", "down", "1", "2", "3", "4", "9", "c", "C", "end", "home", "pgdown", "backspace", "ctrl+u", "x", disabledForTenant}
	rapid.Check(t, func(t *rapid.T) {
		m := play(newTestModel(80, 24, withTroubleshooting), "2")
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(keys), 1, 40).Draw(t, "keys") {
			m, _ = hold(m, k)
			p, open := m.page.(troublePage)
			if !open {
				return
			}
			if p.stage == pasting && rapid.Bool().Draw(t, "a pause") {
				next, cmd := m.Update(pauseMsg{p.strokes})
				m = next.(Model)
				for _, reply := range replies(cmd) {
					m = deliver(m, reply)
				}
			}
			size := rapid.SampledFrom([]tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 60, Height: 20}, {Width: 40, Height: 12}}).Draw(t, "size")
			m = deliver(m, size)
			checkFits(t, m)
			if r := m.page.(troublePage).result; len(r.blocks) > 0 && r.blocks[r.marked].text == "" {
				t.Fatalf("the mark stands on nothing in\n%s", m.View())
			}
		}
	})
}
