package ui

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/diagnose"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/probe/survey"
)

const password = "Correct-Horse-9"

// postman is a Sender that answers as it was told, and remembers what it was given.
type postman struct {
	reply  smtp.Reply
	wanted *survey.Envelope
	secret *[]byte
}

func (p postman) Send(_ context.Context, e survey.Envelope, c survey.Credentials) survey.Delivery {
	*p.wanted = e
	if c.Secret != nil {
		*p.secret, _ = c.Secret()
	}
	d := survey.Delivery{Envelope: e, Resolved: evidence.Found}
	d.Outcome = smtp.Outcome{Result: smtp.Accepted, Stage: smtp.Content, Server: e.Host + ":587", Genuine: true, Reply: p.reply,
		Transcript: []smtp.Line{
			{Who: smtp.Server, Stage: smtp.Banner, Text: "220 ZR0P278CA0001.outlook.office365.com Microsoft ESMTP MAIL Service ready"},
			{Who: smtp.Client, Stage: smtp.Auth, Text: "AUTH LOGIN"},
			{Who: smtp.Client, Stage: smtp.Auth, Text: "(password)"},
			{Who: smtp.Server, Stage: smtp.Auth, Text: p.reply.String()},
		}}
	if p.reply.Code >= 400 {
		d.Result, d.Stage = smtp.Rejected, smtp.Auth
		d.Faults = diagnose.Diagnose(diagnose.Input{Text: p.reply.String(), Method: diagnose.SMTPAuth}).Faults
	}
	return d
}

func newPostman(code int, text string) postman {
	return postman{smtp.Reply{Code: code, Lines: []string{text}}, &survey.Envelope{}, &[]byte{}}
}

func willing() postman { return newPostman(250, "2.0.0 OK <id@example.com> [Hostname=x]") }
func disabled() postman {
	return newPostman(535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.")
}

func withSender(s Sender) func(*Options) {
	return func(o *Options) { o.Actions = append(o.Actions, SendTest(s)) }
}

// atSend is the wizard with the page of the test message open.
func atSend(width, height int, s Sender) Model {
	return play(newTestModel(width, height, withSender(s)), append(slices.Clone(plainOffice), "m")...)
}

// addressed are the keys that name another recipient than the one offered.
var addressed = []string{"ctrl+u", "ann@contoso.com", "enter"}

func TestSendScreens(t *testing.T) {
	for _, window := range [][2]int{{80, 24}, {60, 20}} {
		m := atSend(window[0], window[1], willing())
		checkGolden(t, sized("send-recipient", window), m.View())
		m = play(play(m, addressed...), password)
		checkGolden(t, sized("send-confirm", window), m.View())
		under, _ := hold(m, "enter")
		checkGolden(t, sized("send-under-way", window), under.View())
		m = play(m, "enter")
		checkGolden(t, sized("send-accepted", window), m.View())
		checkGolden(t, sized("send-talk", window), play(m, "end").View())
		refused := play(play(atSend(window[0], window[1], disabled()), addressed...), password, "enter")
		checkGolden(t, sized("send-refused", window), refused.View())
	}
}

func TestTheMessageGoesAsThePlanSays(t *testing.T) {
	p := willing()
	m := play(play(atSend(80, 24, p), addressed...), password, "enter")
	want := survey.Envelope{Method: decide.SMTPAuth, Host: "smtp.office365.com", Port: 587, Encryption: smtp.StartTLS, Auth: smtp.Password,
		Username: "scanner@contoso.com", Sender: "scanner@contoso.com", To: "ann@contoso.com", Confirmed: true}
	if *p.wanted != want {
		t.Errorf("sent %+v, want %+v", *p.wanted, want)
	}
	if string(*p.secret) != password {
		t.Errorf("signed in with %q", *p.secret)
	}
	shows(t, m, "Microsoft 365 accepted the message", "It does not prove delivery")
}

func TestNothingIsSentBeforeEverythingIsNamed(t *testing.T) {
	p := willing()
	m := play(atSend(80, 24, p), addressed...)
	shows(t, m, "No third party is asked anything", "Password of scanner@contoso.com:")
	m = play(m, "enter")
	shows(t, m, "Nothing was typed")
	if p.wanted.Host != "" {
		t.Error("it was sent without a password")
	}
}

func TestAWrongRecipientIsExplained(t *testing.T) {
	m := play(atSend(80, 24, willing()), "ctrl+u", "Ann <ann@contoso.com>", "enter")
	shows(t, m, "is not a plain mail address")
}

// The password is on no screen, in no text that is copied, and overwritten whichever way the page ends.
func TestThePasswordLeavesNoTrace(t *testing.T) {
	for name, after := range map[string][]string{
		"sent": {"enter"}, "left": {"esc"}, "emptied": {"ctrl+u"}, "given up": {"esc", "esc"},
	} {
		m := play(play(atSend(80, 24, willing()), addressed...), password)
		typed := m.page.(sendPage).secret
		memory := typed.typed[:cap(typed.typed)]
		seen := m.View() + fmt.Sprintf("%v %+v %#v", typed, typed, typed)
		m = play(m, after...)
		seen += m.View() + blocksText(pageBlocks(m))
		if strings.Contains(seen, password) || strings.Contains(seen, password[:5]) {
			t.Errorf("%s: the password can be read in\n%s", name, seen)
		}
		if len(bytes.Trim(memory, "\x00")) > 0 {
			t.Errorf("%s: the password is still in memory", name)
		}
	}
}

// pageBlocks are what can be copied of the page that is open, if it is the one that sends.
func pageBlocks(m Model) []block {
	if p, open := m.page.(sendPage); open {
		return p.result.blocks
	}
	return nil
}

func TestASecretIsTypedAndCorrected(t *testing.T) {
	s := newSecret()
	for _, k := range []string{"p\u00e4ss", "backspace", "backspace", "esc", "w0rd\nnot this"} {
		s.press(pressed(k))
	}
	if got, _ := s.reveal(); string(got) != "p\u00e4w0rd" {
		t.Errorf("typed %q", got)
	}
	s.press(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.Repeat("\u00e4", maxSecret)), Paste: true})
	if got, _ := s.reveal(); len(got) > maxSecret {
		t.Errorf("%d octets are kept", len(got))
	}
}

// A refusal is diagnosed on the same page, and what it proves can be taken into the plan.
func TestARefusalIsDiagnosed(t *testing.T) {
	m := play(play(atSend(80, 60, disabled()), addressed...), password, "enter")
	shows(t, m, "Refused at AUTH: 535 5.7.139", "(AUTH-03a)", "What this means for the plan", "enter take into the plan")
	m = play(m, "enter")
	if m.screen != reviewing || m.sources[decide.SMTPAuthState] != fromFault {
		t.Errorf("it was not taken:\n%s", m.View())
	}
}

func TestEscStopsSending(t *testing.T) {
	p := willing()
	m := play(play(atSend(80, 24, p), addressed...), password)
	m, cmd := hold(m, "enter")
	left := play(m, "esc")
	if left.screen != showing {
		t.Fatalf("esc does not go back:\n%s", left.View())
	}
	again := play(left, "m")
	if late := deliver(again, cmd()); late.View() != again.View() {
		t.Errorf("a late reply is shown:\n%s", late.View())
	}
	if out := play(m, "ctrl+c"); !out.interrupted || !out.ended {
		t.Error("Ctrl+C does not leave")
	}
}

// Who sends by its address needs no password; a sender that the plan leaves to each user is asked for.
func TestARelayNeedsNoPassword(t *testing.T) {
	p := willing()
	relay := slices.Concat(office[:9], []string{"2", "1", "enter", "1", "1", "198.51.100.7", "enter", "1", "1", "1", "1", "enter", "m"})
	m := play(play(newTestModel(80, 24, withSender(p)), relay...), addressed...)
	shows(t, m, "Enter sends it")
	m = play(m, "enter")
	if p.wanted.Port != 25 || p.wanted.Auth != smtp.NoAuth || len(*p.secret) > 0 {
		t.Errorf("sent %+v", *p.wanted)
	}
	shows(t, m, "it does not prove either that the")
}

func TestWithoutAMethodNothingIsSent(t *testing.T) {
	deadEnd := slices.Concat(office[:6], []string{"2", "1", "3", "4", "1", "enter", "1", "2", "1", "1", "enter", "m"})
	m := play(newTestModel(80, 24, withSender(willing())), deadEnd...)
	shows(t, m, "The test message cannot be sent from here")
	if m = play(m, "enter", "esc"); m.screen != showing {
		t.Errorf("esc does not go back:\n%s", m.View())
	}
}

func TestHostileRepliesLeaveThePageAlone(t *testing.T) {
	m := play(play(atSend(60, 20, newPostman(550, "5.7.1 \x1b[2J\u202e"+strings.Repeat("x", 5000))), addressed...), password, "enter")
	for range 5 {
		if strings.ContainsAny(m.View(), "\x1b\u202e") {
			t.Fatalf("the view steers the terminal: %q", m.View())
		}
		viewFits(t, m)
		m = play(m, "down")
	}
}

func TestTheTestMessageFitsEveryWindow(t *testing.T) {
	confirm := play(play(atSend(80, 24, disabled()), addressed...), password)
	for _, m := range []Model{atSend(80, 24, willing()), confirm, play(confirm, "enter")} {
		for width := 40; width <= 120; width += 20 {
			for height := 8; height <= 40; height += 4 {
				m = deliver(m, tea.WindowSizeMsg{Width: width, Height: height})
				viewFits(t, m)
			}
		}
	}
}
