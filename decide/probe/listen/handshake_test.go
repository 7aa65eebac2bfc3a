package listen

import (
	"crypto/tls"
	"io"
	"reflect"
	"testing"
	"time"
)

// sendHello asks for STARTTLS, sends a hello made by hand and hangs up.
func sendHello(t *testing.T, tr *trial, hello []byte) {
	t.Helper()
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("250", "EHLO copier")
	p.expect("220", "STARTTLS")
	p.Write(hello)
	p.r.ReadByte() // the server's answer, or its hanging up
	p.Close()
}

func TestHellosMadeByHandOverTheNetwork(t *testing.T) {
	for _, tt := range helloStories {
		t.Run(tt.name, func(t *testing.T) {
			tr := start(t, nil)
			sendHello(t, tr, tt.sent)
			r := tr.report(1)
			s := r.Sessions[0]
			if !reflect.DeepEqual(s.Offered, tt.offered) || s.RSAOnly != tt.rsaOnly || s.EllipticCurves != tt.curves {
				t.Errorf("%+v", s.TLS)
			}
			want := "old"
			if newest(tt.offered) >= "1.2" && newest(tt.offered) < "2" {
				want = "1.2"
			}
			if r.Answers.TLS != want || s.Negotiated != "" {
				t.Errorf("answer %q, want %q; negotiated %q", r.Answers.TLS, want, s.Negotiated)
			}
		})
	}
}

// A device that fails with its newest version comes back with an older one: both were seen.
func TestSecondAttemptWithAnOlderHello(t *testing.T) {
	tr := start(t, nil)
	sendHello(t, tr, rawHello(tls.VersionTLS12, rsaSuites))
	tr.wait(1)
	sendHello(t, tr, rawHello(tls.VersionTLS10, rsaSuites))
	tr.wait(2)
	r := tr.report(2)
	if first := r.Sessions[0]; first.Retry || first.Attempt != 1 || !first.OnlyHighest {
		t.Errorf("first attempt %+v", first)
	}
	second := r.Sessions[1]
	if !second.Retry || second.Attempt != 2 || !reflect.DeepEqual(second.Offered, []string{"1.0", "1.2"}) {
		t.Errorf("second attempt %+v", second)
	}
	if r.Answers.TLS != "1.2" {
		t.Errorf("answer %q", r.Answers.TLS)
	}
}

// With a lower ceiling each attempt shows one version more of a device whose hello names only its highest.
func TestLowerCeiling(t *testing.T) {
	tr := start(t, func(c *Config) { c.LowerCeiling = true })
	for i, want := range []string{"1.3", "1.2", "1.1", "1.0", "1.3"} {
		p := connect(t, tr, &tls.Config{MinVersion: tls.VersionTLS10}, true)
		p.expect("221", "QUIT")
		tr.wait(i + 1)
		if got := tr.over[i].Negotiated; got != want {
			t.Errorf("attempt %d agreed on %s, want %s", i+1, got, want)
		}
	}
}

// A device that refuses a lower version is asked for the next one, and then served as before.
func TestLowerCeilingRefused(t *testing.T) {
	tr := start(t, func(c *Config) { c.LowerCeiling = true })
	for i, want := range []string{"1.2", "", "", "1.2"} {
		p := dial(t, tr.ImplicitAddr())
		p.secure(&tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12})
		p.Close()
		tr.wait(i + 1)
		if got := tr.over[i].Negotiated; got != want {
			t.Errorf("attempt %d agreed on %q, want %q", i+1, got, want)
		}
	}
}

func TestDeviceThatChecksTheCertificate(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		tr := start(t, nil)
		p := dial(t, tr.ImplicitAddr())
		err := tls.Client(p.Conn, &tls.Config{MaxVersion: version, ServerName: "127.0.0.1"}).Handshake()
		if err == nil {
			t.Fatal("the self-signed certificate was trusted")
		}
		p.Close()
		if s := tr.one(); !s.HungUpAtCertificate || s.LeftAfterTLS || len(s.Offered) == 0 {
			t.Errorf("%s: %+v", tls.VersionName(version), s.TLS)
		}
	}
}

func TestDeviceThatHangsUpWithoutAnAlert(t *testing.T) {
	tr := start(t, nil)
	p := dial(t, tr.ImplicitAddr())
	config := &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12}
	config.VerifyConnection = func(tls.ConnectionState) error { p.Close(); return io.EOF }
	tls.Client(p.Conn, config).Handshake()
	if s := tr.one(); !s.HungUpAtCertificate {
		t.Errorf("%+v", s.TLS)
	}
}

func TestDeviceThatLeavesAfterTLS(t *testing.T) {
	tr := start(t, nil)
	p := connect(t, tr, &tls.Config{}, false)
	p.Close()
	if s := tr.one(); !s.LeftAfterTLS || s.HungUpAtCertificate || s.Negotiated != "1.3" || s.SNI != "" {
		t.Errorf("%+v", s.TLS)
	}
}

func TestHangInTheHandshake(t *testing.T) {
	tr := start(t, func(c *Config) { c.limits.idle = 50 * time.Millisecond })
	p := dial(t, tr.ImplicitAddr())
	p.Write(rawHello(tls.VersionTLS12, rsaSuites, extName("mail.example.com"))[:60])
	if s := tr.one(); s.Ended != endedTLS || !reflect.DeepEqual(s.Offered, []string{"1.2"}) || s.HungUpAtCertificate {
		t.Errorf("%+v", s)
	}
}

func TestCommandsAfterSTARTTLSAreNoCommands(t *testing.T) {
	tr := start(t, nil)
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("220", "STARTTLS\r\nEHLO injected")
	if s := tr.one(); s.Helo != "" || s.Ended != endedTLS || s.Error == "" {
		t.Errorf("%+v", s)
	}
}
