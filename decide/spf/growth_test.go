package spf

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"sendpath/decide/evidence"
)

// The largest records that the limits of RFC 7208, section 4.6.4, allow, each with ranges in it.
const (
	rangesEach = 30
	rangesMost = 3900 // of one record: 64,000 octets, as many as a TXT record holds
)

// ranges are terms for so many networks, none of which has the client.
func ranges(count, of int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, " ip4:10.%d.%d.%d/31", of, i/128, i%128*2)
	}
	return b.String()
}

// widest includes so many records side by side.
func widest(records int) zone {
	z := zone{}
	own := version
	for i := range records {
		own += fmt.Sprintf(" include:r%d.example", i)
		z[fmt.Sprintf("txt r%d.example", i)] = version + ranges(rangesEach, i) + " -all"
	}
	z["txt contoso.com"] = own + " -all"
	return z
}

// deepest includes so many records, each in the one before.
func deepest(records int) zone {
	z := zone{}
	below := ""
	for i := records - 1; i >= 0; i-- {
		z[fmt.Sprintf("txt r%d.example", i)] = version + ranges(rangesEach, i) + below + " -all"
		below = fmt.Sprintf(" include:r%d.example", i)
	}
	z["txt contoso.com"] = version + below + " -all"
	return z
}

// longest is one record with so many ranges.
func longest(count int) zone {
	return zone{"txt contoso.com": version + ranges(count, 0) + " -all"}
}

// answered asks until nothing is missing, and returns the answers for both kinds of work.
func answered(z zone) evidence.Set {
	set := evidence.Set{}
	for {
		l := set.Look()
		Merge(l, growthRequest)
		Evaluate(l, growthQuery)
		if len(l.Missing()) == 0 {
			return set
		}
		for _, q := range l.Missing() {
			set[q] = z.answer(q)
		}
	}
}

var (
	growthRequest = Request{Domain: "contoso.com", Addresses: prefixes("198.51.100.7")}
	growthQuery   = Query{IP: netip.MustParseAddr("198.51.100.7"), Sender: "scanner@contoso.com"}
)

func BenchmarkWidest(b *testing.B)  { growth(b, widest(MaxLookups)) }
func BenchmarkDeepest(b *testing.B) { growth(b, deepest(MaxLookups)) }
func BenchmarkLongest(b *testing.B) { growth(b, longest(rangesMost)) }

func growth(b *testing.B, z zone) {
	set := answered(z)
	b.Run("evaluate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if e := Evaluate(set.Look(), growthQuery); e.Result != Fail {
				b.Fatal(e.Result)
			}
		}
	})
	b.Run("merge", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if c := Merge(set.Look(), growthRequest); c.Proposed == "" {
				b.Fatal(c.Kind)
			}
		}
	})
}

// Ten times the records or ranges are at most about ten times the work, as far as allocations tell.
func TestWorkGrowsWithTheRecords(t *testing.T) {
	for name, shape := range map[string]struct {
		make func(int) zone
		few  int
	}{"widest": {widest, 1}, "deepest": {deepest, 1}, "longest": {longest, rangesMost / 10}} {
		t.Run(name, func(t *testing.T) {
			few, many := answered(shape.make(shape.few)), answered(shape.make(10*shape.few))
			for kind, work := range map[string]func(*evidence.Look){
				"evaluate": func(l *evidence.Look) { Evaluate(l, growthQuery) },
				"merge":    func(l *evidence.Look) { Merge(l, growthRequest) },
			} {
				before := testing.AllocsPerRun(10, func() { work(few.Look()) })
				after := testing.AllocsPerRun(10, func() { work(many.Look()) })
				if after > 11*before+20 {
					t.Errorf("%s: %.0f allocations became %.0f", kind, before, after)
				}
			}
		})
	}
}
