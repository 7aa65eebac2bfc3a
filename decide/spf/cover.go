package spf

import "net/netip"

// Covers reports whether every address of network passes already: the first ip4 or ip6 term that
// holds all of it, here or through include and redirect=, has the qualifier "+". An include matches
// only where the included record gives pass, and then counts with its own qualifier (RFC 7208,
// section 5.2). What a, mx, exists and ptr name may change any day and covers nothing.
//
// It counts the lookups that find nothing on the way there, for a sender with such an address: behind more
// than MaxVoids of them receivers stop, and the record names the address in vain.
func (t Tree) Covers(network netip.Prefix) bool {
	s := sender{network: network}
	return s.first(t.Nodes) == '+' && s.voids <= MaxVoids
}

// A sender is followed through a tree.
type sender struct {
	network netip.Prefix
	voids   int // lookups so far that found nothing
}

// first returns the qualifier that the ip4 and ip6 terms in nodes decide on, 0 when none does.
func (s *sender) first(nodes []Node) byte {
	for _, n := range nodes {
		switch {
		case n.Idle:
		case n.Term.is("all"):
			return 0
		case n.Term.Net.IsValid() && holds(n.Term.Net, s.network):
			return n.Term.Qualifier
		case n.Sound && n.Term.is("include") && s.first(n.Children) == '+':
			return n.Term.Qualifier
		case s.network.Addr().Is4() && n.void4, s.network.Addr().Is6() && n.void6:
			s.voids++
		}
	}
	if n, ok := redirection(nodes); ok && n.Sound {
		return s.first(n.Children)
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
