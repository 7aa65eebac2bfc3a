package decide

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestWhatBreaksFirst(t *testing.T) {
	relay := office().With(TLS, TLS12)
	for _, tt := range []struct {
		name string
		plan Plan
		rank Rank
		date Day
		says string
	}{
		{"nothing fits", Decide(Case{Answers: office().With(StaticIP, No), AsOf: days[0]}, healthyDNS()), RankNone, "", "no method fits"},
		{"a password", Decide(Case{Answers: Answers{}.With(Domain, "contoso.com"), AsOf: days[0]}, healthyDNS()), RankEnds, "2026-12-31",
			"password sign-in is off by default from 2026-12-31 on"},
		{"a password, without DNS", Decide(Case{Answers: Answers{}.With(Domain, "contoso.com"), AsOf: days[0]}, nil), RankEnds, "2026-12-31",
			"password sign-in is off by default from 2026-12-31 on"},
		{"a relay, without DNS", Decide(Case{Answers: relay, AsOf: days[0]}, nil), RankUnread, "", "DNS could not be read"},
		{"a relay in clear", Decide(Case{Answers: office(), AsOf: days[0]}, healthyDNS()), RankWarned, "", "to be seen to: encryption is off"},
		{"a relay, not everything known", Decide(Case{Answers: relay, AsOf: days[0]}, healthyDNS()), RankFine, "", "nothing known that will break it"},
	} {
		r := RiskOf(&tt.plan)
		if r.Rank != tt.rank || r.Date != tt.date || r.What.In(nil) != tt.says {
			t.Errorf("%s: %s %q %q, want %s %q %q", tt.name, r.Rank, r.Date, r.What.In(nil), tt.rank, tt.date, tt.says)
		}
	}
}

// Every warning is either one that tells no customers apart, or has a name that people understand.
func TestEveryWarningHasItsWords(t *testing.T) {
	ids := []string{"cloud/differs", "domain/unknown"}
	for _, r := range Rules {
		if r.Effect == Warns {
			ids = append(ids, r.ID)
		}
	}
	for _, day := range []Day{"2000-01-01", "2040-01-01"} {
		ids = append(ids, DayWarnings(day, nil)[0].ID)
	}
	for _, id := range ids {
		if _, ok := warningNames[id]; ok == slices.Contains(standing, id) {
			t.Errorf("%s is to be named or standing", id)
		}
	}
	samplePlans(t, 499, func(_ Answers, p Plan) {
		for _, w := range slices.Concat(p.Warnings, p.DNS.SPF.Warnings) {
			if _, ok := warningNames[w.ID]; !ok && !slices.Contains(standing, w.ID) {
				t.Errorf("%s has no name", w.ID)
			}
		}
	})
}

// A batch that goes on reads saved plans back.
func TestASavedPlanHasTheSameRisk(t *testing.T) {
	samplePlans(t, 4999, func(a Answers, p Plan) {
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var saved Plan
		if err := json.Unmarshal(data, &saved); err != nil {
			t.Fatal(err)
		}
		if before, after := RiskOf(&p), RiskOf(&saved); before.Rank != after.Rank || before.Date != after.Date || before.What.In(nil) != after.What.In(nil) {
			t.Fatalf("%v: %+v, saved %+v", asMap(a), before, after)
		}
	})
}

// Every rank but the best stands for something that some plan has.
func TestEveryRankComesUp(t *testing.T) {
	seen := map[Rank]bool{}
	samplePlans(t, 499, func(_ Answers, p Plan) { seen[RiskOf(&p).Rank] = true })
	for _, rank := range Ranks() {
		if !seen[rank] && rank != RankUnread && rank != RankFine {
			t.Errorf("no plan is %s", rank)
		}
	}
	if ranks := Ranks(); ranks[0] != RankNone || ranks[len(ranks)-1] != RankFine || len(slices.Compact(slices.Sorted(slices.Values(ranks)))) != len(ranks) {
		t.Errorf("%v", ranks)
	}
}
