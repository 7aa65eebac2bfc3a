package spf

import (
	"slices"

	"sendpath/decide/evidence"
)

// The processing limits (RFC 7208, section 4.6.4): beyond them receivers answer permerror.
const (
	MaxLookups = 10 // terms that query DNS, in the whole tree
	MaxVoids   = 2  // of them, those that find nothing
)

// Bounds against hostile trees, far above what the limits let a working record have.
const (
	maxOpened = 100 // records read in one tree; as answers arrive, other branches may be read
	maxDepth  = 20  // of them, one below the other
	maxAsked  = 500 // terms whose names are asked
	maxTold   = 10  // problems of one id; a record with more is beyond mending one by one
)

// A Tree is a domain's record with everything it includes and redirects to.
type Tree struct {
	Published
	Nodes       []Node // of the one record; nil where there are none or several
	Lookups     int    // terms that query DNS, counted to the end even past MaxLookups
	VoidLookups int    // of them, those whose name does not exist
	Problems    []Problem
}

// A Node is a term, and below it the terms of the record that it includes or redirects to.
type Node struct {
	Term        Term
	Lookups     int    // own and below
	VoidLookups int    // own and below
	Idle        bool   // never evaluated: behind all, or redirect= beside it
	Target      string // the domain whose record is below; "" where there is none, or it cannot be told
	Sound       bool   // that domain has one record, without broken terms
	Children    []Node

	void4, void6 bool // the own lookup finds nothing for senders with IPv4 and IPv6 addresses
}

// Inspect looks the whole tree of domain's record up.
func Inspect(l *evidence.Look, domain string) Tree {
	p := Records(l, domain)
	switch {
	case p.State == Unread:
		return Tree{Published: p, Problems: []Problem{{IDUnread, textUnread, []any{p.Domain, string(p.Outcome)}}}}
	case len(p.Texts) > 1:
		return Tree{Published: p, Problems: []Problem{{IDSyntax, textSeveral, []any{p.Domain, len(p.Texts)}}}}
	case len(p.Texts) == 0:
		return Tree{Published: p}
	}
	r, _ := parse(p.Texts[0])
	tree := InspectRecord(l, p.Domain, r)
	tree.Published = p
	return tree
}

// InspectRecord is Inspect for a record that domain could publish.
func InspectRecord(l *evidence.Look, domain string, r Record) Tree {
	in := inspector{look: l, domain: canonical(domain)}
	for _, p := range r.wrong() {
		in.report(p)
	}
	tree := Tree{
		Published: Published{Domain: in.domain, State: Known, Outcome: evidence.Found, Texts: []string{r.String()}},
		Nodes:     in.nodes(r, in.domain, []string{in.domain}),
	}
	tree.Lookups, tree.VoidLookups = total(tree.Nodes)
	in.judge(r, tree)
	tree.Problems = in.problems
	return tree
}

// An inspector reads one tree.
type inspector struct {
	look     *evidence.Look
	domain   string
	opened   int // records
	asked    int // terms
	problems []Problem
}

// nodes reads the terms of the record of domain; path holds the domains from the root down to it.
func (in *inspector) nodes(r Record, domain string, path []string) []Node {
	nodes := make([]Node, len(r.terms))
	hasAll := r.index("all") >= 0
	idle := false
	for i, t := range r.terms {
		n := Node{Term: t, Idle: idle && t.Kind == Mechanism || hasAll && t.is("redirect")}
		if t.Queries() && !n.Idle {
			in.query(&n, domain, path)
		}
		idle = idle || t.is("all")
		nodes[i] = n
	}
	return nodes
}

// query counts a term that costs a lookup, with what is below it.
func (in *inspector) query(n *Node, domain string, path []string) {
	n.Lookups = 1
	if n.Term.is("exists") && n.Term.macro() { // whoever it does not match has asked for a name that is not there
		n.void4, n.void6 = true, true
	}
	if n.Term.macro() || n.Term.Name == "ptr" || in.asked >= maxAsked {
		return
	}
	in.asked++
	target := n.Term.target(domain)
	if n.Term.is("include") || n.Term.is("redirect") {
		n.Target = target
		in.open(n, append(slices.Clip(path), target))
		return
	}
	n.void4, n.void6 = in.void(n.Term, target)
	if n.void4 && n.void6 {
		n.VoidLookups = 1
	}
}

// void reports for which senders what the term names does not exist, and asks for all of it at once.
func (in *inspector) void(t Term, target string) (v4, v6 bool) {
	if !queryable(target) {
		return false, false
	}
	v4, v6 = true, true
	for _, kind := range questions[t.Name] {
		answer, ok := in.look.Up(evidence.Ask(kind, target))
		if ok && !answer.Known() {
			in.report(Problem{IDUnread, textUnread, []any{target, string(answer.Outcome)}})
		}
		void := ok && answer.Void()
		v4 = v4 && (void || kind == evidence.AAAA)
		v6 = v6 && (void || kind == evidence.A && t.Name == "a")
	}
	return v4, v6
}

// questions are the record types that decide whether what a mechanism names exists.
var questions = map[string][]evidence.Type{
	"a":      {evidence.A, evidence.AAAA},
	"mx":     {evidence.MX},
	"exists": {evidence.A},
}

// open reads the record that an include or redirect= names: the last of path.
func (in *inspector) open(n *Node, path []string) {
	if slices.Contains(path[:len(path)-1], n.Target) {
		in.report(Problem{IDLoop, textLoop, []any{in.domain, n.Target}})
		return
	}
	if in.opened >= maxOpened || len(path) > maxDepth {
		in.report(Problem{IDUnread, textTooLarge, []any{in.domain}})
		return
	}
	in.opened++
	r, ok := in.read(n)
	if !ok {
		return
	}
	n.Children = in.nodes(r, n.Target, path)
	lookups, voids := total(n.Children)
	n.Lookups += lookups
	n.VoidLookups += voids
	if t, ok := r.everybody(); ok && n.Term.Qualifier != '-' {
		in.report(Problem{IDPlusAll, textPlusAllBelow, []any{t.Text, n.Target}})
	}
}

// read finds the one record of n.Target.
func (in *inspector) read(n *Node) (Record, bool) {
	if !queryable(n.Target) {
		in.report(Problem{IDSyntax, textNoneBelow, []any{n.Term.Text, n.Target}})
		return Record{}, false
	}
	p := Records(in.look, n.Target)
	switch {
	case p.State == Unread:
		in.report(Problem{IDUnread, textUnread, []any{p.Domain, string(p.Outcome)}})
	case p.State == Known && len(p.Texts) == 0:
		if p.Outcome != evidence.Found {
			n.VoidLookups = 1
		}
		in.report(Problem{IDSyntax, textNoneBelow, []any{n.Term.Text, n.Target}})
	case len(p.Texts) > 1:
		in.report(Problem{IDSyntax, textSeveral, []any{n.Target, len(p.Texts)}})
	}
	if len(p.Texts) != 1 {
		return Record{}, false
	}
	r, wrong := parse(p.Texts[0])
	n.Sound = len(wrong) == 0
	for _, w := range wrong {
		in.report(Problem{IDSyntax, textBrokenBelow, []any{n.Target, w.Args[0]}})
	}
	return r, true
}

// report adds a problem, once, and no more than maxTold of its id.
func (in *inspector) report(p Problem) {
	told := 0
	for _, old := range in.problems {
		if old.same(p) {
			return
		}
		if old.ID == p.ID {
			told++
		}
	}
	if told < maxTold {
		in.problems = append(in.problems, p)
	}
}

func total(nodes []Node) (lookups, voids int) {
	for _, n := range nodes {
		lookups += n.Lookups
		voids += n.VoidLookups
	}
	return lookups, voids
}
