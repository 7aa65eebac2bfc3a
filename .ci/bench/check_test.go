package bench

import (
	"context"
	"fmt"
	"net/netip"
	"os/exec"
	"strings"
	"testing"
	"time"

	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/resolve"
)

// away is how long a DNS answer takes in BenchmarkCheck.
const away = 20 * time.Millisecond

// BenchmarkCheck is one check whose DNS answers take 20 ms each, beside its floor: the longest chain of questions
// of which each depends on the answer before. The mail servers are ports of this computer that refuse.
func BenchmarkCheck(b *testing.B) {
	for _, records := range []struct {
		name string
		spf  int // SPF records, each named by the one before
	}{{"plain domain", 2}, {"ten nested SPF records", 11}} {
		b.Run(records.name, func(b *testing.B) {
			zone := contoso(records.spf)
			chain := longestChain(b, probetest.DNS(b, zone))
			server := probetest.DNS(b, zone+fmt.Sprintf("! * delay %v\n", away))
			took := make([]float64, b.N)
			for i := range b.N {
				took[i] = checks(b, server)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(took), "ms")
			b.ReportMetric(float64(chain), "chain")
			b.ReportMetric(float64(chain)*float64(away.Milliseconds()), "floor-ms")
		})
	}
}

// contoso is a domain in good order, with so many SPF records in a chain.
func contoso(spf int) string {
	var zone strings.Builder
	zone.WriteString(`contoso.com. MX 0 contoso-com.mail.protection.outlook.com.
contoso.com. TXT "v=spf1 include:spf1.example.com -all"
_dmarc.contoso.com. TXT "v=DMARC1; p=reject"
contoso-com.mail.protection.outlook.com. A 127.0.0.1
smtp.office365.com. A 127.0.0.1
`)
	for i := 1; i < spf; i++ {
		next := ""
		if i+1 < spf {
			next = fmt.Sprintf(" include:spf%d.example.com", i+1)
		}
		fmt.Fprintf(&zone, "spf%d.example.com. TXT \"v=spf1%s -all\"\n", i, next)
	}
	return zone.String()
}

// checks runs the command, and returns how many milliseconds it took. What it finds makes its exit status.
func checks(b *testing.B, server *probetest.Server) float64 {
	cmd := exec.Command(program(b, "sendpath"), "check", "contoso.com", "--resolver", server.Addr.String(), "--skip", "public-address,blocklist")
	cmd.Env = append(cmd.Environ(), "HOME="+b.TempDir())
	asked, begun := server.Queries(), time.Now()
	out, err := cmd.CombinedOutput()
	took := time.Since(begun)
	if server.Queries() == asked || !strings.Contains(string(out), "SPF") {
		b.Fatalf("%v\n%s", err, out)
	}
	return float64(took.Microseconds()) / 1000
}

// longestChain counts the rounds in which the questions of a check can be asked at best.
func longestChain(b *testing.B, server *probetest.Server) int {
	client := resolve.New([]netip.AddrPort{server.Addr})
	defer client.Close()
	c := &counting{Asker: client}
	subject := check.Subject{Domain: "contoso.com", AsOf: "2026-11-22", WithoutAddressLookup: true, WithoutBlocklist: true}
	resolve.Complete(b.Context(), c, evidence.Set{}, subject.Read)
	return c.rounds
}

type counting struct {
	resolve.Asker
	rounds int
}

func (c *counting) Ask(ctx context.Context, questions []evidence.Question) evidence.Set {
	c.rounds++
	return c.Asker.Ask(ctx, questions)
}
