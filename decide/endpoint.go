package decide

import (
	"slices"
	"strconv"
	"strings"

	"sendpath/decide/evidence"
)

// An EndpointKind says what the MX records of a domain lead to.
type EndpointKind string

// The kinds of endpoint.
const (
	KindExchangeOnline EndpointKind = "exchange-online" // *.mail.protection.outlook.com
	KindMXMicrosoft    EndpointKind = "mx.microsoft"    // *.mx.microsoft
	KindGCCHigh        EndpointKind = "gcc-high"        // *.mail.protection.office365.us, GCC High and DoD
	KindChina          EndpointKind = "china"           // *.mail.protection.partner.outlook.cn
	KindFilter         EndpointKind = "filter"          // a known mail filter, and nothing of Microsoft's
	KindOther          EndpointKind = "other"           // somebody else's mail servers
	KindNone           EndpointKind = "none"            // no MX, or the null MX of RFC 7505
	KindUnknown        EndpointKind = ""                // could not be read
)

var microsoftSuffixes = []struct {
	suffix string
	kind   EndpointKind
	cloud  string
}{
	{".mail.protection.outlook.com", KindExchangeOnline, Worldwide},
	{".mx.microsoft", KindMXMicrosoft, Worldwide},
	{".mail.protection.office365.us", KindGCCHigh, GCCHigh},
	{".mail.protection.partner.outlook.cn", KindChina, China},
}

// filterSuffixes are endings that suggest a mail filter in front of Microsoft 365; a heuristic.
var filterSuffixes = []struct{ suffix, vendor string }{
	{".mimecast.com", "Mimecast"},
	{".pphosted.com", "Proofpoint"},
	{".ppe-hosted.com", "Proofpoint Essentials"},
	{".ess.barracudanetworks.com", "Barracuda"},
	{".iphmx.com", "Cisco"},
	{".messagelabs.com", "Symantec"},
	{".hornetsecurity.com", "Hornetsecurity"},
	{".antispameurope.com", "Hornetsecurity"},
	{".sophos.com", "Sophos"},
	{".trendmicro.com", "Trend Micro"},
	{".fortimailcloud.com", "Fortinet"},
	{".mailroute.net", "MailRoute"},
}

// An Endpoint is where relay and Direct Send deliver: the organisation's own host at Microsoft.
type Endpoint struct {
	Host      string // "" when nothing is known
	Kind      EndpointKind
	Cloud     string // the cloud that the host belongs to, "" when it is not Microsoft's
	Confirmed bool   // read from DNS; otherwise Host is a hint or empty
	Filter    string // the host of another product that gets the mail before Microsoft, "" for none
	Vendor    string // who makes the filter, where its name gives it away
	IPv6      bool   // Host has AAAA records
}

type mxHost struct {
	preference int
	name       string
}

// readEndpoint finds the endpoint in the MX set, or tries the classic name where the set has nothing
// of Microsoft's.
func readEndpoint(look *evidence.Look, domain, cloud string) Endpoint {
	answer, ok := look.Up(evidence.Ask(evidence.MX, domain))
	if !ok || !answer.Known() {
		return Endpoint{}
	}
	hosts := mxHosts(answer)
	endpoint := classify(hosts)
	if endpoint.Host == "" {
		endpoint = tryClassicName(look, endpoint, domain, cloud)
	}
	if endpoint.Host != "" {
		v6, _ := look.Up(evidence.Ask(evidence.AAAA, endpoint.Host))
		endpoint.IPv6 = v6.Outcome == evidence.Found
	}
	return endpoint
}

// mxHosts returns the MX set, most preferred first; the null MX is no host.
func mxHosts(answer evidence.Answer) []mxHost {
	var hosts []mxHost
	for _, record := range answer.Records {
		preference, name, _ := strings.Cut(record, " ")
		n, err := strconv.Atoi(preference)
		if err != nil || name == "." || name == "" {
			continue
		}
		hosts = append(hosts, mxHost{n, name})
	}
	slices.SortStableFunc(hosts, func(a, b mxHost) int {
		if a.preference != b.preference {
			return a.preference - b.preference
		}
		return strings.Compare(a.name, b.name)
	})
	return hosts
}

// classify takes the most preferred host that is Microsoft's, wherever it stands in the set.
func classify(hosts []mxHost) Endpoint {
	if len(hosts) == 0 {
		return Endpoint{Kind: KindNone}
	}
	for i, host := range hosts {
		for _, m := range microsoftSuffixes {
			if !strings.HasSuffix(host.name, m.suffix) {
				continue
			}
			endpoint := Endpoint{Host: host.name, Kind: m.kind, Cloud: m.cloud, Confirmed: true}
			if i > 0 && hosts[0].preference < host.preference {
				endpoint.Filter, endpoint.Vendor = hosts[0].name, filterVendor(hosts[0].name)
			}
			return endpoint
		}
	}
	endpoint := Endpoint{Kind: KindOther, Filter: hosts[0].name, Vendor: filterVendor(hosts[0].name)}
	if endpoint.Vendor != "" {
		endpoint.Kind = KindFilter
	}
	return endpoint
}

func filterVendor(host string) string {
	for _, f := range filterSuffixes {
		if strings.HasSuffix(host, f.suffix) {
			return f.vendor
		}
	}
	return ""
}

// tryClassicName fills in the classic host as a hint, when it exists. That it resolves does not prove
// that it is the organisation's current one.
func tryClassicName(look *evidence.Look, endpoint Endpoint, domain, cloud string) Endpoint {
	name := classicHost(domain, cloud)
	v4, _ := look.Up(evidence.Ask(evidence.A, name))
	v6, _ := look.Up(evidence.Ask(evidence.AAAA, name))
	if v4.Outcome == evidence.Found || v6.Outcome == evidence.Found {
		endpoint.Host = name
	}
	return endpoint
}

// classicHost returns the name that Microsoft gave a domain's MX host until July 2026. The rule for
// dashes is inferred from public samples and undocumented: the result is a hint to look up, never a
// value to print as known.
func classicHost(domain, cloud string) string {
	suffix := CloudByName(cloud).MXSuffixes[0]
	for _, initial := range []string{".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn"} {
		if tenant, found := strings.CutSuffix(domain, initial); found {
			return tenant + suffix
		}
	}
	base := strings.ReplaceAll(strings.ReplaceAll(domain, "-", ""), ".", "-")
	return base + dashCode(domain) + suffix
}

// dashCode encodes where the dashes of a domain stood: positions in groups of four, a letter for the
// dashes of a group (a + one bit each), a number for a run of groups without one, after a leading 0.
func dashCode(domain string) string {
	if !strings.Contains(domain, "-") {
		return ""
	}
	groups := make([]byte, len(domain)/4+1)
	last := 0
	for i := range len(domain) {
		if domain[i] == '-' {
			groups[i/4] |= 1 << (i % 4)
			last = i / 4
		}
	}
	code, empty := "0", 0
	for _, bits := range groups[:last+1] {
		if bits == 0 {
			empty++
			continue
		}
		if empty > 0 {
			code += strconv.Itoa(empty)
			empty = 0
		}
		code += string('a' + rune(bits))
	}
	return code
}
