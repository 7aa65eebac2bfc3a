package listen

import (
	"crypto/tls"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// A script is a connection whose peer has said everything beforehand.
type script struct {
	io.Reader
	replied func(string) // told each reply; may be nil
}

func (s *script) Write(p []byte) (int, error) {
	if s.replied != nil {
		s.replied(string(p))
	}
	return len(p), nil
}

func (s *script) Close() error                     { return nil }
func (s *script) LocalAddr() net.Addr              { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 25} }
func (s *script) RemoteAddr() net.Addr             { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000} }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

// certificates are made once: fuzzing makes many servers.
var certificates = sync.OnceValue(func() []tls.Certificate {
	made, err := newCertificates(loopback, time.Now())
	if err != nil {
		panic(err)
	}
	return made
})

// offline returns a dialog with a peer that says input and no more.
func offline(input string) (*dialog, *script) {
	sc := &script{Reader: strings.NewReader(input)}
	server := &Server{config: Config{}.withDefaults(), devices: newDevices(), certificates: certificates()}
	server.journal.limit = server.config.limits.sessions
	w := newWire(sc, server.config.limits)
	d := &dialog{server: server, limits: server.config.limits, wire: w, conn: w, session: newSession()}
	d.lines = newLines(w, maxAuthLine)
	return d, sc
}
