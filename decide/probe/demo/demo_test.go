package demo

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sendpath/decide"
	"sendpath/decide/diagnose"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/probe/smtp"
)

var day = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

// world is one in which nothing takes time.
func world(t *testing.T) *World {
	t.Helper()
	w, err := New(Options{
		Now:   func() time.Time { return day },
		sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// plan is what a customer gets whose device may do everything.
func plan(t *testing.T, w *World, domain string, changes map[decide.Key]string) decide.Plan {
	t.Helper()
	reading, err := decide.ParseDomain(domain)
	if err != nil {
		t.Fatal(err)
	}
	answers := decide.Answers{}.With(decide.Domain, reading.Value)
	for key, value := range changes {
		answers = answers.With(key, value)
	}
	c, set := decide.Case{Answers: answers, AsOf: "2026-11-21"}, evidence.Set{}
	resolve.Complete(t.Context(), w.Asker, set, func(look *evidence.Look) { decide.Observe(c, look) })
	return decide.Decide(c, set)
}

func TestEachCustomersStoryShowsInThePlan(t *testing.T) {
	tests := []struct {
		domain    string
		kind      decide.EndpointKind
		confirmed bool
		cloud     string
		dmarc     string
		spf       string // change
		lookups   int
		warning   string // one that must be there
	}{
		{"contoso.com", decide.KindExchangeOnline, true, decide.Worldwide, "none", "none", 2, "basic/ends"},
		{"fabrikam.com", decide.KindFilter, false, decide.Worldwide, "reject", "none", 2, "filter-in-front"},
		{"adventure-works.com", decide.KindMXMicrosoft, true, decide.Worldwide, "quarantine", "none", 1, ""},
		{"agency.example", decide.KindGCCHigh, true, decide.GCCHigh, "reject", "none", 1, ""},
		{"full.example", decide.KindExchangeOnline, true, decide.Worldwide, "absent", "edit", 10, ""},
		{"bücher.example", decide.KindExchangeOnline, true, decide.Worldwide, "absent", "merge", 1, ""},
		{"blocked.example", decide.KindExchangeOnline, true, decide.Worldwide, "absent", "none", 1, ""},
		{"diverted.example", decide.KindExchangeOnline, true, decide.Worldwide, "absent", "none", 1, ""},
		{"silent.example", decide.KindUnknown, false, decide.Worldwide, "unknown", "unknown", 1, ""},
		{"gone.example", decide.KindNone, false, decide.Worldwide, "absent", "create", 1, "domain/unknown"},
	}
	w := world(t)
	if len(tests) != len(w.Customers) {
		t.Errorf("%d stories of %d customers are told", len(tests), len(w.Customers))
	}
	for i, tt := range tests {
		t.Run(tt.domain, func(t *testing.T) {
			if w.Customers[i].Domain != tt.domain {
				t.Fatalf("customer %d is %s", i, w.Customers[i].Domain)
			}
			p := plan(t, w, tt.domain, nil)
			if p.Endpoint.Kind != tt.kind || p.Endpoint.Confirmed != tt.confirmed || p.Cloud != tt.cloud || p.DMARC != tt.dmarc {
				t.Errorf("endpoint %+v, cloud %s, DMARC %s", p.Endpoint, p.Cloud, p.DMARC)
			}
			if p.DNS.SPF.Change != tt.spf || p.DNS.SPF.Lookups != tt.lookups {
				t.Errorf("SPF %s with %d lookups: %s", p.DNS.SPF.Change, p.DNS.SPF.Lookups, p.DNS.SPF.Proposed)
			}
			if tt.warning != "" && !slices.ContainsFunc(p.Warnings, func(w decide.Warning) bool { return w.ID == tt.warning }) {
				t.Errorf("no warning %s among %v", tt.warning, p.Warnings)
			}
		})
	}
}

// At nine lookups Microsoft's include is the tenth: it fits, and nothing fits after it.
func TestTheFullRecordIsCountedToItsEnd(t *testing.T) {
	spf := plan(t, world(t), "full.example", nil).DNS.SPF
	if !strings.Contains(spf.Proposed, "include:spf.protection.outlook.com redirect=_spf.full.example") || len(spf.Warnings) != 0 {
		t.Errorf("%s, warnings %v", spf.Proposed, spf.Warnings)
	}
}

// target is a mail server as a command finds it.
func target(t *testing.T, w *World, host string, port uint16) smtp.Target {
	t.Helper()
	addrs, outcome := resolve.Addresses(t.Context(), w.Asker, host)
	if outcome != evidence.Found {
		t.Fatalf("%s: %s", host, outcome)
	}
	return smtp.Target{Host: host, Port: port, Addrs: addrs, Roots: w.Roots, Dialer: w.Dialer}
}

func endpointOf(t *testing.T, w *World, domain string) string {
	t.Helper()
	return plan(t, w, domain, nil).Endpoint.Host
}

func message(from, to string) smtp.Message {
	return smtp.Message{From: from, To: to, Subject: "Test", Text: "A test.", Date: day, Random: strings.NewReader(strings.Repeat("x", 16))}
}

// submit signs in as user and sends from an address.
func submit(t *testing.T, w *World, user, secret, from string, kind smtp.AuthKind) smtp.Outcome {
	t.Helper()
	return smtp.Send(t.Context(), message(from, "somebody@example.com"), smtp.Settings{
		Target: target(t, w, "smtp.office365.com", 587), Encryption: smtp.StartTLS, Auth: kind, Username: user,
		Secret: func() ([]byte, error) { return []byte(secret), nil },
	})
}

// transmit sends to an organisation's endpoint without signing in.
func transmit(t *testing.T, w *World, domain, from, to string) smtp.Outcome {
	t.Helper()
	return smtp.Send(t.Context(), message(from, to), smtp.Settings{
		Target: target(t, w, endpointOf(t, w, domain), 25), Encryption: smtp.StartTLS, Auth: smtp.NoAuth,
	})
}

func TestEachLessonIsTaughtAndExplained(t *testing.T) {
	w := world(t)
	for _, lesson := range w.Lessons {
		t.Run(lesson.Fault, func(t *testing.T) {
			var o smtp.Outcome
			switch {
			case lesson.Fault == "AUTH-03e":
				o = submit(t, w, "scanner@contoso.com", lesson.With, "scanner@contoso.com", smtp.Password)
			case lesson.Fault == "AUTH-05":
				o = submit(t, w, lesson.With, "right", "copier@contoso.com", smtp.Password)
			case lesson.Fault == "MX-01":
				o = transmit(t, w, lesson.With, "scanner@"+lesson.With, "office@"+lesson.With)
			case lesson.Fault == "MX-02":
				o = transmit(t, w, lesson.With, "scanner@"+lesson.With, "somebody@example.com")
			case lesson.Fault == "MX-05":
				o = transmit(t, w, "contoso.com", "scanner@contoso.com", lesson.With)
			default:
				o = submit(t, w, lesson.With, "right", lesson.With, smtp.Password)
			}
			if o.Result != smtp.Rejected {
				t.Fatalf("%s at %s: %v", o.Result, o.Stage, o.Err)
			}
			found := diagnose.Diagnose(diagnose.Input{Text: o.Reply.String()}).Faults
			if len(found) == 0 || found[0].ID != lesson.Fault {
				t.Errorf("%q is explained as %v", o.Reply, found)
			}
		})
	}
}

func TestWhatIsSetUpRightIsAccepted(t *testing.T) {
	w := world(t)
	outcomes := map[string]smtp.Outcome{
		"password":             submit(t, w, "scanner@contoso.com", "right", "scanner@contoso.com", smtp.Password),
		"token":                submit(t, w, "scanner@contoso.com", "right", "scanner@contoso.com", smtp.OAuth),
		"token, passwords off": submit(t, w, "basic@contoso.com", "right", "basic@contoso.com", smtp.OAuth),
		"relay":                transmit(t, w, "contoso.com", "scanner@contoso.com", "somebody@example.com"),
		"direct send":          transmit(t, w, "agency.example", "scanner@agency.example", "office@agency.example"),
		"mail from outside":    transmit(t, w, "fabrikam.com", "somebody@example.com", "office@fabrikam.com"),
	}
	for name, o := range outcomes {
		if o.Result != smtp.Accepted || !o.Genuine || o.TLS == nil || !o.TLS.Certificate.Verified {
			t.Errorf("%s: %s at %s: %v", name, o.Result, o.Stage, o.Err)
		}
	}
}

func TestARefusedTokenIsToldInAChallengeFirst(t *testing.T) {
	o := submit(t, world(t), "scanner@contoso.com", "wrong", "scanner@contoso.com", smtp.OAuth)
	if o.Result != smtp.Rejected || o.Stage != smtp.Auth || o.Reply.Code != 535 || o.Reply.Enhanced() != "5.7.3" {
		t.Errorf("%s at %s: %s", o.Result, o.Stage, o.Reply)
	}
}

// The organisation knows no address, but a certificate for its domain.
func TestACertificateIsRecognisedByItsName(t *testing.T) {
	w := world(t)
	for name, want := range map[string]smtp.Result{"mail.adventure-works.com": smtp.Accepted, "mail.contoso.com": smtp.Rejected} {
		authority, err := newAuthority()
		if err != nil {
			t.Fatal(err)
		}
		certificate, err := authority.issue([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		o := smtp.Send(t.Context(), message("scanner@adventure-works.com", "somebody@example.com"), smtp.Settings{
			Target:     target(t, w, endpointOf(t, w, "adventure-works.com"), 25),
			Encryption: smtp.StartTLS, Auth: smtp.ClientCerts, Certificate: &certificate,
		})
		if o.Result != want {
			t.Errorf("%s: %s at %s: %v", name, o.Result, o.Stage, o.Err)
		}
	}
}

func TestAProbeSeesWhatMicrosoftOffers(t *testing.T) {
	w := world(t)
	p := smtp.Probe(t.Context(), target(t, w, "smtp.office365.com", 587))
	if p.State != smtp.Open || !p.StartTLS || p.SeenAs != w.Address || !slices.Equal(p.TLSVersions, []string{"1.2", "1.3"}) ||
		!slices.Equal(p.Auth, []string{"LOGIN", "XOAUTH2"}) || p.TLS == nil || !p.TLS.Certificate.Verified {
		t.Errorf("submission: %+v", p)
	}
	for _, domain := range []string{"contoso.com", "adventure-works.com", "agency.example", "full.example", "bücher.example"} {
		p := smtp.Probe(t.Context(), target(t, w, endpointOf(t, w, domain), 25))
		if p.State != smtp.Open || !p.StartTLS || len(p.Auth) != 0 || p.TLS == nil || !p.TLS.Certificate.Verified {
			t.Errorf("%s: %+v", domain, p)
		}
	}
}

func TestAPortMayBeBlockedOrDiverted(t *testing.T) {
	w := world(t)
	for domain, want := range map[string]smtp.State{"blocked.example": smtp.Timeout, "diverted.example": smtp.Intercepted} {
		if p := smtp.Probe(t.Context(), target(t, w, endpointOf(t, w, domain), 25)); p.State != want {
			t.Errorf("%s: %s, %v", domain, p.State, p.Err)
		}
	}
}

func TestNobodySendsBeforeTLSOrSignIn(t *testing.T) {
	w := world(t)
	for encryption, want := range map[smtp.Encryption]string{smtp.Clear: "AUTH-14", smtp.StartTLS: "AUTH-01"} {
		o := smtp.Send(t.Context(), message("scanner@contoso.com", "a@example.com"), smtp.Settings{
			Target: target(t, w, "smtp.office365.com", 587), Encryption: encryption, Auth: smtp.NoAuth,
		})
		found := diagnose.Diagnose(diagnose.Input{Text: o.Reply.String()}).Faults
		if o.Result != smtp.Rejected || len(found) == 0 || found[0].ID != want {
			t.Errorf("%s: %s, explained as %v", encryption, o.Reply, found)
		}
	}
}

// DNS takes a moment, which a person can watch, and silence longer; neither outlasts the caller.
func TestTimeIsTakenByTheSleeperAlone(t *testing.T) {
	var slept []time.Duration
	w, err := New(Options{sleep: func(ctx context.Context, d time.Duration) error {
		slept = append(slept, d)
		return ctx.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	mx, quiet := evidence.Ask(evidence.MX, "contoso.com"), evidence.Ask(evidence.MX, "silent.example")
	if a := w.Asker.Ask(t.Context(), []evidence.Question{mx})[mx]; a.Outcome != evidence.Found || a.From != resolver {
		t.Errorf("%+v", a)
	}
	if a := w.Asker.Ask(t.Context(), []evidence.Question{quiet})[quiet]; a.Outcome != evidence.Timeout {
		t.Errorf("%+v", a)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if a := w.Asker.Ask(ended, []evidence.Question{mx})[mx]; a.Outcome != evidence.Timeout {
		t.Errorf("after the end: %+v", a)
	}
	if _, err := w.Dialer.DialContext(ended, "tcp", "192.0.2.20:25"); err == nil {
		t.Error("connected after the end")
	}
	if !slices.Equal(slept, []time.Duration{roundTrip, silence, roundTrip, connecting}) {
		t.Errorf("slept %v", slept)
	}
}

func TestTheRealSleeperEndsWithItsContext(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	if sleep(ctx, time.Hour) == nil || sleep(t.Context(), 0) != nil {
		t.Error("the sleeper does not look at its context")
	}
}

func TestTwoWorldsSayTheSame(t *testing.T) {
	one, two := world(t), world(t)
	for _, c := range customers {
		if a, b := plan(t, one, c.Domain, nil), plan(t, two, c.Domain, nil); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: the plans differ", c.Domain)
		}
	}
	a, b := submit(t, one, "off@contoso.com", "x", "off@contoso.com", smtp.Password), submit(t, two, "off@contoso.com", "x", "off@contoso.com", smtp.Password)
	if !slices.Equal(a.Transcript, b.Transcript) {
		t.Errorf("the talks differ:\n%v\n%v", a.Transcript, b.Transcript)
	}
}

// Every mail server is in DNS, every endpoint in DNS has a server of its customer's.
func TestZoneServersAndTenantsFitTogether(t *testing.T) {
	z, err := parseZone(zoneText)
	if err != nil {
		t.Fatal(err)
	}
	addresses := map[string]bool{}
	for q, records := range z.records {
		if q.Type != evidence.A && q.Type != evidence.AAAA {
			continue
		}
		for _, record := range records {
			if _, err := netip.ParseAddr(record); err != nil {
				t.Error(err)
			}
			addresses[record] = true
		}
	}
	for _, h := range hosts {
		if !addresses[h.address] {
			t.Errorf("%s is not in DNS", h.address)
		}
		if h.role == endpoint && tenantOf(h.domain) == nil {
			t.Errorf("%s serves %s, which is no tenant", h.address, h.domain)
		}
	}
	for _, tenant := range tenants {
		host := endpointOf(t, world(t), tenant.domain)
		addrs := z.answer(evidence.Ask(evidence.A, host)).Records
		if len(addrs) != 1 {
			t.Fatalf("%s of %s has %v", host, tenant.domain, addrs)
		}
		if h, ok := hostAt(addrs[0], transmissionPort); !ok || h.domain != tenant.domain {
			t.Errorf("%s of %s leads to %+v", host, tenant.domain, h)
		}
	}
}

func TestAZoneThatIsNotOneIsRefused(t *testing.T) {
	for _, text := range []string{"contoso.com", "contoso.com mx", "contoso.com spf v=spf1", "contoso.com timeout 3"} {
		if _, err := parseZone(text); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", text, err)
		}
	}
	loop, err := parseZone("a.example cname b.example\nb.example cname a.example")
	if err != nil {
		t.Fatal(err)
	}
	if a := loop.answer(evidence.Ask(evidence.TXT, "a.example")); a.Outcome != evidence.Unusable {
		t.Errorf("a chain without end: %+v", a)
	}
}

// What opens a socket, resolves a name or reads a file is not in the package: nothing can leave.
func TestNoPacketCanLeave(t *testing.T) {
	allowed := map[string]bool{"net.Conn": true, "net.Addr": true, "net.TCPAddr": true, "net.IPv4": true,
		"net.TCPAddrFromAddrPort": true, "net.Pipe": true, "net.SplitHostPort": true}
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), ".go") || strings.HasSuffix(name.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if slices.Contains([]string{`"os"`, `"os/exec"`, `"syscall"`, `"net/http"`, `"unsafe"`}, i.Path.Value) {
				t.Errorf("%s imports %s", name.Name(), i.Path.Value)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "net" && !allowed["net."+s.Sel.Name] {
					t.Errorf("%s uses net.%s", name.Name(), s.Sel.Name)
				}
			}
			return true
		})
	}
}
