package listen

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"sendpath/decide/probe/probetest"
)

const scan = "From: Scanner <scanner@contoso.com>\r\nTo: a@contoso.com\r\n\r\n..leading dot\r\nbody"

// b64 spells s as SASL does.
func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func TestEveryVersionCanBeSeen(t *testing.T) {
	versions := map[uint16]string{
		tls.VersionTLS10: "1.0", tls.VersionTLS11: "1.1", tls.VersionTLS12: "1.2", tls.VersionTLS13: "1.3",
	}
	for version, name := range versions {
		for _, implicit := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s implicit=%v", name, implicit), func(t *testing.T) {
				tr := start(t, nil)
				config := &tls.Config{MinVersion: version, MaxVersion: version, ServerName: "mail.example.com"}
				p := connect(t, tr, config, implicit)
				p.expect("250", "EHLO copier")
				p.expect("235", "AUTH PLAIN "+b64("\x00scanner@contoso.com\x00secret"))
				p.deliver("scanner@contoso.com", "a@contoso.com", scan)
				s := tr.one()
				if s.Negotiated != name || s.Implicit != implicit || s.STARTTLS == implicit {
					t.Errorf("negotiated %q, implicit %v, starttls %v", s.Negotiated, s.Implicit, s.STARTTLS)
				}
				if !reflect.DeepEqual(s.Offered, []string{name}) || s.SNI != "mail.example.com" {
					t.Errorf("offered %q, name %q", s.Offered, s.SNI)
				}
				if !s.Received || s.FromHeader != "Scanner <scanner@contoso.com>" || s.AuthBeforeTLS {
					t.Errorf("session %+v", s)
				}
			})
		}
	}
}

// connect opens a connection and TLS on it.
func connect(t *testing.T, tr *trial, config *tls.Config, implicit bool) *peer {
	t.Helper()
	to := tr.Addr()
	if implicit {
		to = tr.ImplicitAddr()
	}
	p := dial(t, to)
	if !implicit {
		p.expect("220", "")
		p.expect("250", "EHLO copier")
		p.expect("220", "STARTTLS")
	}
	if err := p.secure(config); err != nil {
		t.Fatal(err)
	}
	if implicit {
		p.expect("220", "")
	}
	return p
}

func TestOldKeyExchangesAreAccepted(t *testing.T) {
	for _, suite := range append(tls.InsecureCipherSuites(), tls.CipherSuites()...) {
		if suite.SupportedVersions[0] == tls.VersionTLS13 {
			continue // crypto/tls lets nobody choose among those
		}
		if strings.Contains(suite.Name, "ECDSA") {
			continue // the same key exchange as with RSA signatures
		}
		t.Run(suite.Name, func(t *testing.T) {
			tr := start(t, nil)
			config := &tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{suite.ID}}
			p := connect(t, tr, config, true)
			p.expect("221", "QUIT")
			s := tr.one()
			if s.CipherSuite != suite.Name || !reflect.DeepEqual(s.CipherSuites, []string{suite.Name}) {
				t.Errorf("used %q, offered %q", s.CipherSuite, s.CipherSuites)
			}
			if want := strings.HasPrefix(suite.Name, "TLS_RSA"); s.RSAOnly != want {
				t.Errorf("RSA only: %v, want %v", s.RSAOnly, want)
			}
		})
	}
}

func TestTLSAtOnceOnThePlainPort(t *testing.T) {
	tr := start(t, func(c *Config) { c.limits.greeting = time.Minute })
	p := dial(t, tr.Addr())
	if err := p.secure(&tls.Config{}); err != nil {
		t.Fatal(err)
	}
	p.expect("220", "")
	p.expect("221", "QUIT")
	if s := tr.one(); !s.Implicit || s.STARTTLS {
		t.Errorf("implicit %v, starttls %v", s.Implicit, s.STARTTLS)
	}
}

func TestClearTextOnTheTLSPort(t *testing.T) {
	tr := start(t, func(c *Config) { c.limits.secureGreeting = time.Millisecond })
	p := dial(t, tr.ImplicitAddr())
	p.expect("220", "")
	p.expect("250", "EHLO copier")
	p.expect("221", "QUIT")
	if s := tr.one(); s.Implicit || s.Helo != "copier" {
		t.Errorf("implicit %v, helo %q", s.Implicit, s.Helo)
	}
}

// signIns are the ways to sign in, with a secret that must be found nowhere afterwards.
var signIns = []struct {
	name, user string
	lines      []string
}{
	{"LOGIN", "scanner@contoso.com", []string{"AUTH LOGIN", b64("scanner@contoso.com"), b64(secret)}},
	{"LOGIN", "scanner@contoso.com", []string{"AUTH LOGIN " + b64("scanner@contoso.com"), b64(secret)}},
	{"PLAIN", "scanner@contoso.com", []string{"AUTH PLAIN " + b64("\x00scanner@contoso.com\x00"+secret)}},
	{"PLAIN", "scanner@contoso.com", []string{"auth plain", b64("other\x00scanner@contoso.com\x00" + secret)}},
	{"PLAIN", "", []string{"AUTH PLAIN " + b64(secret)}},
	{"PLAIN", "", []string{"AUTH PLAIN " + secret}},
	{"XOAUTH2", "scanner@contoso.com", []string{"AUTH XOAUTH2 " + b64("user=scanner@contoso.com\x01auth=Bearer "+secret+"\x01\x01")}},
	{"OAUTHBEARER", "scanner@contoso.com", []string{"AUTH OAUTHBEARER", b64("n,a=scanner@contoso.com,\x01auth=Bearer " + secret + "\x01\x01")}},
	{"other", "", []string{"AUTH " + secret + " " + secret}},
	{"LOGIN", "", []string{"AUTH LOGIN", "*"}},
	{"CRAM-MD5", "", []string{"AUTH CRAM-MD5", secret}},
}

const secret = "Correct-Horse-77"

func TestNoSecretIsKept(t *testing.T) {
	for _, tt := range signIns {
		t.Run(tt.lines[0], func(t *testing.T) {
			var told []string
			tr := start(t, func(c *Config) {
				c.Events = func(e Event) { told = append(told, fmt.Sprintf("%s %+v", e.Say(nil), e)) }
			})
			p := dial(t, tr.Addr())
			p.expect("220", "")
			p.expect("250", "EHLO copier")
			for _, line := range tt.lines {
				p.say(line)
			}
			p.expect("221", "QUIT")
			r := tr.report(1)
			s := r.Sessions[0]
			if !reflect.DeepEqual(s.Auth, []string{tt.name}) || s.AuthUser != tt.user || !s.AuthBeforeTLS {
				t.Errorf("auth %q user %q before TLS %v", s.Auth, s.AuthUser, s.AuthBeforeTLS)
			}
			asJSON, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			everything := string(asJSON) + fmt.Sprintf("%+v", r) + strings.Join(told, "\n")
			for _, form := range []string{secret, b64(secret), strings.TrimRight(b64(secret), "=")} {
				if strings.Contains(strings.ToLower(everything), strings.ToLower(form)) {
					t.Errorf("the secret shows as %q", form)
				}
			}
		})
	}
}

// When the reply to a sign-in goes out, its secret is already overwritten in the line buffer.
func TestSecretsAreWiped(t *testing.T) {
	for _, tt := range signIns[:8] {
		d, sc := offline(strings.Join(tt.lines, "\r\n") + "\r\n")
		replied := false
		sc.replied = func(reply string) {
			if !strings.HasPrefix(reply, "235") {
				return
			}
			replied = true
			for _, form := range []string{secret, b64(secret), b64("\x00scanner@contoso.com\x00" + secret)} {
				if strings.Contains(string(d.lines.buf), form) {
					t.Errorf("%q is still in the buffer after %q", form, tt.lines[0])
				}
			}
		}
		d.converse()
		if !replied {
			t.Errorf("%q was not accepted", tt.lines)
		}
	}
}

func TestEveryMessageOfASessionIsSeen(t *testing.T) {
	tr := start(t, nil)
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("250", "HELO copier")
	for _, from := range []string{"anna@contoso.com", "bruno@contoso.com"} {
		p.expect("250", "MAIL FROM: <"+from+">")
		p.expect("250", "RCPT TO:a@contoso.com")
		p.expect("354", "DATA")
		p.expect("250", scan+"\r\n.")
	}
	p.expect("221", "QUIT")
	r := tr.report(1)
	s := r.Sessions[0]
	if got := s.Messages(); len(got) != 2 || got[0].MailFrom != "anna@contoso.com" || !got[0].Received || !s.Received {
		t.Errorf("messages %+v", got)
	}
	if want := int64(len(strings.Replace(scan, "..", ".", 1)) + 2); s.Size != want {
		t.Errorf("size %d, want %d", s.Size, want)
	}
	if r.Answers.Senders != "many" || r.Answers.Login != "none" || r.Answers.TLS != "none" || r.Answers.Sender != "" {
		t.Errorf("answers %+v", r.Answers)
	}
}

func TestOrderIsKept(t *testing.T) {
	tr := start(t, nil)
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("503", "RCPT TO:<a@contoso.com>")
	p.expect("503", "DATA")
	p.expect("501", "MAIL TO:<a@contoso.com>")
	p.expect("552", "MAIL FROM:<a@contoso.com> SIZE=99999999999")
	p.expect("503", "RCPT TO:<a@contoso.com>")
	p.expect("250", "MAIL FROM:<> BODY=8BITMIME")
	p.expect("501", "RCPT TO:<>")
	p.expect("250", "RCPT TO:<a@contoso.com>")
	p.expect("250", "RSET")
	p.expect("503", "DATA")
	p.expect("500", "BDAT 10 LAST")
	p.expect("252", "VRFY a")
	p.expect("502", "EXPN a")
	p.expect("214", "HELP")
	p.expect("250", "NOOP")
	p.expect("500", strings.Repeat("x", 3000))
	p.expect("500", strings.Repeat("x", 30000))
	p.expect("221", "QUIT")
	tr.one()
}

func TestJSONKeepsItsPromise(t *testing.T) {
	tr := start(t, nil)
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("221", "QUIT")
	b, err := json.Marshal(tr.report(1))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Sessions []map[string]any `json:"sessions"`
		Answers  map[string]any   `json:"answers"`
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"remote": "127.0.0.1", "implicit_tls": false, "starttls": false, "tls_offered": []any{}, "tls_negotiated": "",
		"cipher_suites": []any{}, "auth": []any{}, "mail_from": "", "rcpt_to": []any{}, "size": 0.0, "message_received": false,
	}
	for field, value := range want {
		if !reflect.DeepEqual(got.Sessions[0][field], value) {
			t.Errorf("%s is %#v, want %#v", field, got.Sessions[0][field], value)
		}
	}
	if got.Answers == nil || len(got.Answers) != 0 {
		t.Errorf("answers %v, want an empty object", got.Answers)
	}
	empty, _ := json.Marshal(start(t, nil).report(0))
	if !strings.HasPrefix(string(empty), `{"sessions":[],"answers":{}`) {
		t.Errorf("nothing connected: %s", empty)
	}
}

// When its time is over, whatever a peer is doing: on a busy computer it may not even have been greeted.
func TestItEndsByItself(t *testing.T) {
	server, err := Listen(t.Context(), Config{Addr: probetest.FreePort(t), implicitPort: probetest.FreePort(t).Port(),
		For: 100 * time.Millisecond, certificates: certificates()})
	if err != nil {
		t.Fatal(err)
	}
	p := dial(t, server.Addr())
	r := server.Run(t.Context())
	for _, s := range r.Sessions {
		if s.Ended != endedStopped {
			t.Errorf("ended %q", s.Ended)
		}
	}
	if _, err := io.Copy(io.Discard, p.Conn); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the connection is still open")
	}
}

func TestPortsInUse(t *testing.T) {
	taken := start(t, nil)
	tr := start(t, func(c *Config) {
		c.Addr = netip.AddrPortFrom(loopback, taken.Addr().Port())
		c.implicitPort = taken.ImplicitAddr().Port()
	})
	notes := tr.Notes()
	if len(notes) != 2 || !strings.Contains(notes[0].Error(), fmt.Sprint(taken.Addr().Port())) {
		t.Fatalf("notes %v", notes)
	}
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("221", "QUIT")
	tr.one()
}
