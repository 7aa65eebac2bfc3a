package resolve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
)

const (
	benchDomains = 10_000
	benchCallers = 256 // domains looked up at the same time
)

// BenchmarkDomains looks up MX, TXT and _dmarc TXT of domains, as a batch does, with Client and with
// net.Resolver beside each other against the same server:
//
//	go test -bench Domains -benchtime 100000x ./decide/probe/resolve
func BenchmarkDomains(b *testing.B) {
	server := probetest.NSD(b, "bulk.test", bulkZone())
	var rates [2]float64
	b.Run("Client", func(b *testing.B) {
		c := New([]netip.AddrPort{server})
		defer c.Close()
		rates[0] = measure(b, func(ctx context.Context, domain string) bool { return lookUp(ctx, c, domain) })
	})
	b.Run("net.Resolver", func(b *testing.B) {
		r := goResolver(server)
		rates[1] = measure(b, func(ctx context.Context, domain string) bool { return lookUpNet(ctx, r, domain) })
	})
	if rates[1] > 0 {
		b.Logf("Client %.0f domains/s, net.Resolver %.0f domains/s: %.2f times", rates[0], rates[1], rates[0]/rates[1])
	}
}

// BenchmarkFarServer is a server 20 ms away on a line that loses one packet in a hundred.
func BenchmarkFarServer(b *testing.B) {
	server := probetest.DNS(b, farZone()+"! * delay 20ms\n! * loss 100")
	c := New([]netip.AddrPort{server.Addr})
	defer c.Close()
	measure(b, func(ctx context.Context, domain string) bool { return lookUp(ctx, c, domain) })
}

func bulkZone() string {
	var zone strings.Builder
	for i := range benchDomains {
		fmt.Fprintf(&zone, "d%d MX 10 mail.example.net.\nd%[1]d TXT \"v=spf1 ip4:192.0.2.1 include:spf.example.net -all\"\n_dmarc.d%[1]d TXT \"v=DMARC1; p=none\"\n", i)
	}
	return zone.String()
}

func farZone() string {
	var zone strings.Builder
	for line := range strings.Lines(bulkZone()) {
		zone.WriteString(strings.Replace(line, " ", ".bulk.test ", 1))
	}
	return zone.String()
}

// measure looks b.N domains up and returns how many a second.
func measure(b *testing.B, lookUp func(context.Context, string) bool) float64 {
	var next, failed atomic.Int64
	start := time.Now()
	var done sync.WaitGroup
	for range benchCallers {
		done.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				ctx, cancel := context.WithTimeout(b.Context(), 10*time.Second)
				if !lookUp(ctx, fmt.Sprintf("d%d.bulk.test", i%benchDomains)) {
					failed.Add(1)
				}
				cancel()
			}
		})
	}
	done.Wait()
	rate := float64(b.N) / time.Since(start).Seconds()
	b.ReportMetric(rate, "domains/s")
	if failed.Load() > 0 {
		b.Errorf("%d of %d domains failed", failed.Load(), b.N)
	}
	return rate
}

func lookUp(ctx context.Context, c *Client, domain string) bool {
	questions := []evidence.Question{
		evidence.Ask(evidence.MX, domain),
		evidence.Ask(evidence.TXT, domain),
		evidence.Ask(evidence.TXT, "_dmarc."+domain),
	}
	for _, a := range c.Ask(ctx, questions) {
		if a.Outcome != evidence.Found {
			return false
		}
	}
	return true
}

func goResolver(server netip.AddrPort) *net.Resolver {
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.String())
		},
	}
}

// lookUpNet asks the three questions at once, as lookUp does.
func lookUpNet(ctx context.Context, r *net.Resolver, domain string) bool {
	var errs [3]error
	var done sync.WaitGroup
	done.Go(func() { _, errs[0] = r.LookupMX(ctx, domain+".") })
	done.Go(func() { _, errs[1] = r.LookupTXT(ctx, domain+".") })
	done.Go(func() { _, errs[2] = r.LookupTXT(ctx, "_dmarc."+domain+".") })
	done.Wait()
	return errors.Join(errs[:]...) == nil
}
