package smtp

import (
	"context"
	"crypto/tls"
	"slices"

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
	mail, err := prepare(m, s)
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
	d := delivery{conn: c, settings: s, out: &out}
	out.end(d.run(ctx, mail))
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
