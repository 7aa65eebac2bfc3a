package resolve

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sendpath/decide/probe/probetest"
)

// BenchmarkDNSPerf asks the questions of BenchmarkDomains with dnsperf, which reads no answer and keeps none: what
// the same server on the same processors can bear. Its rate is in domains, of three questions each.
func BenchmarkDNSPerf(b *testing.B) {
	program := probetest.Need(b, "dnsperf", "dnsperf")
	server := probetest.NSD(b, "bulk.test", bulkZone())
	var questions strings.Builder
	for i := range benchDomains {
		fmt.Fprintf(&questions, "d%d.bulk.test MX\nd%[1]d.bulk.test TXT\n_dmarc.d%[1]d.bulk.test TXT\n", i)
	}
	file := filepath.Join(b.TempDir(), "questions")
	if err := os.WriteFile(file, []byte(questions.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	passes := strconv.Itoa((b.N + benchDomains - 1) / benchDomains)
	b.ResetTimer()
	out, err := exec.Command(program, "-s", server.Addr().String(), "-p", strconv.Itoa(int(server.Port())),
		"-d", file, "-n", passes, "-c", "8", "-q", strconv.Itoa(3*benchCallers)).CombinedOutput()
	rate := regexp.MustCompile(`Queries per second: +([0-9.]+)`).FindSubmatch(out)
	if err != nil || rate == nil {
		b.Fatalf("%v\n%s", err, out)
	}
	queries, _ := strconv.ParseFloat(string(rate[1]), 64)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(queries/3, "domains/s")
}
