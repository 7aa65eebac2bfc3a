package smtp_test

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sendpath/decide/clean"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

// garbled is what comes in place of a reply: each is put at every point of a talk.
var garbled = map[string]string{
	"NULs":             `RAW "\x00\x00\x00\x00\r\n\x00\x00"` + "\nHANG",
	"a code and NULs":  `RAW "2\x0050 \x00\r\n"` + "\nHANG",
	"carriage returns": `RAW "220 a\r220 b\r220 c\r"` + "\nHANG",
	"no line end":      `RAW "220 mail.protection.outlook.com"` + "\nDROP",
	"an empty line":    `RAW "\r\n"` + "\nHANG",
	"no text":          `RAW "\xff\xfe\x00\x1b]0;owned\x07\xc2\x9b31m\r\n"` + "\nDROP",
	"a code of no use": "S: 099 hello\nHANG",
	"six digits":       "S: 250250 hello\nHANG",
	"half, then gone":  "S: 250-first\nDROP",
	"a TLS record":     `RAW "\x15\x03\x01\x00\x02\x02\x46"` + "\nDROP",
	"an endless line":  "ENDLESS",
	"an endless reply": "FLOOD 250",
	"a slow drip":      "DRIP 250-",
	"nothing":          "HANG",
	"hanging up":       "DROP",
}

// Garble at any point of sending: it ends in time, and what nobody said is not known: the message counts
// neither as taken nor as refused.
func TestGarbleIsNeitherTakenNorRefused(t *testing.T) {
	const before = "S: 220 AM0PR00CA0000.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready\n"
	ehlo := before + "C: EHLO\nS: 250 x\n"
	points := map[string]string{
		"banner": "", "EHLO": before + "C: EHLO\n", "MAIL FROM": ehlo + "C: MAIL FROM:\n", "RCPT TO": ehlo + "C: MAIL FROM:\nS: 250 ok\nC: RCPT TO:\n",
		"DATA":    ehlo + "C: MAIL FROM:\nS: 250 ok\nC: RCPT TO:\nS: 250 ok\nC: DATA\n",
		"content": ehlo + "C: MAIL FROM:\nS: 250 ok\nC: RCPT TO:\nS: 250 ok\nC: DATA\nS: 354 go\nMESSAGE\n",
	}
	for point, begin := range points {
		for name, garble := range garbled {
			t.Run(point+"/"+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: begin + garble + "\n"})
					s := smtp.Settings{Target: at(server), Encryption: smtp.Clear, Auth: smtp.NoAuth}
					s.Target.Dialer = server
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
					defer cancel()
					began := time.Now()
					o := smtp.Send(ctx, message(), s)
					if took := time.Since(began); took > 11*time.Second {
						t.Errorf("it took %s of 10s", took)
					}
					if o.Result == smtp.Accepted || o.Result == smtp.Rejected || o.Err == nil {
						t.Errorf("it counts as %s at %s: %v", o.Result, o.Stage, o.Err)
					}
					for _, line := range o.Transcript {
						if strings.ContainsFunc(line.Text, clean.Unfit) {
							t.Errorf("%q is not fit to be shown", line.Text)
						}
					}
				})
			})
		}
	}
}

// A port behind which only garble comes is never one at which Microsoft answers.
func TestGarbleIsNoOpenPort(t *testing.T) {
	for name, garble := range garbled {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: garble + "\n"})
				target := at(server)
				target.Dialer = server
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				p := smtp.Probe(ctx, target)
				if p.State != smtp.Timeout && p.State != smtp.Intercepted || p.StartTLS || p.Err == nil {
					t.Errorf("state %s, STARTTLS %t, %v", p.State, p.StartTLS, p.Err)
				}
			})
		})
	}
}

// gigabyte is a connection on which as many octets wait as anybody reads, up to a gigabyte.
type gigabyte struct {
	net.Conn
	line string
	read *atomic.Int64
}

func (g gigabyte) Read(p []byte) (int, error) {
	if g.read.Load() > 1<<30 {
		return 0, net.ErrClosed
	}
	n := 0
	for n < len(p) {
		n += copy(p[n:], g.line)
	}
	g.read.Add(int64(n))
	return n, nil
}

// A banner of a gigabyte, in one line or in many, is read as far as a banner can go.
func TestABannerOfAGigabyte(t *testing.T) {
	for _, line := range []string{"x", "220-mail.protection.outlook.com\r\n", "220-" + strings.Repeat("x", 1500) + "\r\n", "\x00", "\r"} {
		var read atomic.Int64
		here, there := net.Pipe()
		defer there.Close()
		target := smtp.Target{Host: "smtp.office365.com", Port: 25, Addrs: at(probetest.SMTPPipe(t, probetest.SMTPOptions{})).Addrs,
			Dialer: route{"127.0.0.1": func(context.Context) (net.Conn, error) { return gigabyte{here, line, &read}, nil }}}
		if p := probe(t, target); p.State != smtp.Intercepted || p.StartTLS {
			t.Errorf("%.10q: state %s", line, p.State)
		}
		if read.Load() > 128<<10 {
			t.Errorf("%.10q: %d octets were read", line, read.Load())
		}
	}
}
