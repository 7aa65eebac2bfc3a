package listen

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"sendpath/decide/probe/probetest"
)

var loopback = netip.MustParseAddr("127.0.0.1")

// patience ends a test that would hang; none takes this long on the busiest computer.
const patience = 2 * time.Minute

// A trial is a server that runs on loopback for one test.
type trial struct {
	*Server
	t    *testing.T
	end  context.CancelFunc
	done chan Report

	mu   sync.Mutex
	over []Session
	wake chan struct{} // a session ended
}

// start runs a server on free ports; change may alter its configuration.
func start(t *testing.T, change func(*Config)) *trial {
	t.Helper()
	tr := &trial{t: t, done: make(chan Report, 1), wake: make(chan struct{}, 4096)}
	config := Config{
		Addr:         probetest.FreePort(t),
		implicitPort: probetest.FreePort(t).Port(),
		// Clients on loopback that speak first do so at once.
		limits:       limits{greeting: 30 * time.Millisecond},
		certificates: certificates(),
	}
	if change != nil {
		change(&config)
	}
	told := config.Events
	config.Events = func(e Event) {
		if told != nil {
			told(e)
		}
		tr.observe(e)
	}
	ctx, cancel := context.WithCancel(context.Background())
	server, err := Listen(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	tr.Server, tr.end = server, cancel
	go func() { tr.done <- server.Run(ctx) }()
	t.Cleanup(cancel)
	return tr
}

func (tr *trial) observe(e Event) {
	if !e.Ended {
		return
	}
	tr.mu.Lock()
	tr.over = append(tr.over, e.Session)
	tr.mu.Unlock()
	tr.wake <- struct{}{}
}

// wait returns when n sessions have ended.
func (tr *trial) wait(n int) {
	tr.t.Helper()
	limit := time.After(patience)
	for {
		tr.mu.Lock()
		have := len(tr.over)
		tr.mu.Unlock()
		if have >= n {
			return
		}
		select {
		case <-tr.wake:
		case <-limit:
			tr.t.Fatalf("%d sessions ended, want %d", have, n)
		}
	}
}

// report waits for n sessions, stops the server and returns what it saw.
func (tr *trial) report(n int) Report {
	tr.t.Helper()
	tr.wait(n)
	tr.end()
	return <-tr.done
}

// one stops the server after its only session and returns that.
func (tr *trial) one() Session {
	tr.t.Helper()
	r := tr.report(1)
	if len(r.Sessions) != 1 {
		tr.t.Fatalf("%d sessions, want 1: %+v", len(r.Sessions), r.Sessions)
	}
	return r.Sessions[0]
}

// A peer is a hand-made client.
type peer struct {
	net.Conn
	t *testing.T
	r *bufio.Reader
}

func dial(t *testing.T, to netip.AddrPort) *peer {
	t.Helper()
	c, err := net.Dial("tcp", to.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	return &peer{c, t, bufio.NewReader(c)}
}

// say sends a line and returns the reply's last line.
func (p *peer) say(line string) string {
	p.t.Helper()
	fmt.Fprintf(p, "%s\r\n", line)
	return p.hear()
}

func (p *peer) hear() string {
	p.t.Helper()
	for {
		line, err := p.r.ReadString('\n')
		if err != nil {
			p.t.Fatalf("after %q: %v", line, err)
		}
		if len(line) < 4 || line[3] != '-' {
			return strings.TrimRight(line, "\r\n")
		}
	}
}

// expect fails unless the reply to line begins with code.
func (p *peer) expect(code, line string) {
	p.t.Helper()
	var got string
	if line == "" {
		got = p.hear()
	} else {
		got = p.say(line)
	}
	if !strings.HasPrefix(got, code) {
		p.t.Fatalf("%q was answered %q, want %s", line, got, code)
	}
}

// secure goes on with TLS.
func (p *peer) secure(config *tls.Config) error {
	config.InsecureSkipVerify = true
	c := tls.Client(p.Conn, config)
	if err := c.Handshake(); err != nil {
		return err
	}
	p.Conn, p.r = c, bufio.NewReader(c)
	return nil
}

// deliver sends a message and leaves.
func (p *peer) deliver(from, to, message string) {
	p.t.Helper()
	p.expect("250", "MAIL FROM:<"+from+">")
	p.expect("250", "RCPT TO:<"+to+">")
	p.expect("354", "DATA")
	p.expect("250", message+"\r\n.")
	p.expect("221", "QUIT")
}
