package smtp_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"sendpath/decide/clean"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

const patience = 20 * time.Second // ends a test that would hang; no story takes this long

func at(s *probetest.SMTPServer) smtp.Target {
	return smtp.Target{Host: "smtp.office365.com", Port: s.Port, Addrs: []netip.Addr{s.Addr}, Roots: s.Roots}
}

func probe(t *testing.T, target smtp.Target) smtp.Port {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return smtp.Probe(ctx, target)
}

func TestProbeOfMicrosoftsSubmissionServer(t *testing.T) {
	server := probetest.SMTP(t, probetest.SMTPOptions{})
	p := probe(t, at(server))

	if p.State != smtp.Open || p.Err != nil || !p.StartTLS {
		t.Fatalf("state %s, STARTTLS %t, error %v", p.State, p.StartTLS, p.Err)
	}
	if want := []string{"1.2", "1.3"}; !slices.Equal(p.TLSVersions, want) || len(p.TLSUnknown) > 0 {
		t.Errorf("TLS versions %q and unknown %q, want %q and none", p.TLSVersions, p.TLSUnknown, want)
	}
	if want := []string{"LOGIN", "XOAUTH2"}; !slices.Equal(p.Auth, want) {
		t.Errorf("AUTH %q, want %q, as offered after TLS", p.Auth, want)
	}
	if p.Size != 157286400 || p.SeenAs.String() != "203.0.113.7" || p.Addr != server.Addr {
		t.Errorf("size %d, seen as %s, at %s", p.Size, p.SeenAs, p.Addr)
	}
	if c := p.TLS.Certificate; !c.Verified || !slices.Equal(c.Names, []string{"smtp.office365.com"}) || !strings.Contains(c.Issuer, "Test Authority") {
		t.Errorf("certificate %+v", c)
	}
	for _, talk := range server.Received() {
		if last := talk[len(talk)-1]; last != "QUIT" && last != "STARTTLS" {
			t.Errorf("a talk ended without taking leave: %q", talk)
		}
		if strings.Contains(strings.Join(talk, "\n"), "MAIL") {
			t.Errorf("the probe went as far as MAIL FROM: %q", talk)
		}
	}
}

// The states of a port, one story for each thing that can stand in the way.
func TestProbeStates(t *testing.T) {
	const microsoft = "S: 220 x.outlook.office365.com Microsoft ESMTP MAIL Service ready\n"
	tests := []struct {
		name, script string
		state        smtp.State
		banner       string // what is shown of it
		step         smtp.Stage
	}{
		{"foreign banner", "S: 220 mail.isp.example ESMTP Exim 4.97\nC: EHLO\nS: 250 mail.isp.example\n", smtp.Intercepted, "mail.isp.example ESMTP Exim 4.97", ""},
		{"foreign refusal", "S: 554 5.7.1 outgoing mail is not allowed here\n", smtp.Intercepted, "5.7.1 outgoing mail is not allowed here", smtp.Banner},
		{"not SMTP at all", "S: HTTP/1.1 400 Bad Request\n", smtp.Intercepted, "HTTP/1.1 400 Bad Request", smtp.Banner},
		{"two codes in one reply", "S: 220-a\nS: 554 b\n", smtp.Intercepted, "554 b", smtp.Banner},
		{"control characters", "RAW \"220 \\x1b]0;owned\\x07 \\xff\\r\\n\"\nC: EHLO\nS: 250 x\n", smtp.Intercepted, "\ufffd]0;owned\ufffd \ufffd", ""},
		{"endless line", "ENDLESS\n", smtp.Intercepted, "", smtp.Banner},
		{"dropped before the banner", "DROP\n", smtp.Timeout, "", smtp.Banner},
		{"Microsoft is busy", "S: 421 4.3.2 Service not available [AM0PR00CA0000.eurprd00.prod.outlook.com 2026-11-21T08:00:00.000Z]\n", smtp.Open, "4.3.2 Service not available [AM0PR00CA0000.eurprd00.prod.outlook.com 2026-11-21T08:00:00.000Z]", smtp.Banner},
		{"dropped after the banner", microsoft + "C: EHLO\nDROP\n", smtp.Open, "x.outlook.office365.com Microsoft ESMTP MAIL Service ready", smtp.EHLO},
		{"endless reply to EHLO", microsoft + "C: EHLO\nFLOOD 250\n", smtp.Open, "x.outlook.office365.com Microsoft ESMTP MAIL Service ready", smtp.EHLO},
		{"endless line after EHLO", microsoft + "C: EHLO\nENDLESS\n", smtp.Open, "x.outlook.office365.com Microsoft ESMTP MAIL Service ready", smtp.EHLO},
		{"EHLO refused", microsoft + "C: EHLO\nS: 550 5.7.506 Access Denied, Bad HELO\n", smtp.Open, "x.outlook.office365.com Microsoft ESMTP MAIL Service ready", smtp.EHLO},
		{"STARTTLS stripped", microsoft + "C: EHLO\nS: 250-x\nS: 250 XXXXXXXA\n", smtp.Open, "x.outlook.office365.com Microsoft ESMTP MAIL Service ready", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := probe(t, at(probetest.SMTP(t, probetest.SMTPOptions{Script: tt.script})))
			if p.State != tt.state || p.Banner != tt.banner {
				t.Errorf("state %s with banner %q, want %s with %q", p.State, p.Banner, tt.state, tt.banner)
			}
			if got := step(p.Err); got != tt.step {
				t.Errorf("ended in step %q (%v), want %q", got, p.Err, tt.step)
			}
			if p.StartTLS || p.TLS != nil || len(p.TLSVersions) > 0 {
				t.Errorf("TLS out of nothing: %+v", p)
			}
		})
	}
}

func step(err error) smtp.Stage {
	var failed *smtp.Error
	if errors.As(err, &failed) {
		return failed.Step
	}
	return ""
}

// Whatever keeps silent, or never comes to the point, ends at the deadline and not after it.
func TestProbeEndsAtTheDeadline(t *testing.T) {
	tests := []struct {
		name, script string
		state        smtp.State
	}{
		{"tarpit", "HANG\n", smtp.Timeout},
		{"slow drip", "DRIP 220 mail.example.com \n", smtp.Timeout},
		{"half a banner", "S: 220-x.outlook.office365.com\nHANG\n", smtp.Timeout},
		{"tarpit after the banner", "S: 220 x.outlook.office365.com\nC: EHLO\nHANG\n", smtp.Open},
		{"slow drip after EHLO", "S: 220 x.outlook.office365.com\nC: EHLO\nDRIP 250-\n", smtp.Open},
		{"tarpit at STARTTLS", "S: 220 x.outlook.office365.com\nC: EHLO\nS: 250-x\nS: 250 STARTTLS\nC: STARTTLS\nHANG\n", smtp.Open},
		{"tarpit in the handshake", "S: 220 x.outlook.office365.com\nC: EHLO\nS: 250-x\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nHANG\n", smtp.Open},
		{"tarpit at QUIT", "S: 220 x.outlook.office365.com\nC: EHLO\nS: 250 x\nHANG\n", smtp.Open},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: tt.script})
				target := at(server)
				target.Dialer = server
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				began := time.Now()
				p := smtp.Probe(ctx, target)
				if took := time.Since(began); took > 10*time.Second {
					t.Errorf("took %s of 10s", took)
				}
				if p.State != tt.state {
					t.Errorf("state %s, want %s", p.State, tt.state)
				}
				if p.StartTLS && len(p.TLSUnknown) != 4 {
					t.Errorf("nothing was learnt about TLS, yet only %q are unknown", p.TLSUnknown)
				}
			})
		})
	}
}

// Nothing depends on the answer to QUIT, so it is not waited for until the deadline.
func TestProbeTakesLeaveQuickly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: "S: 220 x.prod.outlook.com\nC: EHLO\nS: 250 x\nHANG\n"})
		target := at(server)
		target.Dialer = server
		began := time.Now()
		if p := probe(t, target); p.Err != nil || time.Since(began) != time.Second {
			t.Errorf("took %s, %v", time.Since(began), p.Err)
		}
	})
}

func TestProbeEndsWhenItIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: "HANG\n"})
		target := at(server)
		target.Dialer = server
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		if p := smtp.Probe(ctx, target); p.State != smtp.Timeout || time.Since(began) != time.Second {
			t.Errorf("state %s after %s", p.State, time.Since(began))
		}
	})
}

// A route is a dialer whose addresses do different things.
type route map[string]func(context.Context) (net.Conn, error)

func (r route) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	host, _, _ := net.SplitHostPort(address)
	return r[host](ctx)
}

func silent(ctx context.Context) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
func refuse(context.Context) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}
func unroutable(context.Context) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
}

func TestProbeTriesEveryAddress(t *testing.T) {
	v4, other, v6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("2001:db8::1")
	tests := []struct {
		name    string
		addrs   []netip.Addr
		v4, v6  func(context.Context) (net.Conn, error)
		state   smtp.State
		noRoute bool
		answers netip.Addr
	}{
		{"no address", nil, nil, nil, smtp.Unresolved, false, netip.Addr{}},
		{"refused", []netip.Addr{v4}, refuse, nil, smtp.Refused, false, netip.Addr{}},
		{"silent", []netip.Addr{v4, v6}, silent, silent, smtp.Timeout, false, netip.Addr{}},
		{"IPv4 silent, no IPv6 here", []netip.Addr{v6, v4}, silent, unroutable, smtp.Timeout, false, netip.Addr{}},
		{"no IPv4 here, IPv6 refused", []netip.Addr{v4, v6}, unroutable, refuse, smtp.Refused, false, netip.Addr{}},
		{"no network", []netip.Addr{v4, v6}, unroutable, unroutable, smtp.Timeout, true, netip.Addr{}},
		{"IPv4 before IPv6", []netip.Addr{v6, other}, nil, nil, smtp.Open, false, other},
		{"the next address answers", []netip.Addr{v4, other}, silent, nil, smtp.Open, false, other},
		{"IPv6 answers", []netip.Addr{v4, v6}, refuse, nil, smtp.Open, false, v6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: "S: 220 x.prod.outlook.com\nC: EHLO\nS: 250 x\n"})
				answer := func(ctx context.Context) (net.Conn, error) { return server.DialContext(ctx, "", "") }
				ways := route{v4.String(): tt.v4, other.String(): answer, v6.String(): tt.v6}
				if tt.v6 == nil {
					ways[v6.String()] = answer
				}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				p := smtp.Probe(ctx, smtp.Target{Host: "smtp.office365.com", Port: 587, Addrs: tt.addrs, Dialer: ways})
				if p.State != tt.state || p.NoRoute != tt.noRoute || p.Addr != tt.answers {
					t.Errorf("state %s, no route %t, address %s; want %s, %t, %s", p.State, p.NoRoute, p.Addr, tt.state, tt.noRoute, tt.answers)
				}
			})
		})
	}
}

func TestProbeTellsTLSVersionsApart(t *testing.T) {
	tests := []struct {
		lowest, highest uint16
		want            []string
	}{
		{tls.VersionTLS10, tls.VersionTLS10, []string{"1.0"}},
		{tls.VersionTLS10, tls.VersionTLS12, []string{"1.0", "1.1", "1.2"}},
		{tls.VersionTLS12, tls.VersionTLS12, []string{"1.2"}},
		{tls.VersionTLS13, tls.VersionTLS13, []string{"1.3"}},
	}
	for _, tt := range tests {
		server := probetest.SMTP(t, probetest.SMTPOptions{MinTLS: tt.lowest, MaxTLS: tt.highest})
		p := probe(t, at(server))
		if !slices.Equal(p.TLSVersions, tt.want) || len(p.TLSUnknown) > 0 {
			t.Errorf("spoken %q, unknown %q, want %q", p.TLSVersions, p.TLSUnknown, tt.want)
		}
		if p.TLS == nil || p.TLS.Version != tt.want[len(tt.want)-1] {
			t.Errorf("agreed on %+v, want the highest of %q", p.TLS, tt.want)
		}
	}
}

// A server that takes one connection at a time has shown the version of that one; nothing is known of the others.
func TestProbeOfAServerThatTakesOneConnection(t *testing.T) {
	free := probetest.SMTPPipe(t, probetest.SMTPOptions{})
	busy := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: "S: 421 4.3.2 too many connections\n"})
	var connections atomic.Int32
	target := at(free)
	target.Dialer = route{free.Addr.String(): func(ctx context.Context) (net.Conn, error) {
		if connections.Add(1) == 1 {
			return free.DialContext(ctx, "", "")
		}
		return busy.DialContext(ctx, "", "")
	}}
	p := probe(t, target)
	if !slices.Equal(p.TLSVersions, []string{"1.3"}) || !slices.Equal(p.TLSUnknown, []string{"1.0", "1.1", "1.2"}) {
		t.Errorf("spoken %q, unknown %q (%v)", p.TLSVersions, p.TLSUnknown, p.Err)
	}
}

func TestProbeTellsWhyACertificateIsBad(t *testing.T) {
	tests := []struct {
		name    string
		options probetest.SMTPOptions
		want    string
		time    bool
	}{
		{"expired", probetest.SMTPOptions{Shown: probetest.Expired}, "expired", true},
		{"not yet valid", probetest.SMTPOptions{Shown: probetest.NotYetValid}, "not yet valid", true},
		{"self-signed", probetest.SMTPOptions{Shown: probetest.SelfSigned}, "unknown authority", false},
		{"another name", probetest.SMTPOptions{Names: []string{"firewall.example.com"}}, "firewall.example.com", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := probe(t, at(probetest.SMTP(t, tt.options)))
			if p.State != smtp.Open || p.TLS == nil {
				t.Fatalf("state %s, TLS %v, error %v", p.State, p.TLS, p.Err)
			}
			if c := p.TLS.Certificate; c.Verified || c.OutOfTime != tt.time || !strings.Contains(c.Err.Error(), tt.want) || c.NotAfter.IsZero() {
				t.Errorf("verified %t, out of time %t, %v; want %q", c.Verified, c.OutOfTime, c.Err, tt.want)
			}
			if len(p.Auth) == 0 {
				t.Error("the talk did not go on behind the bad certificate")
			}
		})
	}
}

// Text in front of the handshake would be taken for text inside it (STARTTLS injection).
func TestProbeRefusesTextBeforeTheHandshake(t *testing.T) {
	script := "S: 220 x.prod.outlook.com\nC: EHLO\nS: 250-x\nS: 250 STARTTLS\nC: STARTTLS\nRAW \"220 go\\r\\n250 AUTH PLAIN\\r\\n\"\nTLS\n"
	p := probe(t, at(probetest.SMTP(t, probetest.SMTPOptions{Script: script})))
	if step(p.Err) != smtp.STARTTLS || p.TLS != nil || len(p.Auth) > 0 {
		t.Errorf("error %v, TLS %v, AUTH %q", p.Err, p.TLS, p.Auth)
	}
}

func TestProbeShowsOnlyCleanText(t *testing.T) {
	p := probe(t, at(probetest.SMTP(t, probetest.SMTPOptions{
		Script: "RAW \"220 x.prod.outlook.com \\u202egnp \\x9b31m\\r\\n\"\nC: EHLO\nRAW \"250-x\\r\\n250 AUTH \\x1b[2J\\r\\n\"\n"})))
	for _, text := range append(slices.Concat(p.Auth, p.Keywords), p.Banner) {
		if strings.ContainsFunc(text, clean.Unfit) {
			t.Errorf("%q can steer a terminal", text)
		}
	}
}

// What a certificate says of itself is text from outside as well.
func TestNamesOnACertificateAreCleaned(t *testing.T) {
	p := probe(t, at(probetest.SMTP(t, probetest.SMTPOptions{Names: []string{"x\x1b]0;owned\x07\x7f.example"}})))
	if p.TLS == nil || len(p.TLS.Certificate.Names) != 1 {
		t.Fatalf("%+v, %v", p.TLS, p.Err)
	}
	c := p.TLS.Certificate
	for _, text := range []string{c.Subject, c.Issuer, c.Problem, c.Names[0]} {
		if text == "" || strings.ContainsFunc(text, clean.Unfit) {
			t.Errorf("%q", text)
		}
	}
}

func TestMicrosoftBanners(t *testing.T) {
	tests := []struct {
		banner string
		want   bool
	}{
		{"220 AM0PR00CA0000.outlook.office365.com Microsoft ESMTP MAIL Service ready at Sat", true},
		{"AM0EUR00FT000.mail.protection.outlook.com ESMTP", true},
		{"421 4.3.2 busy [AM0PR00CA0000.eurprd00.prod.outlook.com 2026-11-21]", true},
		{"220 x.partner.outlook.cn ready", true},
		{"220 mail.isp.example ESMTP Postfix", false},
		{"220 proxy.example for x.protection.outlook.com", false},
		{"220 protection.outlook.com.example.com ESMTP", false},
		{"", false},
	}
	for _, tt := range tests {
		if got := smtp.Microsoft(tt.banner); got != tt.want {
			t.Errorf("Microsoft(%q) = %t", tt.banner, got)
		}
	}
}
