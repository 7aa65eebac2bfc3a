package check

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

// orderly is a domain in good order. Each line is a question and its answer; "!" instead of "=" is what
// became of a question without records.
const orderly = `
mx contoso.com = 0 contoso-com.mail.protection.outlook.com
txt contoso.com = v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com -all
txt spf.protection.outlook.com = v=spf1 ip4:192.0.2.0/24 -all
txt _dmarc.contoso.com = v=DMARC1; p=reject
cname selector1._domainkey.contoso.com = selector1-contoso-com._domainkey.contoso.onmicrosoft.com
cname selector2._domainkey.contoso.com = selector2-contoso-com._domainkey.contoso.onmicrosoft.com
a contoso-com.mail.protection.outlook.com = 192.0.2.25
a smtp.office365.com = 192.0.2.87
ptr 7.100.51.198.in-addr.arpa = office.contoso.com
a myip.opendns.com = 198.51.100.7
`

// observed answers every question of the subject: from the lines, later ones first, else that the name
// is not there.
func observed(s Subject, lines string) Observations {
	given := evidence.Set{}
	for line := range strings.Lines(orderly + lines) {
		words := strings.SplitN(strings.TrimSpace(line), " ", 4)
		if len(words) < 4 {
			continue
		}
		q := evidence.Ask(evidence.Type(words[0]), words[1])
		given[q] = evidence.Answer{Outcome: evidence.Found, Records: strings.Split(words[3], " | ")}
		if words[2] == "!" {
			given[q] = evidence.Answer{Outcome: evidence.Outcome(words[3])}
		}
	}
	set := evidence.Set{}
	for range 30 {
		look := set.Look()
		s.Read(look)
		for _, q := range look.Missing() {
			a, found := given[q]
			if !found {
				a = evidence.Answer{Outcome: evidence.NoName}
			}
			set[q] = a
		}
	}
	return Observations{DNS: set, Limit: 10 * time.Second}
}

func relayed() Subject {
	return Subject{Domain: "contoso.com", Method: decide.Relay, Authentication: decide.ByIP, AllowDocumentation: true,
		Addresses: decide.Prefixes("198.51.100.7"), AsOf: "2026-11-21"}
}

func signedIn() Subject {
	return Subject{Domain: "contoso.com", Method: decide.SMTPAuth, Authentication: decide.ByPassword, AsOf: "2026-11-21"}
}

func directly() Subject {
	s := relayed()
	s.Method, s.Authentication = decide.DirectSend, decide.ByNothing
	return s
}

// openPort is a server in good order.
func openPort(host string, port uint16) Port {
	return Port{Host: host, Port: port, State: PortOpen, StartTLS: true, TLSVersions: []string{"1.2", "1.3"}, Auth: []string{"LOGIN", "XOAUTH2"},
		Address: netip.MustParseAddr("192.0.2.25"), Certificate: &Certificate{Verified: true, Names: []string{host}}}
}

func byID(findings []Finding) map[string]Finding {
	found := map[string]Finding{}
	for _, f := range findings {
		found[f.ID] = f
	}
	return found
}

// expect compares findings by "id=status" words, and looks for a text in one of them by "id~text".
func expect(t *testing.T, found map[string]Finding, want ...string) {
	t.Helper()
	for _, w := range want {
		if id, status, ok := strings.Cut(w, "="); ok && string(found[id].Status) != status {
			t.Errorf("%s is %s, want %s: %s", id, found[id].Status, status, found[id].Text)
		}
		if id, text, ok := strings.Cut(w, "~"); ok && !strings.Contains(found[id].Text+" "+found[id].Fix, text) {
			t.Errorf("%s does not say %q: %s -> %s", id, text, found[id].Text, found[id].Fix)
		}
	}
}

func TestStoriesOfDNS(t *testing.T) {
	for _, story := range []struct {
		name    string
		subject Subject
		dns     string
		want    []string
	}{
		{"in good order", relayed(), "", []string{"mx=ok", "endpoint=ok", "spf=ok", "spf-ip=ok", "spf-lookups=ok", "dmarc=ok", "dkim=ok", "ptr=ok", "blocklist=ok", "dynamic=ok", "public-address=ok"}},
		{"no such domain", relayed(), "mx contoso.com ! no name", []string{"mx=problem", "endpoint=not-applicable", "spf=not-applicable", "dmarc=not-applicable", "port-25=not-applicable"}},
		{"MX not readable", relayed(), "mx contoso.com ! servfail", []string{"mx=unknown", "endpoint=not-applicable", "ipv6=not-applicable", "port-25=not-applicable", "spf=ok"}},
		{"no MX", relayed(), "mx contoso.com ! no data", []string{"mx=problem", "endpoint=not-applicable"}},
		{"no MX, but signing in", signedIn(), "mx contoso.com ! no data", []string{"mx=ok", "endpoint=not-applicable"}},
		{"the null MX", relayed(), "mx contoso.com = 0 .", []string{"mx=problem"}},
		{"a filter", relayed(), "mx contoso.com = 10 x.mimecast.com", []string{"mx=warning", "mx~Mimecast", "endpoint=warning", "endpoint~made up"}},
		{"a filter before Microsoft", relayed(), "mx contoso.com = 10 x.mimecast.com | 20 contoso-com.mail.protection.outlook.com", []string{"mx=warning", "endpoint=ok"}},
		{"another provider", relayed(), "mx contoso.com = 10 mail.example.com", []string{"mx=warning", "mx~not Microsoft"}},
		{"a dangling MX", relayed(), "a contoso-com.mail.protection.outlook.com ! no name", []string{"endpoint=problem", "ipv6=not-applicable", "tlsa=not-applicable"}},
		{"an endpoint that cannot be read", relayed(), "a contoso-com.mail.protection.outlook.com ! timeout", []string{"endpoint=unknown"}},
		{"IPv6 at the endpoint", relayed(), "aaaa contoso-com.mail.protection.outlook.com = 2001:db8::25", []string{"ipv6=warning", "ipv6~Disable-IPv6ForAcceptedDomain -Domain contoso.com"}},
		{"IPv6 does not matter to who signs in", signedIn(), "aaaa contoso-com.mail.protection.outlook.com = 2001:db8::25", []string{"ipv6=not-applicable"}},
		{"another cloud than was said", Subject{Domain: "contoso.com", Method: decide.Relay, Cloud: decide.China}, "", []string{"endpoint=warning", "endpoint~china"}},

		{"no SPF", relayed(), "txt contoso.com ! no data", []string{"spf=problem", "spf~Publish a TXT record", "spf-ip=not-applicable", "spf-lookups=not-applicable"}},
		{"two SPF records", relayed(), "txt contoso.com = v=spf1 -all | v=spf1 mx -all", []string{"spf=problem", "spf-ip=not-applicable"}},
		{"SPF not readable", relayed(), "txt contoso.com ! timeout", []string{"spf=unknown", "spf-ip=not-applicable", "spf-lookups=not-applicable"}},
		{"an include not readable", relayed(), "txt spf.protection.outlook.com ! servfail", []string{"spf=unknown", "spf-lookups=unknown", "spf-ip=ok"}},
		{"Microsoft missing", signedIn(), "txt contoso.com = v=spf1 ip4:198.51.100.7 -all", []string{"spf=problem", "spf~include:spf.protection.outlook.com"}},
		{"syntax", relayed(), "txt contoso.com = v=spf1 ipv4:198.51.100.7 include:spf.protection.outlook.com -all", []string{"spf=problem", "spf-ip=not-applicable"}},
		{"everybody may send", relayed(), "txt contoso.com = v=spf1 include:spf.protection.outlook.com +all", []string{"spf=warning"}},
		{"address missing", relayed(), "txt contoso.com = v=spf1 include:spf.protection.outlook.com -all", []string{"spf=ok", "spf-ip=problem", "spf-ip~--add 198.51.100.7"}},
		{"address missing, DMARC enforces, Direct Send", directly(), "txt contoso.com = v=spf1 include:spf.protection.outlook.com -all", []string{"spf-ip=problem", "spf-ip~5.7.509", "dkim=not-applicable"}},
		{"too many lookups", relayed(), "txt contoso.com = v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com a:a.example a:b.example a:c.example a:d.example a:e.example a:f.example a:g.example a:h.example a:i.example a:j.example -all",
			[]string{"spf-lookups=problem", "spf-lookups~11"}},

		{"no DMARC", relayed(), "txt _dmarc.contoso.com ! no name", []string{"dmarc=warning"}},
		{"DMARC not readable", relayed(), "txt _dmarc.contoso.com ! refused", []string{"dmarc=unknown"}},
		{"no DKIM", relayed(), "cname selector1._domainkey.contoso.com ! no name\ncname selector2._domainkey.contoso.com ! no name", []string{"dkim=warning"}},
		{"half of DKIM", relayed(), "cname selector2._domainkey.contoso.com ! no name", []string{"dkim=warning", "dkim~one of the two"}},
		{"DKIM of somebody else", relayed(), "cname selector1._domainkey.contoso.com = s1.example.net\ncname selector2._domainkey.contoso.com = s2.example.net", []string{"dkim=warning"}},
		{"MTA-STS", relayed(), "txt _mta-sts.contoso.com = v=STSv1; id=1", []string{"mta-sts=ok"}},
		{"TLSA", relayed(), "tlsa _25._tcp.contoso-com.mail.protection.outlook.com = 3 1 1 00", []string{"tlsa=ok", "tlsa~did not validate"}},
	} {
		t.Run(story.name, func(t *testing.T) {
			expect(t, byID(Findings(story.subject, observed(story.subject, story.dns), nil)), story.want...)
		})
	}
}

func TestStoriesOfAddresses(t *testing.T) {
	const list = "a 7.100.51.198.zen.spamhaus.org"
	unsaid := relayed()
	unsaid.Addresses = nil
	elsewhere := relayed()
	elsewhere.Place = Elsewhere
	for _, story := range []struct {
		name    string
		subject Subject
		dns     string
		want    []string
	}{
		{"listed", relayed(), list + " = 127.0.0.2", []string{"blocklist=problem", "blocklist~SBL", "dynamic=ok"}},
		{"a dynamic range is not abuse", relayed(), list + " = 127.0.0.10", []string{"blocklist=ok", "dynamic=warning"}},
		{"listed and dynamic", relayed(), list + " = 127.0.0.4 | 127.0.0.11", []string{"blocklist=problem", "blocklist~XBL", "dynamic=warning"}},
		{"a public resolver", relayed(), list + " = 127.255.255.254", []string{"blocklist=unknown", "blocklist~public or open", "dynamic=ok"}},
		{"too many questions", relayed(), list + " = 127.255.255.255", []string{"blocklist=unknown"}},
		{"the wrong zone", relayed(), list + " = 127.255.255.252", []string{"blocklist=unknown"}},
		{"a resolver that invents answers", relayed(), list + " = 203.0.113.9", []string{"blocklist=unknown"}},
		{"the list does not answer", relayed(), list + " ! timeout", []string{"blocklist=unknown"}},
		{"listed, but perhaps not the device's", unsaid, list + " = 127.0.0.2", []string{"blocklist=warning"}},
		{"signing in does not depend on it", signedIn(), list + " = 127.0.0.2", []string{"blocklist=not-applicable", "ptr=not-applicable", "public-address=not-applicable"}},
		{"no host name", relayed(), "ptr 7.100.51.198.in-addr.arpa ! no name", []string{"ptr=warning"}},
		{"a host name that looks dynamic", relayed(), "ptr 7.100.51.198.in-addr.arpa = 7-100-51-198.dyn.provider.example", []string{"ptr=ok", "dynamic=warning"}},
		{"a static one on a DSL line", relayed(), "ptr 7.100.51.198.in-addr.arpa = static-7.dsl.provider.example", []string{"dynamic=ok"}},
		{"another address than was said", relayed(), "a myip.opendns.com = 203.0.113.9", []string{"public-address=warning", "public-address~203.0.113.9", "public-address~198.51.100.7"}},
		{"another address, elsewhere", elsewhere, "a myip.opendns.com = 203.0.113.9", []string{"public-address=ok", "network=warning"}},
		{"OpenDNS is silent, Google tells", relayed(), "a myip.opendns.com ! timeout\ntxt o-o.myaddr.l.google.com = 198.51.100.7", []string{"public-address=ok"}},
		{"an address that is not public", relayed(), "a myip.opendns.com = 10.0.0.7\ntxt o-o.myaddr.l.google.com ! timeout", []string{"public-address=unknown"}},
		{"no address given: the one of this network", unsaid, "", []string{"spf-ip=ok", "public-address=ok", "ptr=ok"}},
	} {
		t.Run(story.name, func(t *testing.T) {
			expect(t, byID(Findings(story.subject, observed(story.subject, story.dns), nil)), story.want...)
		})
	}
}

func TestStoriesOfPorts(t *testing.T) {
	const host = "contoso-com.mail.protection.outlook.com"
	elsewhere := relayed()
	elsewhere.Place = Elsewhere
	address := netip.MustParseAddr("192.0.2.25")
	with := func(edit func(*Port)) Port {
		p := openPort(host, 25)
		edit(&p)
		return p
	}
	closed := func(state PortState) Port { return Port{Host: host, Port: 25, State: state} }
	for _, story := range []struct {
		name    string
		subject Subject
		port    Port
		want    []string
	}{
		{"open", relayed(), openPort(host, 25), []string{"port-25=ok", "starttls=ok", "tls=ok", "certificate=ok"}},
		{"refused", relayed(), closed(PortRefused), []string{"port-25=problem", "starttls=not-applicable"}},
		{"silent", relayed(), closed(PortTimeout), []string{"port-25=problem", "port-25~within 10s", "port-25~block outgoing port 25"}},
		{"silent, seen from elsewhere", elsewhere, closed(PortTimeout), []string{"port-25=warning"}},
		{"connected, no banner", relayed(), Port{Host: host, Port: 25, State: PortTimeout, Address: address}, []string{"port-25=problem", "port-25~no server says anything"}},
		{"no way out of here", relayed(), Port{Host: host, Port: 25, State: PortTimeout, NoRoute: true}, []string{"port-25=unknown"}},
		{"intercepted", relayed(), Port{Host: host, Port: 25, State: PortIntercepted, Banner: "mail.provider.example ESMTP"}, []string{"port-25=problem", "port-25~provider.example", "starttls=not-applicable"}},
		{"no such host", relayed(), Port{Host: host, Port: 25, State: PortUnresolved, Unresolved: evidence.NoName}, []string{"port-25=problem"}},
		{"host not readable", relayed(), Port{Host: host, Port: 25, State: PortUnresolved, Unresolved: evidence.ServFail}, []string{"port-25=unknown"}},
		{"STARTTLS taken out", relayed(), with(func(p *Port) { p.StartTLS, p.TLSVersions, p.Certificate = false, nil, nil }), []string{"port-25=ok", "starttls=problem", "tls=not-applicable", "certificate=not-applicable"}},
		{"the talk broke", relayed(), with(func(p *Port) { p.StartTLS, p.Trouble = false, "EHLO: connection reset" }), []string{"port-25=ok", "starttls=unknown", "starttls~reset"}},
		{"old TLS only", relayed(), with(func(p *Port) { p.TLSVersions = []string{"1.0"} }), []string{"tls=problem"}},
		{"TLS not found out", relayed(), with(func(p *Port) { p.TLSVersions, p.TLSUnknown, p.Certificate = nil, []string{"1.2"}, nil }), []string{"tls=unknown", "certificate=not-applicable"}},
		{"no TLS came about", relayed(), with(func(p *Port) { p.TLSVersions, p.Certificate, p.Trouble = nil, nil, "TLS: handshake failure" }), []string{"tls=problem", "tls~handshake failure", "tls~TLS inspection"}},
		{"a bad certificate", relayed(), with(func(p *Port) { p.Certificate.Verified, p.Certificate.Problem = false, "expired" }), []string{"certificate=problem", "certificate~expired"}},
		{"no sign-in by password", signedIn(), Port{Host: "smtp.office365.com", Port: 587, State: PortOpen, StartTLS: true, TLSVersions: []string{"1.3"}, Auth: []string{"XOAUTH2"}, Certificate: &Certificate{Verified: true}}, []string{"port-587=ok", "auth=problem", "auth~LOGIN"}},
	} {
		t.Run(story.name, func(t *testing.T) {
			o := observed(story.subject, "")
			o.Ports = []Port{story.port}
			expect(t, byID(Findings(story.subject, o, nil)), story.want...)
		})
	}
}

// A clock that is wrong makes every certificate look out of its time, and no other fault of one.
func TestOnlyACertificateOutOfItsTimeMayBeTheClocks(t *testing.T) {
	for _, outOfTime := range []bool{false, true} {
		p := openPort("smtp.office365.com", 587)
		p.Certificate = &Certificate{Problem: "not good", OutOfTime: outOfTime}
		o := observed(signedIn(), "")
		o.Ports = []Port{p}
		f := byID(Findings(signedIn(), o, nil))[IDCertificate]
		if f.Status != Problem || strings.Contains(f.Fix, string(WrongClock)) != outOfTime || !strings.Contains(f.Fix, "firewall") {
			t.Errorf("out of time %t: %s: %s", outOfTime, f.Status, f.Fix)
		}
	}
}

// Where nothing could be observed, nothing is wrong and nothing is fine.
func TestNothingObserved(t *testing.T) {
	for _, s := range []Subject{relayed(), directly(), signedIn(), {Domain: "contoso.com"}} {
		findings := Findings(s, Observations{}, nil)
		for _, f := range findings {
			if f.Status != Unknown && f.Status != NotApplicable {
				t.Errorf("%s is %s: %s", f.ID, f.Status, f.Text)
			}
		}
		if Worst(findings) != Unknown {
			t.Errorf("the whole is %s", Worst(findings))
		}
	}
}

// Every check gives one finding with its id, and every promised id is among them.
func TestEveryIDOnce(t *testing.T) {
	promised := []string{"mx", "endpoint", "spf", "spf-ip", "spf-lookups", "dmarc", "port-25", "port-587", "starttls", "tls", "certificate", "drift"}
	var ids []string
	for _, f := range Findings(relayed(), observed(relayed(), ""), nil) {
		if slices.Contains(ids, f.ID) {
			t.Errorf("%s stands there twice", f.ID)
		}
		ids = append(ids, f.ID)
	}
	for _, id := range promised {
		if !slices.Contains(ids, id) || slices.Contains(further, id) {
			t.Errorf("%s is promised", id)
		}
	}
}

func TestWorst(t *testing.T) {
	for _, story := range []struct {
		findings []Finding
		want     Status
	}{
		{nil, OK},
		{[]Finding{{ID: IDMX, Status: Warning}}, OK},
		{[]Finding{{ID: IDBlocklist, Status: Unknown}}, OK},
		{[]Finding{{ID: IDMX, Status: Unknown}}, Unknown},
		{[]Finding{{ID: IDMX, Status: Unknown}, {ID: IDBlocklist, Status: Problem}}, Problem},
	} {
		if got := Worst(story.findings); got != story.want {
			t.Errorf("%+v: %s, want %s", story.findings, got, story.want)
		}
	}
}
