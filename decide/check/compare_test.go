package check_test

import (
	"encoding/json"
	"testing"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/evidence"
)

// saved is a plan as it was saved, on a day and with what DNS said then.
func saved(t *testing.T, answers decide.Answers, day decide.Day, dns evidence.Set) *check.Record {
	t.Helper()
	data, err := json.Marshal(decide.Decide(decide.Case{Answers: answers, AsOf: day}, dns))
	if err != nil {
		t.Fatal(err)
	}
	record, err := check.ReadRecord(data)
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func found(records ...string) evidence.Answer {
	return evidence.Answer{Outcome: evidence.Found, Records: records}
}

// contoso is a domain in Exchange Online with one SPF record.
func contoso(spf string) evidence.Set {
	set := evidence.Set{
		evidence.Ask(evidence.MX, "contoso.com"):                 found("0 contoso-com.mail.protection.outlook.com"),
		evidence.Ask(evidence.TXT, "contoso.com"):                found(spf),
		evidence.Ask(evidence.TXT, "spf.protection.outlook.com"): found("v=spf1 ip4:203.0.113.0/24 -all"),
	}
	look := set.Look()
	check.Subject{Domain: "contoso.com", Place: check.Elsewhere}.ReadDrift(look)
	for _, q := range look.Missing() {
		set[q] = evidence.Answer{Outcome: evidence.NoData}
	}
	return set
}

func TestWhatChangedSinceAPlanWasSaved(t *testing.T) {
	const before, proposed = "v=spf1 include:spf.protection.outlook.com -all", "v=spf1 ip4:198.51.100.7 include:spf.protection.outlook.com -all"
	relay := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Login, decide.LoginNone).With(decide.StaticIP, decide.Yes).With(decide.PublicIPs, "198.51.100.7")
	password := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Login, decide.LoginPassword)
	moved := contoso(before)
	moved[evidence.Ask(evidence.MX, "contoso.com")] = found("0 contoso-com.k-v1.mx.microsoft")
	away := contoso(before)
	away[evidence.Ask(evidence.MX, "contoso.com")] = found("0 mail.example.net")
	silent := contoso(before)
	silent[evidence.Ask(evidence.TXT, "contoso.com")] = evidence.Answer{Outcome: evidence.Timeout}
	at := func(dns evidence.Set, address string) evidence.Set {
		dns[check.MyAddress] = found(address)
		return dns
	}
	for _, tt := range []struct {
		name    string
		answers decide.Answers
		day     decide.Day
		place   check.Place
		dns     evidence.Set
		id      string // of the one thing that is not as it was, "" for none
		status  check.Status
	}{
		{"nothing, and the record is not published yet", relay, "2026-11-30", check.Elsewhere, contoso(before), "", check.OK},
		{"the proposed record is published", relay, "2026-11-30", check.Elsewhere, contoso(proposed), "", check.OK},
		{"somebody else changed the record", relay, "2026-11-30", check.Elsewhere, contoso("v=spf1 include:example.net -all"), check.IDDriftSPF, check.Problem},
		{"the record could not be read", relay, "2026-11-30", check.Elsewhere, silent, check.IDDriftSPF, check.Unknown},
		{"Microsoft gave the domain another host", relay, "2026-11-30", check.Elsewhere, moved, check.IDDriftEndpoint, check.Problem},
		{"the domain has moved away", relay, "2026-11-30", check.Elsewhere, away, check.IDDriftEndpoint, check.Problem},
		{"the provider changed the address", relay, "2026-11-30", check.Same, at(contoso(proposed), "203.0.113.9"), check.IDDriftAddress, check.Problem},
		{"the address is the same", relay, "2026-11-30", check.Same, at(contoso(proposed), "198.51.100.7"), "", check.OK},
		{"password sign-in, the day before", password, "2026-12-30", check.Elsewhere, contoso(before), "", check.OK},
		{"password sign-in, on the day", password, "2026-12-31", check.Elsewhere, contoso(before), check.IDDriftRules, check.Problem},
	} {
		record := saved(t, tt.answers, "2026-11-22", contoso(before))
		s, err := record.Subject("contoso.com", tt.day)
		if err != nil {
			t.Fatal(err)
		}
		s.Place, s.AllowDocumentation = tt.place, true
		for _, f := range check.Compare(s, tt.dns, nil) {
			want := check.OK
			if f.ID == tt.id {
				want = tt.status
			}
			if f.Status != want || (f.Text == "") != (want == check.OK) {
				t.Errorf("%s: %s is %s: %s", tt.name, f.ID, f.Status, f.Text)
			}
		}
	}
}

func TestADayOfAPlanIsADay(t *testing.T) {
	for _, text := range []string{
		`{"schema":1,"domain":"contoso.com","as_of":"\u001b[2J"}`,
		`{"schema":1,"domain":"contoso.com"}`,
		`{"schema":1,"domain":"contoso.com","as_of":"2026-11-22","successor":{"date":"soon"}}`,
	} {
		if _, err := check.ReadRecord([]byte(text)); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}
