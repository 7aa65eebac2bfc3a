package spf

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sendpath/decide/evidence"
)

// drawTerm makes terms that lead to sound records of office, some of them with macros.
func drawTerm(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "", "", "+", "-", "~", "?"}).Draw(t, "qualifier") +
		rapid.SampledFrom([]string{
			"a", "mx", "mx//64", "a:mail.contoso.com/28", "ip4:198.51.100.0/24", "IP4:198.51.100.9", "ip4:203.0.113.8/29", "ip4:192.0.2.80", "ip6:2001:db8::/48",
			"include:news.example", "include:deny.example", "include:wrap.example", "include:" + cloud, "exists:%{ir}.list.example", "include:late.example", "all",
		}).Draw(t, "mechanism")
}

func drawRecord(t *rapid.T) string {
	terms := rapid.SliceOfN(rapid.Custom(drawTerm), 0, 7).Draw(t, "terms")
	if modifier := rapid.SampledFrom([]string{"", "", "redirect=news.example", "redirect=wrap.example", "exp=e.contoso.com", "x=%{d}"}).Draw(t, "modifier"); modifier != "" {
		terms = slices.Insert(terms, rapid.IntRange(0, len(terms)).Draw(t, "at"), modifier)
	}
	return strings.Join(append([]string{version}, terms...), rapid.SampledFrom([]string{" ", "  "}).Draw(t, "blanks"))
}

func drawRequest(t *rapid.T) Request {
	pool := prefixes("198.51.100.7 198.51.100.9 198.51.100.0/28 203.0.113.9 2001:db8::7 192.0.2.33 40.92.1.1")
	return Request{
		Domain:    "contoso.com",
		Include:   rapid.SampledFrom([]string{"", cloud}).Draw(t, "include"),
		Addresses: rapid.SliceOfN(rapid.SampledFrom(pool), 0, 3).Draw(t, "addresses"),
		Enforcing: rapid.Bool().Draw(t, "enforcing"),
	}
}

// What Merge proposes, published, leaves nothing to do.
func TestMergingTwiceIsMergingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawRequest(t)
		records := rapid.SliceOfN(rapid.Custom(drawRecord), 0, 3).Draw(t, "records")
		once := merged(office(records...), q)
		if once.Proposed == "" {
			return
		}
		twice := merged(office(once.Proposed), q)
		if twice.Kind != ChangeNone || twice.Proposed != once.Proposed {
			t.Errorf("%q\nonce  %s\ntwice %s (%s)", records, once.Proposed, twice.Proposed, twice.Kind)
		}
	})
}

// However many records there were, one sound record is proposed, which lets nobody else in by all.
func TestOneSoundRecordIsProposed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.Custom(drawRecord), 1, 3).Draw(t, "records")
		c := merged(office(records...), drawRequest(t))
		r, wrong := Parse(c.Proposed)
		if len(wrong) > 0 {
			t.Errorf("%q: %s is broken: %s", records, c.Proposed, wrong[0].Say(nil))
		}
		if _, open := r.everybody(); open {
			t.Errorf("%q: %s", records, c.Proposed)
		}
		if strings.Join(c.Strings, "") != c.Proposed || slices.ContainsFunc(c.Strings, func(s string) bool { return len(s) > 255 }) {
			t.Errorf("strings %q", c.Strings)
		}
	})
}

func TestOtherTermsKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record, q := drawRecord(t), drawRequest(t)
		c := merged(office(record), q)
		checkKept(t, record, c.Proposed, q)
	})
}

// checkKept: the terms before are all there after, in order; only the request's were put between,
// and only "+all" was changed.
func checkKept(t interface{ Errorf(string, ...any) }, before, after string, q Request) {
	added := map[string]bool{"include:" + q.Include: true}
	for _, term := range addressTerms(q.Addresses) {
		added[term.Text] = true
	}
	old, _ := Parse(before)
	now, _ := Parse(after)
	old, _ = old.softened()
	rest := old.terms
	for _, term := range now.terms {
		if len(rest) > 0 && rest[0] == term {
			rest = rest[1:]
		} else if !added[term.Text] {
			t.Errorf("%q became %q: %q is new", before, after, term.Text)
		}
	}
	if len(rest) > 0 {
		t.Errorf("%q became %q without %q", before, after, rest[0].Text)
	}
}

func TestCoveredAddressesChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record, q := drawRecord(t), drawRequest(t)
		r, _ := Parse(record)
		_, open := r.softened()
		tree := inspected(office(record), "contoso.com")
		for _, network := range q.Addresses {
			if !tree.Covers(network) {
				return
			}
		}
		if open != nil || q.Include != "" && !tree.Includes(q.Include) {
			return
		}
		if c := merged(office(record), q); c.Kind != ChangeNone || c.Proposed != record {
			t.Errorf("%s became %s", record, c.Proposed)
		}
	})
}

// Whoever passed before, but for all, passes after; and so does the device. A record past the limits
// is excepted: it says so in its warnings.
func TestMergeHarmsNobody(t *testing.T) {
	clients := []string{"198.51.100.7", "198.51.100.9", "203.0.113.9", "192.0.2.80", "192.0.2.99", "40.92.1.1", "2001:db8::7", "2a01:111:f400::1", "192.0.2.200"}
	rapid.Check(t, func(t *rapid.T) {
		record, q := drawRecord(t), drawRequest(t)
		c := merged(office(record), q)
		if slices.ContainsFunc(c.Warnings, Problem.Breaks) {
			return
		}
		before, after := office(record), office(c.Proposed)
		for _, client := range clients {
			query := Query{IP: netip.MustParseAddr(client), Helo: "printer.contoso.com", Sender: "scanner@contoso.com"}
			was, is := evaluated(before, query), evaluated(after, query)
			byAll := strings.HasSuffix(was.Matched, "all")
			if was.Result == Pass && !byAll && is.Result != Pass {
				t.Errorf("%s: %s passed by %s\nbefore %s\nafter  %s", client, is.Result, was.Matched, record, c.Proposed)
			}
		}
		for _, network := range q.Addresses {
			is := evaluated(after, Query{IP: network.Addr(), Sender: "scanner@contoso.com"})
			if network.IsSingleIP() && is.Result != Pass {
				t.Errorf("%s: %s\nbefore %s\nafter  %s", network, is.Result, record, c.Proposed)
			}
		}
		if p := proven(before, []string{record}, c.Proposed, ""); len(p.Lost) > 0 {
			t.Errorf("%s became %s: lost %q", record, c.Proposed, p.Lost)
		}
	})
}

// Whatever is published, the proposal keeps it, is stable, and never opens the domain to everybody.
func FuzzMerge(f *testing.F) {
	f.Add("v=spf1 a -all", "198.51.100.7")
	f.Add("v=spf1 +all ALL \xff include:%{d} redirect=contoso.com", "2001:db8::1")
	f.Add("v=spf1 include:loop.example mx:%{p}.x.y", "203.0.113.9")
	f.Fuzz(func(t *testing.T, record, address string) {
		addr, err := netip.ParseAddr(address)
		if err != nil || addr.Zone() != "" || !Is(record) || strings.Contains(record, "\n") {
			return
		}
		q := Request{Domain: "contoso.com", Include: cloud, Addresses: []netip.Prefix{netip.PrefixFrom(addr, addr.BitLen())}}
		once := merged(office(record), q)
		checkKept(t, record, once.Proposed, q)
		if twice := merged(office(once.Proposed), q); twice.Proposed != once.Proposed {
			t.Errorf("%q: once %q, twice %q", record, once.Proposed, twice.Proposed)
		}
		if r, _ := Parse(once.Proposed); r.index("all") >= 0 {
			if _, open := r.everybody(); open {
				t.Errorf("%q: %q", record, once.Proposed)
			}
		}
		for _, w := range once.Warnings {
			if said := w.Say(nil); strings.Contains(said, "%!") && !strings.Contains(record, "%!") {
				t.Errorf("%q: %s", record, said)
			}
		}
	})
}

// benchmarkSet holds all answers for a record as companies have them.
func benchmarkSet() evidence.Set {
	z := office("v=spf1 ip4:192.0.2.0/24 include:wrap.example include:news.example mx a:gone.example include:deny.example -all")
	set := evidence.Set{}
	q := Request{Domain: "contoso.com", Include: cloud, Addresses: prefixes("198.51.100.7")}
	for {
		l := set.Look()
		Merge(l, q)
		Evaluate(l, Query{IP: prefixes("198.51.100.7")[0].Addr(), Sender: "scanner@contoso.com"})
		if len(l.Missing()) == 0 {
			return set
		}
		for _, question := range l.Missing() {
			set[question] = z.answer(question)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	set := benchmarkSet()
	q := Request{Domain: "contoso.com", Include: cloud, Addresses: prefixes("198.51.100.7")}
	b.ReportAllocs()
	for b.Loop() {
		Merge(set.Look(), q)
	}
}

func BenchmarkEvaluate(b *testing.B) {
	set := benchmarkSet()
	q := Query{IP: prefixes("198.51.100.7")[0].Addr(), Sender: "scanner@contoso.com"}
	b.ReportAllocs()
	for b.Loop() {
		if e := Evaluate(set.Look(), q); e.Result != Fail {
			b.Fatal(e.Result)
		}
	}
}
