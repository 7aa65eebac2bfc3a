package resolve

import (
	"context"
	"fmt"
	"testing"
	"time"

	"sendpath/decide/evidence"
)

// counting counts questions and answers each with its number.
type counting struct {
	count   int
	outcome evidence.Outcome
}

func (a *counting) Ask(_ context.Context, questions []evidence.Question) evidence.Set {
	set := evidence.Set{}
	for _, q := range questions {
		a.count++
		set[q] = evidence.Answer{Outcome: a.outcome, Records: []string{fmt.Sprint(a.count)}}
	}
	return set
}

func TestMemoryAsksOnceForAWhile(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	back := &counting{outcome: evidence.Found}
	m := Remember(back, func() time.Time { return now })
	shared, mail := evidence.Ask(evidence.TXT, "spf.example.net"), evidence.Ask(evidence.MX, "contoso.com")
	for _, tt := range []struct {
		wait  time.Duration
		count int
	}{{0, 2}, {0, 3}, {memoryTime, 4}, {memoryTime - 1, 5}, {1, 7}, {5 * memoryTime, 9}} {
		now = now.Add(tt.wait)
		set := m.Ask(t.Context(), []evidence.Question{shared, mail})
		if back.count != tt.count || len(set) != 2 {
			t.Errorf("after %v: %d questions were asked, want %d; %v", tt.wait, back.count, tt.count, set)
		}
	}
}

func TestMemoryKeepsNoSilence(t *testing.T) {
	for _, outcome := range []evidence.Outcome{evidence.Timeout, evidence.ServFail, evidence.Refused, evidence.Offline, evidence.Unusable} {
		back := &counting{outcome: outcome}
		m := Remember(back, time.Now)
		for range 3 {
			m.Ask(t.Context(), []evidence.Question{evidence.Ask(evidence.TXT, "example.com")})
		}
		if back.count != 3 {
			t.Errorf("%s was remembered", outcome)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	m := Remember(&counting{outcome: evidence.NoName}, time.Now)
	for i := range 5 * memorySize {
		m.Ask(t.Context(), []evidence.Question{evidence.Ask(evidence.TXT, fmt.Sprintf("d%d.example", i))})
	}
	if len(m.young)+len(m.old) > 2*memorySize {
		t.Errorf("%d answers", len(m.young)+len(m.old))
	}
}
