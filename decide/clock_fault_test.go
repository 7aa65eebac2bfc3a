package decide

import (
	"slices"
	"strings"
	"testing"
)

// A clock that is wrong, or a program that is old, is said plainly, whatever the method; on the days in
// between nothing is said. Nothing breaks on any day.
func TestTheDayOfAPlanIsDoubted(t *testing.T) {
	for day, want := range map[Day]string{
		"": "day/before", "0001-01-01": "day/before", "1970-01-01": "day/before", "2025-12-31": "day/before",
		"2026-01-01": "", checked: "", "2026-12-30": "", BasicEnds: "", "2027-01-01": "", "2027-11-21": "",
		"2027-11-22": "day/stale", "2100-01-01": "day/stale", "9999-12-31": "day/stale",
	} {
		for _, answers := range []Answers{
			Answers{}.With(Domain, "contoso.com"),
			Answers{}.With(Domain, "contoso.com").With(StaticIP, Yes).With(PublicIPs, "198.51.100.7").With(Login, LoginNone),
			Answers{}.With(Domain, "contoso.com").With(OwnServer, Yes),
		} {
			p := Decide(Case{Answers: answers, AsOf: day}, nil)
			i := slices.IndexFunc(p.Warnings, func(w Warning) bool { return strings.HasPrefix(w.ID, "day/") })
			switch {
			case want == "" && i >= 0:
				t.Errorf("%s, %s: %s", day, p.Method, p.Warnings[i].Text)
			case want != "" && (i != 0 || p.Warnings[i].ID != want || !strings.Contains(p.Warnings[i].Text, string(day)) || !strings.Contains(p.Warnings[i].Text, "clock")):
				t.Errorf("%s, %s: the first warning is not %s: %+v", day, p.Method, want, p.Warnings)
			}
		}
	}
}

// The day on both sides of each date that the rules know gives a plan without a fault, and the dates
// decide on the day itself.
func TestTheDaysAroundTheDates(t *testing.T) {
	office := Answers{}.With(Domain, "contoso.com").With(StaticIP, Yes).With(PublicIPs, "198.51.100.7").With(Login, LoginPassword).With(TLS, "1.2").With(Recipients, "external")
	before := Decide(Case{Answers: office, AsOf: "2026-12-30"}, nil)
	on := Decide(Case{Answers: office, AsOf: BasicEnds}, nil)
	after := Decide(Case{Answers: office, AsOf: "2027-01-01"}, nil)
	if before.Method != SMTPAuth || on.Method != Relay || after.Method != on.Method {
		t.Errorf("before %s, on the day %s, after %s", before.Method, on.Method, after.Method)
	}
}
