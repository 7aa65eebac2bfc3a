package resolve

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseResolver(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1":            "192.0.2.1:53",
		"192.0.2.1:5353":       "192.0.2.1:5353",
		"2001:db8::1":          "[2001:db8::1]:53",
		"[2001:db8::1]":        "[2001:db8::1]:53",
		"[2001:db8::1]:5353":   "[2001:db8::1]:5353",
		"fe80::1%eth0":         "[fe80::1%eth0]:53",
		"[fe80::1%eth0]:5353":  "[fe80::1%eth0]:5353",
		"::ffff:192.0.2.1":     "192.0.2.1:53",
		"127.0.0.1:65535":      "127.0.0.1:65535",
		"":                     "",
		"resolver.example.com": "",
		"192.0.2.1:":           "",
		"192.0.2.1:0":          "",
		"192.0.2.1:65536":      "",
		"192.0.2.1:dns":        "",
		"192.0.2":              "",
		"192.0.2.1/24":         "",
		" 192.0.2.1":           "",
		"[192.0.2.1]":          "",
		"[2001:db8::1":         "",
		"2001:db8::1]":         "",
		"0.0.0.0":              "",
		"[::]:53":              "",
		"224.0.0.251":          "",
	} {
		r, err := ParseResolver(in)
		if (err != nil) != (want == "") || err == nil && r.String() != want {
			t.Errorf("%q: %s, %v, want %q", in, r, err, want)
		}
		if err != nil && !strings.Contains(err.Error(), fmt.Sprintf("%q", in)) {
			t.Errorf("%q: the error does not say what was found: %v", in, err)
		}
	}
}

const someResolvConf = `# written by hand
domain example.com
nameserver 192.0.2.53
 nameserver	2001:db8::53   # with a remark
nameserver 192.0.2.53
nameserver fe80::1%eth0
nameserver fe80::1
nameserver dns.example.com
nameserver
nameservers 192.0.2.99
options edns0
`

func TestResolvConf(t *testing.T) {
	const want = "[192.0.2.53:53 [2001:db8::53]:53 [fe80::1%eth0]:53]"
	if got := fmt.Sprint(parseResolvConf(strings.NewReader(someResolvConf))); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	path := filepath.Join(t.TempDir(), "resolv.conf")
	if got := fmt.Sprint(fromResolvConf(path)); got != "[127.0.0.1:53]" {
		t.Errorf("without the file: %s", got)
	}
	if err := os.WriteFile(path, []byte("nameserver 192.0.2.1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(fromResolvConf(path)); got != "[192.0.2.1:53]" {
		t.Error(got)
	}
}

const someScutil = `DNS configuration

resolver #1
  search domain[0] : example.com
  nameserver[0] : 192.0.2.53
  nameserver[1] : fe80::1
  if_index : 4 (en0)
  flags    : Request A records, Request AAAA records
  reach    : 0x00020002 (Reachable,Directly Reachable Address)

resolver #2
  domain   : local
  options  : mdns
  nameserver[0] : 198.51.100.1
  timeout  : 5

resolver #3
  nameserver[0] : 2001:db8::53

DNS configuration (for scoped queries)

resolver #1
  nameserver[0] : 203.0.113.1
  if_index : 5 (en1)
`

func TestScutil(t *testing.T) {
	const want = "[192.0.2.53:53 [fe80::1%en0]:53 [2001:db8::53]:53]"
	if got := fmt.Sprint(parseScutil(strings.NewReader(someScutil))); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAdapters(t *testing.T) {
	addrs := func(s ...string) (out []netip.Addr) {
		for _, a := range s {
			out = append(out, netip.MustParseAddr(a))
		}
		return out
	}
	got := fmt.Sprint(fromAdapters([]adapter{
		{metric: 5, servers: addrs("fec0:0:0:ffff::1", "fec0:0:0:ffff::2%1", "198.51.100.9")}, // a virtual switch
		{metric: 50, gateway: true, servers: addrs("192.0.2.50")},
		{metric: 25, gateway: true, servers: addrs("192.0.2.25", "2001:db8::25", "fe80::1%7", "::")},
		{metric: 25, gateway: true, servers: addrs("192.0.2.25")},
	}))
	const want = "[192.0.2.25:53 [2001:db8::25]:53 [fe80::1%7]:53 192.0.2.50:53 198.51.100.9:53]"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Whatever this machine is set up to, what comes back can be asked.
func TestSystem(t *testing.T) {
	resolvers, err := System()
	if err != nil {
		t.Skip(err)
	}
	checkResolvers(t, resolvers)
	if len(resolvers) == 0 {
		t.Error("neither resolvers nor an error")
	}
}

func checkResolvers(t *testing.T, resolvers []netip.AddrPort) {
	t.Helper()
	seen := map[netip.AddrPort]bool{}
	for _, r := range resolvers {
		if !r.IsValid() || r.Port() != dnsPort || r.Addr().IsUnspecified() || seen[r] {
			t.Errorf("%s among %v", r, resolvers)
		}
		seen[r] = true
	}
}

func FuzzSystemConfiguration(f *testing.F) {
	f.Add(someResolvConf)
	f.Add(someScutil)
	f.Add("nameserver[0] : ::1%\nnameserver ::ffff:0.0.0.0")
	f.Fuzz(func(t *testing.T, text string) {
		checkResolvers(t, parseResolvConf(strings.NewReader(text)))
		checkResolvers(t, parseScutil(strings.NewReader(text)))
	})
}

// What ParseResolver takes it gives back as something that it takes as the same.
func FuzzParseResolver(f *testing.F) {
	for _, s := range []string{"192.0.2.1", "[2001:db8::1]:5353", "fe80::1%eth0", "::ffff:0.0.0.0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseResolver(s)
		if err != nil {
			return
		}
		if again, err := ParseResolver(r.String()); err != nil || again != r || r.Port() == 0 {
			t.Errorf("%q: %s, then %s, %v", s, r, again, err)
		}
	})
}
