package batch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/resolve"
	"sendpath/render"
	"sendpath/ui/batch"
)

const benchCustomers = 5_000

// BenchmarkPlans makes whole plans of a CSV file and writes them as JSON, with resolve.Client and with
// net.Resolver beside each other against the same server:
//
//	go test -v -run NONE -bench Plans -benchtime 20000x ./ui/batch
func BenchmarkPlans(b *testing.B) {
	server := probetest.NSD(b, "com", customersZone())
	client := resolve.New([]netip.AddrPort{server})
	defer client.Close()
	var rates [2]float64
	b.Run("Client", func(b *testing.B) { rates[0] = plans(b, resolve.Remember(client, time.Now)) })
	b.Run("net.Resolver", func(b *testing.B) { rates[1] = plans(b, standard{server}) })
	if rates[1] > 0 {
		b.Logf("Client %.0f plans/s, net.Resolver %.0f plans/s: %.2f times", rates[0], rates[1], rates[0]/rates[1])
	}
}

// customersZone has customers in Exchange Online, and Microsoft's SPF record.
func customersZone() string {
	var zone strings.Builder
	zone.WriteString("spf.protection.outlook TXT \"v=spf1 ip4:192.0.2.0/24 ip4:203.0.113.0/24 ip6:2001:db8::/32 -all\"\n")
	for i := range benchCustomers {
		fmt.Fprintf(&zone, "c%d.example MX 0 c%[1]d-example-com.mail.protection.outlook\n"+
			"c%[1]d.example TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n"+
			"_dmarc.c%[1]d.example TXT \"v=DMARC1; p=none\"\n"+
			"c%[1]d-example-com.mail.protection.outlook A 192.0.2.25\n", i)
	}
	return zone.String()
}

// plans makes b.N plans and returns how many a second.
func plans(b *testing.B, asker resolve.Asker) float64 {
	rows, problems, err := batch.OpenRows(io.MultiReader(strings.NewReader("customer,domain,login,static_ip,public_ips\n"), &customers{left: b.N}), decide.Device)
	if err != nil || len(problems) > 0 {
		b.Fatal(err, problems)
	}
	var unread atomic.Int64
	next := func() (batch.Row, bool) {
		row, err := rows.Next()
		return row, err == nil
	}
	lines := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	work := func(ctx context.Context, row batch.Row) *bytes.Buffer {
		line := lines.Get().(*bytes.Buffer)
		line.Reset()
		answers, _, problems := batch.Read(row.Entries, decide.Form{AllowDocumentation: true})
		if len(problems) > 0 {
			unread.Add(1)
			return line
		}
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		set, draft := evidence.Set{}, decide.NewDraft(decide.Case{Answers: answers, AsOf: "2026-11-22"})
		resolve.Complete(ctx, asker, set, draft.Read)
		plan := draft.Plan(set)
		if plan.DNS.SPF.Change != "edit" || !plan.Endpoint.Confirmed {
			unread.Add(1)
		}
		render.Line(line, plan, nil)
		return line
	}
	octets := 0
	defer batch.TradeMemory()()
	start := time.Now()
	err = batch.Ordered(b.Context(), batch.Waiting, next, work, func(line *bytes.Buffer) error {
		octets += line.Len()
		lines.Put(line)
		return nil
	})
	rate := float64(b.N) / time.Since(start).Seconds()
	if err != nil || unread.Load() > 0 || octets < 5_000*b.N {
		b.Errorf("%d octets, %d of %d plans without DNS: %v", octets, unread.Load(), b.N, err)
	}
	b.ReportMetric(rate, "plans/s")
	return rate
}

// customers reads as the lines of a CSV file.
type customers struct {
	next, left int
	line       string
}

func (c *customers) Read(p []byte) (int, error) {
	if c.line == "" {
		if c.left == 0 {
			return 0, io.EOF
		}
		c.line = fmt.Sprintf("Customer %d,c%d.example.com,none,yes,198.51.100.%d\n", c.next, c.next%benchCustomers, c.next%250+1)
		c.next++
		c.left--
	}
	n := copy(p, c.line)
	c.line = c.line[n:]
	return n, nil
}

// standard asks with the standard library.
type standard struct{ server netip.AddrPort }

func (s standard) Ask(ctx context.Context, questions []evidence.Question) evidence.Set {
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.server.String())
	}}
	answers := make(chan evidence.Set)
	for _, q := range questions {
		go func() { answers <- evidence.Set{q: ask(ctx, r, q)} }()
	}
	set := evidence.Set{}
	for range questions {
		for q, a := range <-answers {
			set[q] = a
		}
	}
	return set
}

func ask(ctx context.Context, r *net.Resolver, q evidence.Question) evidence.Answer {
	var records []string
	var err error
	switch name := q.Name + "."; q.Type {
	case evidence.TXT:
		records, err = r.LookupTXT(ctx, name)
	case evidence.MX:
		var hosts []*net.MX
		hosts, err = r.LookupMX(ctx, name)
		for _, h := range hosts {
			records = append(records, fmt.Sprintf("%d %s", h.Pref, strings.TrimSuffix(h.Host, ".")))
		}
	case evidence.NS:
		var hosts []*net.NS
		hosts, err = r.LookupNS(ctx, name)
		for _, h := range hosts {
			records = append(records, strings.TrimSuffix(h.Host, "."))
		}
	default:
		var addrs []netip.Addr
		addrs, err = r.LookupNetIP(ctx, map[evidence.Type]string{evidence.A: "ip4", evidence.AAAA: "ip6"}[q.Type], name)
		for _, a := range addrs {
			records = append(records, a.String())
		}
	}
	if failure, ok := errors.AsType[*net.DNSError](err); ok && failure.IsNotFound {
		return evidence.Answer{Outcome: evidence.NoData}
	}
	if err != nil {
		return evidence.Answer{Outcome: evidence.Timeout}
	}
	return evidence.Answer{Outcome: evidence.Found, Records: records}
}
