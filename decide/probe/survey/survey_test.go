package survey

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/resolve"
)

// contoso is a domain in good order, as Microsoft's portal would set it up.
const contoso = `
contoso.com  MX     0 contoso-com.mail.protection.outlook.com.
contoso.com  NS     ns1.contoso.com.
contoso.com  TXT    "v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com -all"
spf.protection.outlook.com  TXT  "v=spf1 ip4:192.0.2.0/24 -all"
_dmarc.contoso.com          TXT  "v=DMARC1; p=reject"
selector1._domainkey.contoso.com  CNAME  selector1-contoso-com._domainkey.contoso.onmicrosoft.com.
selector2._domainkey.contoso.com  CNAME  selector2-contoso-com._domainkey.contoso.onmicrosoft.com.
contoso-com.mail.protection.outlook.com  A  192.0.2.25
smtp.office365.com                       A  192.0.2.87
7.100.51.198.in-addr.arpa                PTR  office.contoso.com.
myip.opendns.com                         A  198.51.100.7
`

// A network leads addresses to servers of the test; what is not in it does not answer.
type network map[string]*probetest.SMTPServer

func (n network) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	if server := n[address]; server != nil {
		return new(net.Dialer).DialContext(ctx, kind, netip.AddrPortFrom(server.Addr, server.Port).String())
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

func surveyor(t testing.TB, zone string) *Surveyor {
	client := resolve.New([]netip.AddrPort{probetest.DNS(t, zone).Addr})
	t.Cleanup(client.Close)
	return &Surveyor{DNS: client, Outside: Outside{check.MyAddress: client, check.MyAddressGoogle: client}, WithoutServers: true}
}

func (s *Surveyor) findings(t *testing.T, subject check.Subject) map[string]check.Finding {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	subject.AllowDocumentation, subject.AsOf = true, "2026-11-21"
	if subject.Domain == "" {
		subject.Domain = "contoso.com"
	}
	found := map[string]check.Finding{}
	for _, f := range check.Findings(subject, s.Run(ctx, subject, nil), nil) {
		found[f.ID] = f
		if strings.Contains(f.Text+f.Fix, "%!") || f.Text == "" {
			t.Errorf("%s: text %q, fix %q", f.ID, f.Text, f.Fix)
		}
	}
	return found
}

// goodOrder holds for every finding of a subject that nothing is wrong with.
func goodOrder(t *testing.T, found map[string]check.Finding) {
	t.Helper()
	for id, f := range found {
		if f.Status != check.OK && f.Status != check.NotApplicable {
			t.Errorf("%s is %s: %s", id, f.Status, f.Text)
		}
	}
}

func TestADomainInGoodOrder(t *testing.T) {
	endpoint := probetest.SMTP(t, probetest.SMTPOptions{Script: probetest.Endpoint, Names: []string{"*.mail.protection.outlook.com"}})
	submission := probetest.SMTP(t, probetest.SMTPOptions{})
	s := surveyor(t, contoso)
	s.WithoutServers, s.Dialer = false, network{"192.0.2.25:25": endpoint, "192.0.2.87:587": submission}

	s.Roots = endpoint.Roots
	relay := s.findings(t, check.Subject{Method: decide.Relay, Authentication: decide.ByIP, Addresses: decide.Prefixes("198.51.100.7")})
	goodOrder(t, relay)
	if relay["port-25"].Status != check.OK || relay["port-587"].Status != check.NotApplicable || relay["spf-ip"].Status != check.OK {
		t.Errorf("%+v", relay)
	}

	s.Roots = submission.Roots
	signIn := s.findings(t, check.Subject{Method: decide.SMTPAuth, Authentication: decide.ByPassword})
	goodOrder(t, signIn)
	if signIn["port-587"].Status != check.OK || signIn["port-25"].Status != check.NotApplicable || signIn["auth"].Status != check.OK {
		t.Errorf("%+v", signIn)
	}
}
