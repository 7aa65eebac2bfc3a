package decide

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sendpath/decide/evidence"
)

// samplePlans yields plans over the answers, days and states of DNS, each made once.
func samplePlans(t *testing.T, step int, check func(a Answers, p Plan)) {
	t.Helper()
	for _, dns := range []evidence.Set{nil, worstDNS(), healthyDNS()} {
		for a := range sampled(step) {
			for _, day := range days {
				check(a, Decide(Case{Answers: a, AsOf: day}, dns))
			}
		}
	}
}

func healthyDNS() evidence.Set {
	set := evidence.Set{}
	found := func(t evidence.Type, name string, records ...string) {
		set[evidence.Ask(t, name)] = evidence.Answer{Outcome: evidence.Found, Records: records}
	}
	found(evidence.MX, "contoso.com", "0 contoso-com.mail.protection.outlook.com")
	found(evidence.TXT, "contoso.com", "v=spf1 include:spf.protection.outlook.com include:example.net -all")
	found(evidence.TXT, "example.net", "v=spf1 ip4:192.0.2.0/24 -all")
	found(evidence.TXT, "spf.protection.outlook.com", "v=spf1 ip4:40.92.0.0/15 -all")
	set[evidence.Ask(evidence.TXT, "_dmarc.contoso.com")] = evidence.Answer{Outcome: evidence.NoName}
	set[evidence.Ask(evidence.AAAA, "contoso-com.mail.protection.outlook.com")] = evidence.Answer{Outcome: evidence.NoData}
	return set
}

func settingOf(p Plan, name string) Setting {
	i := slices.IndexFunc(p.Device, func(s Setting) bool { return s.Setting == name })
	if i < 0 {
		return Setting{Value: "missing"}
	}
	return p.Device[i]
}

// A plan meets the preconditions of its own method.
func TestPlansMeetTheirMethodsPreconditions(t *testing.T) {
	samplePlans(t, 2999, func(a Answers, p Plan) {
		value := func(name string) string { return settingOf(p, name).Value }
		fail := func(why string) { t.Fatalf("%v, %s: %s\n%+v", asMap(a), p.Method, why, p.Device) }
		switch p.Method {
		case SMTPAuth:
			if !strings.HasPrefix(value("server"), "smtp.") || value("encryption") != "starttls" || value("authentication") != "on" {
				fail("not a sign-in over STARTTLS")
			}
			if value("username") != value("sender") || !strings.HasSuffix(value("username"), "@"+p.Domain) {
				fail("the sender is not the mailbox")
			}
			if (value("password") == PasswordPlaceholder) != (p.Authentication == ByPassword) {
				fail("the password's place is wrong")
			}
		case Relay, DirectSend:
			if value("port") != "25" || value("authentication") != "off" || value("username")+value("password") != "" {
				fail("relay and Direct Send use port 25 without sign-in")
			}
			if value("encryption") == "starttls" && a[TLS] != TLS12 && a[TLS] != Unknown && a[TLS] != "" {
				fail("STARTTLS for a device that cannot")
			}
			if p.Method == DirectSend && a[Recipients] != Internal {
				fail("Direct Send for people outside")
			}
		default:
			if len(p.Device) != 0 || p.Connector != nil {
				fail("settings without a method")
			}
		}
		if (p.Connector != nil) != (p.Method == Relay) {
			fail("a connector belongs to relay and to nothing else")
		}
		if (p.Method == None) != (len(p.Fallbacks) > 0) {
			fail("ways out belong to none, and there is always one")
		}
	})
}

func TestConnectorsHoldWhatExchangeTakes(t *testing.T) {
	samplePlans(t, 2503, func(a Answers, p Plan) {
		c := p.Connector
		if c == nil {
			return
		}
		if c.Type != "OnPremises" || len([]rune(c.Name)) > 64 {
			t.Fatalf("%+v", c)
		}
		for _, ip := range c.SenderIPAddresses {
			if prefix, err := readPrefix(ip); err != nil || !prefix.Addr().Is4() || prefix.Bits() < 24 {
				t.Fatalf("%v: address %s in a connector", asMap(a), ip)
			}
		}
		if (c.TLSSenderCertificate != "") != (p.Authentication == ByCertificate) || c.RequireTLS != (p.Authentication == ByCertificate) {
			t.Fatalf("%v: %s, %+v", asMap(a), p.Authentication, c)
		}
		runs := slices.ContainsFunc(p.Script, func(c Command) bool { return strings.Contains(c.Line, "New-InboundConnector") })
		if identified := len(c.SenderIPAddresses) > 0 || c.TLSSenderCertificate != ""; runs != identified {
			t.Fatalf("%v: New-InboundConnector printed: %v, identity known: %v", asMap(a), runs, identified)
		}
	})
}

// What must never be printed, in any text of any plan.
func TestPlansNeverSayWhatIsForbidden(t *testing.T) {
	forbidden := []string{"Partner", "Restrict", "+all", "smtp-legacy", "March 2026", "April 2026", "September 2025"}
	samplePlans(t, 4001, func(a Answers, p Plan) {
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range forbidden {
			if strings.Contains(string(text), word) {
				t.Fatalf("%v: the plan says %q", asMap(a), word)
			}
		}
		for _, s := range p.Device {
			if s.Value == "465" {
				t.Fatalf("%v: port 465 as a value", asMap(a))
			}
		}
		if p.Method != SMTPAuth && strings.Contains(string(text), "smtp.office365.com") {
			t.Fatalf("%v: the sign-in server without sign-in", asMap(a))
		}
	})
}

// SPF follows the method: the address for relay and Direct Send, the include only for sign-in, nothing else.
func TestSPFFollowsTheMethod(t *testing.T) {
	samplePlans(t, 2999, func(a Answers, p Plan) {
		spf := p.DNS.SPF
		switch p.Method {
		case OwnServerMethod, None:
			if spf.Change != "none" || spf.Proposed != "" {
				t.Fatalf("%v: %+v", asMap(a), spf)
			}
		case SMTPAuth:
			if strings.Contains(spf.Proposed, "198.51.100.7") {
				t.Fatalf("%v: %+v", asMap(a), spf)
			}
		default:
			if strings.Contains(p.Answers.Answers[PublicIPs], "198.51.100.7") != strings.Contains(spf.Proposed, "ip4:198.51.100.7") {
				t.Fatalf("%v: %+v", asMap(a), spf)
			}
		}
	})
}

func TestPlanWithoutDNSSaysSo(t *testing.T) {
	set := evidence.Set{}
	for range 4 {
		look := set.Look()
		Observe(Case{Answers: office(), AsOf: days[0]}, look)
		for _, q := range look.Missing() {
			set[q] = evidence.Answer{Outcome: evidence.Offline}
		}
	}
	p := Decide(Case{Answers: office(), AsOf: days[0]}, set)
	server := settingOf(p, "server")
	if p.Method != Relay || server.Value != "" || server.Confirmed || server.Note == "" {
		t.Errorf("server %+v", server)
	}
	if p.DNS.SPF.Change != "unknown" || len(p.DNS.SPF.Current) > 0 || p.DNS.SPF.Proposed != "v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com ~all" {
		t.Errorf("%+v", p.DNS.SPF)
	}
}

// office is a site with a fixed address and a device that cannot sign in.
func office() Answers {
	return Answers{}.With(Domain, "contoso.com").With(OwnServer, No).With(Recipients, External).With(Login, LoginNone).
		With(TLS, TLSOld).With(StaticIP, Yes).With(PublicIPs, "198.51.100.7").With(SharedIP, No).With(Port25, PortOpen)
}

func TestStories(t *testing.T) {
	for _, tt := range []struct {
		name     string
		answers  Answers
		dns      evidence.Set
		day      Day
		method   Method
		warnings []string
	}{
		{"a copier that stores a password, this year", Answers{}.With(Domain, "contoso.com"), healthyDNS(), days[0], SMTPAuth, []string{"basic/ends"}},
		{"the same copier in January, with a fixed address", office().With(Login, LoginPassword).With(TLS, TLS12).With(SMTPAuthState, AuthAllowed), healthyDNS(), "2027-01-15",
			Relay, []string{"basic/stale-answer", "connector/disabled"}},
		{"an old copier behind a fixed address sends in clear", office(), healthyDNS(), days[0], Relay, []string{"clear-text", "connector/disabled", "spf/speaks-for-all"}},
		{"no fixed address, no sign-in, people outside", office().With(StaticIP, No), healthyDNS(), days[0], None, nil},
		{"only colleagues, and Direct Send is accepted", office().With(StaticIP, No).With(Recipients, Internal).With(DirectSendState, DirectAllowed), worstDNS(), days[0],
			DirectSend, []string{"direct-send/groups", "direct-send/dmarc", "ipv6-egress", "filter-in-front", "clear-text"}},
		{"relay without the address", office().With(PublicIPs, ""), healthyDNS(), days[0], Relay, []string{"public-ips-missing"}},
		{"a server elsewhere with a certificate", office().With(Location, ThirdParty).With(TLS, TLS12).With(Certificate, Yes), healthyDNS(), days[0],
			Relay, []string{"certificate/name"}},
		{"much mail to outsiders through a relay", office().With(Volume, HighVolume), healthyDNS(), days[0], Relay, []string{"volume/terrl"}},
		{"the answer names another cloud than DNS", office().With(Cloud, China), healthyDNS(), days[0], Relay, []string{"cloud/differs"}},
	} {
		p := Decide(Case{Answers: tt.answers, AsOf: tt.day}, tt.dns)
		if p.Method != tt.method {
			t.Errorf("%s: %s, want %s", tt.name, p.Method, tt.method)
		}
		for _, id := range tt.warnings {
			if !slices.ContainsFunc(p.Warnings, func(w Warning) bool { return w.ID == id }) {
				t.Errorf("%s: warning %s is missing from %v", tt.name, id, p.Warnings)
			}
		}
	}
}

func TestSuccessorNamesWhatLasts(t *testing.T) {
	base := Answers{}.With(Domain, "contoso.com").With(Login, LoginPassword).With(TLS, TLS12)
	for _, tt := range []struct {
		name    string
		answers Answers
		day     Day
		method  string
		date    Day
	}{
		{"a fixed address", base.With(StaticIP, Yes), days[0], "relay", "2026-12-31"},
		{"colleagues only", base.With(Recipients, Internal), days[0], "hve", "2026-12-31"},
		{"colleagues only, but in GCC High", base.With(Recipients, Internal).With(Cloud, GCCHigh), days[0], "oauth", "2026-12-31"},
		{"people outside", base, days[0], "oauth", "2026-12-31"},
		{"a device without OAuth", base.With(DeviceID, "qnap-qts"), days[0], "local-relay", "2026-12-31"},
		{"after the switch", base.With(SMTPAuthState, AuthAllowed), "2027-03-01", "oauth", ""},
	} {
		p := Decide(Case{Answers: tt.answers, AsOf: tt.day}, nil)
		if p.Successor == nil || p.Successor.Method != tt.method || p.Successor.Date != tt.date {
			t.Errorf("%s: %+v, want %s on %q", tt.name, p.Successor, tt.method, tt.date)
		}
	}
}

func TestFallbacksInOrder(t *testing.T) {
	base := office().With(StaticIP, No)
	for _, tt := range []struct {
		name    string
		answers Answers
		want    []string
	}{
		{"old TLS, no address", base, []string{"firmware", "static-ip", "local-relay"}},
		{"port 25 blocked", base.With(Port25, PortBlocked), []string{"firmware", "unblock-25", "static-ip", "local-relay"}},
		{"hosted elsewhere", base.With(Location, ThirdParty), []string{"firmware", "vendor-domain"}},
		{"newsletters to outsiders", base.With(Volume, BulkVolume), []string{"bulk-provider"}},
		{"newsletters that can sign in", base.With(Volume, BulkVolume).With(TLS, TLS12).With(Login, LoginPassword), []string{"acs"}},
		{"blocked for the mailbox, colleagues only", base.With(Login, LoginPassword).With(TLS, TLS12).With(SMTPAuthState, AuthBlocked).With(Recipients, Internal),
			[]string{"enable-smtp-auth", "static-ip", "certificate", "hve", "local-relay"}},
	} {
		p := Decide(Case{Answers: tt.answers, AsOf: days[0]}, nil)
		if !slices.Equal(p.Fallbacks, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, p.Fallbacks, tt.want)
		}
	}
}

// A saved plan's evidence gives the same plan again.
func TestReplayGivesTheSamePlan(t *testing.T) {
	first := Decide(Case{Answers: office(), AsOf: days[0]}, worstDNS())
	second := Decide(Case{Answers: office(), AsOf: days[0]}, Replay(first.Evidence))
	one, _ := json.Marshal(first)
	two, _ := json.Marshal(second)
	if string(one) != string(two) {
		t.Errorf("%s\n%s", one, two)
	}
}

// Asking what Observe misses ends, and then Decide misses nothing.
func TestObserveAsksForAllThatDecideReads(t *testing.T) {
	set := evidence.Set{}
	c := Case{Answers: office(), AsOf: days[0]}
	for range 30 {
		look := set.Look()
		Observe(c, look)
		if len(look.Missing()) == 0 {
			break
		}
		for _, q := range look.Missing() {
			set[q] = worstDNS()[q]
			if set[q].Outcome == "" {
				set[q] = evidence.Answer{Outcome: evidence.NoName}
			}
		}
	}
	last, d := set.Look(), NewDraft(c)
	d.Read(last)
	d.Plan(set)
	if missing := last.Missing(); len(missing) > 0 {
		t.Errorf("still missing: %v", missing)
	}
}

// A draft that is read again whenever an answer has come gives at each moment the plan of one that is read
// once, in whatever order they come.
func TestReadingStepByStepGivesTheSamePlan(t *testing.T) {
	c := Case{Answers: office().With(PublicIPs, "198.51.100.7"), AsOf: days[0]}
	for _, dns := range []evidence.Set{healthyDNS(), worstDNS()} {
		for seed := range uint64(200) {
			questions := slices.SortedFunc(maps.Keys(dns), func(a, b evidence.Question) int { return strings.Compare(a.String(), b.String()) })
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
			d, set := NewDraft(c), evidence.Set{}
			for _, q := range questions {
				set[q] = dns[q]
				d.Read(set.Look())
			}
			step, _ := json.Marshal(d.Plan(set))
			once, _ := json.Marshal(Decide(c, dns))
			if string(step) != string(once) {
				t.Fatalf("seed %d: %s\n%s", seed, step, once)
			}
		}
	}
}

func TestConnectorNameIsOneLineOfText(t *testing.T) {
	for _, customer := range []string{"A\r\nB", strings.Repeat("ü", 200), "x\u202ey", "  ", "O'Brien $(x)"} {
		name := ConnectorName(customer, "contoso.com")
		if len([]rune(name)) > 64 || strings.ContainsAny(name, "\r\n\x00\u202e") || !strings.HasPrefix(name, "sendpath - ") {
			t.Errorf("%q gives %q", customer, name)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	dns := healthyDNS()
	for b.Loop() {
		Decide(Case{Answers: office(), AsOf: days[0]}, dns)
	}
}

// Nothing fits, so all pairs of answers are tried.
func BenchmarkDecideNone(b *testing.B) {
	dns := healthyDNS()
	a := office().With(StaticIP, No).With(Port25, PortBlocked).With(Port587, PortBlocked).With(Senders, ManySenders).With(Volume, HighVolume)
	for b.Loop() {
		Decide(Case{Answers: a, AsOf: days[0]}, dns)
	}
}
