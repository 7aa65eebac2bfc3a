package resolve

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

const dnsPort = 53

// ParseResolver reads a resolver as the administrator names it: an address, with or without a port
// ("192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]:5353", "fe80::1%eth0"). The port is 53
// when none is given.
func ParseResolver(s string) (netip.AddrPort, error) {
	if r, err := netip.ParseAddrPort(s); err == nil && r.Port() != 0 {
		return usable(netip.AddrPortFrom(r.Addr().Unmap(), r.Port()), s)
	}
	host := s
	if inner, ok := strings.CutPrefix(s, "["); ok {
		if host, ok = strings.CutSuffix(inner, "]"); !ok || !strings.Contains(host, ":") {
			host = ""
		}
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("resolver %q is not an address with an optional port, as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53", s)
	}
	return usable(netip.AddrPortFrom(addr.Unmap(), dnsPort), s)
}

func usable(r netip.AddrPort, s string) (netip.AddrPort, error) {
	if r.Addr().IsUnspecified() || r.Addr().IsMulticast() {
		return netip.AddrPort{}, fmt.Errorf("resolver %q is not the address of one host", s)
	}
	return r, nil
}

// onPort53 returns the addresses that can be asked, each once.
func onPort53(addrs []netip.Addr) []netip.AddrPort {
	var resolvers []netip.AddrPort
	for _, a := range addrs {
		r := netip.AddrPortFrom(a.Unmap(), dnsPort)
		if askable(r.Addr()) && !slices.Contains(resolvers, r) {
			resolvers = append(resolvers, r)
		}
	}
	return resolvers
}

// siteLocal was to find DNS servers by anycast (draft-ietf-ipv6-dns-discovery). It never became a
// standard, nothing answers there, and Windows still lists it on adapters without an IPv6 server.
var siteLocal = netip.MustParsePrefix("fec0::/10")

// askable leaves out what cannot be reached: a link-local address without its link among them.
func askable(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsMulticast() && !siteLocal.Contains(a.WithZone("")) &&
		(!a.Is6() || !a.IsLinkLocalUnicast() || a.Zone() != "")
}
