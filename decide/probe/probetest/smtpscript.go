package probetest

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A script has one step a line:
//
//	S: 250 Ok        the server says this
//	C: MAIL FROM:    the client's next line begins so, without regard to case; "C:" is an empty line
//	TLS              handshake
//	MESSAGE          the client's message, up to the lone dot
//	RAW "\x00\xff"   the server sends these octets
//	DROP             the server closes the connection
//	HANG             the server says nothing more and waits for the client to leave
//	ENDLESS          the server sends a line without end
//	FLOOD 250        the server sends a reply without end
//	DRIP 220 mail    the server sends this one octet a second, over and over, without a line end
//
// The client may leave at any time, by QUIT or without. At the end of the script it has to.

// Submission is Microsoft's submission server up to the sign-in. Texts are made up in the form of real ones.
const Submission = `
S: 220 AM0PR00CA0000.outlook.office365.com Microsoft ESMTP MAIL Service ready at Sat, 21 Nov 2026 08:00:00 +0000
C: EHLO
S: 250-AM0PR00CA0000.outlook.office365.com Hello [203.0.113.7]
S: 250-SIZE 157286400
S: 250-PIPELINING
S: 250-ENHANCEDSTATUSCODES
S: 250-STARTTLS
S: 250 8BITMIME
C: STARTTLS
S: 220 2.0.0 SMTP server ready
TLS
C: EHLO
S: 250-AM0PR00CA0000.outlook.office365.com Hello [203.0.113.7]
S: 250-SIZE 157286400
S: 250-PIPELINING
S: 250-ENHANCEDSTATUSCODES
S: 250-AUTH LOGIN XOAUTH2
S: 250 8BITMIME
`

// Endpoint is Microsoft's MX endpoint up to the TLS session.
const Endpoint = `
S: 220 AM0EUR00FT000.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sat, 21 Nov 2026 08:00:00 +0000
C: EHLO
S: 250-AM0EUR00FT000.mail.protection.outlook.com Hello [203.0.113.7]
S: 250-SIZE 157286400
S: 250-STARTTLS
S: 250 8BITMIME
C: STARTTLS
S: 220 2.0.0 SMTP server ready
TLS
C: EHLO
S: 250-AM0EUR00FT000.mail.protection.outlook.com Hello [203.0.113.7]
S: 250-SIZE 157286400
S: 250 8BITMIME
`

// Delivery is a message taken in; it follows Endpoint, or a sign-in.
const Delivery = `
C: MAIL FROM:
S: 250 2.1.0 Sender OK
C: RCPT TO:
S: 250 2.1.5 Recipient OK
C: DATA
S: 354 Start mail input; end with <CRLF>.<CRLF>
MESSAGE
S: 250 2.0.0 OK <0123@contoso.com> [Hostname=AM0PR00MB0000.eurprd00.prod.outlook.com]
`

type step struct{ verb, text string }

var verbs = []string{"S:", "C:", "TLS", "MESSAGE", "RAW", "DROP", "HANG", "ENDLESS", "FLOOD", "DRIP"}

func parseScript(script string) ([]step, error) {
	var steps []step
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if line == "" {
			continue
		}
		verb, text, _ := strings.Cut(line, " ")
		s := step{verb, text}
		if verb == "RAW" {
			octets, err := strconv.Unquote(text)
			if err != nil {
				return nil, fmt.Errorf("script line %q: %w", line, err)
			}
			s.text = octets
		}
		if !slices.Contains(verbs, verb) {
			return nil, fmt.Errorf("script line %q: unknown step", line)
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// A player plays a script to one connection.
type player struct {
	server *SMTPServer
	number int
	raw    net.Conn
	stream net.Conn
	lines  *bufio.Reader
}

// play returns when the script ends the talk or the client does.
func (p *player) play(script []step) {
	for _, s := range script {
		if err := p.do(s); err != nil {
			return
		}
	}
	p.farewell()
}

func (p *player) do(s step) error {
	switch s.verb {
	case "S:":
		return p.send(s.text + "\r\n")
	case "RAW":
		return p.send(s.text)
	case "C:":
		return p.hear(s.text)
	case "TLS":
		return p.handshake()
	case "MESSAGE":
		return p.message()
	case "HANG":
		io.Copy(io.Discard, p.stream)
	case "ENDLESS":
		return p.forever(strings.Repeat("x", 512))
	case "FLOOD":
		return p.forever(s.text + "-more\r\n")
	case "DRIP":
		return p.drip(s.text)
	}
	return io.EOF
}

func (p *player) send(text string) error {
	_, err := io.WriteString(p.stream, text)
	return err
}

// hear reads a line that has to begin with want, or to be empty where want is.
func (p *player) hear(want string) error {
	line, err := p.line()
	if err != nil {
		return err
	}
	if len(line) < len(want) || !strings.EqualFold(line[:len(want)], want) || want == "" && line != "" {
		p.server.t.Errorf("the client said %q, the script wants %q", line, want)
		return io.EOF
	}
	return nil
}

// farewell is the end of a script: the client has to leave.
func (p *player) farewell() {
	if line, err := p.line(); err == nil {
		p.server.t.Errorf("the client said %q after the end of the script", line)
	}
}

// line reads what the client says; QUIT is answered and ends the talk.
func (p *player) line() (string, error) {
	line, err := p.lines.ReadString('\n')
	if err != nil {
		return "", err
	}
	line = strings.TrimSuffix(line, "\r\n")
	p.server.heard(p.number, line)
	if strings.EqualFold(line, "QUIT") {
		p.send("221 2.0.0 Service closing transmission channel\r\n")
		return "", io.EOF
	}
	return line, nil
}

func (p *player) handshake() error {
	secure := tls.Server(p.raw, p.server.config)
	if err := secure.HandshakeContext(p.server.ending); err != nil {
		return err
	}
	for _, c := range secure.ConnectionState().PeerCertificates {
		p.server.showed(c.Subject.CommonName)
	}
	p.stream, p.lines = secure, bufio.NewReader(secure)
	return nil
}

func (p *player) message() error {
	content, err := io.ReadAll(textproto.NewReader(p.lines).DotReader())
	if err != nil {
		return err
	}
	p.server.took(strings.ReplaceAll(string(content), "\n", "\r\n"))
	return nil
}

func (p *player) forever(text string) error {
	for {
		if err := p.send(text); err != nil {
			return err
		}
	}
}

// drip paces itself by a clock: within testing/synctest it takes no time.
func (p *player) drip(text string) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for i := 0; ; i = (i + 1) % len(text) {
		if err := p.send(text[i : i+1]); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-p.server.ending.Done():
			return io.EOF
		}
	}
}
