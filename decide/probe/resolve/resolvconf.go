package resolve

import (
	"bufio"
	"io"
	"net/netip"
	"os"
	"strings"
)

// resolvConf is where resolv.conf(5) is on every Unix.
const resolvConf = "/etc/resolv.conf"

// maxConfig bounds what is read of a configuration, in octets.
const maxConfig = 64 << 10

// fromResolvConf returns the resolvers that a file names, and the one on this machine when it names
// none or does not exist: that is what resolv.conf(5) says.
func fromResolvConf(path string) []netip.AddrPort {
	if f, err := os.Open(path); err == nil {
		defer f.Close()
		if found := parseResolvConf(io.LimitReader(f, maxConfig)); len(found) > 0 {
			return found
		}
	}
	return []netip.AddrPort{netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), dnsPort)}
}

func parseResolvConf(text io.Reader) []netip.AddrPort {
	var addrs []netip.Addr
	for lines := bufio.NewScanner(text); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) < 2 || words[0] != "nameserver" {
			continue
		}
		if a, err := netip.ParseAddr(words[1]); err == nil {
			addrs = append(addrs, a)
		}
	}
	return onPort53(addrs)
}
