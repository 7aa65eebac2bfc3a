package survey

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

// A zone is DNS in memory: "mx contoso.com" has the records, in lines. What is not in it does not exist.
// Each answer takes as long as delay says; a negative delay is silence.
type zone struct {
	records map[string]string
	delay   time.Duration
}

func (z zone) Ask(ctx context.Context, questions []evidence.Question) evidence.Set {
	set := evidence.Set{}
	for _, q := range questions {
		set[q] = z.answer(q)
	}
	if z.delay < 0 {
		<-ctx.Done()
	} else if wait(ctx, z.delay) {
		return set
	}
	for _, q := range questions {
		set[q] = evidence.Answer{Outcome: evidence.Timeout}
	}
	return set
}

func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (z zone) answer(q evidence.Question) evidence.Answer {
	if text, ok := z.records[q.String()]; ok {
		return evidence.Answer{Outcome: evidence.Found, Records: strings.Split(text, "\n")}
	}
	for key := range z.records {
		if _, name, _ := strings.Cut(key, " "); name == q.Name {
			return evidence.Answer{Outcome: evidence.NoData}
		}
	}
	return evidence.Answer{Outcome: evidence.NoName}
}

// contoso is a domain in good order, as Microsoft's portal would set it up. edit changes one thing.
func contoso(edits ...string) zone {
	z := zone{records: map[string]string{
		"mx contoso.com":                            "0 contoso-com.mail.protection.outlook.com",
		"ns contoso.com":                            "ns1.contoso.com",
		"txt contoso.com":                           "v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com -all",
		"txt spf.protection.outlook.com":            "v=spf1 ip4:192.0.2.0/24 -all",
		"txt _dmarc.contoso.com":                    "v=DMARC1; p=reject",
		"cname selector1._domainkey.contoso.com":    "selector1-contoso-com._domainkey.contoso.onmicrosoft.com",
		"cname selector2._domainkey.contoso.com":    "selector2-contoso-com._domainkey.contoso.onmicrosoft.com",
		"a contoso-com.mail.protection.outlook.com": "192.0.2.25",
		"a smtp.office365.com":                      "192.0.2.87",
		"ptr 7.100.51.198.in-addr.arpa":             "office.contoso.com",
		"a myip.opendns.com":                        "198.51.100.7",
	}}
	for _, edit := range edits {
		key, value, _ := strings.Cut(edit, " = ")
		if z.records[key] = value; value == "" {
			delete(z.records, key)
		}
	}
	return z
}

// A network leads addresses to servers of the test; what is not in it does not answer.
type network map[string]smtp.Dialer

func (n network) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	if server := n[address]; server != nil {
		return server.DialContext(ctx, kind, address)
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

const (
	endpointAddress = "192.0.2.25:25"
	signInAddress   = "192.0.2.87:587"
	patience        = 10 * time.Second
)

func surveyor(z zone) *Surveyor {
	return &Surveyor{DNS: z, Outside: Outside{check.MyAddress: z, check.MyAddressGoogle: z}, WithoutServers: true}
}

func (s *Surveyor) survey(t testing.TB, subject check.Subject) check.Observations {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return s.Run(ctx, complete(subject), nil)
}

func complete(s check.Subject) check.Subject {
	s.Domain, s.AllowDocumentation, s.AsOf = "contoso.com", true, "2026-11-21"
	return s
}

// findings surveys and judges. Whatever is seen, the texts are whole and fit to be shown.
func (s *Surveyor) findings(t testing.TB, subject check.Subject) map[string]check.Finding {
	t.Helper()
	found := map[string]check.Finding{}
	for _, f := range check.Findings(complete(subject), s.survey(t, subject), nil) {
		found[f.ID] = f
		if strings.Contains(f.Text+f.Fix, "%!") || f.Text == "" || strings.ContainsAny(f.Text+f.Fix, "\x1b\n\x00") {
			t.Errorf("%s: text %q, fix %q", f.ID, f.Text, f.Fix)
		}
	}
	return found
}

var (
	byRelay  = check.Subject{Method: decide.Relay, Authentication: decide.ByIP, Addresses: decide.Prefixes("198.51.100.7")}
	bySignIn = check.Subject{Method: decide.SMTPAuth, Authentication: decide.ByPassword}
)

// statuses compares findings by "id=status" words.
func statuses(t *testing.T, found map[string]check.Finding, want string) {
	t.Helper()
	for word := range strings.FieldsSeq(want) {
		id, status, _ := strings.Cut(word, "=")
		if f := found[id]; string(f.Status) != status {
			t.Errorf("%s is %s, want %s: %s", id, f.Status, status, f.Text)
		}
	}
}

func TestADomainInGoodOrder(t *testing.T) {
	endpoint := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: probetest.Endpoint, Names: []string{"*.mail.protection.outlook.com"}})
	submission := probetest.SMTPPipe(t, probetest.SMTPOptions{})
	s := surveyor(contoso())
	s.WithoutServers, s.Dialer = false, network{endpointAddress: endpoint, signInAddress: submission}

	s.Roots = endpoint.Roots
	relay := s.findings(t, byRelay)
	statuses(t, relay, "mx=ok endpoint=ok ipv6=ok spf=ok spf-lookups=ok spf-ip=ok dkim=ok dmarc=ok port-25=ok starttls=ok tls=ok certificate=ok"+
		" public-address=ok ptr=ok blocklist=ok dynamic=ok port-587=not-applicable auth=not-applicable drift=not-applicable")

	s.Roots = submission.Roots
	signIn := s.findings(t, bySignIn)
	statuses(t, signIn, "mx=ok spf=ok port-587=ok starttls=ok tls=ok certificate=ok auth=ok port-25=not-applicable spf-ip=not-applicable endpoint=not-applicable")
}

// What is wrong with one server shows in one finding, and what follows from it is not reported again.
func TestFaultsOfServers(t *testing.T) {
	const banner = "S: 220 X.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready\n"
	for _, story := range []struct{ name, script, want string }{
		{"nothing listens", "", "port-25=problem starttls=not-applicable tls=not-applicable certificate=not-applicable"},
		{"a tarpit without banner", "HANG", "port-25=problem starttls=not-applicable"},
		{"a banner of another product", "S: 220 mail.provider.example ESMTP Postfix\nC: EHLO\nS: 250 mail.provider.example", "port-25=problem starttls=not-applicable certificate=not-applicable"},
		{"control characters", `RAW "220 \x1b[2J\x07evil\r\n"` + "\nC: EHLO\nS: 250 x", "port-25=problem"},
		{"an endless line", "ENDLESS", "port-25=problem"},
		{"a slow drip", "DRIP 220 mail", "port-25=problem"},
		{"octets that are no SMTP", `RAW "\x16\x03\x01\x00\x00"`, "port-25=problem"},
		{"dropped after the banner", banner + "DROP", "port-25=ok starttls=unknown tls=not-applicable"},
		{"no STARTTLS", banner + "C: EHLO\nS: 250-x Hello\nS: 250 8BITMIME", "port-25=ok starttls=problem tls=not-applicable certificate=not-applicable"},
	} {
		t.Run(story.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := surveyor(contoso())
				s.WithoutServers, s.Dialer = false, network{}
				if story.script != "" {
					s.Dialer = network{endpointAddress: probetest.SMTPPipe(t, probetest.SMTPOptions{Script: story.script})}
				}
				begin := time.Now()
				statuses(t, s.findings(t, byRelay), story.want)
				if took := time.Since(begin); took > patience+500*time.Millisecond {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestFaultsOfTLS(t *testing.T) {
	for _, story := range []struct {
		name    string
		options probetest.SMTPOptions
		trusted bool
		want    string
	}{
		{"an authority that nobody knows", probetest.SMTPOptions{}, false, "tls=ok certificate=problem"},
		{"the name of somebody else", probetest.SMTPOptions{Names: []string{"firewall.example"}}, true, "tls=ok certificate=problem"},
		{"TLS 1.0 only", probetest.SMTPOptions{MinTLS: 0x0301, MaxTLS: 0x0301}, true, "starttls=ok tls=problem"},
		{"TLS 1.2 only", probetest.SMTPOptions{MaxTLS: 0x0303}, true, "starttls=ok tls=ok certificate=ok"},
	} {
		t.Run(story.name, func(t *testing.T) {
			server := probetest.SMTPPipe(t, story.options)
			s := surveyor(contoso())
			s.WithoutServers, s.Dialer = false, network{signInAddress: server}
			if story.trusted {
				s.Roots = server.Roots
			}
			statuses(t, s.findings(t, bySignIn), "port-587=ok "+story.want)
		})
	}
}

// The longest chain here is that of SPF: four records, one naming the next. Everything else, the mail
// servers included, fits beside it.
func TestASurveyTakesItsLongestChain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		z := contoso("txt contoso.com = v=spf1 include:one.example include:spf.protection.outlook.com -all",
			"txt one.example = v=spf1 include:two.example -all", "txt two.example = v=spf1 include:three.example -all", "txt three.example = v=spf1 -all")
		z.delay = 50 * time.Millisecond
		s := surveyor(z)
		s.WithoutServers = false
		s.Dialer = network{endpointAddress: probetest.SMTPPipe(t, probetest.SMTPOptions{Script: probetest.Endpoint}), signInAddress: probetest.SMTPPipe(t, probetest.SMTPOptions{})}
		begin := time.Now()
		s.survey(t, check.Subject{})
		if took, chain := time.Since(begin), 4*z.delay; took != chain {
			t.Errorf("it took %v, the longest chain is %v", took, chain)
		}
	})
}

// A record that names ever more records is neither followed for ever nor taken for fine.
func TestAHostileTree(t *testing.T) {
	z := contoso()
	names := func(format string, n int, domain string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " "+format, i, domain)
		}
		return "v=spf1 include:spf.protection.outlook.com" + b.String() + " -all"
	}
	z.records["txt contoso.com"] = names("include:i%d.%s", 99, "example")
	for i := range 99 {
		z.records[fmt.Sprintf("txt i%d.example", i)] = names("a:h%d.%s", 40, fmt.Sprintf("i%d.example", i))
	}
	s := surveyor(z)
	observed := s.survey(t, byRelay)
	look := observed.DNS.Look()
	complete(byRelay).Read(look)
	if missing := look.Missing(); len(missing) > 0 || len(observed.DNS) > 2*maxQuestions {
		t.Errorf("%d questions asked, %d left", len(observed.DNS), len(missing))
	}
	statuses(t, s.findings(t, byRelay), "spf-lookups=problem mx=ok")
}

func TestSilenceIsBounded(t *testing.T) {
	for name, z := range map[string]zone{"of DNS": {delay: -1}, "of servers": contoso()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := surveyor(z)
				s.WithoutServers, s.Dialer = false, network{}
				begin := time.Now()
				found := s.findings(t, check.Subject{})
				if took := time.Since(begin); took > patience+500*time.Millisecond {
					t.Errorf("it took %v", took)
				}
				if f := found["mx"]; name == "of DNS" && (f.Status != check.Unknown || found["spf"].Status != check.Unknown) {
					t.Errorf("%+v, %+v", f, found["spf"])
				}
			})
		})
	}
}

// asked notes which questions went out.
type asked struct {
	zone
	names chan string
}

func (a asked) Ask(ctx context.Context, questions []evidence.Question) evidence.Set {
	for _, q := range questions {
		a.names <- q.Name
	}
	return a.zone.Ask(ctx, questions)
}

func TestThirdPartiesCanBeDeclined(t *testing.T) {
	for _, decline := range []bool{false, true} {
		dns := asked{contoso(), make(chan string, 500)}
		s := &Surveyor{DNS: dns, Outside: Outside{check.MyAddress: dns}, WithoutServers: true}
		subject := byRelay
		subject.WithoutAddressLookup, subject.WithoutBlocklist = decline, decline
		found := s.findings(t, subject)
		close(dns.names)
		third := 0
		for name := range dns.names {
			if strings.HasSuffix(name, "opendns.com") || strings.HasSuffix(name, "spamhaus.org") || strings.HasSuffix(name, "google.com") {
				third++
			}
		}
		if decline == (third > 0) {
			t.Errorf("declined %v: third parties got %d questions", decline, third)
		}
		if contacts := complete(subject).Contacts(nil); decline != (len(contacts) == 0) {
			t.Errorf("declined %v: named were %q", decline, contacts)
		}
		if decline {
			statuses(t, found, "public-address=not-applicable blocklist=not-applicable")
		}
	}
}

// The address question is asked of those who were named for it and of nobody else: a resolver would
// tell its own address.
func TestTheAddressIsNotAskedOfTheResolver(t *testing.T) {
	s := &Surveyor{DNS: contoso(), WithoutServers: true}
	statuses(t, s.findings(t, byRelay), "public-address=unknown")
}

func TestProgressTellsEverything(t *testing.T) {
	s := surveyor(contoso())
	s.WithoutServers, s.Dialer = false, network{endpointAddress: probetest.SMTPPipe(t, probetest.SMTPOptions{Script: probetest.Endpoint})}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	questions, ports := 0, 0
	var last Event
	observed := s.Run(ctx, complete(byRelay), func(e Event) {
		last = e
		if e.Question != nil {
			questions++
		}
		if e.Port != nil {
			ports++
		}
	})
	if questions != len(observed.DNS) || ports != 1 || last.Open != 0 || len(last.Known.DNS) != questions {
		t.Errorf("%d questions of %d, %d ports, at the end %d open", questions, len(observed.DNS), ports, last.Open)
	}
}

func TestATestMessage(t *testing.T) {
	server := probetest.SMTPPipe(t, probetest.SMTPOptions{Script: probetest.Endpoint + probetest.Delivery})
	s := surveyor(contoso())
	s.Dialer, s.Roots = network{endpointAddress: server}, server.Roots
	answers := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Sender, "scanner@contoso.com").
		With(decide.StaticIP, decide.Yes).With(decide.PublicIPs, "198.51.100.7").With(decide.Login, decide.LoginNone)
	set := evidence.Set{}
	for key, text := range contoso().records {
		q, _ := evidence.ParseQuestion(key)
		set[q] = evidence.Answer{Outcome: evidence.Found, Records: strings.Split(text, "\n")}
	}
	plan := decide.Decide(decide.Case{Answers: answers, AsOf: "2026-11-21"}, set)
	envelope, err := NewEnvelope(plan, "admin@contoso.com")
	if err != nil {
		t.Fatal(err)
	}
	d := s.Send(t.Context(), envelope, Credentials{}, "Test", "Hello")
	if d.Result != smtp.Accepted || !d.Genuine || len(server.Messages()) != 1 {
		t.Errorf("%+v", d)
	}
	if said := strings.Join(d.Conclusion(nil), " "); !strings.Contains(said, "does not prove delivery") {
		t.Errorf("concluded %q", said)
	}
	if said := server.Received()[0]; !strings.Contains(strings.Join(said, "\n"), "MAIL FROM:<scanner@contoso.com>") {
		t.Errorf("the server heard %q", said)
	}
}

// What stopped a message is said as it is: an address that could not be read is not one that is missing, and
// an expired certificate may be this computer's clock.
func TestConclusionsOfWhatWasNotSent(t *testing.T) {
	envelope := Envelope{Method: decide.SMTPAuth, Host: "smtp.office365.com", Port: 587, Encryption: smtp.StartTLS, Auth: smtp.Password,
		Username: "scanner@contoso.com", Sender: "scanner@contoso.com", To: "admin@contoso.com"}
	for _, story := range []struct {
		name  string
		edits []string
		delay time.Duration
		shown probetest.Certificate
		want  string
	}{
		{"no such name", []string{"a smtp.office365.com = "}, 0, probetest.Good, "it has no address"},
		{"DNS is silent", nil, -1, probetest.Good, "The address of smtp.office365.com could not be read"},
		{"an expired certificate", nil, 0, probetest.Expired, string(check.WrongClock)},
	} {
		t.Run(story.name, func(t *testing.T) {
			z := contoso(story.edits...)
			z.delay = story.delay
			server := probetest.SMTPPipe(t, probetest.SMTPOptions{Shown: story.shown})
			s := surveyor(z)
			s.Dialer, s.Roots = network{signInAddress: server}, server.Roots
			ctx, cancel := context.WithCancel(t.Context())
			if story.delay < 0 {
				cancel()
			}
			defer cancel()
			d := s.Send(ctx, envelope, Credentials{}, "Test", "Hello")
			if said := strings.Join(d.Conclusion(nil), " "); !strings.Contains(said, story.want) {
				t.Errorf("%s at %s: %s", d.Result, d.Stage, said)
			}
		})
	}
}

func TestAPlanWithoutAMessage(t *testing.T) {
	own := decide.Decide(decide.Case{Answers: decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.OwnServer, decide.Yes), AsOf: "2026-11-21"}, nil)
	if _, err := NewEnvelope(own, "admin@contoso.com"); err == nil {
		t.Error("a plan with an own server has a message to Microsoft 365")
	}
	if _, err := Forced(own, decide.Relay, decide.ByIP, "admin@contoso.com"); err == nil {
		t.Error("there is an envelope without a server")
	}
}
