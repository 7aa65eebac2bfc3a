// Spf evaluates SPF records with blitiri.com.ar/go/spf, as decide/spf/testdata/peer.py does with
// python3-spf. DNS is the zone given on standard input.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"blitiri.com.ar/go/spf"
)

type task struct {
	Zone  zone `json:"zone"`
	Cases []struct {
		Record *string `json:"record"`
		IP     string  `json:"ip"`
		Sender string  `json:"sender"`
		Helo   string  `json:"helo"`
	} `json:"cases"`
	Passes int `json:"passes"`
}

func main() {
	var t task
	if err := json.NewDecoder(os.Stdin).Decode(&t); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	results := make([]string, len(t.Cases))
	begun := time.Now()
	for range t.Passes {
		for i, c := range t.Cases {
			if c.Record != nil {
				t.Zone["txt contoso.com"] = []string{*c.Record}
			}
			result, _ := spf.CheckHostWithSender(net.ParseIP(c.IP), c.Helo, c.Sender, spf.WithResolver(t.Zone))
			results[i] = string(result)
		}
	}
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"results": results, "seconds": time.Since(begun).Seconds()})
}

// A zone answers from memory: "txt example.com" has the records.
type zone map[string][]string

func (z zone) look(kind, name string) ([]string, error) {
	records := z[kind+" "+strings.ToLower(strings.TrimSuffix(name, "."))]
	if len(records) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	if records[0] == "SERVFAIL" {
		return nil, &net.DNSError{Err: "server misbehaving", Name: name, IsTemporary: true}
	}
	return records, nil
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) { return z.look("txt", name) }

func (z zone) LookupMX(_ context.Context, name string) (hosts []*net.MX, err error) {
	records, err := z.look("mx", name)
	for _, record := range records {
		preference, host, _ := strings.Cut(record, " ")
		number, _ := strconv.Atoi(preference)
		hosts = append(hosts, &net.MX{Host: host + ".", Pref: uint16(number)})
	}
	return hosts, err
}

func (z zone) LookupIPAddr(_ context.Context, host string) (addrs []net.IPAddr, err error) {
	four, err := z.look("a", host)
	six, err6 := z.look("aaaa", host)
	for _, text := range append(four[:len(four):len(four)], six...) {
		addrs = append(addrs, net.IPAddr{IP: net.ParseIP(text)})
	}
	if len(addrs) > 0 {
		return addrs, nil
	}
	if failure, ok := err.(*net.DNSError); ok && failure.IsNotFound {
		err = err6
	}
	return nil, err
}

// LookupAddr finds the host names of an address.
func (z zone) LookupAddr(_ context.Context, addr string) (names []string, err error) {
	return z.look("ptr", reverse(net.ParseIP(addr)))
}

func reverse(ip net.IP) string {
	var labels []string
	suffix := "ip6.arpa"
	if four := ip.To4(); four != nil {
		suffix = "in-addr.arpa"
		for _, octet := range four {
			labels = append([]string{strconv.Itoa(int(octet))}, labels...)
		}
	} else {
		for _, octet := range ip {
			labels = append([]string{fmt.Sprintf("%x", octet&15), fmt.Sprintf("%x", octet>>4)}, labels...)
		}
	}
	return strings.Join(append(labels, suffix), ".")
}
