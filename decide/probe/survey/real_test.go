package survey

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"sendpath/decide/check"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/resolve"
)

// master writes a zone as master-file lines with absolute names.
func (z zone) master() string {
	var b strings.Builder
	for key, text := range z.records {
		kind, name, _ := strings.Cut(key, " ")
		for record := range strings.SplitSeq(text, "\n") {
			switch kind {
			case "txt":
				record = `"` + record + `"`
			case "mx", "ns", "cname", "ptr":
				record += "."
			}
			b.WriteString(name + ". 60 IN " + strings.ToUpper(kind) + " " + record + "\n")
		}
	}
	return b.String()
}

// asking returns a surveyor that asks a server over the network.
func asking(t testing.TB, server netip.AddrPort) *Surveyor {
	client := resolve.New([]netip.AddrPort{server})
	t.Cleanup(client.Close)
	return &Surveyor{DNS: client, Outside: Outside{check.MyAddress: client, check.MyAddressGoogle: client}, WithoutServers: true}
}

// Nsd has the names below com; for others, as those of the block list, it refuses to answer, and a
// refused question is unknown and never "listed".
func TestWithARealNameServer(t *testing.T) {
	z := contoso("ptr 7.100.51.198.in-addr.arpa = ", "ns contoso.com = ") // within com an NS record would delegate
	s := asking(t, probetest.NSD(t, "com", z.master()))
	statuses(t, s.findings(t, byRelay), "mx=ok endpoint=ok spf=ok spf-lookups=ok spf-ip=ok dmarc=ok ptr=unknown blocklist=unknown public-address=ok")
}

func TestASilentResolverOverTheNetwork(t *testing.T) {
	s := asking(t, probetest.DNS(t, "! * silent").Addr)
	ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer cancel()
	findings := check.Findings(complete(byRelay), s.Run(ctx, complete(byRelay), nil), nil)
	if worst := check.Worst(findings); worst != check.Unknown {
		t.Errorf("the whole is %s: %+v", worst, findings)
	}
}

// BenchmarkSurvey surveys a domain by a resolver that needs 50 ms for an answer, and reports how many
// times the longest chain of dependent questions that takes: here four SPF records, each named by the
// one before.
func BenchmarkSurvey(b *testing.B) {
	z := contoso("txt contoso.com = v=spf1 include:one.example include:spf.protection.outlook.com -all",
		"txt one.example = v=spf1 include:two.example -all", "txt two.example = v=spf1 include:three.example -all", "txt three.example = v=spf1 -all")
	s := asking(b, probetest.DNS(b, z.master()+"! * delay 50ms\n").Addr)
	const chain = 4 * 50 * time.Millisecond
	for b.Loop() {
		s.survey(b, byRelay)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(chain), "chains/op")
}

// BenchmarkFindings judges what was observed: no network.
func BenchmarkFindings(b *testing.B) {
	observed := surveyor(contoso()).survey(b, byRelay)
	for b.Loop() {
		check.Findings(complete(byRelay), observed, nil)
	}
}
