package resolve

import (
	"context"
	"net/netip"

	"sendpath/decide/evidence"
)

// maxRounds bounds how often Complete asks. Each round goes one level deeper, and SPF records nest at
// most ten deep (RFC 7208, section 4.6.4), behind them host names and their addresses.
const maxRounds = 24

// Complete runs read, which must be pure, until set has every answer it looks up: after each run it
// asks what was missing, all at once, and adds the answers to set. It ends with ctx, or when read
// always wants more; questions that are left then count as evidence.Timeout, so the last run of read
// misses nothing unless it wants more without end.
func Complete(ctx context.Context, asker Asker, set evidence.Set, read func(*evidence.Look)) {
	for round := range 2 * maxRounds {
		look := set.Look()
		read(look)
		missing := look.Missing()
		if len(missing) == 0 {
			return
		}
		var answers evidence.Set
		if round < maxRounds {
			answers = asker.Ask(ctx, missing)
		}
		for _, q := range missing {
			if a, ok := answers[q]; ok {
				set[q] = a
			} else {
				set[q] = evidence.Answer{Outcome: evidence.Timeout}
			}
		}
	}
}

// Offline is an Asker that sends nothing.
type Offline struct{}

// Ask answers every question with evidence.Offline.
func (Offline) Ask(_ context.Context, questions []evidence.Question) evidence.Set {
	set := make(evidence.Set, len(questions))
	for _, q := range questions {
		set[q] = evidence.Answer{Outcome: evidence.Offline}
	}
	return set
}

// Addresses returns the IPv4 and IPv6 addresses of host, which may itself be an address. Without any,
// the outcome says why, and that something could not be found out goes before that it is not there.
func Addresses(ctx context.Context, asker Asker, host string) ([]netip.Addr, evidence.Outcome) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, evidence.Found
	}
	questions := []evidence.Question{evidence.Ask(evidence.A, host), evidence.Ask(evidence.AAAA, host)}
	set := asker.Ask(ctx, questions)
	var addrs []netip.Addr
	outcome := evidence.NoName
	for _, q := range questions {
		a := set[q]
		for _, r := range a.Records {
			if addr, err := netip.ParseAddr(r); err == nil {
				addrs = append(addrs, addr)
			}
		}
		if !a.Known() || a.Outcome == evidence.NoData && outcome == evidence.NoName {
			outcome = a.Outcome
		}
	}
	if len(addrs) > 0 {
		outcome = evidence.Found
	}
	return addrs, outcome
}
