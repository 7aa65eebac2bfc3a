package servers

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
)

// given are the values that each key is tried with; "" is not given.
var given = []struct {
	key    decide.Key
	values []string
}{
	{decide.ServerDirection, []string{BothWays, ToMicrosoft, FromMicrosoft}},
	{decide.ServerKind, []string{ExchangeServer, OtherServer}},
	{decide.ServerHybridWizard, []string{decide.No, decide.Yes, decide.Unknown}},
	{decide.ServerIdentifyBy, []string{ByCertificate, ByIP}},
	{decide.ServerCertificateName, []string{"", "mail.contoso.com"}},
	{decide.ServerPublicIPs, []string{"", "198.51.100.7 203.0.113.0/28", "2001:db8::7"}},
	{decide.ServerSmartHost, []string{"", "mail.contoso.com", "198.51.100.7"}},
	{decide.ServerScope, []string{AllAccepted, SomeDomains, ByRule}},
	{decide.ServerScopeDomains, []string{"", "contoso.com", "*.contoso.com"}},
	{decide.ServerTLS, []string{TLSName, TLSCA, TLSAny, TLSOff}},
	{decide.ServerTLSName, []string{"", "mx.contoso.com"}},
	{decide.ServerMXNow, []string{MXMicrosoft, MXOwn, MXFilter, decide.Unknown}},
	{decide.ServerTestAddresses, []string{"", "test@contoso.com test@fabrikam.com"}},
}

// everyCase yields every combination of relevant answers. What an answer that is not relevant does is
// TestIrrelevantAnswersChangeNothing's to tell.
func everyCase() iter.Seq[decide.Answers] {
	return func(yield func(decide.Answers) bool) {
		walkCases(decide.Answers{}.With(decide.ServerDomains, "contoso.com fabrikam.com"), 0, yield)
	}
}

func walkCases(a decide.Answers, i int, yield func(decide.Answers) bool) bool {
	if i == len(given) {
		return yield(a)
	}
	values := given[i].values
	if !relevant(a, given[i].key) {
		values = []string{""}
	}
	for _, value := range values {
		if !walkCases(a.With(given[i].key, value), i+1, yield) {
			return false
		}
	}
	return true
}

// relevant asks with a value that every question of the key takes for given.
func relevant(a decide.Answers, key decide.Key) bool {
	return Questions.Forget(a.With(key, "x"))[key] != ""
}

func plan(a decide.Answers) Plan {
	return Decide(Case{Answers: a, AsOf: "2026-11-21"}, microsoftMX())
}

func TestEveryCombinationIsCompleteAndConsistent(t *testing.T) {
	cases := 0
	for a := range everyCase() {
		cases++
		p := plan(a)
		for _, problem := range inconsistencies(a, p) {
			t.Errorf("%s: %s", show(a), problem)
		}
		if t.Failed() && cases > 100 {
			return
		}
	}
	if cases < 5000 {
		t.Errorf("only %d combinations were tried", cases)
	}
}

func show(a decide.Answers) string {
	encoded, _ := json.Marshal(decide.AnswerObject{Questions: Questions, Answers: a})
	return string(encoded)
}

// inconsistencies are the ways in which a plan breaks its promises.
func inconsistencies(a decide.Answers, p Plan) []string {
	var problems []string
	fail := func(ok bool, text string) {
		if !ok {
			problems = append(problems, text)
		}
	}
	fail(len(p.Prerequisites) > 0 && len(p.Steps) > 0, "no prerequisites or no steps")
	fail(a[decide.ServerHybridWizard] != decide.Yes || len(p.Connectors) == 0, "a connector beside the hybrid wizard's")
	fail(a[decide.ServerHybridWizard] == decide.Yes || directions(p) == a[decide.ServerDirection], "connectors for other directions than asked for: "+directions(p))
	for _, c := range p.Connectors {
		for _, problem := range clashes(c) {
			problems = append(problems, c.Cmdlet+": "+problem)
		}
	}
	moves := slices.ContainsFunc(p.Steps, func(s decide.Step) bool { return s.ID == "mx/move" })
	fail(!moves || before(p, "connector/validate", "mx/move"), "MX moves before the connector is validated")
	fail(!moves || p.MX == MXOwn && a[decide.ServerDirection] != ToMicrosoft, "MX moves without need")
	for _, text := range everyText(p) {
		fail(!strings.Contains(text, "%!") && !strings.Contains(text, "%["), "a text with a hole: "+text)
	}
	return problems
}

func directions(p Plan) string {
	to := slices.ContainsFunc(p.Connectors, func(c Connector) bool { return c.Cmdlet == "New-InboundConnector" })
	from := slices.ContainsFunc(p.Connectors, func(c Connector) bool { return c.Cmdlet == "New-OutboundConnector" })
	switch {
	case to && from:
		return BothWays
	case to:
		return ToMicrosoft
	case from:
		return FromMicrosoft
	}
	return ""
}

// clashes are the rules of the three cmdlets (Exchange PowerShell reference).
func clashes(c Connector) []string {
	var problems []string
	set := func(name string) bool { return c.Parameters.Value(name) != nil }
	value := c.Parameters.Value
	must := func(ok bool, text string) {
		if !ok {
			problems = append(problems, text)
		}
	}
	seen := map[string]bool{}
	for _, p := range c.Parameters {
		must(!seen[p.Name], p.Name+" twice")
		seen[p.Name] = true
		must(!strings.HasPrefix(p.Name, "Restrict"), p.Name)
		must(p.Value != "", p.Name+" empty")
		list, isList := p.Value.([]string)
		must(!isList || (len(list) == 0) == slices.Contains(c.Missing, p.Name), p.Name+" is neither set nor missing")
	}
	name, _ := value("Name").(string)
	must(name != "" && len(name) <= maxName, "name "+name)
	switch c.Cmdlet {
	case "New-InboundConnector":
		must(value("ConnectorType") == Keyword("OnPremises"), "type")
		must(set("SenderIPAddresses") != set("TlsSenderCertificateName"), "address and certificate")
		must(value("RequireTls") == set("TlsSenderCertificateName"), "RequireTls without a certificate, or the reverse")
		must(set("SenderDomains"), "no SenderDomains")
		for _, address := range stringsOf(value("SenderIPAddresses")) {
			must(!strings.Contains(address, ":"), "IPv6 in a connector")
		}
	case "New-OutboundConnector":
		must(value("ConnectorType") == Keyword("OnPremises"), "type")
		must(value("UseMXRecord") == false && set("SmartHosts"), "UseMXRecord and SmartHosts")
		must(set("TlsDomain") == (value("TlsSettings") == Keyword("DomainValidation")), "TlsDomain without DomainValidation, or the reverse")
		scopes := 0
		for _, scope := range []string{"AllAcceptedDomains", "RecipientDomains", "IsTransportRuleScoped"} {
			if set(scope) {
				scopes++
			}
		}
		must(scopes == 1, "not one scope")
	case "New-SendConnector":
		must(value("DNSRoutingEnabled") == false && set("SmartHosts"), "DNS routing and smart hosts")
		must(!set("TlsAuthLevel") || value("RequireTLS") == true, "TlsAuthLevel without RequireTLS")
		must(!set("TlsDomain") || value("TlsAuthLevel") == Keyword("DomainValidation"), "TlsDomain")
	default:
		must(false, "unknown cmdlet")
	}
	return problems
}

func stringsOf(value any) []string {
	list, _ := value.([]string)
	return list
}

func before(p Plan, first, second string) bool {
	index := func(id string) int { return slices.IndexFunc(p.Steps, func(s decide.Step) bool { return s.ID == id }) }
	return index(first) >= 0 && index(first) < index(second)
}

func everyText(p Plan) []string {
	texts := []string{p.Headline}
	for _, r := range p.Prerequisites {
		texts = append(texts, r.Text, r.Check)
	}
	for _, c := range p.Connectors {
		texts = append(texts, c.Portal...)
	}
	for _, s := range p.Steps {
		texts = append(texts, s.Text, s.Check, s.Undo, s.Wait, s.Who)
	}
	for _, w := range p.Warnings {
		texts = append(texts, w.Text)
	}
	for _, s := range p.Scripts {
		for _, c := range s.Commands {
			texts = append(texts, c.Why)
		}
	}
	return texts
}

func TestIrrelevantAnswersChangeNothing(t *testing.T) {
	full := decide.Answers{}.With(decide.ServerDomains, "contoso.com fabrikam.com")
	for _, g := range given {
		full = full.With(g.key, g.values[len(g.values)-1])
	}
	for _, direction := range []string{BothWays, ToMicrosoft, FromMicrosoft} {
		for _, wizard := range []string{decide.No, decide.Yes} {
			a := full.With(decide.ServerDirection, direction).With(decide.ServerHybridWizard, wizard)
			p, without := plan(a), plan(Questions.Forget(a))
			if len(p.Ignored) == 0 && a != Questions.Forget(a) {
				t.Errorf("%s: nothing is reported as ignored", show(a))
			}
			p.Ignored = without.Ignored
			if encode(t, p) != encode(t, without) {
				t.Errorf("%s: answers that are not relevant changed the plan", show(a))
			}
		}
	}
}

func encode(t *testing.T, p Plan) string {
	t.Helper()
	encoded, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestEveryTableLineIsUsed(t *testing.T) {
	unused := map[string]bool{}
	for _, r := range stepTable {
		unused["step "+r.id] = true
	}
	for _, r := range warningTable {
		unused["warning "+r.id] = true
	}
	use := func(p Plan) {
		for _, s := range p.Steps {
			delete(unused, "step "+s.ID)
		}
		for _, w := range p.Warnings {
			delete(unused, "warning "+w.ID)
		}
	}
	use(Decide(Case{Answers: article()}, nil))
	for a := range everyCase() {
		if use(plan(a)); len(unused) == 0 {
			return
		}
	}
	t.Errorf("never printed: %v", unused)
}
