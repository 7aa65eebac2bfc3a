package decide

import (
	"maps"
	"slices"
	"testing"
)

// This file tries changes of answers with the oracle of oracle_test.go, and holds the engine's
// otherwise, flips and pairs against them.

// cleared returns the answers without those that are not relevant.
func (o oracle) cleared(asOf string) oracle {
	left := oracle{map[string]string{}}
	method, _ := o.method(asOf)
	for key, value := range o.a {
		keep := o.relevant(key) || key == "domain" || key == "cloud" || key == "device" || key == "customer"
		if key == "existing_connector" {
			keep = method == "relay"
		}
		if keep {
			left.a[key] = value
		}
	}
	return left
}

func (o oracle) with(key, value string) oracle {
	changed := maps.Clone(o.a)
	changed[key] = value
	return oracle{changed}
}

// tried returns "key=value>method" for each change of the named keys that gives another method.
func (o oracle) tried(asOf string, keys []string, method string) []string {
	var list []string
	for _, key := range keys {
		q, _ := Device.ByName(key)
		for _, value := range q.Values() {
			if value == Unknown || value == o.a[key] {
				continue
			}
			if m, _ := o.with(key, value).method(asOf); m != method {
				list = append(list, key+"="+value+">"+m)
			}
		}
	}
	slices.Sort(list)
	return list
}

func (o oracle) flippable() []string {
	var keys []string
	for i := range Device.Questions {
		q := &Device.Questions[i]
		name := q.Name()
		if _, given := o.a[name]; given && len(q.Choices) > 0 &&
			!slices.Contains([]string{"policy", "cloud", "device", "location", "existing_connector"}, name) {
			keys = append(keys, name)
		}
	}
	return keys
}

func TestFlipsAreAllTheSingleChangesThatMatter(t *testing.T) {
	for a := range sampled(1009) {
		s := settle(a, days[0])
		left := oracle{asMap(a)}.cleared(string(days[0]))
		want := left.tried(string(days[0]), left.flippable(), string(s.Method))
		var got []string
		for _, f := range new(trial).flips(&s) {
			if len(f.Changes) == 1 {
				got = append(got, f.Changes[0].Question+"="+f.Changes[0].Value+">"+string(f.Method))
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%v:\n got %v\nwant %v", left.a, got, want)
		}
	}
}

func TestPairsOnlyWhereNothingElseOpensAMethod(t *testing.T) {
	seen := 0
	for a := range sampled(4999) {
		s := settle(a, days[0])
		left := oracle{asMap(a)}.cleared(string(days[0]))
		want := left.pairs(string(days[0]), string(s.Method))
		var got []string
		for _, f := range new(trial).flips(&s) {
			if len(f.Changes) == 2 {
				got = append(got, f.Changes[0].Question+"="+f.Changes[0].Value+"&"+f.Changes[1].Question+"="+f.Changes[1].Value+">"+string(f.Method))
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%v:\n got %v\nwant %v", left.a, got, want)
		}
		seen += len(got)
	}
	if seen == 0 {
		t.Error("no pair was seen: the sample is too small")
	}
}

func (o oracle) pairs(asOf, method string) []string {
	keys := o.flippable()
	for _, single := range o.tried(asOf, keys, method) {
		if method != "none" || !slices.Contains([]string{"own_server=yes>own-server"}, single) {
			return nil
		}
	}
	if method != "none" {
		return nil
	}
	var list []string
	for i, key := range keys {
		q, _ := Device.ByName(key)
		for _, value := range q.Values() {
			if value == Unknown || value == o.a[key] {
				continue
			}
			changed := o.with(key, value)
			for _, second := range keys[i+1:] {
				q2, _ := Device.ByName(second)
				for _, value2 := range q2.Values() {
					if value2 == Unknown || value2 == o.a[second] {
						continue
					}
					if m, _ := changed.with(second, value2).method(asOf); m != "none" && m != "own-server" {
						list = append(list, key+"="+value+"&"+second+"="+value2+">"+m)
					}
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

func TestAssumptionsCoverWhatIsOpen(t *testing.T) {
	for a := range sampled(2003) {
		a[Senders], a[Port587] = "", Unknown // open answers of both kinds
		s := settle(a, days[0])
		left := oracle{asMap(a)}.cleared(string(days[0]))
		for _, assumed := range new(trial).assumptions(&s, nil) {
			if v := left.a[assumed.Question]; v != "" && v != Unknown {
				t.Fatalf("%v: %s is assumed although it was given", left.a, assumed.Question)
			}
			var got []string
			for _, o := range assumed.Otherwise {
				got = append(got, assumed.Question+"="+o.Value+">"+string(o.Method))
			}
			slices.Sort(got)
			want := left.with(assumed.Question, assumed.Value).tried(string(days[0]), []string{assumed.Question}, string(s.Method))
			if !slices.Equal(got, want) {
				t.Fatalf("%v, %s: got %v, want %v", left.a, assumed.Question, got, want)
			}
		}
	}
}

func TestOwnServerLeavesNothingElseRelevant(t *testing.T) {
	a := Answers{}.With(Domain, "contoso.com").With(OwnServer, Yes).With(TLS, TLS12).With(Customer, "Contoso").
		With(Policy, PolicyDurable).With(DeviceID, "ricoh").With(Cloud, GCC).With(ExistingConnector, Yes)
	p := Decide(Case{Answers: a, AsOf: days[0]}, nil)
	if p.Method != OwnServerMethod || !slices.Equal(p.Ignored, []string{"tls", "existing_connector"}) {
		t.Errorf("method %s, ignored %v", p.Method, p.Ignored)
	}
	if len(p.Assumed) != 0 || !p.Certain {
		t.Errorf("assumed %v", p.Assumed)
	}
}
