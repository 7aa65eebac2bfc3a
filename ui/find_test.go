package ui

import (
	"crypto/tls"
	"errors"
	"io"
	"net/netip"
	"net/smtp"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
	"sendpath/decide/probe/listen"
)

func onLoopback(addresses ...string) Finder {
	return deviceFinder{func() ([]listen.Candidate, error) {
		var list []listen.Candidate
		for _, a := range addresses {
			list = append(list, listen.Candidate{Addr: netip.MustParseAddr(a), Interface: "lo"})
		}
		return list, nil
	}}
}

// finding is the wizard on the page that listens, and the command that waits for the next event.
type finding struct {
	t    *testing.T
	m    Model
	wait tea.Cmd
}

// startFinding opens the page at the question about encryption.
func startFinding(t *testing.T, f Finder, width, height int) *finding {
	t.Helper()
	m := play(newTestModel(width, height, func(o *Options) { o.Finder = f }), office[:9]...)
	next, cmd := m.Update(pressed("f"))
	w := &finding{t: t, m: next.(Model)}
	t.Cleanup(func() { w.press("esc") })
	w.take(cmd)
	return w
}

// take delivers what a command answers, down to the command that waits for the device.
func (w *finding) take(cmd tea.Cmd) {
	for _, msg := range replies(cmd) {
		next, cmd := w.m.Update(msg)
		w.m = next.(Model)
		if _, listens := msg.(listeningMsg); listens {
			w.wait = cmd
			continue
		}
		w.take(cmd)
	}
}

func (w *finding) press(key string) {
	next, cmd := w.m.Update(pressed(key))
	w.m = next.(Model)
	w.take(cmd)
}

// until takes in events until one of them is on the screen.
func (w *finding) until(text string) {
	w.t.Helper()
	for !strings.Contains(w.m.View(), text) {
		msg := w.wait()
		if _, over := msg.(silencedMsg); over {
			w.t.Fatalf("%q never came:\n%s", text, w.m.View())
		}
		next, cmd := w.m.Update(msg)
		w.m, w.wait = next.(Model), cmd
	}
}

func (w *finding) address() string { return w.m.page.(findPage).run.server.Addr().String() }

// scan delivers a message as a copier does.
func scan(t *testing.T, address string, config *tls.Config) {
	t.Helper()
	config.InsecureSkipVerify, config.ServerName = true, "127.0.0.1"
	client, err := smtp.Dial(address)
	if err != nil {
		t.Fatal(err)
	}
	steps := []func() error{
		func() error { return client.Hello("RNP002673") },
		func() error { return client.StartTLS(config) },
		func() error {
			return client.Auth(smtp.PlainAuth("", "scanner@contoso.com", "Correct-Horse-9", "127.0.0.1"))
		},
		func() error { return client.Mail("scanner@contoso.com") },
		func() error { return client.Rcpt("ann@contoso.com") },
		func() error {
			body, err := client.Data()
			if err != nil {
				return err
			}
			_, err = io.WriteString(body, "From: scanner@contoso.com\r\n\r\npage\r\n")
			return errors.Join(err, body.Close())
		},
		client.Quit,
	}
	for i, step := range steps {
		if err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
}

func TestTheDeviceAnswersTheQuestions(t *testing.T) {
	w := startFinding(t, onLoopback("127.0.0.1"), 80, 40)
	for _, want := range []string{"Type this into the device", "SMTP server: 127.0.0.1", "Waiting for the device", "o older TLS"} {
		if !strings.Contains(w.m.View(), want) {
			t.Errorf("%q is missing in\n%s", want, w.m.View())
		}
	}
	if strings.Contains(w.m.View(), "take these answers") {
		t.Error("answers are offered before there are any")
	}
	scan(t, w.address(), &tls.Config{})
	w.until("127.0.0.1 is done")
	for _, want := range []string{"What the device showed", "It signed in with a user name and a password", "SMTP AUTH    possible", "enter take these answers"} {
		if !strings.Contains(w.m.View(), want) {
			t.Errorf("%q is missing in\n%s", want, w.m.View())
		}
	}
	if strings.Contains(w.m.View(), "Correct-Horse-9") {
		t.Error("the password is shown")
	}
	w.press("enter")
	for key, want := range map[decide.Key]string{decide.TLS: decide.TLS12, decide.Login: decide.LoginPassword, decide.Sender: "scanner@contoso.com"} {
		if w.m.walk.Answers[key] != want || w.m.sources[key] != fromDevice {
			t.Errorf("%s: %q from %q, want %q", key, w.m.walk.Answers[key], w.m.sources[key], want)
		}
	}
	if w.m.screen != asking || w.m.ask.key == decide.TLS {
		t.Errorf("the question is asked again:\n%s", w.m.View())
	}
}

func TestADeviceWithoutCurvesCountsAsOlder(t *testing.T) {
	w := startFinding(t, onLoopback("127.0.0.1"), 80, 40)
	scan(t, w.address(), &tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}})
	w.until("127.0.0.1 is done")
	if !strings.Contains(w.m.View(), "ATTENTION: its version is TLS 1.2, but without elliptic curves") {
		t.Errorf("it is not said:\n%s", w.m.View())
	}
	w.press("enter")
	if got := w.m.walk.Answers[decide.TLS]; got != decide.TLSOld {
		t.Errorf("tls is %q", got)
	}
}

func TestOlderVersionsAreLookedForOnRequest(t *testing.T) {
	w := startFinding(t, onLoopback("127.0.0.1"), 80, 40)
	first := w.m.page.(findPage).run
	w.press("o")
	if !strings.Contains(w.m.View(), "Send several times") || strings.Contains(w.m.View(), "o older TLS") {
		t.Errorf("it is not explained, or offered twice:\n%s", w.m.View())
	}
	next, _ := w.m.Update(heardMsg{run: first, event: listen.Event{Text: "stale"}})
	if strings.Contains(next.View(), "stale") {
		t.Error("an event of the run before is shown")
	}
	for _, version := range []string{"TLS 1.3", "TLS 1.2"} {
		scan(t, w.address(), &tls.Config{MinVersion: tls.VersionTLS10})
		w.until("agreed on " + version)
		w.until("is done")
	}
}

func TestTheNetworkIsChosenWhereThereAreSeveral(t *testing.T) {
	w := startFinding(t, onLoopback("127.0.0.1", "::1"), 60, 20)
	if !strings.Contains(w.m.View(), "1 127.0.0.1 (lo)") || !strings.Contains(w.m.View(), "2 ::1 (lo)") {
		t.Fatalf("the addresses are not offered:\n%s", w.m.View())
	}
	w.press("2")
	if !strings.HasPrefix(w.address(), "[::1]:") {
		t.Errorf("it listens on %s", w.address())
	}
}

// Nothing listens for a page that was left while it started, or beside the server that the page shows.
func TestNothingListensUnseen(t *testing.T) {
	asking := play(newTestModel(80, 24, func(o *Options) { o.Finder = onLoopback("127.0.0.1", "::1") }), append(office[:9:9], "f")...)
	m, first := hold(asking, "1")
	left, leave := hold(m, "esc")
	silent(t, replies(first))
	if left = deliver(left, replies(leave)[0]); left.screen == visiting {
		t.Errorf("the page was not left:\n%s", left.View())
	}

	asking = play(newTestModel(80, 24, func(o *Options) { o.Finder = onLoopback("127.0.0.1", "::1") }), append(office[:9:9], "f")...)
	m, first = hold(asking, "1")
	m, second := hold(m, "enter")
	shown := replies(first)[0].(listeningMsg)
	next, _ := m.Update(shown)
	again := replies(second)
	next, _ = next.Update(again[0])
	silent(t, again)
	if page := next.(Model).page.(findPage); page.run != shown.run {
		t.Error("the page shows another server")
	}
	play(next.(Model), "esc")
}

// silent waits until the server of a message has ended.
func silent(t *testing.T, started []tea.Msg) {
	t.Helper()
	msg := started[0].(listeningMsg)
	if msg.err != nil {
		return
	}
	select {
	case <-msg.run.events: // closed
	case <-time.After(time.Minute):
		t.Errorf("%s still listens", msg.run.server.Addr())
	}
}

func TestWithoutAPrivateAddressTheReasonIsSaid(t *testing.T) {
	none := deviceFinder{func() ([]listen.Candidate, error) { return listen.PrivateAddresses(nil) }}
	w := startFinding(t, none, 80, 24)
	if !strings.Contains(w.m.View(), "This computer has no private address") {
		t.Errorf("no reason:\n%s", w.m.View())
	}
	w.press("enter")
	w.press("esc")
	if w.m.screen != asking || w.m.ask.key != decide.TLS {
		t.Errorf("esc does not go back:\n%s", w.m.View())
	}
}

func TestLeavingStopsListening(t *testing.T) {
	w := startFinding(t, onLoopback("127.0.0.1"), 80, 24)
	run := w.m.page.(findPage).run
	w.press("esc")
	for range run.events { // closed once nobody listens any more
	}
	if w.m.screen != asking || w.m.ask.key != decide.TLS {
		t.Errorf("esc does not go back:\n%s", w.m.View())
	}
}

func TestThePageFitsEveryWindow(t *testing.T) {
	w := startFinding(t, onLoopback("127.0.0.1"), 80, 24)
	scan(t, w.address(), &tls.Config{})
	w.until("is done")
	for width := 40; width <= 120; width += 20 {
		for height := 8; height <= 40; height += 4 {
			next, _ := w.m.Update(tea.WindowSizeMsg{Width: width, Height: height})
			w.m = next.(Model)
			for range 3 {
				w.press("down")
			}
			viewFits(t, w.m)
		}
	}
}

// viewFits fails where a line is wider than the window, or where there are too many.
func viewFits(t *testing.T, m Model) {
	t.Helper()
	lines := strings.Split(m.View(), "\n")
	if len(lines) > m.height {
		t.Errorf("%d lines in a window of %d x %d", len(lines), m.width, m.height)
	}
	for _, line := range lines {
		if ansi.StringWidth(line) > m.width {
			t.Errorf("%q is wider than %d", line, m.width)
		}
	}
}
