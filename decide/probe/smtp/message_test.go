package smtp_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"sendpath/decide/clean"
	"sendpath/decide/probe/smtp"
)

func TestMessageSaysWhatWasAsked(t *testing.T) {
	m := message()
	m.Subject = "Prüfung vom Kopierer € " + strings.Repeat("ä", 100)
	m.From = "scanner@bücher.example"
	raw, err := m.Build()
	if err != nil {
		t.Fatal(err)
	}
	read, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
	if err != nil || subject != m.Subject {
		t.Errorf("subject %q (%v), want %q", subject, err, m.Subject)
	}
	if from, err := read.Header.AddressList("From"); err != nil || from[0].Address != "scanner@xn--bcher-kva.example" {
		t.Errorf("from %v, %v", from, err)
	}
	if date, err := read.Header.Date(); err != nil || !date.Equal(m.Date) {
		t.Errorf("date %v, %v", date, err)
	}
	if got, want := read.Header.Get("Message-Id"), "<00000000000000000000000000000000@xn--bcher-kva.example>"; got != want {
		t.Errorf("Message-ID %q, want %q", got, want)
	}
	body, _ := io.ReadAll(quotedprintable.NewReader(read.Body))
	if got := strings.ReplaceAll(string(body), "\r\n", "\n"); got != m.Text {
		t.Errorf("text %q, want %q", got, m.Text)
	}
}

func TestMessageNeedsARandomIdentity(t *testing.T) {
	m := message()
	m.Random = bytes.NewReader(nil)
	if _, err := m.Build(); !errors.Is(err, io.EOF) {
		t.Errorf("built without an identity: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	good := map[string]string{
		"scanner@contoso.com":       "scanner@contoso.com",
		"a.b+c_d-e@sub.Contoso.com": "a.b+c_d-e@sub.contoso.com",
		"scan@bücher.example":       "scan@xn--bcher-kva.example",
	}
	for address, want := range good {
		if got, err := smtp.Address(address); err != nil || got != want {
			t.Errorf("Address(%q) = %q, %v; want %q", address, got, err, want)
		}
	}
	bad := []string{"", "@", "a", "a@", "@contoso.com", "a@contoso", "a@contoso.com.", "a@192.0.2.1", "a@[192.0.2.1]", "a b@contoso.com",
		"a@contoso.com\r\nRCPT TO:<x@example.com>", "a\r\n@contoso.com", "a\x00@contoso.com", "<a@contoso.com>", "A <a@contoso.com>",
		`"a b"@contoso.com`, "a..b@contoso.com", ".a@contoso.com", "a>@contoso.com", "a@contoso.com> SIZE=1", "a@-contoso.com", "a@con_toso.com",
		"jörg@contoso.com", strings.Repeat("a", 65) + "@contoso.com", "a@" + strings.Repeat("b", 64) + ".com", "a@" + strings.Repeat("b.", 130) + "com"}
	for _, address := range bad {
		got, err := smtp.Address(address)
		var why *smtp.Reason
		if !errors.As(err, &why) {
			t.Errorf("Address(%q) = %q, %v; want a reason against it", address, got, err)
		}
	}
}

// Whatever the fields hold, the message is one that every server and reader takes.
func FuzzMessage(f *testing.F) {
	f.Add(user, "anna@contoso.com", "Test", "text\n.\n")
	f.Add(user, "x@bücher.example", "=?utf-8?q?a?= =?utf-8?q?b?=", "\r\n.\r\nQUIT\r\n")
	f.Add(user, "x@example.com", "a\r\nBcc: y@example.com\r\n\r\n", strings.Repeat("x", 3000))
	f.Add(user, "x@example.com", strings.Repeat("\U0001f5a8 ", 300), "\xff\x00\u202e")
	f.Fuzz(func(t *testing.T, from, to, subject, text string) {
		m := smtp.Message{From: from, To: to, Subject: subject, Text: text, Date: time.Unix(1e9, 0), Random: bytes.NewReader(make([]byte, 16))}
		raw, err := m.Build()
		if err != nil {
			var why *smtp.Reason
			if !errors.As(err, &why) {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		checkForm(t, raw)
		read, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("cannot be read: %v\n%q", err, raw)
		}
		if len(read.Header) != 9 {
			t.Errorf("%d header fields, want 9: %v", len(read.Header), read.Header)
		}
		for _, field := range []string{"From", "To"} {
			if list, err := read.Header.AddressList(field); err != nil || len(list) != 1 {
				t.Errorf("%s: %v, %v", field, list, err)
			}
		}
		body, err := io.ReadAll(quotedprintable.NewReader(read.Body))
		want := strings.TrimRight(clean.Block(text, 0), "\n") + "\n"
		if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != want {
			t.Errorf("text %q, %v; want %q", body, err, want)
		}
	})
}

// checkForm holds the message against RFC 5322, section 2.1.1, and RFC 5321, section 2.3.8.
func checkForm(t *testing.T, raw []byte) {
	t.Helper()
	for line := range bytes.Lines(raw) {
		content, ok := bytes.CutSuffix(line, []byte("\r\n"))
		if !ok || bytes.ContainsAny(content, "\r\n\x00") || len(content) > 998 {
			t.Errorf("line %q", line)
		}
		if bytes.ContainsFunc(content, func(r rune) bool { return r > '~' }) {
			t.Errorf("line %q is not ASCII", line)
		}
	}
}
