package spf

import "net/netip"

// Covers reports whether every address of network passes already: the first ip4 or ip6 term that
// holds all of it, here or through include and redirect=, has the qualifier "+". An include matches
// only where the included record gives pass, and then counts with its own qualifier (RFC 7208,
// section 5.2). What a, mx, exists and ptr name may change any day and covers nothing.
func (t Tree) Covers(network netip.Prefix) bool {
	return first(t.Nodes, network) == '+'
}

// first returns the qualifier that the ip4 and ip6 terms in nodes decide on for network, 0 when none does.
func first(nodes []Node, network netip.Prefix) byte {
	for _, n := range nodes {
		switch {
		case n.Idle:
		case n.Term.is("all"):
			return 0
		case n.Term.Net.IsValid() && holds(n.Term.Net, network):
			return n.Term.Qualifier
		case n.Sound && n.Term.is("include") && first(n.Children, network) == '+':
			return n.Term.Qualifier
		}
	}
	if n, ok := redirection(nodes); ok && n.Sound {
		return first(n.Children, network)
	}
	return 0
}

// holds reports whether all of inner lies in outer.
func holds(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

// redirection finds the redirect= that is followed when no mechanism matches.
func redirection(nodes []Node) (Node, bool) {
	for _, n := range nodes {
		if n.Term.is("redirect") && !n.Idle {
			return n, true
		}
	}
	return Node{}, false
}

// Includes reports whether the record of domain is reached with the qualifier "+" all the way,
// through include and redirect=.
func (t Tree) Includes(domain string) bool { return reaches(t.Nodes, canonical(domain)) }

func reaches(nodes []Node, domain string) bool {
	for _, n := range nodes {
		passing := n.Term.is("include") && n.Term.Qualifier == '+' || n.Term.is("redirect")
		if n.Idle || !passing || n.Target == "" {
			continue
		}
		if n.Target == domain || n.Sound && reaches(n.Children, domain) {
			return true
		}
	}
	return false
}
