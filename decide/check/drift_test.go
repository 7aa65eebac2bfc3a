package check

import (
	"encoding/json"
	"strings"
	"testing"

	"sendpath/decide"
)

// savedPlan is a plan made from answers and the DNS of a day, as it is written to a file.
func saved(t testing.TB, asOf decide.Day, dns string, answers ...decide.Answers) *Record {
	t.Helper()
	a := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Login, decide.LoginNone).
		With(decide.StaticIP, decide.Yes).With(decide.SharedIP, decide.No).With(decide.PublicIPs, "198.51.100.7")
	if len(answers) > 0 {
		a = answers[0]
	}
	plan := decide.Decide(decide.Case{Answers: a, AsOf: asOf}, observed(relayed(), dns).DNS)
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	record, err := ReadRecord(text)
	if err != nil {
		t.Fatal(err)
	}
	return record
}

// drifted compares the DNS of another day with a record.
func drifted(t *testing.T, r *Record, asOf decide.Day, dns string, edit func(*Subject)) map[string]Finding {
	t.Helper()
	s, err := r.Subject("contoso.com", asOf)
	if err != nil {
		t.Fatal(err)
	}
	s.AllowDocumentation = true
	if edit != nil {
		edit(&s)
	}
	return byID(Findings(s, observed(s, dns), nil))
}

func TestStoriesOfDrift(t *testing.T) {
	const before, later decide.Day = "2026-11-21", "2026-12-01"
	moved := "mx contoso.com = 0 contoso-com.l-v1.mx.microsoft\na contoso-com.l-v1.mx.microsoft = 192.0.2.26"
	withoutAddress := "txt contoso.com = v=spf1 include:spf.protection.outlook.com -all"
	for _, story := range []struct {
		name, then, now string
		edit            func(*Subject)
		want            []string
	}{
		{"nothing", "", "", nil, []string{"drift=ok", "drift~2026-11-21"}},
		{"the endpoint", "", moved, nil, []string{"drift=problem", "drift~is now contoso-com.l-v1.mx.microsoft"}},
		{"the endpoint is gone", "", "mx contoso.com ! no data", nil, []string{"drift=problem"}},
		{"DNS cannot be read today", "", "mx contoso.com ! timeout\ntxt contoso.com ! timeout", nil, []string{"drift=unknown", "mx=unknown"}},
		{"DNS could not be read then", "mx contoso.com ! timeout\ntxt contoso.com ! timeout", "", nil, []string{"drift=ok"}},
		{"the SPF record was published as proposed", withoutAddress, "txt contoso.com = v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com -all", nil, []string{"drift=ok"}},
		{"the SPF record is still as it was", withoutAddress, withoutAddress, nil, []string{"drift=ok", "spf-ip=problem"}},
		{"the SPF record is another one", "", "txt contoso.com = v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com mx -all", nil, []string{"drift=problem", "drift~neither"}},
		{"the SPF record is gone", "", "txt contoso.com ! no data", nil, []string{"drift=problem", "drift~gone"}},
		{"the public address", "", "a myip.opendns.com = 203.0.113.9", nil, []string{"drift=problem", "drift~203.0.113.9", "public-address=not-applicable"}},
		{"another address, seen from elsewhere", "", "a myip.opendns.com = 203.0.113.9", func(s *Subject) { s.Place = Elsewhere }, []string{"drift=ok"}},
		{"the address was not asked for", "", "a myip.opendns.com = 203.0.113.9", func(s *Subject) { s.WithoutAddressLookup = true }, []string{"drift=ok"}},
		{"another address is given", "", "", func(s *Subject) { s.Addresses = decide.Prefixes("203.0.113.9") }, []string{"drift=problem"}},
	} {
		t.Run(story.name, func(t *testing.T) {
			expect(t, drifted(t, saved(t, before, story.then), later, story.now, story.edit), story.want...)
		})
	}
}

// On the last day of 2026 password sign-in counts as off: a plan that relies on it has drifted, although
// nothing in DNS has changed.
func TestTheDayOfTheSwitch(t *testing.T) {
	password := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Login, decide.LoginPassword).With(decide.TLS, decide.TLS12)
	record := saved(t, "2026-11-21", "", password)
	expect(t, drifted(t, record, "2026-12-30", "", nil), "drift=ok")
	expect(t, drifted(t, record, "2026-12-31", "", nil), "drift=problem", "drift~2026-12-31", "drift~smtp-auth")
}

func TestARecordOfAnotherDomain(t *testing.T) {
	if _, err := saved(t, "2026-11-21", "").Subject("fabrikam.com", "2026-12-01"); err == nil || !strings.Contains(err.Error(), "contoso.com") {
		t.Errorf("%v", err)
	}
}

func TestRecordsThatAreNone(t *testing.T) {
	for _, text := range []string{
		``, `[]`, `{}`, `{"domain": "contoso.com"}`, `{"schema": 2, "domain": "contoso.com"}`, `{"schema": 1}`,
		`{"schema": 1, "as_of": "\u001b", "domain": "contoso.com"}`, `{"schema": 1, "as_of": "2026-11-21", "domain": "contoso"}`, `{"schema": 1, "as_of": "2026-11-21", "domain": "contoso.com", "answers": {"tls": "9"}}`,
		`{"schema": 1, "as_of": "2026-11-21", "domain": "contoso.com", "answers": {"nonsense": "x"}}`, `{"schema": 1, "as_of": "2026-11-21", "domain": "contoso.com", "answers": {"tls": {}}}`,
		`{"schema": 1, "as_of": "2026-11-21", "domain": "contoso.com", "answers": {"public_ips": ["10.0.0.1"]}}`,
	} {
		if r, err := ReadRecord([]byte(text)); err == nil {
			t.Errorf("%s was read: %+v", text, r)
		}
	}
}

// Of several answers that cannot be used the same one is told each time.
func TestTheFirstWrongAnswerIsTold(t *testing.T) {
	const text = `{"schema": 1, "as_of": "2026-11-21", "domain": "contoso.com", "answers": {"volume": "x", "tls": "9", "senders": "x", "login": "x", "cloud": "x"}}`
	for range 20 {
		if _, err := ReadRecord([]byte(text)); err == nil || !strings.Contains(err.Error(), "cloud") {
			t.Fatalf("%v", err)
		}
	}
}

// Whatever a file holds, comparing with it ends, and says nothing that is unfit to be shown.
func FuzzRecord(f *testing.F) {
	plan := decide.Decide(decide.Case{Answers: decide.Answers{}.With(decide.Domain, "contoso.com"), AsOf: "2026-11-21"}, observed(relayed(), "").DNS)
	text, _ := json.Marshal(plan)
	f.Add(text)
	f.Add([]byte(`{"schema":1,"as_of":"2026-11-21","method":"\u001b","domain":"contoso.com","dns":{"spf":{"current":["\u001b[2J"]}},"rules":[{"id":"\u001b"}]}`))
	now := observed(relayed(), "")
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ReadRecord(data)
		if err != nil {
			return
		}
		s, err := r.Subject("contoso.com", "2026-12-31")
		if err != nil {
			return
		}
		for _, finding := range Findings(s, now, nil) {
			if i := strings.IndexFunc(finding.Text+finding.Fix, func(r rune) bool { return r < ' ' || r == 0x7f }); i >= 0 {
				t.Errorf("%q", finding.Text+finding.Fix)
			}
		}
	})
}
