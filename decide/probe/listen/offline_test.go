package listen

import (
	"bytes"
	"io"
	"net"
	"strings"
	"time"
)

// A script is a connection whose peer has said everything beforehand.
type script struct {
	io.Reader
	said bytes.Buffer
}

func (s *script) Write(p []byte) (int, error)      { return s.said.Write(p) }
func (s *script) Close() error                     { return nil }
func (s *script) LocalAddr() net.Addr              { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 25} }
func (s *script) RemoteAddr() net.Addr             { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000} }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

// offline returns a dialog with a peer that says input and no more.
func offline(input string) (*dialog, *script) {
	sc := &script{Reader: strings.NewReader(input)}
	server := &Server{config: Config{}.withDefaults(), devices: newDevices()}
	server.journal.limit = server.config.Limits.Sessions
	w := newWire(sc, server.config.Limits)
	d := &dialog{server: server, limits: server.config.Limits, wire: w, conn: w, session: newSession()}
	d.lines = newLines(w, maxAuthLine)
	return d, sc
}
