package decide

import (
	"iter"
	"slices"
	"testing"

	"sendpath/decide/evidence"
)

// deciding are the keys that the choice depends on, with every value they can have; "" is not given.
// An answer that was not given and one that is unknown decide alike, which TestNotGivenIsUnknown shows.
var deciding = []struct {
	key    Key
	values []string
}{
	{OwnServer, []string{"", Yes}},
	{Recipients, []string{Internal, External, Unknown}},
	{Location, []string{OnPremises, ThirdParty}},
	{Login, []string{LoginNone, LoginPassword, LoginOAuth, Unknown}},
	{TLS, []string{TLSNone, TLSOld, TLSImplicit, TLS12, Unknown}},
	{Senders, []string{OneSender, ManySenders}},
	{Volume, []string{NormalVolume, HighVolume, BulkVolume}},
	{SMTPAuthState, []string{"", AuthAllowed, AuthOAuthOnly, AuthBlocked}},
	{StaticIP, []string{Yes, No}},
	{PublicIPs, []string{"", "198.51.100.7", "2001:db8::7"}},
	{SharedIP, []string{No, Yes}},
	{Certificate, []string{No, Yes}},
	{DirectSendState, []string{DirectAllowed, DirectRejected}},
	{Port25, []string{PortOpen, PortBlocked}},
	{Port587, []string{PortOpen, PortBlocked}},
}

// everyCase yields every combination of the keys that decide.
func everyCase() iter.Seq[Answers] {
	return func(yield func(Answers) bool) {
		walkCases(Answers{}.With(Domain, "contoso.com"), 0, yield)
	}
}

func walkCases(a Answers, i int, yield func(Answers) bool) bool {
	if i == len(deciding) {
		return yield(a)
	}
	if a[OwnServer] == Yes && i%3 != 0 { // nothing else decides then; a third of the rest shows it
		return walkCases(a.With(deciding[i].key, deciding[i].values[0]), i+1, yield)
	}
	for _, value := range deciding[i].values {
		if !walkCases(a.With(deciding[i].key, value), i+1, yield) {
			return false
		}
	}
	return true
}

// sampled yields every nth case, so that what is slow still sees each value beside each other.
func sampled(n int) iter.Seq[Answers] {
	return func(yield func(Answers) bool) {
		i := 0
		for a := range everyCase() {
			if i++; i%n == 0 && !yield(a) {
				return
			}
		}
	}
}

func asMap(a Answers) map[string]string {
	m := map[string]string{}
	for i := range Device.Questions {
		if v := a[Device.Questions[i].Key]; v != "" {
			m[Device.Questions[i].Name()] = v
		}
	}
	return m
}

var days = []Day{"2026-11-22", "2026-12-31"}

// The rules and the plain predicates agree on every combination, before and after the switch.
func TestEveryCaseIsDecidedAsThePredicatesSay(t *testing.T) {
	step := 1
	if testing.Short() || raceEnabled {
		step = 17
	}
	cases := 0
	for a := range sampled(step) {
		o := oracle{asMap(a)}
		for _, day := range days {
			method, authentication := o.method(string(day))
			s := settle(a, day)
			if string(s.Method) != method || string(s.Authentication) != authentication {
				t.Fatalf("%v on %s: rules.go says %s by %s, oracle_test.go says %s by %s; where the new meaning is wanted, write it into the oracle, too", o.a, day, s.Method, s.Authentication, method, authentication)
			}
		}
		cases++
	}
	t.Logf("%d combinations on %d days", cases, len(days))
}

func TestPoliciesDecideAsThePredicatesSay(t *testing.T) {
	for a := range sampled(211) {
		for _, policy := range []string{PolicyDocumented, PolicyDurable, PolicySimplest} {
			a[Policy] = policy
			method, authentication := oracle{asMap(a)}.method("2026-11-22")
			if s := settle(a, "2026-11-22"); string(s.Method) != method || string(s.Authentication) != authentication {
				t.Fatalf("%v: %s by %s, want %s by %s", asMap(a), s.Method, s.Authentication, method, authentication)
			}
		}
	}
}

// Leaving an answer out and answering "unknown" lead to the same method.
func TestNotGivenIsUnknown(t *testing.T) {
	for a := range sampled(997) {
		for i := range Device.Questions {
			q := &Device.Questions[i]
			if !q.MayBeUnknown() {
				continue
			}
			with := settle(a.With(q.Key, Unknown), days[0])
			without := settle(a.With(q.Key, ""), days[0])
			if with.Method != without.Method {
				t.Fatalf("%v, %s: unknown gives %s, not given gives %s", asMap(a), q.Name(), with.Method, without.Method)
			}
		}
	}
}

// Every answer that an exclusion looks at is among the deciding ones, with every value, so that the rules are
// held against the predicates there.
func TestEveryCaseHasWhatExcludes(t *testing.T) {
	tried := map[Key][]string{}
	for _, d := range deciding {
		tried[d.key] = d.values
	}
	for i := range Rules {
		for _, key := range Rules[i].When.Keys {
			if Rules[i].Effect == Excludes && tried[key] == nil {
				t.Errorf("%s looks at %s: add that key to deciding, and what it means to oracle_test.go", Rules[i].ID, key)
			}
		}
	}
	for _, d := range deciding {
		q := Device.ByKey(d.key)
		for _, value := range q.Values() {
			assumed := slices.Contains(d.values, "") && value == q.Assume(&Answers{}, "")
			if value != Unknown && !assumed && !slices.Contains(d.values, value) {
				t.Errorf("%s has a value %s: add it to deciding, and what it means to oracle_test.go", q.Name(), value)
			}
		}
	}
}

// Every rule can apply, or it would be dead text.
func TestEveryRuleCanApply(t *testing.T) {
	applied := map[string]bool{}
	set := worstDNS()
	own := Answers{}.With(Domain, "contoso.com").With(OwnServer, Yes)
	for _, r := range Decide(Case{Answers: own, AsOf: days[0]}, set).Rules {
		applied[r.ID+" "+string(r.Method)] = true
	}
	for a := range sampled(2999) {
		for _, a := range beside(a) {
			for _, day := range days {
				for _, r := range Decide(Case{Answers: a, AsOf: day}, set).Rules {
					applied[r.ID+" "+string(r.Method)] = true
				}
			}
		}
	}
	for i := range Rules {
		if r := &Rules[i]; !applied[r.ID+" "+string(r.Method)] {
			t.Errorf("%s for %s never applies: in no case is %s; perhaps another rule excludes the method before", r.ID, r.Method, r.When.Says.In(nil))
		}
	}
}

// beside returns a case, and its likes with each value of each closed question that does not decide.
func beside(a Answers) []Answers {
	list := []Answers{a, a.With(Domain, "contoso.onmicrosoft.com")}
	for i := range Device.Questions {
		q := &Device.Questions[i]
		if a[q.Key] == "" {
			for _, value := range q.Values() {
				list = append(list, a.With(q.Key, value))
			}
		}
	}
	return list
}

// worstDNS is a domain with a filter in front, IPv6 at the endpoint and an enforcing DMARC policy.
func worstDNS() evidence.Set {
	set := evidence.Set{}
	found := func(t evidence.Type, name string, records ...string) {
		set[evidence.Ask(t, name)] = evidence.Answer{Outcome: evidence.Found, Records: records}
	}
	for _, domain := range []string{"contoso.com", "contoso.onmicrosoft.com"} {
		found(evidence.MX, domain, "10 mx1.contoso.iphmx.com", "20 contoso-com.mail.protection.outlook.com")
		found(evidence.TXT, "_dmarc."+domain, "v=DMARC1; p=reject")
		found(evidence.TXT, domain, "v=spf1 include:spf.protection.outlook.com -all")
	}
	found(evidence.TXT, "spf.protection.outlook.com", "v=spf1 ip4:40.92.0.0/15 -all")
	found(evidence.AAAA, "contoso-com.mail.protection.outlook.com", "2001:db8::25")
	return set
}
