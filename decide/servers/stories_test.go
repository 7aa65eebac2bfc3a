package servers

import (
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

const endpointHost = "contoso-com.mail.protection.outlook.com"

// microsoftMX is the DNS of two domains whose mail comes in at Microsoft.
func microsoftMX() evidence.Set {
	set := evidence.Set{}
	for _, domain := range []string{"contoso.com", "fabrikam.com"} {
		host := strings.ReplaceAll(domain, ".", "-") + ".mail.protection.outlook.com"
		set[evidence.Ask(evidence.MX, domain)] = evidence.Answer{Outcome: evidence.Found, Records: []string{"0 " + host}}
		set[evidence.Ask(evidence.AAAA, host)] = evidence.Answer{Outcome: evidence.Found, Records: []string{"2001:db8::1"}}
		set[evidence.Ask(evidence.TXT, domain)] = evidence.Answer{Outcome: evidence.Found, Records: []string{"v=spf1 ip4:192.0.2.1 -all"}}
	}
	return set
}

// article is the set-up of Microsoft's article: both ways, a certificate, all accepted domains.
func article() decide.Answers {
	return decide.Answers{}.
		With(decide.ServerDomains, "contoso.com fabrikam.com").
		With(decide.ServerDirection, BothWays).
		With(decide.ServerKind, ExchangeServer).
		With(decide.ServerHybridWizard, decide.No).
		With(decide.ServerIdentifyBy, ByCertificate).
		With(decide.ServerCertificateName, "mail.contoso.com").
		With(decide.ServerSmartHost, "mail.contoso.com").
		With(decide.ServerScope, AllAccepted).
		With(decide.ServerTLS, TLSName).
		With(decide.ServerMXNow, MXOwn).
		With(decide.ServerTestAddresses, "test@contoso.com test@fabrikam.com")
}

func connector(t *testing.T, p Plan, cmdlet string) Connector {
	t.Helper()
	i := slices.IndexFunc(p.Connectors, func(c Connector) bool { return c.Cmdlet == cmdlet })
	if i < 0 {
		t.Fatalf("no %s among %d connectors", cmdlet, len(p.Connectors))
	}
	return p.Connectors[i]
}

func TestTheArticlesSetUp(t *testing.T) {
	p := plan(article())
	in := connector(t, p, "New-InboundConnector")
	if got := in.Parameters.Value("TlsSenderCertificateName"); got != "mail.contoso.com" {
		t.Errorf("the inbound connector names the certificate %v", got)
	}
	out := connector(t, p, "New-OutboundConnector")
	if got := out.Parameters.Value("TlsDomain"); got != "mail.contoso.com" {
		t.Errorf("without tls_name the smart host's name is compared, not %v", got)
	}
	send := connector(t, p, "New-SendConnector")
	if got := stringsOf(send.Parameters.Value("SmartHosts")); !slices.Equal(got, []string{endpointHost}) {
		t.Errorf("the send connector goes to %v", got)
	}
	for _, order := range [][2]string{
		{"connectors/look", "connector/inbound"},
		{"connector/inbound", "server/send-connector"},
		{"dns/spf", "server/send-connector"},
		{"network/port-25-in", "connector/outbound"},
		{"connector/outbound", "connector/validate"},
		{"connector/validate", "mx/move"},
		{"connector/validate", "domain/type"},
		{"domain/type", "test/from-microsoft"},
		{"test/from-microsoft", "mx/move"},
		{"test/to-microsoft", "mx/move"},
		{"mx/move", "network/close"},
	} {
		if !before(p, order[0], order[1]) {
			t.Errorf("%s does not come before %s", order[0], order[1])
		}
	}
}

// A server without its certificate is a stranger to the connector, which refuses its mail to outsiders.
func TestTheCertificateIsShownBeforeMailIsSentThere(t *testing.T) {
	if p := plan(article().With(decide.ServerKind, OtherServer)); !before(p, "server/present-certificate", "server/smart-host") {
		t.Error("the smart host is set before the server shows its certificate")
	}
}

func TestTheEndpointIsNeverGuessed(t *testing.T) {
	p := Decide(Case{Answers: article(), AsOf: "2026-11-21"}, evidence.Set{})
	send := connector(t, p, "New-SendConnector")
	if !slices.Contains(send.Missing, "SmartHosts") {
		t.Errorf("the smart host is %v without DNS", send.Parameters.Value("SmartHosts"))
	}
	for _, s := range p.Scripts {
		for _, c := range s.Commands {
			if strings.HasPrefix(c.Line, "New-SendConnector") {
				t.Errorf("a command that would run: %s %v", c.Line, c.Args)
			}
		}
	}
	if !warned(p, "endpoint-missing") {
		t.Error("nothing says where to find the endpoint")
	}
}

func warned(p Plan, id string) bool {
	return slices.ContainsFunc(p.Warnings, func(w decide.Warning) bool { return w.ID == id })
}

func TestHybridWizardIsLeftAlone(t *testing.T) {
	p := plan(article().With(decide.ServerHybridWizard, decide.Yes))
	for _, s := range p.Scripts {
		for _, c := range s.Commands {
			for _, verb := range []string{"New-", "Set-", "Remove-"} {
				if strings.Contains(c.Line, verb) {
					t.Errorf("the script changes something: %s", c.Line)
				}
			}
		}
	}
	if len(p.Scripts) != 1 || len(p.Steps) == 0 {
		t.Errorf("%d scripts, %d steps", len(p.Scripts), len(p.Steps))
	}
}

func TestAddressesGoIntoSPFOnlyWhenTheServerIsKnownByThem(t *testing.T) {
	byIP := article().With(decide.ServerIdentifyBy, ByIP).With(decide.ServerPublicIPs, "198.51.100.7")
	for _, record := range plan(byIP).SPF {
		if !strings.HasPrefix(record.Proposed, "v=spf1 ip4:198.51.100.7 ") {
			t.Errorf("%s: %s", record.Name, record.Proposed)
		}
	}
	for _, record := range plan(article()).SPF {
		if record.Proposed != "v=spf1 ip4:192.0.2.1 include:spf.protection.outlook.com -all" {
			t.Errorf("%s: %s", record.Name, record.Proposed)
		}
	}
}

func TestRoutesFollowTheScope(t *testing.T) {
	base := article().With(decide.ServerScope, SomeDomains).With(decide.ServerTestAddresses, "a@contoso.com b@sales.contoso.com c@fabrikam.com")
	tests := []struct {
		scope string
		want  []bool
	}{
		{"contoso.com", []bool{true, false, false}},
		{"*.contoso.com", []bool{false, true, false}},
		{"contoso.com *.contoso.com fabrikam.com", []bool{true, true, true}},
	}
	for _, tt := range tests {
		p := plan(base.With(decide.ServerScopeDomains, tt.scope))
		for i, route := range p.Routes {
			if got := len(route.Connectors) == 1; got != tt.want[i] {
				t.Errorf("scope %s, mail to %s: the connector applies: %v", tt.scope, route.Address, got)
			}
		}
		if warned(p, "test-addresses/outside") != slices.Contains(tt.want, false) {
			t.Errorf("scope %s: warned %v", tt.scope, p.Warnings)
		}
	}
}

func TestDNSContradictsAnswers(t *testing.T) {
	if p := plan(article()); !warned(p, "mx/differs") {
		t.Error("MX at Microsoft against an answer of own is not mentioned")
	}
	if p := plan(article().With(decide.ServerMXNow, decide.Unknown)); p.MX != MXMicrosoft || warned(p, "mx/differs") {
		t.Errorf("an unknown MX is read from DNS, got %s", p.MX)
	}
	if p := Decide(Case{Answers: article().With(decide.ServerMXNow, decide.Unknown)}, evidence.Set{}); p.MX != MXOwn {
		t.Errorf("an MX that cannot be read counts as the own server's, got %s", p.MX)
	}
}

// What DNS tells was found, not assumed; what it does not tell for every domain was.
func TestMXIsAssumedOnlyWhereItCouldNotBeRead(t *testing.T) {
	unread := microsoftMX()
	unread[evidence.Ask(evidence.MX, "fabrikam.com")] = evidence.Answer{Outcome: evidence.Timeout}
	for _, tt := range []struct {
		name string
		dns  evidence.Set
		want bool
	}{{"read", microsoftMX(), false}, {"one domain unread", unread, true}, {"offline", evidence.Set{}, true}} {
		p := Decide(Case{Answers: article().With(decide.ServerMXNow, decide.Unknown)}, tt.dns)
		got := slices.ContainsFunc(p.Assumed, func(a decide.Assumption) bool { return a.Question == decide.ServerMXNow.String() })
		if got != tt.want {
			t.Errorf("%s: assumed %v", tt.name, got)
		}
	}
}

func TestFormsRefuseWhatCannotWork(t *testing.T) {
	tests := []struct {
		key  decide.Key
		text string
		want string // "" for refused
	}{
		{decide.ServerDomains, "https://Contoso.com/, user@fabrikam.com", "contoso.com fabrikam.com"},
		{decide.ServerDomains, "contoso.com contoso.com", "contoso.com"},
		{decide.ServerDomains, "contoso", ""},
		{decide.ServerCertificateName, "*.contoso.com", ""},
		{decide.ServerCertificateName, "mail.contoso.com", "mail.contoso.com"},
		{decide.ServerSmartHost, "Mail.Contoso.com.", "mail.contoso.com"},
		{decide.ServerSmartHost, "198.51.100.7", "198.51.100.7"},
		{decide.ServerSmartHost, "[198.51.100.7]", "198.51.100.7"},
		{decide.ServerSmartHost, "192.168.1.5", ""},
		{decide.ServerSmartHost, "198.51.100.0/28", ""},
		{decide.ServerSmartHost, "2001:db8::7", ""},
		{decide.ServerSmartHost, "mail.contoso.com:25", ""},
		{decide.ServerSmartHost, "mail.contoso.com mx.contoso.com", ""},
		{decide.ServerSmartHost, endpointHost, ""},
		{decide.ServerSmartHost, "contoso-com.p-v1.mx.microsoft", ""},
		{decide.ServerScopeDomains, "*.contoso.com contoso.com", "*.contoso.com contoso.com"},
		{decide.ServerScopeDomains, "mail.*.contoso.com", ""},
		{decide.ServerScopeDomains, "*", ""},
		{decide.ServerTLSName, "*.contoso.com", ""},
		{decide.ServerPublicIPs, "10.5.3.2", ""},
		{decide.ServerPublicIPs, "198.51.100.7, 203.0.113.0/28", "198.51.100.7 203.0.113.0/28"},
		{decide.ServerTestAddresses, "a@contoso.com;b@fabrikam.com", "a@contoso.com b@fabrikam.com"},
		{decide.ServerTestAddresses, "contoso.com", ""},
	}
	for _, tt := range tests {
		reading, err := Questions.ByKey(tt.key).Parse(tt.text, decide.Form{AllowDocumentation: true})
		if reading.Value != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s %q: got %q, %v; want %q", tt.key, tt.text, reading.Value, err, tt.want)
		}
	}
}

func TestWalkAsksWhatMatters(t *testing.T) {
	w := &decide.Walk{Questions: Questions, Asked: map[decide.Key]bool{}, Known: map[decide.Key]bool{}}
	asked := func(key decide.Key) bool {
		return slices.ContainsFunc(w.Pending(), func(q *decide.Question) bool { return q.Key == key })
	}
	w.Answers = decide.Answers{}.With(decide.ServerHybridWizard, decide.Yes)
	if asked(decide.ServerSmartHost) || asked(decide.ServerIdentifyBy) {
		t.Error("after the hybrid wizard nothing about new connectors is asked")
	}
	w.Answers = decide.Answers{}.With(decide.ServerDirection, ToMicrosoft)
	if asked(decide.ServerSmartHost) || !asked(decide.ServerIdentifyBy) {
		t.Error("to Microsoft: the identity is asked, the smart host is not")
	}
	w.Known[decide.ServerMXNow] = true
	if asked(decide.ServerMXNow) {
		t.Error("MX is asked although DNS told")
	}
}
