package resolve

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
)

// includes looks up a record and then the one that it names, as SPF does.
func includes(start string, seen *[]string) func(*evidence.Look) {
	return func(look *evidence.Look) {
		*seen = nil
		for name := start; name != ""; {
			a, ok := look.Up(evidence.Ask(evidence.TXT, name))
			if !ok {
				return
			}
			*seen = append(*seen, name+" "+string(a.Outcome))
			name = ""
			if len(a.Records) > 0 {
				name = a.Records[0]
			}
		}
	}
}

const nested = `
	a.example.com TXT b.example.com
	b.example.com TXT c.example.com
`

func TestCompleteAsksUntilNothingIsMissing(t *testing.T) {
	s := probetest.DNS(t, nested)
	var seen []string
	set := evidence.Set{}
	Complete(t.Context(), clientOf(t, s.Addr), set, includes("a.example.com", &seen))
	want := []string{"a.example.com found", "b.example.com found", "c.example.com no name"}
	if !slices.Equal(seen, want) || s.Queries() != 3 || len(set) != 3 {
		t.Errorf("%q after %d queries", seen, s.Queries())
	}
	Complete(t.Context(), Offline{}, set, includes("a.example.com", &seen))
	if !slices.Equal(seen, want) {
		t.Errorf("replayed: %q", seen)
	}
}

func TestCompleteEndsWithItsContext(t *testing.T) {
	s := probetest.DNS(t, nested)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var seen []string
	Complete(ctx, clientOf(t, s.Addr), evidence.Set{}, includes("a.example.com", &seen))
	if !slices.Equal(seen, []string{"a.example.com timeout"}) || s.Queries() != 0 {
		t.Errorf("%q after %d queries", seen, s.Queries())
	}
}

// forgetful leaves out every answer.
type forgetful struct{ asked int }

func (f *forgetful) Ask(context.Context, []evidence.Question) evidence.Set {
	f.asked++
	return nil
}

func TestCompleteEndsWhenMoreIsWantedWithoutEnd(t *testing.T) {
	var asker forgetful
	runs := 0
	Complete(t.Context(), &asker, evidence.Set{}, func(look *evidence.Look) {
		runs++
		for i := range runs {
			look.Up(evidence.Ask(evidence.A, fmt.Sprintf("n%d.example.com", i)))
		}
	})
	if asker.asked != maxRounds || runs != 2*maxRounds {
		t.Errorf("asked %d times in %d runs", asker.asked, runs)
	}
}

func TestOfflineSendsNothing(t *testing.T) {
	if a := ask(t, Offline{}, "mx example.com"); a.Outcome != evidence.Offline || a.Known() {
		t.Errorf("%+v", a)
	}
}

func TestAddresses(t *testing.T) {
	c := clientOf(t, probetest.DNS(t, `
		both.example.com A 192.0.2.1
		both.example.com AAAA 2001:db8::1
		six.example.com AAAA 2001:db8::6
		text.example.com TXT text
		alias.example.com CNAME six.example.com
		! broken.example.com servfail
		half.example.com A 192.0.2.5
	`).Addr)
	for host, want := range map[string]struct {
		addrs   string
		outcome evidence.Outcome
	}{
		"both.example.com":   {"[192.0.2.1 2001:db8::1]", evidence.Found},
		"Both.Example.com.":  {"[192.0.2.1 2001:db8::1]", evidence.Found},
		"six.example.com":    {"[2001:db8::6]", evidence.Found},
		"alias.example.com":  {"[2001:db8::6]", evidence.Found},
		"text.example.com":   {"[]", evidence.NoData},
		"none.example.com":   {"[]", evidence.NoName},
		"broken.example.com": {"[]", evidence.ServFail},
		"198.51.100.7":       {"[198.51.100.7]", evidence.Found},
		"2001:db8::7":        {"[2001:db8::7]", evidence.Found},
	} {
		addrs, outcome := Addresses(t.Context(), c, host)
		if fmt.Sprint(addrs) != want.addrs || outcome != want.outcome {
			t.Errorf("%s: %v %s, want %s %s", host, addrs, outcome, want.addrs, want.outcome)
		}
	}
}

// half answers only one of the two questions.
type half struct{ a, aaaa evidence.Outcome }

func (h half) Ask(_ context.Context, questions []evidence.Question) evidence.Set {
	return evidence.Set{questions[0]: {Outcome: h.a}, questions[1]: {Outcome: h.aaaa}}
}

// That an address could not be found out is not hidden by the answer that there is none of the other kind.
func TestAddressesPrefersWhatCouldNotBeFoundOut(t *testing.T) {
	for _, tt := range []struct{ a, aaaa, want evidence.Outcome }{
		{evidence.Timeout, evidence.NoData, evidence.Timeout},
		{evidence.NoData, evidence.ServFail, evidence.ServFail},
		{evidence.NoName, evidence.NoData, evidence.NoData},
		{evidence.Offline, evidence.Offline, evidence.Offline},
	} {
		if addrs, got := Addresses(t.Context(), half{tt.a, tt.aaaa}, "mx.example.com"); got != tt.want || addrs != nil {
			t.Errorf("%v: %s", tt, got)
		}
	}
	var none []netip.Addr
	if addrs, _ := Addresses(t.Context(), Offline{}, "mx.example.com"); !slices.Equal(addrs, none) {
		t.Error(addrs)
	}
}
