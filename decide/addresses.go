package decide

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide/words"
)

// A reserved range can never be the public address of a site.
type reserved struct {
	prefix netip.Prefix
	why    words.Text
}

func reserve(prefix string, why words.Text) reserved {
	return reserved{netip.MustParsePrefix(prefix), why}
}

// Special-purpose addresses: IANA registries for IPv4 and IPv6 (RFC 6890 and its successors).
var (
	reservedRanges = []reserved{
		reserve("10.0.0.0/8", "%s is a private address, used inside a network: give the one that the internet sees"),
		reserve("172.16.0.0/12", "%s is a private address, used inside a network: give the one that the internet sees"),
		reserve("192.168.0.0/16", "%s is a private address, used inside a network: give the one that the internet sees"),
		reserve("100.64.0.0/10", "%s belongs to a provider's shared NAT (CGNAT): the internet sees another address, and others share it"),
		reserve("127.0.0.0/8", "%s is a loopback address: it never leaves the computer"),
		reserve("169.254.0.0/16", "%s is a link-local address: the device got none from the network"),
		reserve("224.0.0.0/4", "%s is a multicast address, not one of a site"),
		reserve("0.0.0.0/8", "%s is a reserved address that no site has"),
		reserve("192.0.0.0/24", "%s is a reserved address that no site has"),
		reserve("192.88.99.0/24", "%s is a reserved address that no site has"),
		reserve("198.18.0.0/15", "%s is a reserved address that no site has"),
		reserve("240.0.0.0/4", "%s is a reserved address that no site has"),
		reserve("2001::/23", "%s is a reserved address that no site has"),
		reserve("2002::/16", "%s is a reserved address that no site has"),
	}
	documentationRanges = []reserved{
		reserve("192.0.2.0/24", "%s is a documentation address that no site has"),
		reserve("198.51.100.0/24", "%s is a documentation address that no site has"),
		reserve("203.0.113.0/24", "%s is a documentation address that no site has"),
		reserve("2001:db8::/32", "%s is a documentation address that no site has"),
		reserve("3fff::/20", "%s is a documentation address that no site has"),
	}
	globalIPv6 = netip.MustParsePrefix("2000::/3")
)

// The widest ranges that are accepted: a connector takes /24 to /32 (New-InboundConnector); an IPv6
// site has a /48 at most.
const (
	widestIPv4 = 24
	widestIPv6 = 48
)

// ParsePublicPrefix reads one public address or range. Notes tell what was changed; the error says why
// it cannot be a public address of a site.
func ParsePublicPrefix(text string, allowDocumentation bool) (netip.Prefix, []words.Sentence, error) {
	prefix, err := readPrefix(text)
	if err != nil {
		return netip.Prefix{}, nil, err
	}
	if err := usable(prefix, allowDocumentation); err != nil {
		return netip.Prefix{}, nil, err
	}
	var notes []words.Sentence
	if masked := prefix.Masked(); masked != prefix {
		notes = append(notes, words.Sentencef("%s was read as %s, the range it lies in", text, masked.String()))
		prefix = masked
	}
	return prefix, notes, nil
}

func readPrefix(text string) (netip.Prefix, error) {
	if first, second, found := strings.Cut(text, "-"); found && isAddress(first) && second != "" {
		return netip.Prefix{}, words.Sentencef("%s is a range with a dash: write it as CIDR, such as 198.51.100.0/28, or list the addresses", quoted(text))
	}
	if !strings.Contains(text, "/") {
		addr, err := netip.ParseAddr(text)
		if err != nil || addr.Zone() != "" {
			return netip.Prefix{}, words.Sentencef("%s is not an IP address", quoted(text))
		}
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, words.Sentencef("%s is not an IP address or a CIDR range", quoted(text))
	}
	return prefix, nil
}

func usable(prefix netip.Prefix, allowDocumentation bool) error {
	addr := prefix.Addr()
	switch {
	case addr.Is4In6():
		return words.Sentencef("%s is an IPv4 address written as IPv6: write it as IPv4", quoted(prefix.String()))
	case addr.Is4() && prefix.Bits() < widestIPv4:
		return words.Sentencef("%s is wider than /24, the widest range that a connector takes: list smaller ranges", quoted(prefix.String()))
	case addr.Is6() && prefix.Bits() < widestIPv6:
		return words.Sentencef("%s is wider than /48: give the site's own range", quoted(prefix.String()))
	}
	shown := strings.TrimSuffix(strings.TrimSuffix(prefix.String(), "/32"), "/128")
	ranges := reservedRanges
	if !allowDocumentation {
		ranges = slices.Concat(reservedRanges, documentationRanges)
	}
	if !allowDocumentation || !inAny(documentationRanges, addr) {
		for _, r := range ranges {
			if r.prefix.Contains(addr) {
				return words.Sentencef(r.why, shown)
			}
		}
		if addr.Is6() && !globalIPv6.Contains(addr) {
			return words.Sentencef("%s is not a global IPv6 address", shown)
		}
	}
	return nil
}

func inAny(ranges []reserved, addr netip.Addr) bool {
	return slices.ContainsFunc(ranges, func(r reserved) bool { return r.prefix.Contains(addr) })
}

// SplitList splits a list typed as one text: blanks, semicolons or commas between.
func SplitList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return r == ';' || r == ',' || strings.ContainsRune(invisible, r)
	})
}

func parsePublicIPs(text string, in Form) (Reading, error) {
	items := SplitList(text)
	if len(items) > maxAddresses { // before each is compared with all the others
		return Reading{}, words.Sentencef("%d addresses are too many: at most %d, ranges count once", len(items), maxAddresses)
	}
	var reading Reading
	var values []string
	for _, item := range items {
		prefix, notes, err := ParsePublicPrefix(item, in.AllowDocumentation)
		if err != nil {
			return Reading{}, err
		}
		reading.Notes = append(reading.Notes, notes...)
		if value := showPrefix(prefix); !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	reading.Value = strings.Join(values, " ")
	return reading, nil
}

// showPrefix writes a single address without its length.
func showPrefix(p netip.Prefix) string {
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

// Prefixes reads a canonical list of addresses.
func Prefixes(list string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, item := range strings.Fields(list) {
		if prefix, err := readPrefix(item); err == nil {
			prefixes = append(prefixes, prefix)
		}
	}
	return prefixes
}

// ipv4Only returns those of the addresses that a connector takes.
func ipv4Only(addresses []netip.Prefix) []string {
	var out []string
	for _, p := range addresses {
		if p.Addr().Is4() {
			out = append(out, showPrefix(p))
		}
	}
	return out
}
