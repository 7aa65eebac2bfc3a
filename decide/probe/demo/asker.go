package demo

import (
	"context"
	"time"

	"sendpath/decide/evidence"
)

// How long DNS takes: long enough to be seen at work, and in silence as long as a person puts up with.
const (
	roundTrip = 180 * time.Millisecond
	silence   = 3 * time.Second
)

// asker is DNS: it answers from a zone.
type asker struct {
	zone    zone
	options Options
}

// Ask answers all questions after one round trip, or after a time-out where one of them meets silence.
// When ctx ends first, nothing has come back.
func (a *asker) Ask(ctx context.Context, questions []evidence.Question) evidence.Set {
	set, wait := make(evidence.Set, len(questions)), roundTrip
	for _, q := range questions {
		answer := a.zone.answer(q)
		if answer.Outcome == evidence.Timeout {
			wait = silence
		}
		set[q] = answer
	}
	late := a.options.sleep(ctx, wait) != nil
	at := a.options.Now().UTC().Format(time.RFC3339)
	for q, answer := range set {
		if late {
			answer = evidence.Answer{Outcome: evidence.Timeout}
		}
		answer.From, answer.At = resolver, at
		set[q] = answer
	}
	return set
}
