package demo

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
	"time"
)

// A session is one client's talk with a server.
type session struct {
	host    host
	dialer  *dialer
	raw     net.Conn
	stream  net.Conn // raw, or TLS over it
	lines   *bufio.Reader
	secure  bool
	shown   []string // names in the client's certificate
	user    string   // who signed in
	from    string
	accepts int // recipients of the message that were taken
}

func newSession(h host, raw net.Conn, d *dialer) *session {
	return &session{host: h, dialer: d, raw: raw, stream: raw, lines: bufio.NewReader(raw)}
}

// commands is what a server understands. Each returns an error when the talk is over.
var commands = map[string]func(s *session, argument string) error{
	"EHLO":     (*session).hello,
	"STARTTLS": (*session).startTLS,
	"AUTH":     (*session).auth,
	"MAIL":     (*session).mail,
	"RCPT":     (*session).rcpt,
	"DATA":     (*session).data,
	"RSET":     (*session).reset,
	"QUIT":     (*session).quit,
}

// serve talks until the client leaves.
func (s *session) serve() {
	defer s.raw.Close()
	err := s.say(s.banner())
	for err == nil {
		var line string
		if line, err = s.line(); err != nil {
			return
		}
		verb, argument, _ := strings.Cut(line, " ")
		command, known := commands[strings.ToUpper(verb)]
		if !known {
			err = s.say("500 5.3.3 Unrecognized command")
			continue
		}
		err = command(s, argument)
	}
}

func (s *session) banner() string {
	if s.host.role == stranger {
		return "220 " + s.host.name + " ESMTP Postfix"
	}
	return fmt.Sprintf("220 %s Microsoft ESMTP MAIL Service ready at %s", s.host.name, s.now().Format(time.RFC1123Z))
}

func (s *session) now() time.Time { return s.dialer.options.Now().UTC() }

func (s *session) line() (string, error) {
	line, err := s.lines.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

func (s *session) say(reply string) error {
	_, err := io.WriteString(s.stream, reply+"\r\n")
	return err
}

// refuse says no, and at its end who says it, as Microsoft's servers do.
func (s *session) refuse(r refusal, args ...any) error {
	return s.say(fmt.Sprintf(string(r), args...) + fmt.Sprintf(" [%s %s]", s.host.name, s.now().Format("2006-01-02T15:04:05.000Z")))
}

func (s *session) hello(string) error {
	greeting := s.host.name
	if s.host.role != stranger {
		greeting = fmt.Sprintf("%s Hello [%s]", s.host.name, office)
	}
	lines := append([]string{greeting}, s.host.keywords(s.secure)...)
	last := len(lines) - 1
	return s.say("250-" + strings.Join(lines[:last], "\r\n250-") + "\r\n250 " + lines[last])
}

func (s *session) startTLS(string) error {
	if s.secure || s.host.role == stranger {
		return s.say("503 5.5.2 Bad sequence of commands")
	}
	if err := s.say("220 2.0.0 SMTP server ready"); err != nil {
		return err
	}
	stream := tls.Server(s.raw, s.dialer.authority.config())
	if err := stream.Handshake(); err != nil {
		return err
	}
	if shown := stream.ConnectionState().PeerCertificates; len(shown) > 0 {
		s.shown = append([]string{shown[0].Subject.CommonName}, shown[0].DNSNames...)
	}
	s.stream, s.lines, s.secure = stream, bufio.NewReader(stream), true
	return nil
}

func (s *session) reset(string) error {
	s.from, s.accepts = "", 0
	return s.say("250 2.0.0 Resetting")
}

func (s *session) quit(string) error {
	s.say("221 2.0.0 Service closing transmission channel")
	return io.EOF
}

// data takes a message in, if a recipient was taken.
func (s *session) data(string) error {
	if s.accepts == 0 {
		return s.say("503 5.5.2 Need rcpt command")
	}
	if err := s.say("354 Start mail input; end with <CRLF>.<CRLF>"); err != nil {
		return err
	}
	content, err := io.ReadAll(textproto.NewReader(s.lines).DotReader())
	if err != nil {
		return err
	}
	from := s.from
	s.from, s.accepts = "", 0
	if s.host.role == submission && !strings.EqualFold(from, s.user) {
		return s.refuse(sendAsDenied, s.user, from)
	}
	return s.say(fmt.Sprintf("250 2.6.0 <demo@%s> %d octets queued mail for delivery", s.host.name, len(content)))
}
