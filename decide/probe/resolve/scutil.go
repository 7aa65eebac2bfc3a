package resolve

import (
	"bufio"
	"io"
	"net/netip"
	"strings"
)

// parseScutil reads what "scutil --dns" prints on macOS: the resolvers for every name. Left out are those
// for one domain only (VPN, mDNS), and the scoped ones, which serve programs bound to one interface.
func parseScutil(text io.Reader) []netip.AddrPort {
	var addrs []netip.Addr
	var r scutilResolver
	for lines := bufio.NewScanner(text); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		switch {
		case strings.HasPrefix(line, "DNS configuration (for scoped"):
			return onPort53(append(addrs, r.general()...))
		case strings.HasPrefix(line, "resolver #"):
			addrs = append(addrs, r.general()...)
			r = scutilResolver{}
		default:
			r.read(line)
		}
	}
	return onPort53(append(addrs, r.general()...))
}

// A scutilResolver is one "resolver #N" block.
type scutilResolver struct {
	addrs  []netip.Addr
	domain bool   // it serves one domain only
	link   string // the interface of its link-local addresses
}

// read takes in a line as "nameserver[0] : 192.0.2.1" or "if_index : 4 (en0)".
func (r *scutilResolver) read(line string) {
	key, value, ok := strings.Cut(line, " : ")
	if !ok {
		return
	}
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(key, "nameserver["):
		if a, err := netip.ParseAddr(value); err == nil {
			r.addrs = append(r.addrs, a)
		}
	case key == "domain":
		r.domain = true
	case key == "if_index":
		_, link, _ := strings.Cut(value, "(")
		r.link = strings.TrimSuffix(link, ")")
	}
}

func (r *scutilResolver) general() []netip.Addr {
	if r.domain {
		return nil
	}
	for i, a := range r.addrs {
		if a.Is6() && a.IsLinkLocalUnicast() && a.Zone() == "" {
			r.addrs[i] = a.WithZone(r.link)
		}
	}
	return r.addrs
}
