package survey

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"testing"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/probe/smtp"
)

// Postfix in Microsoft's place: its banner says so, because everybody else counts as an interceptor.
const mainCF = `myhostname = contoso-com.mail.protection.outlook.com
smtpd_banner = $myhostname Microsoft ESMTP MAIL Service ready
mydestination = contoso.com
mynetworks = 192.0.2.0/24
local_recipient_maps = inline:{ admin@contoso.com=x }
local_transport = discard
smtpd_tls_cert_file = $D/certificate.pem
smtpd_tls_key_file = $D/key.pem
smtpd_tls_security_level = may
smtpd_relay_restrictions = reject_unauth_destination
`

// A check and a test message meet real servers: unbound as the resolver, Postfix as the MX host. The
// sign-in host is not there, and the resolver answers for nothing else.
func TestWithUnboundAndPostfix(t *testing.T) {
	port, roots := startPostfix(t)
	client := resolve.New([]netip.AddrPort{probetest.Unbound(t, contoso("ns contoso.com = ").master())})
	t.Cleanup(client.Close)
	s := &Surveyor{DNS: client, Outside: Outside{check.MyAddress: client}, Roots: roots, Dialer: leading{endpointAddress: port}}

	statuses(t, s.findings(t, byRelay), "mx=ok endpoint=ok spf=ok spf-ip=ok spf-lookups=ok dmarc=ok dkim=ok port-25=ok starttls=ok tls=ok certificate=ok ptr=ok")

	envelope := Envelope{Method: decide.Relay, Host: "contoso-com.mail.protection.outlook.com", Port: 25, Encryption: smtp.StartTLS,
		Auth: smtp.NoAuth, Sender: "scanner@contoso.com", To: "admin@contoso.com"}
	if d := s.Send(t.Context(), envelope, Credentials{}, "Test", "Hello"); d.Result != smtp.Accepted || d.Resolved != evidence.Found {
		t.Errorf("%s at %s: %v", d.Result, d.Stage, d.Err)
	}
	envelope.To = "somebody@example.org"
	if d := s.Send(t.Context(), envelope, Credentials{}, "Test", "Hello"); d.Result != smtp.Rejected || d.Stage != smtp.Rcpt {
		t.Errorf("a stranger's mail is %s at %s: %v", d.Result, d.Stage, d.Err)
	}
}

// leading leads addresses to ports of this computer.
type leading map[string]uint16

func (l leading) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	port, found := l[address]
	if !found {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return new(net.Dialer).DialContext(ctx, kind, net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))))
}

func startPostfix(t *testing.T) (uint16, *x509.CertPool) {
	t.Helper()
	postfix, authority := probetest.NewPostfix(t), probetest.NewAuthority(t)
	port := probetest.FreePort(t).Port()
	postfix.Certify(t, authority, "*.mail.protection.outlook.com")
	postfix.Start(t, mainCF, fmt.Sprintf("127.0.0.1:%d inet n - n - - smtpd\n", port))
	return port, authority.Roots()
}
