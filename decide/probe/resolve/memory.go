package resolve

import (
	"context"
	"sync"
	"time"

	"sendpath/decide/evidence"
)

// How much is remembered: many domains include the same few SPF records, and DNS allows to keep an
// answer for its time to live, which for these is an hour.
const (
	memoryTime = 30 * time.Second // an answer is kept for this, and for as long again at most
	memorySize = 1024             // answers of one such time
)

// A Memory is an Asker for batches: it asks another one, and remembers TXT records for a short time.
// Answers keep the time at which they came. It is safe for concurrent use.
type Memory struct {
	asker Asker
	now   func() time.Time

	mu         sync.Mutex
	young, old evidence.Set
	since      time.Time // when young was empty
}

// Remember returns a Memory in front of asker.
func Remember(asker Asker, now func() time.Time) *Memory {
	return &Memory{asker: asker, now: now, young: evidence.Set{}, old: evidence.Set{}, since: now()}
}

// Ask answers from memory what it can and asks the rest.
func (m *Memory) Ask(ctx context.Context, questions []evidence.Question) evidence.Set {
	known, left := m.recall(questions)
	if len(left) == 0 {
		return known
	}
	answers := m.asker.Ask(ctx, left)
	m.keep(answers)
	for q, a := range known {
		answers[q] = a
	}
	return answers
}

func (m *Memory) recall(questions []evidence.Question) (known evidence.Set, left []evidence.Question) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	for _, q := range questions {
		a, ok := m.young[q]
		if !ok {
			a, ok = m.old[q]
		}
		if !ok {
			if left == nil {
				left = make([]evidence.Question, 0, len(questions))
			}
			left = append(left, q)
			continue
		}
		if known == nil {
			known = evidence.Set{}
		}
		known[q] = a
	}
	return known, left
}

// keep remembers what DNS said; that it said nothing may pass.
func (m *Memory) keep(answers evidence.Set) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for q, a := range answers {
		if q.Type == evidence.TXT && a.Known() {
			m.young[q] = a
		}
	}
}

// forget drops what is too old or too much.
func (m *Memory) forget() {
	now := m.now()
	if len(m.young) < memorySize && now.Sub(m.since) < memoryTime {
		return
	}
	m.old, m.young = m.young, m.old // the room of the oldest serves again
	clear(m.young)
	if now.Sub(m.since) >= 2*memoryTime {
		clear(m.old)
	}
	m.since = now
}
