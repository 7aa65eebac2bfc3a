package probetest

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
)

// SMTPOptions say what a fake mail server does. The zero value is Microsoft's submission server up to
// the sign-in.
type SMTPOptions struct {
	Script string   // see the package's smtpscript.go; "" means Submission
	Names  []string // in the certificate; none means smtp.office365.com
	Shown  Certificate
	MinTLS uint16 // lowest TLS version, 0: TLS 1.2
	MaxTLS uint16 // highest TLS version, 0: TLS 1.3
}

// An SMTPServer plays its script to every connection. It asks for a client certificate without
// insisting. The script has to be followed: what differs fails the test.
type SMTPServer struct {
	Addr  netip.Addr     // 127.0.0.1
	Port  uint16         // 0 for a server without a listener
	Roots *x509.CertPool // holds the authority that signed the certificate

	t      testing.TB
	script []step
	config *tls.Config
	ending context.Context

	mu       sync.Mutex
	received [][]string
	messages []string
	clients  []string
	open     map[net.Conn]bool
	running  sync.WaitGroup
}

// SMTP starts a fake mail server on loopback that ends with the test.
func SMTP(t testing.TB, o SMTPOptions) *SMTPServer {
	t.Helper()
	s := newSMTP(t, o)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := listener.Addr().(*net.TCPAddr).AddrPort()
	s.Addr, s.Port = at.Addr(), at.Port()
	t.Cleanup(func() { listener.Close() })
	s.running.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			s.serve(c)
		}
	})
	return s
}

// SMTPPipe makes a fake mail server that is reached through its DialContext alone, in memory: fit for
// testing/synctest, where time-outs cost no time.
func SMTPPipe(t testing.TB, o SMTPOptions) *SMTPServer {
	t.Helper()
	return newSMTP(t, o)
}

func newSMTP(t testing.TB, o SMTPOptions) *SMTPServer {
	t.Helper()
	if o.Script == "" {
		o.Script = Submission
	}
	if len(o.Names) == 0 {
		o.Names = []string{"smtp.office365.com"}
	}
	script, err := parseScript(o.Script)
	if err != nil {
		t.Fatal(err)
	}
	authority := NewAuthority(t)
	ending, end := context.WithCancel(context.Background())
	s := &SMTPServer{
		Addr: netip.AddrFrom4([4]byte{127, 0, 0, 1}), Roots: authority.Roots(),
		t: t, script: script, ending: ending, open: map[net.Conn]bool{},
		config: &tls.Config{
			Certificates: []tls.Certificate{authority.Certificate(t, o.Shown, o.Names...)},
			MinVersion:   o.MinTLS,
			MaxVersion:   o.MaxTLS,
			ClientAuth:   tls.RequestClientCert,
		},
	}
	t.Cleanup(s.running.Wait)
	t.Cleanup(func() { end(); s.closeAll() })
	return s
}

// DialContext connects to the server in memory, whatever the address.
func (s *SMTPServer) DialContext(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	s.serve(server)
	return client, nil
}

// Received returns what the client said, one list for each connection, without the messages.
func (s *SMTPServer) Received() [][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all [][]string
	for _, lines := range s.received {
		all = append(all, slices.Clone(lines))
	}
	return all
}

// Messages returns the messages taken in, with CRLF and without dot-stuffing.
func (s *SMTPServer) Messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// ClientCertificates returns the common names of the certificates that clients showed.
func (s *SMTPServer) ClientCertificates() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.clients)
}

func (s *SMTPServer) serve(c net.Conn) {
	s.mu.Lock()
	s.received = append(s.received, nil)
	number := len(s.received) - 1
	s.open[c] = true
	s.mu.Unlock()
	s.running.Go(func() {
		defer s.forget(c)
		p := &player{server: s, number: number, raw: c, stream: c, lines: bufio.NewReader(c)}
		p.play(s.script)
	})
}

func (s *SMTPServer) forget(c net.Conn) {
	c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
}

func (s *SMTPServer) closeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open {
		c.Close()
	}
}

func (s *SMTPServer) heard(number int, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received[number] = append(s.received[number], line)
}

func (s *SMTPServer) took(message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, message)
}

func (s *SMTPServer) showed(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients = append(s.clients, name)
}
