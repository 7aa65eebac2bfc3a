package spf

import (
	"net/netip"
	"strings"

	"sendpath/decide/evidence"
)

const maxHosts = 10 // mail servers of one mx; host names of one address (RFC 7208, section 4.6.4)

// match reports whether the mechanism matches the client's address (RFC 7208, section 5).
func (c *check) match(t Term, domain string) bool {
	if t.Queries() && !c.count() {
		return false
	}
	switch t.Name {
	case "all":
		return true
	case "ip4", "ip6":
		return t.Net.Contains(c.query.IP)
	}
	target := c.target(t, domain)
	if !c.going() {
		return false
	}
	switch t.Name {
	case "include":
		return c.matchInclude(t, target)
	case "a":
		answer, _ := c.askFor(c.family(), target)
		return c.among(answer, t)
	case "mx":
		return c.matchMX(t, target)
	case "exists":
		answer, _ := c.askFor(evidence.A, target) // A, whatever the client's family: section 5.7
		return len(answer.Records) > 0
	}
	return c.matchPTR(target)
}

// matchInclude: the included record's result decides whether the mechanism matches (section 5.2).
func (c *check) matchInclude(t Term, target string) bool {
	v := c.host(target)
	if v.result == None {
		c.fail(PermError, textNoneBelow, t.Text, target)
	}
	return v.result == Pass
}

// matchMX looks the addresses of all mail servers up at once, as far as answers are missing.
func (c *check) matchMX(t Term, target string) bool {
	answer, ok := c.askFor(evidence.MX, target)
	if !ok {
		return false
	}
	if len(answer.Records) > maxHosts {
		c.fail(PermError, textTooManyHosts, t.Text, maxHosts)
		return false
	}
	for _, record := range answer.Records {
		_, host, _ := strings.Cut(record, " ")
		addresses, ok := c.ask(c.family(), canonical(host))
		if c.failed != "" {
			return false
		}
		if ok && !c.waiting && c.among(addresses, t) {
			return true
		}
	}
	return false
}

// family is the type of the records that hold addresses like the client's.
func (c *check) family() evidence.Type {
	if c.query.IP.Is4() {
		return evidence.A
	}
	return evidence.AAAA
}

// among reports whether one of the addresses, taken as a network of the term's length, holds the client's.
func (c *check) among(addresses evidence.Answer, t Term) bool {
	bits := t.Bits6
	if c.query.IP.Is4() {
		bits = t.Bits4
	}
	for _, record := range addresses.Records {
		addr, err := netip.ParseAddr(record)
		if err != nil {
			continue
		}
		if network, err := addr.Prefix(bits); err == nil && network.Contains(c.query.IP) {
			return true
		}
	}
	return false
}

// matchPTR looks for a host name of the client in the target domain (section 5.5).
func (c *check) matchPTR(target string) bool {
	names, void := c.hostNames()
	if void {
		c.void()
	}
	for _, name := range names {
		if within(name, target) && c.validated(name) {
			return c.going()
		}
	}
	return false
}

// hostNames returns the client's host names, unchecked. A DNS error counts as none.
func (c *check) hostNames() (names []string, void bool) {
	answer, ok := c.look.Up(evidence.AskPTR(c.query.IP))
	if !ok {
		c.waiting = true
	}
	return answer.Records[:min(len(answer.Records), maxHosts)], ok && answer.Void()
}

// validated reports whether the name leads back to the client. A DNS error counts as no.
func (c *check) validated(name string) bool {
	name = canonical(name)
	if !queryable(name) {
		return false
	}
	answer, ok := c.look.Up(evidence.Ask(c.family(), name))
	if !ok {
		c.waiting = true
	}
	return c.among(answer, Term{Bits4: 32, Bits6: 128})
}

// within reports whether name is domain or below it.
func within(name, domain string) bool {
	name, domain = canonical(name), canonical(domain)
	return name == domain || strings.HasSuffix(name, "."+domain)
}

// ahead looks up what the terms after a missing answer will need, so that the caller can ask all of
// it at once. It goes no further than the terms that may still query.
func (c *check) ahead(terms []Term, domain string) {
	left := MaxLookups - c.lookups
	for _, t := range terms {
		if t.is("all") || left <= 0 {
			return
		}
		if !t.Queries() || strings.Contains(strings.ToLower(t.Value), "%{p") {
			continue
		}
		left--
		target := c.target(t, domain)
		switch t.Name {
		case "include", "redirect":
			c.peek(evidence.TXT, target)
		case "a":
			c.peek(c.family(), target)
		case "mx":
			c.peek(evidence.MX, target)
		case "exists":
			c.peek(evidence.A, target)
		case "ptr":
			c.look.Up(evidence.AskPTR(c.query.IP))
		}
	}
}

func (c *check) peek(kind evidence.Type, name string) {
	if queryable(name) {
		c.look.Up(evidence.Ask(kind, name))
	}
}
