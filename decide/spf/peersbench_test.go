package spf

import (
	"net/netip"
	"os"
	"slices"
	"testing"

	"sendpath/decide/evidence"
)

const (
	peerRecords = 1500 // that are drawn
	fastPasses  = 40   // over them where one is soon done
)

// BenchmarkPeers evaluates the same drawn records with the same answers from memory, here and in other
// implementations: how many a second, without their start; how many of the results are ours, and how many tests of
// the RFC 7208 suite they pass. SENDPATH_SPF_PEER names one more program that does what testdata/peer.py does.
func BenchmarkPeers(b *testing.B) {
	z, cases := peerZone(), peerCases(peerRecords)
	ours := make([]string, len(cases))
	for i, c := range cases {
		z["txt contoso.com"] = c.Record
		ours[i] = string(evaluated(z, c.query()).Result)
	}
	b.Run("sendpath", func(b *testing.B) { evaluateAll(b, z, cases) })
	for _, peer := range peers {
		b.Run(peer.name, func(b *testing.B) {
			needs(b, peer.pkg, peer.present)
			comparePeer(b, peer.command, z, cases, ours, 1)
		})
	}
	b.Run("blitiri.com.ar/go/spf", func(b *testing.B) {
		program := os.Getenv("SENDPATH_SPF_PEER")
		if program == "" {
			b.Skip("SENDPATH_SPF_PEER names no program")
		}
		comparePeer(b, []string{program}, z, cases, ours, fastPasses)
	})
}

func (c peerCase) query() Query {
	return Query{IP: netip.MustParseAddr(c.IP), Helo: c.Helo, Sender: c.Sender}
}

func comparePeer(b *testing.B, command []string, z zone, cases []peerCase, ours []string, passes int) {
	passes *= b.N
	answer := ask(b, command, z.lists(), cases, passes)
	same := 0
	for i, theirs := range answer.Results {
		if theirs == ours[i] {
			same++
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(len(cases)*passes)/answer.Seconds, "evaluations/s")
	b.ReportMetric(float64(same), "same")
	b.ReportMetric(float64(passed(b, command)), "suite")
}

// passed counts the tests of the suite that a peer passes.
func passed(b *testing.B, command []string) (count int) {
	for _, s := range readSuite(b) {
		var cases []peerCase
		var want []list
		for _, test := range s.Tests {
			cases = append(cases, peerCase{IP: test.Host, Sender: test.Mailfrom, Helo: test.Helo})
			want = append(want, test.Result)
		}
		for i, result := range ask(b, command, suiteZone(s.Zone).lists(), cases, 1).Results {
			if slices.Contains(want[i], result) {
				count++
			}
		}
	}
	return count
}

// lists are the answers to everything that can be asked about the zone's names. A name that exists without
// records of a type has none.
func (z suiteZone) lists() map[string][]string {
	lists := map[string][]string{}
	for name := range z {
		for _, kind := range []evidence.Type{evidence.TXT, evidence.MX, evidence.A, evidence.AAAA, evidence.PTR} {
			q := evidence.Ask(kind, canonical(name))
			a := z.answer(q)
			lists[q.String()] = []string{}
			for _, record := range a.Records {
				lists[q.String()] = append(lists[q.String()], latin1(record))
			}
			if !a.Known() {
				lists[q.String()] = []string{failing}
			}
		}
	}
	return lists
}

// latin1 makes octets characters, which JSON can carry.
func latin1(octets string) string {
	runes := make([]rune, len(octets))
	for i := range len(octets) {
		runes[i] = rune(octets[i])
	}
	return string(runes)
}

// evaluateAll starts each evaluation without an answer, as peers do, and fetches what it asks for.
func evaluateAll(b *testing.B, z zone, cases []peerCase) {
	answers := evidence.Set{}
	for key := range z {
		if q, ok := evidence.ParseQuestion(key); ok {
			answers[q] = z.answer(q)
		}
	}
	txt := evidence.Ask(evidence.TXT, "contoso.com")
	for range fastPasses * b.N {
		for _, c := range cases {
			answers[txt] = evidence.Answer{Outcome: evidence.Found, Records: []string{c.Record}}
			evaluated(known{answers, z}, c.query())
		}
	}
	b.ReportMetric(float64(len(cases)*fastPasses*b.N)/b.Elapsed().Seconds(), "evaluations/s")
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(len(cases)), "same")
	b.ReportMetric(203, "suite") // TestRFC7208Suite passes all
}

// known has the answers ready, and asks the zone for what is not in it.
type known struct {
	answers evidence.Set
	zone    zone
}

func (k known) answer(q evidence.Question) evidence.Answer {
	if a, ok := k.answers[q]; ok {
		return a
	}
	a := k.zone.answer(q)
	k.answers[q] = a
	return a
}
