package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkBatch makes 10,000 plans offline and writes them as JSON: the promise is two seconds.
func BenchmarkBatch(b *testing.B) {
	csv := filepath.Join(b.TempDir(), "customers.csv")
	if err := os.WriteFile(csv, []byte(customers(10_000)), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, format := range []string{"json", "csv"} {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				e := &environment{in: strings.NewReader(""), out: io.Discard, errs: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
				if got := run(context.Background(), e, []string{"plan", "--batch", csv, "--format", format, "--offline"}); got != done {
					b.Fatalf("exit status %d", got)
				}
			}
		})
	}
}

func customers(count int) string {
	tls := []string{"1.2", "", "unknown"}
	login := []string{"password", "oauth", ""}
	recipients := []string{"internal", "external"}
	var b strings.Builder
	b.WriteString("customer,domain,tls,login,recipients,static_ip,public_ips,direct_send\n")
	for i := range count {
		fmt.Fprintf(&b, "Customer %d,c%d.example.com,%s,%s,%s,yes,81.2.%d.%d,allowed\n",
			i, i, tls[i%3], login[i%5%3], recipients[i%2], i/256%256, i%256)
	}
	return b.String()
}
