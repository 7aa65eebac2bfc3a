package smtp

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net/netip"
	"net/textproto"
	"slices"
	"strings"

	"sendpath/decide/words"
)

// An Encryption is what a plan says of a connection.
type Encryption string

// The ways of encryption. There is no implicit TLS: Microsoft does not offer it.
const (
	StartTLS Encryption = "starttls"
	Clear    Encryption = "off"
)

// Settings say how a device would send.
type Settings struct {
	Target
	Encryption Encryption
	Auth       AuthKind
	Username   string
	// Secret returns the password or the OAuth token. It is called once, when the server has proved who
	// it is; what it returns is overwritten after use.
	Secret      func() ([]byte, error)
	Certificate *tls.Certificate // for ClientCerts
}

// A Result is how sending ended.
type Result string

// The results.
const (
	Accepted    Result = "accepted"    // the server took the message; that is not delivery
	Rejected    Result = "refused"     // the server said no
	Unreachable Result = "unreachable" // no connection, or it broke; at stage Content nobody knows whether the message was taken
	Stopped     Result = "stopped"     // this program did not go on, see Reason
)

// An Outcome tells how sending went.
type Outcome struct {
	Result     Result
	Stage      Stage      // where it ended
	Server     string     // "host:port"
	Addr       netip.Addr // the address that answered
	Banner     string
	Genuine    bool     // the banner is the one expected
	Features   Features // of the last EHLO
	TLS        *Session // nil without TLS
	Mechanism  string   // of AUTH, "" without
	Reply      Reply    // the server's last words: to Accepted and Rejected, the reason
	Err        error    // an *Error, nil when Accepted
	Transcript []Line   // holds no secret
}

// Reason returns why this program stopped, or nil.
func (o Outcome) Reason() *Reason {
	var why *Reason
	errors.As(o.Err, &why)
	return why
}

// Why sending is not begun or not continued.
const (
	clearSignIn     words.Text = "Signing in without encryption is refused: it would show the password or token to everybody on the way. Use STARTTLS."
	noCertificate   words.Text = "Sending by certificate needs STARTTLS and the certificate with its key."
	noSecret        words.Text = "The password or token could not be read: %s"
	noStartTLS      words.Text = "%s does not offer STARTTLS, so nothing was sent. Microsoft's servers always offer it: a firewall or provider on the way takes it out."
	noCommonTLS     words.Text = "No TLS 1.2 or newer could be agreed on with %s, so nothing was sent: %s"
	unprovenServer  words.Text = "%s did not prove who it is, so nothing was told to it: %s"
	unknownSettings words.Text = "Encryption %q with authentication %q is not known."
)

// Send hands over one message as the settings say, with TLS 1.2 or newer where they say STARTTLS. It
// signs in only to a server whose certificate is good. It ends when ctx does.
func Send(ctx context.Context, m Message, s Settings) Outcome {
	out := Outcome{Server: s.server()}
	letter, err := prepare(m, s)
	if err != nil {
		out.end(&Error{Step: Prepare, Server: s.server(), Err: err})
		return out
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	c, err := open(ctx, s.Target)
	if err != nil {
		out.end(err)
		return out
	}
	defer c.close()
	out.Addr = c.addr
	d := delivery{conn: c, settings: s, out: &out}
	out.end(d.run(ctx, letter))
	out.Reply = c.last
	c.quit(ctx)
	out.Transcript = c.talk
	return out
}

// A letter is a message with its envelope, ready to be sent.
type letter struct {
	from, to string
	content  []byte
}

// prepare checks everything that can be known before a connection is opened.
func prepare(m Message, s Settings) (l letter, err error) {
	if err := s.check(); err != nil {
		return l, err
	}
	if l.from, err = Address(m.From); err != nil {
		return l, err
	}
	if l.to, err = Address(m.To); err != nil {
		return l, err
	}
	l.content, err = m.Build()
	return l, err
}

func (s Settings) check() error {
	known := slices.Contains([]AuthKind{NoAuth, Password, OAuth, ClientCerts}, s.Auth)
	switch {
	case !known, s.Encryption != StartTLS && s.Encryption != Clear:
		return because(unknownSettings, s.Encryption, s.Auth)
	case s.Auth.signsIn() && s.Encryption != StartTLS:
		return because(clearSignIn)
	case s.Auth == ClientCerts && (s.Encryption != StartTLS || s.Certificate == nil):
		return because(noCertificate)
	}
	return nil
}

// end notes how it went.
func (o *Outcome) end(err error) {
	o.Err = err
	var failed *Error
	switch {
	case err == nil:
		o.Result, o.Stage = Accepted, Content
		return
	case o.Reason() != nil:
		o.Result = Stopped
	default:
		o.Result = Unreachable
	}
	if errors.As(err, &failed) {
		o.Stage = failed.Step
		if failed.Reply != "" {
			o.Result = Rejected
		}
	}
}

// A delivery is one message on its way.
type delivery struct {
	*conn
	settings Settings
	out      *Outcome
}

// run holds the whole talk but QUIT.
func (d *delivery) run(ctx context.Context, l letter) error {
	steps := []func() error{
		d.greet,
		d.introduce,
		func() error { return d.secure(ctx) },
		d.authenticate,
		func() error { return d.envelope(l) },
		func() error { return d.hand(l.content) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (d *delivery) stop(step Stage, why *Reason) error {
	return &Error{Step: step, Server: d.out.Server, Err: why}
}

func (d *delivery) greet() error {
	banner, err := d.greeting()
	d.out.Banner = banner.Text()
	d.out.Genuine = d.target.genuine(d.out.Banner)
	return err
}

func (d *delivery) introduce() (err error) {
	d.out.Features, err = d.hello()
	return err
}

// secure changes to TLS where the settings say so, never only where the server offers it.
func (d *delivery) secure(ctx context.Context) error {
	if d.settings.Encryption != StartTLS {
		return nil
	}
	if !d.out.Features.StartTLS {
		return d.stop(STARTTLS, because(noStartTLS, d.out.Server))
	}
	asked := false
	config := tlsConfig(d.target, tls.VersionTLS12, tls.VersionTLS13)
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		asked = true
		if d.settings.Auth == ClientCerts {
			return d.settings.Certificate, nil
		}
		return &tls.Certificate{}, nil
	}
	state, err := d.startTLS(ctx, config)
	if declined(err) {
		return d.stop(TLS, because(noCommonTLS, d.out.Server, errors.Unwrap(err)))
	}
	if err != nil {
		return err
	}
	session := newSession(state, d.target)
	session.AskedForOne = asked
	d.out.TLS = &session
	return d.introduce()
}

// authenticate signs in, to a server that has proved who it is.
func (d *delivery) authenticate() error {
	if !d.settings.Auth.signsIn() {
		return nil
	}
	if shown := d.out.TLS.Certificate; !shown.Verified {
		return d.stop(TLS, because(unprovenServer, d.out.Server, shown.Problem))
	}
	m, err := choose(d.settings.Auth, d.out.Server, d.out.Features.Auth)
	if err != nil {
		return &Error{Step: Auth, Server: d.out.Server, Err: err}
	}
	d.out.Mechanism = m.Name
	secret, err := d.settings.Secret()
	if err != nil {
		return d.stop(Prepare, because(noSecret, err))
	}
	defer clear(secret)
	if !fitCredentials(d.settings.Username, secret) {
		return d.stop(Prepare, because(badCredentials))
	}
	return d.signIn(m, d.settings.Username, secret)
}

func (d *delivery) envelope(l letter) error {
	if _, err := d.demand(Mail, "MAIL FROM:<"+l.from+">"); err != nil {
		return err
	}
	_, err := d.demand(Rcpt, "RCPT TO:<"+l.to+">")
	return err
}

// hand gives the message over.
func (d *delivery) hand(content []byte) error {
	r, err := d.ask(Data, "DATA")
	if err == nil && r.Code != 354 {
		err = d.refused(Data, r)
	}
	if err != nil {
		return err
	}
	for line := range bytes.Lines(content) {
		d.note(Client, Content, strings.TrimRight(string(line), "\r\n"))
	}
	w := textproto.NewWriter(bufio.NewWriter(d.stream)).DotWriter()
	if _, err := w.Write(content); err != nil {
		return d.fail(Content, err)
	}
	if err := w.Close(); err != nil {
		return d.fail(Content, err)
	}
	if r, err = d.reply(Content); err == nil && !r.positive() {
		err = d.refused(Content, r)
	}
	return err
}
