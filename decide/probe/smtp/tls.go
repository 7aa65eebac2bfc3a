package smtp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"sendpath/decide/clean"
	"sendpath/decide/crash"
)

// tlsVersions are the versions a server is asked for, with the names the plan uses.
var tlsVersions = []struct {
	Name   string
	Number uint16
}{
	{"1.0", tls.VersionTLS10},
	{"1.1", tls.VersionTLS11},
	{"1.2", tls.VersionTLS12},
	{"1.3", tls.VersionTLS13},
}

func tlsName(number uint16) string {
	for _, v := range tlsVersions {
		if v.Number == number {
			return v.Name
		}
	}
	return ""
}

// A Session is what a TLS handshake agreed on.
type Session struct {
	Version     string // "1.2"
	Certificate Certificate
	AskedForOne bool
}

// A Certificate is what a server showed, and whether it may be believed.
type Certificate struct {
	Subject   string
	Names     []string // DNS names it is for
	Issuer    string
	NotBefore time.Time
	NotAfter  time.Time
	Verified  bool   // trusted, in time, and for the target's host
	Problem   string // why not, in English and fit to be shown
	OutOfTime bool   // because it has expired or is not valid yet, by this computer's clock
	Err       error  // why not, from crypto/x509; holds the server's text as it came
}

// maxNames bounds how many names of a certificate are kept.
const maxNames = 50

var errNoCertificate = errors.New("the server showed no certificate")

func newSession(state tls.ConnectionState, t Target) Session {
	return Session{
		Version:     tlsName(state.Version),
		Certificate: readCertificate(state.PeerCertificates, t),
	}
}

func readCertificate(chain []*x509.Certificate, t Target) Certificate {
	if len(chain) == 0 {
		return Certificate{Names: []string{}, Problem: errNoCertificate.Error(), Err: errNoCertificate}
	}
	leaf := chain[0]
	names := []string{}
	for _, name := range leaf.DNSNames[:min(len(leaf.DNSNames), maxNames)] {
		names = append(names, clean.Line(name, 253))
	}
	err, problem := verify(chain, t), ""
	if err != nil {
		problem = clean.Line(err.Error(), 300)
	}
	return Certificate{
		Problem:   problem,
		Subject:   clean.Line(leaf.Subject.String(), 200),
		Names:     names,
		Issuer:    clean.Line(leaf.Issuer.String(), 200),
		NotBefore: leaf.NotBefore,
		NotAfter:  leaf.NotAfter,
		Verified:  err == nil,
		OutOfTime: outOfTime(err),
		Err:       err,
	}
}

// outOfTime reports that a certificate was refused for its time: its own, or that of one above it.
func outOfTime(err error) bool {
	invalid, ok := errors.AsType[x509.CertificateInvalidError](err)
	return ok && invalid.Reason == x509.Expired
}

// verify does what crypto/tls would have done, had it not been told to finish every handshake.
func verify(chain []*x509.Certificate, t Target) error {
	options := x509.VerifyOptions{
		DNSName:       strings.TrimSuffix(t.Host, "."),
		Roots:         t.Roots,
		Intermediates: x509.NewCertPool(),
	}
	for _, c := range chain[1:] {
		options.Intermediates.AddCert(c)
	}
	_, err := chain[0].Verify(options)
	return err
}

// tlsConfig finishes a handshake with any server, so that one with an old version, weak suites or a bad
// certificate can be described. Who needs trust looks at Certificate.Verified afterwards.
func tlsConfig(t Target, lowest, highest uint16) *tls.Config {
	config := &tls.Config{
		ServerName:         strings.TrimSuffix(t.Host, "."),
		InsecureSkipVerify: true,
		MinVersion:         lowest,
		MaxVersion:         highest,
	}
	for _, suite := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		config.CipherSuites = append(config.CipherSuites, suite.ID)
	}
	return config
}

// versions asks for each TLS version on a connection of its own, all at once. A version in neither list
// was declined; unknown holds those about which nothing was learnt.
func (t Target) versions(ctx context.Context) (spoken, unknown []string) {
	answers := make([]error, len(tlsVersions))
	var asked crash.Group
	for i, version := range tlsVersions {
		asked.Go(func() { answers[i] = t.handshake(ctx, version.Number) })
	}
	asked.Wait()
	spoken, unknown = []string{}, []string{}
	for i, err := range answers {
		switch {
		case err == nil:
			spoken = append(spoken, tlsVersions[i].Name)
		case !declined(err):
			unknown = append(unknown, tlsVersions[i].Name)
		}
	}
	return spoken, unknown
}

// handshake tries one TLS version.
func (t Target) handshake(ctx context.Context, version uint16) error {
	c, err := open(ctx, t)
	if err != nil {
		return err
	}
	defer c.close()
	if _, err := c.greeting(); err != nil {
		return err
	}
	if _, err := c.hello(); err != nil {
		return err
	}
	if _, err := c.startTLS(ctx, tlsConfig(t, version, version)); err != nil {
		return err
	}
	c.quit(ctx)
	return nil
}

// declined reports that the handshake itself failed, and not for want of time.
func declined(err error) bool {
	var failed *Error
	return errors.As(err, &failed) && failed.Step == TLS && !late(err)
}

// late reports that time ran out, or that the caller stopped waiting.
func late(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
