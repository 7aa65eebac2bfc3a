package smtp

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net/textproto"
	"strings"
)

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
