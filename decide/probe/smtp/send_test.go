package smtp_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

const (
	user   = "scanner@contoso.com"
	secret = "Tr0ub4dor&3-horse"
)

func message() smtp.Message {
	return smtp.Message{
		From: user, To: "anna@contoso.com", Subject: "Test from the copier",
		Text:   "This is a test.\n.\n..a line that begins with dots\n",
		Date:   time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC),
		Random: bytes.NewReader(make([]byte, 64)),
	}
}

func settings(s *probetest.SMTPServer, auth smtp.AuthKind) smtp.Settings {
	return smtp.Settings{Target: at(s), Encryption: smtp.StartTLS, Auth: auth, Username: user,
		Secret: func() ([]byte, error) { return []byte(secret), nil }}
}

func send(t *testing.T, s smtp.Settings) smtp.Outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return smtp.Send(ctx, message(), s)
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

const (
	loginOK = "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: \x00\nS: 334 UGFzc3dvcmQ6\nC: \x00\nS: 235 2.7.0 Authentication successful\n"
	xoauth2 = "user=" + user + "\x01auth=Bearer " + secret + "\x01\x01"
)

// fill puts the answers of a sign-in into a script, one for each NUL.
func fill(script string, answers ...string) string {
	for _, a := range answers {
		script = strings.Replace(script, "\x00", b64(a), 1)
	}
	return script
}

func transcript(o smtp.Outcome) string {
	var b strings.Builder
	for _, line := range o.Transcript {
		fmt.Fprintf(&b, "%s %s: %s\n", line.Who, line.Stage, line.Text)
	}
	return b.String()
}

// checkHidden fails where a secret, in any form in which it was sent, can be read.
func checkHidden(t *testing.T, o smtp.Outcome) {
	t.Helper()
	seen := fmt.Sprint(transcript(o), o.Reply, o.Err, o.Features, o.Banner)
	for _, form := range []string{secret, b64(secret), b64("\x00" + user + "\x00" + secret), b64(xoauth2)} {
		if strings.Contains(seen, form) || strings.Contains(seen, form[:len(form)-4]) {
			t.Errorf("%q can be read in:\n%s", form, seen)
		}
	}
}

func TestSendByPassword(t *testing.T) {
	server := probetest.SMTP(t, probetest.SMTPOptions{Script: probetest.Submission + fill(loginOK, user, secret) + probetest.Delivery})
	o := send(t, settings(server, smtp.Password))

	if o.Result != smtp.Accepted || o.Err != nil || o.Reply.Enhanced() != "2.0.0" || !strings.Contains(o.Reply.Text(), "Hostname=") {
		t.Fatalf("%s at %s: %s, %v\n%s", o.Result, o.Stage, o.Reply, o.Err, transcript(o))
	}
	if o.Mechanism != "LOGIN" || o.TLS == nil || !o.TLS.Certificate.Verified || !o.Genuine {
		t.Errorf("by %q, TLS %+v, genuine %t", o.Mechanism, o.TLS, o.Genuine)
	}
	checkHidden(t, o)
	for _, want := range []string{"client AUTH: AUTH LOGIN\n", "client AUTH: ********\n", "server AUTH: 235 2.7.0 Authentication successful\n", "client MAIL FROM: MAIL FROM:<scanner@contoso.com>\n", "client message: Subject: Test from the copier\n", "server QUIT: 221"} {
		if !strings.Contains(transcript(o), want) {
			t.Errorf("%q is not in the transcript:\n%s", want, transcript(o))
		}
	}
	want, _ := message().Build()
	if got := server.Messages(); !slices.Equal(got, []string{string(want)}) {
		t.Errorf("arrived:\n%q\nsent:\n%q", got, want)
	}
}

func TestSignInByWhatTheServerOffers(t *testing.T) {
	offer := func(mechanisms string) string {
		return strings.Replace(probetest.Submission, "AUTH LOGIN XOAUTH2", "AUTH "+mechanisms, 1)
	}
	plain := fill("C: AUTH PLAIN\nS: 334 \nC: \x00\nS: 235 ok\n", "\x00"+user+"\x00"+secret)
	token := fill("C: AUTH XOAUTH2\nS: 334\nC: \x00\nS: 235 ok\n", xoauth2)
	tests := []struct {
		name, script string
		kind         smtp.AuthKind
		mechanism    string
	}{
		{"LOGIN before PLAIN", offer("PLAIN LOGIN") + fill(loginOK, user, secret), smtp.Password, "LOGIN"},
		{"only PLAIN", offer("PLAIN XOAUTH2") + plain, smtp.Password, "PLAIN"},
		{"the old spelling", strings.Replace(offer("x"), "AUTH x", "AUTH=LOGIN", 1) + fill(loginOK, user, secret), smtp.Password, "LOGIN"},
		{"a token", offer("LOGIN XOAUTH2") + token, smtp.OAuth, "XOAUTH2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := probetest.SMTP(t, probetest.SMTPOptions{Script: tt.script + probetest.Delivery})
			o := send(t, settings(server, tt.kind))
			if o.Result != smtp.Accepted || o.Mechanism != tt.mechanism {
				t.Errorf("%s by %q at %s: %v\n%s", o.Result, o.Mechanism, o.Stage, o.Err, transcript(o))
			}
			checkHidden(t, o)
		})
	}
}

// A refused token is explained in a challenge; the refusal comes after an empty answer, and nothing after it.
func TestXOAUTH2RefusalDance(t *testing.T) {
	script := probetest.Submission + fill("C: AUTH XOAUTH2\nS: 334\nC: \x00\n", xoauth2) +
		"S: 334 " + b64(`{"status":"401","schemes":"bearer"}`) + "\nC: \nS: 535 5.7.3 Authentication unsuccessful [AM0PR00CA0000.eurprd00.prod.outlook.com]\n"
	server := probetest.SMTP(t, probetest.SMTPOptions{Script: script})
	o := send(t, settings(server, smtp.OAuth))
	if o.Result != smtp.Rejected || o.Stage != smtp.Auth || o.Reply.Code != 535 || o.Reply.Enhanced() != "5.7.3" {
		t.Errorf("%s at %s: %s\n%s", o.Result, o.Stage, o.Reply, transcript(o))
	}
	if talk := server.Received()[0]; !slices.Equal(talk[len(talk)-2:], []string{"", "QUIT"}) {
		t.Errorf("after the challenge the client said %q", talk)
	}
	checkHidden(t, o)
}

func TestServersThatRepeatSecrets(t *testing.T) {
	tests := []struct{ name, reply string }{
		{"as sent", "535 5.7.8 what is " + b64(secret) + "?"},
		{"in clear", "535 5.7.8 wrong password " + secret},
		{"cut off", "535 5.7.8 syntax: " + b64(secret)[:len(b64(secret))-5]},
		{"in a later reply", "235 welcome\nC: MAIL FROM:\nS: 550 5.7.60 not allowed after " + b64(secret)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			script := probetest.Submission + fill("C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: \x00\nS: 334 UGFzc3dvcmQ6\nC: \x00\n", user, secret) + "S: " + tt.reply + "\n"
			o := send(t, settings(probetest.SMTP(t, probetest.SMTPOptions{Script: script}), smtp.Password))
			if o.Result != smtp.Rejected || !strings.Contains(o.Reply.Text(), "********") {
				t.Errorf("%s: %s", o.Result, o.Reply)
			}
			if strings.Contains(transcript(o), b64(secret)[:12]) {
				t.Errorf("part of the secret can be read:\n%s", transcript(o))
			}
			checkHidden(t, o)
		})
	}
}

// A password that is also the text of the message, or the sender, is hidden there as well.
func TestSecretInTheMessageIsHidden(t *testing.T) {
	server := probetest.SMTP(t, probetest.SMTPOptions{Script: probetest.Submission + fill(loginOK, user, secret) + probetest.Delivery})
	m := message()
	m.Text = "The password is " + secret
	if o := smtp.Send(t.Context(), m, settings(server, smtp.Password)); o.Result != smtp.Accepted {
		t.Errorf("%s: %v", o.Result, o.Err)
	} else {
		checkHidden(t, o)
	}
}

// The secret is asked for only when the server has proved who it is, and is overwritten afterwards.
func TestSecretIsAskedForLateAndOverwritten(t *testing.T) {
	kept := []byte(secret)
	server := probetest.SMTP(t, probetest.SMTPOptions{Script: probetest.Submission + fill(loginOK, user, secret) + probetest.Delivery})
	s := settings(server, smtp.Password)
	s.Secret = func() ([]byte, error) {
		if talk := server.Received()[0]; !strings.HasPrefix(talk[len(talk)-1], "EHLO") || len(talk) != 3 {
			t.Errorf("asked for after %q", talk)
		}
		return kept, nil
	}
	if o := send(t, s); o.Result != smtp.Accepted {
		t.Fatalf("%s: %v", o.Result, o.Err)
	}
	if !bytes.Equal(kept, make([]byte, len(secret))) {
		t.Errorf("%q is left of the secret", kept)
	}
}

// Nothing that could be overheard or misdirected is ever begun.
func TestSendStops(t *testing.T) {
	stripped := "S: 220 x.prod.outlook.com\nC: EHLO\nS: 250-x\nS: 250 AUTH LOGIN\n"
	tests := []struct {
		name    string
		options probetest.SMTPOptions
		edit    func(*smtp.Settings)
		stage   smtp.Stage
		reason  string
	}{
		{"password in clear", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Encryption = smtp.Clear }, smtp.Prepare, "without encryption"},
		{"token in clear", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Encryption, s.Auth = smtp.Clear, smtp.OAuth }, smtp.Prepare, "without encryption"},
		{"certificate in clear", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Encryption, s.Auth = smtp.Clear, smtp.ClientCerts }, smtp.Prepare, "STARTTLS and the certificate"},
		{"certificate without one", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Auth = smtp.ClientCerts }, smtp.Prepare, "STARTTLS and the certificate"},
		{"unknown encryption", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Encryption = "" }, smtp.Prepare, "not known"},
		{"unknown authentication", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Auth = "cram-md5" }, smtp.Prepare, "not known"},
		{"STARTTLS stripped", probetest.SMTPOptions{Script: stripped}, nil, smtp.STARTTLS, "does not offer STARTTLS"},
		{"STARTTLS stripped, no sign-in", probetest.SMTPOptions{Script: stripped}, func(s *smtp.Settings) { s.Auth = smtp.NoAuth }, smtp.STARTTLS, "does not offer STARTTLS"},
		{"TLS 1.1", probetest.SMTPOptions{MinTLS: 0x301, MaxTLS: 0x302}, nil, smtp.TLS, "No TLS 1.2"},
		{"expired", probetest.SMTPOptions{Shown: probetest.Expired}, nil, smtp.TLS, "expired"},
		{"self-signed", probetest.SMTPOptions{Shown: probetest.SelfSigned}, nil, smtp.TLS, "did not prove"},
		{"another name", probetest.SMTPOptions{Names: []string{"mitm.example.com"}}, nil, smtp.TLS, "did not prove"},
		{"no sign-in offered", probetest.SMTPOptions{Script: probetest.Endpoint}, nil, smtp.Auth, "offers no AUTH"},
		{"nothing in common", probetest.SMTPOptions{Script: strings.Replace(probetest.Submission, "LOGIN XOAUTH2", "NTLM CRAM-MD5", 1)}, nil, smtp.Auth, "does not offer LOGIN/PLAIN. It offers: NTLM CRAM-MD5."},
		{"no secret", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Secret = func() ([]byte, error) { return nil, errors.New("no terminal") } }, smtp.Prepare, "no terminal"},
		{"secret with a line break", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Secret = func() ([]byte, error) { return []byte("a\r\nQUIT"), nil } }, smtp.Prepare, "control character"},
		{"empty user name", probetest.SMTPOptions{}, func(s *smtp.Settings) { s.Username = "" }, smtp.Prepare, "empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := probetest.SMTP(t, tt.options)
			s := settings(server, smtp.Password)
			if tt.edit != nil {
				tt.edit(&s)
			}
			o := send(t, s)
			if o.Result != smtp.Stopped || o.Stage != tt.stage || o.Reason() == nil || !strings.Contains(o.Reason().Error(), tt.reason) {
				t.Errorf("%s at %s: %v; want %q at %s", o.Result, o.Stage, o.Err, tt.reason, tt.stage)
			}
			for _, talk := range server.Received() {
				for _, line := range talk {
					if verb, _, _ := strings.Cut(line, " "); !slices.Contains([]string{"EHLO", "STARTTLS", "QUIT"}, verb) {
						t.Errorf("the client went on: %q", talk)
					}
				}
			}
			if o.Stage == smtp.Prepare && o.Banner == "" && len(server.Received()) > 0 {
				t.Error("a connection was opened for nothing")
			}
		})
	}
}

// Each stage at which a server can refuse, with its words and codes.
func TestSendRefused(t *testing.T) {
	const greeting = "S: 220 x.mail.protection.outlook.com\n"
	const hello = greeting + "C: EHLO\nS: 250 x Hello [203.0.113.7]\n"
	const mail = hello + "C: MAIL FROM:\nS: 250 ok\n"
	const rcpt = mail + "C: RCPT TO:\nS: 250 ok\n"
	tests := []struct {
		script   string
		stage    smtp.Stage
		reply    string
		enhanced string
	}{
		{"S: 421 4.3.2 Service not available\n", smtp.Banner, "421 4.3.2 Service not available", "4.3.2"},
		{greeting + "C: EHLO\nS: 501 5.5.4 Invalid domain name\n", smtp.EHLO, "501 5.5.4 Invalid domain name", "5.5.4"},
		{hello + "C: MAIL FROM:\nS: 530 5.7.57 Client not authenticated to send mail.\n", smtp.Mail, "530 5.7.57 Client not authenticated to send mail.", "5.7.57"},
		{mail + "C: RCPT TO:\nS: 550-5.7.64 TenantAttribution;\nS: 550 Relay Access Denied\n", smtp.Rcpt, "550 5.7.64 TenantAttribution; Relay Access Denied", "5.7.64"},
		{mail + "C: RCPT TO:\nS: 451 no enhanced code\n", smtp.Rcpt, "451 no enhanced code", ""},
		{rcpt + "C: DATA\nS: 250 wrong\n", smtp.Data, "250 wrong", ""},
		{rcpt + "C: DATA\nS: 354 go\nMESSAGE\nS: 550 5.7.68 Direct Send not allowed\n", smtp.Content, "550 5.7.68 Direct Send not allowed", "5.7.68"},
	}
	for _, tt := range tests {
		s := settings(probetest.SMTP(t, probetest.SMTPOptions{Script: tt.script}), smtp.NoAuth)
		s.Encryption = smtp.Clear
		o := send(t, s)
		if o.Result != smtp.Rejected || o.Stage != tt.stage || o.Reply.String() != tt.reply || o.Reply.Enhanced() != tt.enhanced {
			t.Errorf("%s at %s: %q; want refused at %s: %q", o.Result, o.Stage, o.Reply, tt.stage, tt.reply)
		}
		if last := o.Transcript[len(o.Transcript)-1]; last.Stage != smtp.Quit {
			t.Errorf("no leave was taken: %v", last)
		}
	}
}

// A talk that breaks or falls silent is neither accepted nor refused.
func TestSendUnreachable(t *testing.T) {
	const envelope = "S: 220 x\nC: EHLO\nS: 250 x\nC: MAIL FROM:\nS: 250 ok\nC: RCPT TO:\nS: 250 ok\nC: DATA\nS: 354 go\n"
	tests := []struct {
		script string
		stage  smtp.Stage
	}{
		{"HANG\n", smtp.Banner},
		{"DRIP 220 \n", smtp.Banner},
		{"DROP\n", smtp.Banner},
		{"ENDLESS\n", smtp.Banner},
		{"S: 220 x\nC: EHLO\nHANG\n", smtp.EHLO},
		{"S: 220 x\nC: EHLO\nFLOOD 250\n", smtp.EHLO},
		{"S: 220 x\nC: EHLO\nS: 250 x\nC: MAIL FROM:\nDROP\n", smtp.Mail},
		{envelope + "DROP\n", smtp.Content},
		{envelope + "MESSAGE\nHANG\n", smtp.Content},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: tt.script})
			s := settings(server, smtp.NoAuth)
			s.Encryption, s.Dialer = smtp.Clear, server
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			began := time.Now()
			o := smtp.Send(ctx, message(), s)
			if o.Result != smtp.Unreachable || o.Stage != tt.stage || time.Since(began) > 10*time.Second {
				t.Errorf("%q: %s at %s after %s: %v; want unreachable at %s", tt.script, o.Result, o.Stage, time.Since(began), o.Err, tt.stage)
			}
		})
	}
}

func TestSendWithoutAnAddress(t *testing.T) {
	o := smtp.Send(t.Context(), message(), smtp.Settings{Target: smtp.Target{Host: "mx.example.com", Port: 25}, Encryption: smtp.Clear, Auth: smtp.NoAuth})
	if o.Result != smtp.Unreachable || o.Stage != smtp.Connect || o.Err.Error() != "connect to mx.example.com:25: no address" {
		t.Errorf("%s at %s: %v", o.Result, o.Stage, o.Err)
	}
}

// Relay by certificate: the connector knows the device by the certificate shown in the handshake.
func TestSendByCertificate(t *testing.T) {
	server := probetest.SMTP(t, probetest.SMTPOptions{Script: probetest.Endpoint + probetest.Delivery})
	certificate := probetest.NewAuthority(t).Certificate(t, probetest.Good, "mail.contoso.com")
	s := settings(server, smtp.ClientCerts)
	s.Certificate = &certificate
	o := send(t, s)
	if o.Result != smtp.Accepted || !o.TLS.AskedForOne || o.Mechanism != "" {
		t.Fatalf("%s at %s: %v", o.Result, o.Stage, o.Err)
	}
	if got := server.ClientCertificates(); !slices.Equal(got, []string{"mail.contoso.com"}) {
		t.Errorf("the server saw the certificates %q", got)
	}
}

// Without sign-in nothing is secret: a device sends to a server with a bad certificate, and the outcome says so.
func TestSendWithoutSignInNotesABadCertificate(t *testing.T) {
	server := probetest.SMTP(t, probetest.SMTPOptions{Script: probetest.Endpoint + probetest.Delivery, Shown: probetest.Expired})
	o := send(t, settings(server, smtp.NoAuth))
	if o.Result != smtp.Accepted || o.TLS.Certificate.Verified || o.TLS.Certificate.Err == nil {
		t.Errorf("%s, certificate %+v", o.Result, o.TLS)
	}
	if got := server.ClientCertificates(); len(got) > 0 {
		t.Errorf("showed certificates %q that were not asked for", got)
	}
}
