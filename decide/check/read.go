package check

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/spf"
)

// Names that are asked for this network's public address. The answer is the address of whoever asks, so
// each has to be asked of its own servers: package survey knows them.
var (
	MyAddress       = evidence.Ask(evidence.A, "myip.opendns.com")
	MyAddressGoogle = evidence.Ask(evidence.TXT, "o-o.myaddr.l.google.com")
)

// blocklistZone is the one list that is asked: Microsoft refuses addresses that are on it.
const blocklistZone = "zen.spamhaus.org"

// dkimSelectors are the two names under which Exchange Online publishes its keys.
var dkimSelectors = []string{"selector1", "selector2"}

// A reading is what DNS says about the subject, as far as the answers go.
type reading struct {
	Subject
	look   *evidence.Look
	survey decide.Survey
	tree   spf.Tree
	change spf.Change
	here   netip.Addr // this network's public address as DNS tells, invalid while it is not known
}

// Read looks up everything in DNS that Findings will want.
func (s Subject) Read(look *evidence.Look) {
	r := s.read(look, nil)
	for _, q := range r.facts() {
		look.Up(q)
	}
	for _, t := range r.hosts() {
		r.addressesOf(t.host)
	}
	for _, prefix := range r.senders() {
		r.evaluate(prefix)
		for _, q := range r.reputation(prefix) {
			look.Up(q)
		}
	}
}

func (s Subject) read(look *evidence.Look, ports []Port) *reading {
	r := &reading{Subject: s, look: look}
	r.survey = decide.ReadDNS(look, s.Domain, s.Cloud)
	r.tree = spf.Inspect(look, s.Domain)
	r.here = r.publicAddress(ports)
	r.change = spf.Merge(look, spf.Request{Domain: s.Domain, Include: r.survey.Cloud.SPFInclude,
		Enforcing: r.survey.DMARC.Enforces(), Addresses: r.toAllow()})
	return r
}

// toAllow returns the addresses that belong into the SPF record: those given, where the method sends
// from them.
func (r *reading) toAllow() []netip.Prefix {
	if !r.delivers() {
		return nil
	}
	return r.Addresses
}

// facts are the single questions about the domain.
func (r *reading) facts() []evidence.Question {
	questions := []evidence.Question{
		evidence.Ask(evidence.TXT, "_mta-sts."+r.Domain),
	}
	for _, selector := range dkimSelectors {
		questions = append(questions, dkimQuestion(selector, r.Domain))
	}
	if host := r.survey.Endpoint.Host; host != "" {
		questions = append(questions, evidence.Ask(evidence.TLSA, "_25._tcp."+host))
	}
	return questions
}

func dkimQuestion(selector, domain string) evidence.Question {
	return evidence.Ask(evidence.CNAME, selector+"._domainkey."+domain)
}

// reputation are the questions about one public address. A range has none: nobody asks for 256 of them.
func (r *reading) reputation(prefix netip.Prefix) []evidence.Question {
	if !prefix.IsSingleIP() {
		return nil
	}
	addr := prefix.Addr()
	questions := []evidence.Question{evidence.AskPTR(addr)}
	if addr.Is4() && !r.WithoutBlocklist {
		questions = append(questions, blocklistQuestion(addr))
	}
	return questions
}

func blocklistQuestion(addr netip.Addr) evidence.Question {
	return evidence.Ask(evidence.A, evidence.Octets(addr)+"."+blocklistZone)
}

// senders are the public addresses to judge: those given, else the one of this network.
func (r *reading) senders() []netip.Prefix {
	switch {
	case len(r.Addresses) > 0:
		return r.Addresses
	case r.here.IsValid():
		return []netip.Prefix{netip.PrefixFrom(r.here, r.here.BitLen())}
	}
	return nil
}

// evaluate is what a receiver thinks of mail from an address: of the first one of a range.
func (r *reading) evaluate(prefix netip.Prefix) spf.Evaluation {
	sender := r.Sender
	if sender == "" {
		sender = "postmaster@" + r.Domain
	}
	return spf.Evaluate(r.look, spf.Query{IP: prefix.Addr(), Sender: sender, Helo: r.Domain})
}

// publicAddress asks for this network's address, and takes what a server of Microsoft's saw where DNS
// does not tell.
func (r *reading) publicAddress(ports []Port) netip.Addr {
	if r.asksAddress() {
		if addr, ok := r.askedAddress(); ok {
			return addr
		}
	}
	for _, p := range ports {
		if p.State == PortOpen && r.isPublic(p.SeenAs) {
			return p.SeenAs
		}
	}
	return netip.Addr{}
}

func (r *reading) askedAddress() (netip.Addr, bool) {
	for _, q := range []evidence.Question{MyAddress, MyAddressGoogle} {
		answer, known := r.look.Up(q)
		for _, record := range answer.Records {
			if addr, err := netip.ParseAddr(strings.Trim(record, `"`)); err == nil && r.isPublic(addr) {
				return addr, true
			}
		}
		if !known {
			break
		}
	}
	return netip.Addr{}, false
}

// isPublic reports whether addr can be a site's address on the internet.
func (r *reading) isPublic(addr netip.Addr) bool {
	if !addr.IsValid() {
		return false
	}
	_, _, err := decide.ParsePublicPrefix(addr.String(), r.AllowDocumentation)
	return err == nil
}

// A host is a server to try.
type host struct {
	host string
	port uint16
}

// hosts are the servers that the method uses, as far as their names are known.
func (r *reading) hosts() []host {
	var hosts []host
	if r.signsIn() {
		port := r.SignInPort
		if port == 0 {
			port = submitPort
		}
		hosts = append(hosts, host{r.survey.Cloud.SubmitHost, port})
	}
	if endpoint := r.survey.Endpoint.Host; r.delivers() && endpoint != "" {
		hosts = append(hosts, host{endpoint, mxPort})
	}
	return hosts
}

// A Target is a server to try, with what its name led to.
type Target struct {
	Host    string
	Port    uint16
	Addrs   []netip.Addr
	Outcome evidence.Outcome // evidence.Found, or why there is no address
}

// Targets returns the servers that can be tried already: their names are certain and their addresses
// known.
func (s Subject) Targets(set evidence.Set) []Target {
	r := s.read(set.Look(), nil)
	if _, known := r.look.Up(evidence.Ask(evidence.MX, s.Domain)); !known && s.Cloud == "" {
		return nil
	}
	var targets []Target
	for _, h := range r.hosts() {
		if addrs, outcome := r.addressesOf(h.host); outcome != "" {
			targets = append(targets, Target{h.host, h.port, addrs, outcome})
		}
	}
	return targets
}

// addressesOf returns the addresses of a host. The outcome is "" while an answer is missing; that
// something could not be found out goes before that it is not there.
func (r *reading) addressesOf(name string) ([]netip.Addr, evidence.Outcome) {
	var addrs []netip.Addr
	var outcomes []evidence.Outcome
	complete := true
	for _, t := range []evidence.Type{evidence.A, evidence.AAAA} {
		answer, known := r.look.Up(evidence.Ask(t, name))
		complete = complete && known
		outcomes = append(outcomes, answer.Outcome)
		for _, record := range answer.Records {
			if addr, err := netip.ParseAddr(record); err == nil {
				addrs = append(addrs, addr)
			}
		}
	}
	switch {
	case !complete:
		return nil, ""
	case len(addrs) > 0:
		return addrs, evidence.Found
	}
	for _, o := range outcomes {
		if o != evidence.NoName && o != evidence.NoData {
			return nil, o
		}
	}
	if slices.Contains(outcomes, evidence.NoName) {
		return nil, evidence.NoName
	}
	return nil, evidence.NoData
}
