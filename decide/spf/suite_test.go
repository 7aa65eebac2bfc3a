package spf

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
)

// list is the value of a record in the suite.
type list = probetest.Strings

// suiteZone answers from a suite's data, by its conventions: SPF stands for TXT where a name has no
// TXT; TIMEOUT is for the types that the name lacks; CNAMELOOP is an answer that cannot be used.
type suiteZone map[string][]map[string]list

func (z suiteZone) answer(q evidence.Question) evidence.Answer {
	var entries []map[string]list
	exists := false
	for name, e := range z {
		if canonical(name) == q.Name {
			entries, exists = e, true
		}
	}
	get := func(kind string) (out []list) {
		for _, e := range entries {
			if value, ok := e[kind]; ok {
				out = append(out, value)
			}
		}
		return out
	}
	if alias := get("CNAME"); alias != nil {
		return z.answer(evidence.Ask(q.Type, alias[0][0]))
	}
	found := get(strings.ToUpper(string(q.Type)))
	if q.Type == evidence.TXT && found == nil {
		found = get("SPF")
	}
	var records []string
	for _, value := range found {
		if !slices.Equal(value, list{"NONE"}) {
			records = append(records, suiteRecord(q.Type, value))
		}
	}
	switch {
	case len(records) > 0:
		return evidence.Answer{Outcome: evidence.Found, Records: records}
	case get("TIMEOUT") != nil:
		return evidence.Answer{Outcome: evidence.Timeout}
	case get("CNAMELOOP") != nil:
		return evidence.Answer{Outcome: evidence.Unusable}
	case exists:
		return evidence.Answer{Outcome: evidence.NoData}
	}
	return evidence.Answer{Outcome: evidence.NoName}
}

func suiteRecord(t evidence.Type, value list) string {
	switch t {
	case evidence.MX:
		return value[0] + " " + canonical(value[1])
	case evidence.PTR:
		return canonical(value[0])
	}
	return strings.Join(value, "")
}

func TestRFC7208Suite(t *testing.T) {
	ran := 0
	for _, s := range readSuite(t) {
		for name, test := range s.Tests {
			ran++
			t.Run(s.Description+"/"+name, func(t *testing.T) {
				q := Query{IP: netip.MustParseAddr(test.Host), Helo: test.Helo, Sender: test.Mailfrom}
				e := evaluated(suiteZone(s.Zone), q)
				if !slices.Contains(test.Result, string(e.Result)) {
					t.Errorf("%s (%s), want %s", e.Result, e.Reason.Say(nil), test.Result)
				}
				if said := e.Reason.Say(nil); said == "" || strings.Contains(said, "%!") {
					t.Errorf("reason %q", said)
				}
				want := test.Explanation
				if want == "DEFAULT" {
					want = ""
				}
				if test.Explanation != "" && e.Explanation != want {
					t.Errorf("explanation %q, want %q", e.Explanation, want)
				}
			})
		}
	}
	if ran != probetest.SPFTests {
		t.Errorf("%d tests ran, the suite has %d", ran, probetest.SPFTests)
	}
}

func evaluated(z interface {
	answer(evidence.Question) evidence.Answer
}, q Query) Evaluation {
	set := evidence.Set{}
	for {
		l := set.Look()
		e := Evaluate(l, q)
		if e.Complete {
			return e
		}
		if len(l.Missing()) == 0 {
			panic(fmt.Sprintf("%+v is incomplete and asks nothing", e))
		}
		for _, question := range l.Missing() {
			set[question] = z.answer(question)
		}
	}
}

func readSuite(t testing.TB) []probetest.SPFSuite {
	t.Helper()
	return probetest.SPFSuites(t, "testdata/rfc7208-tests.yml")
}
