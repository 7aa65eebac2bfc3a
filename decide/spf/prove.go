package spf

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

const (
	textPasses     words.Text = "%s passes after the change."
	textPassesNot  words.Text = "%s does not pass after the change; receivers get the result %s."
	textPassUnsure words.Text = "Whether %s passes after the change could not be found out: DNS could not tell."
	textLost       words.Text = "%s was allowed before and is not after the change."
	textKept       words.Text = "Everybody whom the record named before still may send: %d networks and %d other terms were compared."
	textOnlyAll    words.Text = "Whoever passed only because of %s passes no more. Name the servers that are yours."
	textCost       words.Text = "DNS lookups: %d before, %d after, of %d at most. Names that do not exist: %d before, %d after, of %d at most."
)

// The ids of a proof's findings.
const (
	ProofDevice  = "proof/device"
	ProofLost    = "proof/lost"
	ProofKept    = "proof/kept"
	ProofOnlyAll = "proof/only-all"
	ProofCost    = "proof/cost"
)

// maxSamples bounds the addresses evaluated in a proof, because each may need questions of its own.
const maxSamples = 32

// A Proof compares a record with the one that is to replace it.
type Proof struct {
	Holds       bool     // all addresses pass, nobody is lost, and receivers do not reject the record
	Unsure      bool     // DNS could not tell about all of it; Holds is false then
	Lost        []string // networks and terms allowed before and not after
	Before      Tree     // of several records, the sum of what each needs
	After       Tree
	Findings    []Problem // the proof in words, the device first
	Evaluations []Evaluation
}

// Prove shows what publishing after instead of the records before does: the addresses pass, and
// whoever was allowed still is, except those that only "+all" allowed. Of several records, which
// receivers reject, each counts as if it stood alone.
func Prove(l *evidence.Look, domain string, before []string, after string, addresses []netip.Prefix) Proof {
	r, _ := Parse(after)
	p := prover{look: l, domain: canonical(domain), after: r}
	p.After = InspectRecord(l, domain, r)
	p.Holds = true
	for _, network := range addresses {
		p.device(network)
	}
	for _, text := range before {
		old, _ := Parse(text)
		p.compare(old)
	}
	p.conclude()
	return p.Proof
}

type prover struct {
	Proof
	look            *evidence.Look
	domain          string
	after           Record
	networks, terms int // compared
	samples         int
}

// device evaluates both ends of a network against the record after.
func (p *prover) device(network netip.Prefix) {
	shown := addressTerm(network).Value
	worst := p.evaluate(p.after, network.Masked().Addr())
	if end := p.evaluate(p.after, last(network)); worst.Result == Pass {
		worst = end
	}
	p.Evaluations = append(p.Evaluations, worst)
	switch worst.Result {
	case Pass:
		p.find(ProofDevice, textPasses, shown)
	case TempError:
		p.Unsure = true
		p.find(ProofDevice, textPassUnsure, shown)
	default:
		p.Holds = false
		p.find(ProofDevice, textPassesNot, shown, string(worst.Result))
	}
}

func (p *prover) evaluate(r Record, ip netip.Addr) Evaluation {
	return EvaluateRecord(p.look, Query{IP: ip, Helo: p.domain, Domain: p.domain}, r)
}

// compare looks for what old allows and the record after does not.
func (p *prover) compare(old Record) {
	tree := InspectRecord(p.look, p.domain, old)
	p.Before.Lookups += tree.Lookups
	p.Before.VoidLookups += tree.VoidLookups
	p.Before.Nodes = append(p.Before.Nodes, tree.Nodes...)
	p.Before.Texts = append(p.Before.Texts, old.String())
	for _, network := range networksOf(tree.Nodes) {
		if tree.Covers(network) {
			p.compareNetwork(old, network)
		}
	}
	for _, n := range tree.Nodes {
		p.compareTerm(n)
	}
}

// compareNetwork compares by the terms, and the first networks also by evaluating an address.
func (p *prover) compareNetwork(old Record, network netip.Prefix) {
	p.networks++
	kept := p.After.Covers(network)
	if kept && p.samples < maxSamples {
		p.samples++
		was, is := p.evaluate(old, network.Addr()), p.evaluate(p.after, network.Addr())
		unsure := was.Result == Pass && is.Result == TempError
		kept = was.Result != Pass || is.Result == Pass || unsure
		p.Unsure = p.Unsure || unsure
	}
	if !kept {
		p.lose(network.String())
	}
}

// compareTerm compares what only a term can show: where it leads, or that it still stands there.
func (p *prover) compareTerm(n Node) {
	t := n.Term
	switch {
	case n.Idle || t.Qualifier != '+' && !t.is("redirect") || t.Net.IsValid():
	case t.is("all"):
		p.find(ProofOnlyAll, textOnlyAll, t.Text)
	case n.Target != "":
		p.terms++
		if !p.After.Includes(n.Target) {
			p.lose(t.Text)
		}
	default:
		p.terms++
		if !p.After.has(t) {
			p.lose(t.Text)
		}
	}
}

// has reports whether the tree's own record still evaluates the term. A redirect= with macros may
// have become an include.
func (t Tree) has(term Term) bool {
	return slices.ContainsFunc(t.Nodes, func(n Node) bool {
		same := strings.EqualFold(n.Term.Text, term.Text)
		moved := term.is("redirect") && n.Term.is("include") && n.Term.Qualifier == '+' && strings.EqualFold(n.Term.Value, term.Value)
		return !n.Idle && (same || moved)
	})
}

func (p *prover) lose(what string) {
	p.Holds = false
	p.Lost = append(p.Lost, what)
	p.find(ProofLost, textLost, what)
}

func (p *prover) conclude() {
	if len(p.Lost) == 0 {
		p.find(ProofKept, textKept, p.networks, p.terms)
	}
	p.find(ProofCost, textCost, p.Before.Lookups, p.After.Lookups, MaxLookups, p.Before.VoidLookups, p.After.VoidLookups, MaxVoids)
	for _, problem := range p.After.Problems {
		if problem.Breaks() {
			p.Holds = false
			p.Findings = append(p.Findings, problem)
		}
	}
	p.Holds = p.Holds && !p.Unsure
}

func (p *prover) find(id string, text words.Text, args ...any) {
	p.Findings = append(p.Findings, Problem{id, text, args})
}

// networksOf returns the networks that the terms in nodes and below them name.
func networksOf(nodes []Node) []netip.Prefix {
	var out []netip.Prefix
	for _, n := range nodes {
		if n.Term.Net.IsValid() && n.Term.Qualifier == '+' && !n.Idle {
			out = append(out, n.Term.Net)
		}
		out = append(out, networksOf(n.Children)...)
	}
	return out
}

// last returns the last address of a network.
func last(network netip.Prefix) netip.Addr {
	octets := network.Masked().Addr().AsSlice()
	for bit := network.Bits(); bit < len(octets)*8; bit++ {
		octets[bit/8] |= 0x80 >> (bit % 8)
	}
	addr, _ := netip.AddrFromSlice(octets)
	return addr
}
