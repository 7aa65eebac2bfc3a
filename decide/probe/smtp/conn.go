package smtp

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"sendpath/decide/clean"
)

// Who says a line.
const (
	Client = "client"
	Server = "server"
)

// A Line is one line of a talk, without its end and fit to be shown. Secrets are hidden in it.
type Line struct {
	Who   string `json:"who"` // Client or Server
	Stage Stage  `json:"stage"`
	Text  string `json:"text"`
}

// quitWait is how long the answer to QUIT is waited for: nothing depends on it.
const quitWait = time.Second

var (
	errLineBreak = errors.New("a command with a line break or control character")
	errEarlyText = errors.New("the server sent text between its reply to STARTTLS and the TLS handshake")
)

// A conn is one talk with a server. Its errors are of type *Error.
type conn struct {
	target   Target
	addr     netip.Addr // the one that answered
	raw      net.Conn   // the TCP connection
	stream   net.Conn   // raw, or TLS over it
	replies  *replyReader
	deadline time.Time
	broken   bool        // nothing more can be said
	release  func() bool // ends the watch over the context
	hidden   hidden
	talk     []Line
	last     Reply // what the server said last
}

// open connects; from then on all reading and writing ends when ctx does: by the deadline set here, and
// by an earlier one when ctx is cancelled.
func open(ctx context.Context, t Target) (*conn, error) {
	raw, addr, err := t.dial(ctx)
	if err != nil {
		return nil, &Error{Step: Connect, Server: t.server(), Err: err}
	}
	c := &conn{target: t, addr: addr, raw: raw}
	c.deadline, _ = ctx.Deadline()
	raw.SetDeadline(c.deadline)
	c.release = context.AfterFunc(ctx, func() { raw.SetDeadline(time.Unix(1, 0)) })
	c.use(raw)
	return c, nil
}

// use makes stream the one to talk over; what the old one had left unread is dropped with it.
func (c *conn) use(stream net.Conn) {
	octets := 0
	if c.replies != nil {
		octets = c.replies.octets
	}
	c.stream = stream
	c.replies = newReplyReader(stream)
	c.replies.octets = octets
	c.replies.hide = c.hidden.cover
}

func (c *conn) close() {
	c.release()
	c.raw.Close()
	c.hidden.wipe()
}

// fail is an error after which nothing more can be said.
func (c *conn) fail(step Stage, err error) error {
	c.broken = true
	return &Error{Step: step, Server: c.target.server(), Err: err}
}

func (c *conn) refused(step Stage, r Reply) error {
	return &Error{Step: step, Server: c.target.server(), Reply: r.String()}
}

// say sends one line.
func (c *conn) say(step Stage, line string) error {
	return c.sayAs(step, line, []byte(line))
}

// sayAs sends one line and notes what is shown of it.
func (c *conn) sayAs(step Stage, shown string, line []byte) error {
	if bytes.ContainsFunc(line, isControl) {
		return c.fail(step, errLineBreak)
	}
	c.note(Client, step, shown)
	octets := append(append(make([]byte, 0, len(line)+2), line...), "\r\n"...)
	defer clear(octets)
	if _, err := c.stream.Write(octets); err != nil {
		return c.fail(step, err)
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// reply reads what the server says in a stage.
func (c *conn) reply(step Stage) (Reply, error) {
	r, err := c.replies.read()
	c.last = r
	for i, text := range r.Lines {
		mark := "-"
		if i == len(r.Lines)-1 && err == nil {
			mark = " "
		}
		c.note(Server, step, fmt.Sprintf("%03d%s%s", r.Code, mark, text))
	}
	if err != nil {
		var odd *malformedError
		if errors.As(err, &odd) {
			c.note(Server, step, odd.line)
		}
		return r, c.fail(step, err)
	}
	return r, nil
}

// ask sends a command and reads its reply, whatever that is.
func (c *conn) ask(step Stage, line string) (Reply, error) {
	if err := c.say(step, line); err != nil {
		return Reply{}, err
	}
	return c.reply(step)
}

// demand sends a command that has to be answered with 2yz.
func (c *conn) demand(step Stage, line string) (Reply, error) {
	r, err := c.ask(step, line)
	if err == nil && !r.positive() {
		err = c.refused(step, r)
	}
	return r, err
}

// greeting reads the banner.
func (c *conn) greeting() (Reply, error) {
	r, err := c.reply(Banner)
	if err == nil && !r.positive() {
		err = c.refused(Banner, r)
	}
	return r, err
}

// hello introduces this client and reads what the server can do.
func (c *conn) hello() (Features, error) {
	r, err := c.demand(EHLO, "EHLO "+literal(c.raw.LocalAddr()))
	if err != nil {
		return Features{}, err
	}
	return readFeatures(r), nil
}

// literal is an address as an EHLO argument (RFC 5321, section 4.1.3).
func literal(local net.Addr) string {
	port, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return "[127.0.0.1]"
	}
	addr := port.Addr().Unmap().WithZone("")
	if addr.Is6() {
		return "[IPv6:" + addr.String() + "]"
	}
	return "[" + addr.String() + "]"
}

// startTLS changes over to TLS (RFC 3207).
func (c *conn) startTLS(ctx context.Context, config *tls.Config) (tls.ConnectionState, error) {
	if _, err := c.demand(STARTTLS, "STARTTLS"); err != nil {
		return tls.ConnectionState{}, err
	}
	if c.replies.lines.Buffered() > 0 {
		return tls.ConnectionState{}, c.fail(STARTTLS, errEarlyText)
	}
	secure := tls.Client(c.raw, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		return tls.ConnectionState{}, c.fail(TLS, err)
	}
	c.use(secure)
	return secure.ConnectionState(), nil
}

// quit takes leave. Its outcome matters to nobody, so it waits only a moment.
func (c *conn) quit(ctx context.Context) {
	if c.broken || ctx.Err() != nil {
		return
	}
	if soon := time.Now().Add(quitWait); soon.Before(c.deadline) {
		c.raw.SetDeadline(soon)
	}
	c.ask(Quit, "QUIT")
}

// note adds a line to the transcript. A password may stand in what the client says, too: where it is
// also the user name, or in the text of the message.
func (c *conn) note(who string, step Stage, text string) {
	covered := string(c.hidden.cover([]byte(text)))
	c.talk = append(c.talk, Line{who, step, clean.Line(covered, maxLine)})
}
