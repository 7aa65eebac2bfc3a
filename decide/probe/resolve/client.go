// Package resolve is the DNS client: it turns evidence.Questions into evidence.Answers. It is not pure,
// it opens sockets and reads the clock; nothing else in the program looks a name up.
package resolve

import (
	"context"
	"net/netip"
	"slices"
	"sync/atomic"
	"time"

	"sendpath/decide/crash"
	"sendpath/decide/evidence"
)

// An Asker answers questions. Its answer to a question that ctx left no time for is evidence.Timeout,
// so the Set always has an answer to every question.
type Asker interface {
	Ask(ctx context.Context, questions []evidence.Question) evidence.Set
}

// A Client asks recursive resolvers. It is safe for concurrent use: all callers share its sockets, so a
// batch of thousands of domains, and the questions about one domain, are asked at once.
type Client struct {
	// Timeouts says how long each try waits, in order; its length is the number of tries. The first is
	// short, because most silence is a lost packet, and the resolver that answers at all answers soon.
	Timeouts []time.Duration
	// Now is the clock for Answer.At.
	Now func() time.Time

	resolvers []netip.AddrPort
	names     []string // of the resolvers, as in Answer.From
	first     atomic.Int32
	lines     *pool
}

// New returns a client of resolvers, which are tried in their order. It opens no socket yet.
func New(resolvers []netip.AddrPort) *Client {
	c := &Client{
		Timeouts:  []time.Duration{400 * time.Millisecond, 800 * time.Millisecond, 1600 * time.Millisecond, 2400 * time.Millisecond},
		Now:       time.Now,
		resolvers: resolvers,
		lines:     newPool(len(resolvers)),
	}
	for _, r := range resolvers {
		c.names = append(c.names, r.String())
	}
	return c
}

// Close closes the sockets. What is asked later is answered evidence.Timeout.
func (c *Client) Close() { c.lines.close() }

// A burst is how many questions one line asks before it reads. Bursts save wake-ups; they are small,
// because Linux's default receive buffer holds some 280 queries, and what is above that is lost.
const burst = 4

// Ask asks all questions at once, each of up to len(Timeouts) resolvers, until ctx ends. Answer.From is the
// resolver that answered, or where nobody did the last one asked.
func (c *Client) Ask(ctx context.Context, questions []evidence.Question) evidence.Set {
	queries := distinct(questions)
	if len(queries) <= burst {
		c.settle(ctx, queries)
	} else {
		c.settleBursts(ctx, queries)
	}
	set := make(evidence.Set, len(queries))
	for i := range queries {
		set[queries[i].question] = queries[i].answer
	}
	return set
}

func distinct(questions []evidence.Question) []query {
	queries := make([]query, 0, len(questions))
	var seen map[evidence.Question]bool
	if len(questions) > few {
		seen = make(map[evidence.Question]bool, len(questions))
	}
	for i, q := range questions {
		if seen[q] || seen == nil && slices.Contains(questions[:i], q) {
			continue
		}
		if seen != nil {
			seen[q] = true
		}
		queries = append(queries, newQuery(q))
	}
	return queries
}

// few questions are sooner compared with each other than put into a map.
const few = 16

// settleBursts settles many queries with a bounded number of goroutines.
func (c *Client) settleBursts(ctx context.Context, queries []query) {
	bursts := (len(queries) + burst - 1) / burst
	var next atomic.Int64
	var done crash.Group
	for range min(bursts, maxLines) {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < bursts; i = int(next.Add(1)) - 1 {
				c.settle(ctx, queries[i*burst:min((i+1)*burst, len(queries))])
			}
		})
	}
	done.Wait()
}

// settle gives each query its answer, using one line.
func (c *Client) settle(ctx context.Context, queries []query) {
	open := make([]*query, 0, burst)
	for i := range queries {
		if queries[i].pack() {
			open = append(open, &queries[i])
		} else {
			queries[i].settle(evidence.Unusable)
		}
	}
	if len(open) > 0 && len(c.resolvers) > 0 {
		open = c.try(ctx, open)
	}
	for _, q := range open {
		q.giveUp()
	}
	at := c.Now().UTC().Format(time.RFC3339)
	for i := range queries {
		queries[i].answer.At = at
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// try asks the open queries of one resolver after another and returns those that stayed open.
func (c *Client) try(ctx context.Context, open []*query) []*query {
	l := c.lines.take(ctx)
	if l == nil {
		return open
	}
	release := context.AfterFunc(ctx, l.interrupt)
	first := int(c.first.Load())
	for i, wait := range c.Timeouts {
		if len(open) == 0 || ctx.Err() != nil {
			break
		}
		open = c.round(ctx, l, (first+i)%len(c.resolvers), open, wait)
		if slices.ContainsFunc(open, func(q *query) bool { return q.busy }) {
			pause(ctx, wait)
		}
	}
	if !release() {
		l.hangUp() // interrupt may yet move a deadline: not on somebody else's socket
	}
	c.lines.give(l)
	return open
}
