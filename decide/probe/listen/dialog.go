package listen

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// How a session ended, as Session.Ended says it.
const (
	endedQuit    = "quit"
	endedClosed  = "closed"
	endedSilent  = "silent"
	endedTooLong = "too-long"
	endedRubbish = "rubbish"
	endedTLS     = "tls"
	endedStopped = "stopped"
)

// maxAuthLine is the longest line of a sign-in; RFC 4954, section 4.
const maxAuthLine = 12288

// A dialog is one session while it goes on. It belongs to one goroutine.
type dialog struct {
	server   *Server
	limits   limits
	wire     *wire
	conn     net.Conn // the wire, or TLS on it
	lines    *lines
	session  Session
	commands int
	bad      int
	heard    int // commands since TLS began

	open       bool // a transaction is under way
	recipients int  // taken in it
}

// serve holds the session with one peer and notes what it showed.
func (s *Server) serve(w *wire, greeting time.Duration) {
	d := &dialog{server: s, limits: s.config.limits, wire: w, conn: w, session: newSession()}
	d.lines = newLines(w, max(d.limits.lineLength, maxAuthLine))
	d.session.Remote = netip.MustParseAddrPort(w.RemoteAddr().String()).Addr().Unmap().String()
	d.session.Port = netip.MustParseAddrPort(w.LocalAddr().String()).Port()
	d.session.At = s.config.Now()
	s.devices.begin(&d.session)
	d.tell(eventConnected, d.session.Port)
	d.session.Ended = d.run(greeting)
	d.conn.Close() // says goodbye in TLS, too: without that some clients call the session a failure
	d.finish()
}

func (d *dialog) finish() {
	s := d.server
	end := s.config.Now()
	d.session.DurationMS = max(0, end.Sub(d.session.At).Milliseconds())
	s.devices.end(d.session, end)
	s.mu.Lock()
	if s.closing && d.session.Ended != endedQuit {
		d.session.Ended = endedStopped
	}
	if !d.wire.evicted.Load() { // those are counted as refused
		s.journal.add(d.session)
	}
	s.mu.Unlock()
	text := eventEnded
	switch d.session.Ended {
	case endedSilent:
		text = eventSilent
	case endedRubbish:
		text = eventRubbish
	}
	s.emit(Event{Text: text, Args: []any{d.session.Remote}, Session: d.session, Ended: true})
}

// tell reports an event of this session; the device's address is the first argument.
func (d *dialog) tell(text words.Text, args ...any) {
	d.server.emit(Event{Text: text, Args: append([]any{d.session.Remote}, args...), Session: d.session})
}

// run lets the peer speak first for a moment: one that starts with TLS does, on whatever port.
func (d *dialog) run(greeting time.Duration) string {
	d.wire.idle = greeting
	first, err := d.lines.peek()
	d.wire.idle = d.limits.idle
	switch {
	case err == nil && startsTLS(first):
		d.session.Implicit = true
		if !d.secure() {
			return endedTLS
		}
	case err != nil && !isTimeout(err):
		return endedClosed
	}
	d.reply("220 %s ESMTP sendpath, a test server that delivers nothing", d.name())
	return d.converse()
}

// startsTLS reports whether b begins a TLS record or a hello in the format of SSL 2.0; no command does.
func startsTLS(b byte) bool { return b == recordHandshake || b >= 0x80 }

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// name is what the server calls itself: its address (RFC 5321, section 4.1.3).
func (d *dialog) name() string {
	a := netip.MustParseAddrPort(d.wire.LocalAddr().String()).Addr().Unmap().WithZone("")
	if a.Is6() {
		return "[IPv6:" + a.String() + "]"
	}
	return "[" + a.String() + "]"
}

// reply sends one line. A failure to write shows at the next read.
func (d *dialog) reply(format string, args ...any) {
	fmt.Fprintf(d.conn, format+"\r\n", args...)
}

// converse answers commands until the session ends, and returns how it ended.
func (d *dialog) converse() string {
	for {
		line, err := d.lines.line()
		switch {
		case errors.Is(err, errLineTooLong):
			d.refuse("500 5.5.2 line too long")
		case err != nil:
			return d.lost(err)
		default:
			if ended := d.command(line); ended != "" {
				return ended
			}
		}
		d.lines.wipe()
		d.commands++
		if d.commands >= d.limits.commands {
			d.reply("421 4.7.0 too many commands")
			return endedTooLong
		}
		if d.bad >= d.limits.badCommands {
			d.reply("421 4.7.0 too many errors")
			return endedRubbish
		}
	}
}

// lost says what it means that nothing more can be read.
func (d *dialog) lost(err error) string {
	secured := d.session.Negotiated != ""
	if secured && d.heard == 0 && !isTimeout(err) {
		d.session.HungUpAtCertificate = aboutCertificate(err)
		d.session.LeftAfterTLS = !d.session.HungUpAtCertificate
		if d.session.HungUpAtCertificate {
			d.tell(eventCertificate)
		}
	}
	switch {
	case errors.Is(err, errLongRubbish):
		return endedRubbish
	case isTimeout(err) && !time.Now().Before(d.wire.until):
		return endedTooLong
	case isTimeout(err):
		// The peer may still be reading; the deadline of the failed read does not bind this write.
		d.reply("421 4.4.2 nothing was heard for too long")
		return endedSilent
	}
	return endedClosed
}

// refuse answers a command that cannot be carried out.
func (d *dialog) refuse(reply string) {
	d.bad++
	d.reply("%s", reply)
}

// maxVerb is longer than every known command.
const maxVerb = 10

// command answers one line; the result is not empty when the session is over.
func (d *dialog) command(line []byte) string {
	verb, rest, _ := bytes.Cut(bytes.TrimLeft(line, " "), []byte(" "))
	if len(verb) > maxVerb {
		verb = nil
	}
	name := strings.ToUpper(string(verb))
	if name != "AUTH" && len(line) > d.limits.lineLength {
		d.refuse("500 5.5.2 line too long")
		return ""
	}
	d.heard++
	switch name {
	case "QUIT":
		d.reply("221 2.0.0 bye")
		return endedQuit
	case "STARTTLS":
		return d.startTLS()
	case "DATA":
		return d.data()
	case "AUTH":
		return d.auth(rest)
	}
	if answer, ok := answers[name]; ok {
		answer(d, strings.TrimSpace(string(rest)))
		return ""
	}
	d.refuse("500 5.5.1 unknown command")
	return ""
}

// answers are the commands that need no further line.
var answers = map[string]func(d *dialog, arg string){
	"EHLO": (*dialog).ehlo,
	"HELO": (*dialog).helo,
	"MAIL": (*dialog).mail,
	"RCPT": (*dialog).rcpt,
	"RSET": func(d *dialog, _ string) { d.reset(); d.reply("250 2.0.0 ok") },
	"NOOP": func(d *dialog, _ string) { d.reply("250 2.0.0 ok") },
	"VRFY": func(d *dialog, _ string) { d.reply("252 2.5.0 try to send to it") },
	"EXPN": func(d *dialog, _ string) { d.reply("502 5.5.1 not here") },
	"HELP": func(d *dialog, _ string) { d.reply("214 2.0.0 this server takes a test message and throws it away") },
}

func (d *dialog) ehlo(name string) {
	d.greeted("EHLO", name)
	d.session.AuthOffered = true
	mechanisms := "LOGIN PLAIN XOAUTH2"
	secured := d.session.Negotiated != ""
	if !secured {
		// A token sent in clear would teach nothing: Microsoft 365 signs in by OAuth only with TLS.
		mechanisms = "LOGIN PLAIN"
	}
	lines := []string{d.name(), "PIPELINING", fmt.Sprintf("SIZE %d", d.limits.messageSize), "8BITMIME",
		"ENHANCEDSTATUSCODES", "AUTH " + mechanisms}
	if !secured {
		lines = append(lines, "STARTTLS")
		d.session.STARTTLSOffered = true
	}
	last := len(lines) - 1
	d.reply("250-%s\r\n250 %s", strings.Join(lines[:last], "\r\n250-"), lines[last])
}

func (d *dialog) helo(name string) {
	d.greeted("HELO", name)
	d.reply("250 %s", d.name())
}

func (d *dialog) greeted(verb, name string) {
	d.reset()
	first := d.session.Helo == ""
	d.session.Greeting, d.session.Helo = verb, clean.Line(name, maxText)
	if first {
		d.tell(eventGreeted, verb, d.session.Helo)
	}
}

func (d *dialog) startTLS() string {
	if d.session.Negotiated != "" {
		d.refuse("503 5.5.1 TLS is in use already")
		return ""
	}
	d.session.STARTTLS = true
	d.reset() // RFC 3207, section 4.2: what was said before is forgotten
	d.reply("220 2.0.0 go ahead")
	if !d.secure() {
		return endedTLS
	}
	return ""
}

// secure holds the handshake and notes what the hello says, also when the handshake fails.
func (d *dialog) secure() bool {
	ceiling := uint16(tls.VersionTLS13)
	if d.server.config.LowerCeiling {
		ceiling = d.server.devices.ceiling(d.session.Remote)
	}
	t := &tap{Conn: d.wire, in: d.lines.rest()}
	certificateSent := false
	conn := tls.Server(t, tlsConfig(d.server.certificates, ceiling, func() { certificateSent = true }))
	err := conn.Handshake()
	sent := t.stop()
	d.noteHello(sent, err)
	if err != nil {
		d.noteFailure(err, sent, certificateSent)
		return false
	}
	d.noteSuccess(conn.ConnectionState())
	d.conn, d.heard = conn, 0
	d.lines = newLines(conn, max(d.limits.lineLength, maxAuthLine))
	return true
}
