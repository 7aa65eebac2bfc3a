package listen

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"sendpath/decide/clean"
)

// maxError bounds the runes of a cause that is shown.
const maxError = 200

func (d *dialog) noteHello(sent []byte, cause error) {
	hello, err := parseHello(sent)
	if err != nil {
		d.session.Implicit = false // that first byte was no TLS after all
		if cause != nil {
			d.tell(eventNoHello, shown(cause))
		}
		return
	}
	t := &d.session.TLS
	t.Announced = hello.offered()
	t.Offered = byRank(append(hello.offered(), d.server.devices.earlier(d.session.Remote)...))
	t.OnlyHighest = hello.onlyHighest()
	t.CipherSuites = hello.suiteNames(maxSuites)
	t.RSAOnly = hello.rsaOnly()
	t.EllipticCurves = hello.ellipticCurves()
	t.SHA1Only = hello.sha1Only()
	t.SNI = clean.Line(hello.serverName, maxText)
	t.SSL2Hello = hello.ssl2Format
	d.tell(eventOffers, spellAll(t.Offered))
}

func (d *dialog) noteSuccess(state tls.ConnectionState) {
	t := &d.session.TLS
	t.Negotiated = versionName(state.Version)
	t.Offered = byRank(append(t.Offered, t.Negotiated))
	t.CipherSuite = tls.CipherSuiteName(state.CipherSuite)
	d.tell(eventSecured, spell(t.Negotiated))
}

// noteFailure says why the handshake ended. Once the certificate was sent, hanging up or complaining about
// it means that the device checks certificates.
func (d *dialog) noteFailure(err error, sent []byte, certificateSent bool) {
	t := &d.session.TLS
	t.Error = shown(err)
	t.HungUpAtCertificate = certificateSent && (aboutCertificate(err) || alertAboutCertificate(sent) || isClosed(err))
	if t.HungUpAtCertificate {
		d.tell(eventCertificate)
		return
	}
	d.tell(eventTLSFailed, t.Error)
}

func shown(err error) string {
	if op := (*net.OpError)(nil); errors.As(err, &op) && op.Op == "remote error" {
		return clean.Line(op.Error(), maxError)
	}
	return clean.Line(cause(err).Error(), maxError)
}

// certificateAlerts are the alerts about a certificate (RFC 8446, section 6.2): bad, unsupported, revoked,
// expired, unknown, and of an unknown authority.
var certificateAlerts = []byte{42, 43, 44, 45, 46, 48}

func alertAboutCertificate(sent []byte) bool {
	description, ok := plainAlert(sent)
	return ok && slices.Contains(certificateAlerts, description)
}

// aboutCertificate reports whether err is such an alert. crypto/tls exports no type for it, only the words.
func aboutCertificate(err error) bool {
	op := (*net.OpError)(nil)
	return errors.As(err, &op) && op.Op == "remote error" && strings.Contains(op.Err.Error(), "certificate")
}

// isClosed reports whether the peer closed or reset the connection. The system's words for a reset differ,
// but in each it is a read or a write that failed, neither for its deadline nor by this side's closing.
func isClosed(err error) bool {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	op := (*net.OpError)(nil)
	return errors.As(err, &op) && (op.Op == "read" || op.Op == "write") && !op.Timeout() && !errors.Is(err, net.ErrClosed)
}
