package spf

import (
	"net/netip"
	"slices"

	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

const (
	textSoftened   words.Text = "%s in the record of %s allowed every computer on the internet to send as the domain. It becomes ~all."
	textExpDropped words.Text = "Only one record can have an explanation; %s of the second record of %s is left out."
	textUnknownNow words.Text = "The SPF record of %s could not be read (%s). What is proposed is a record for a domain that has none: if there is one, extend that one, never publish a second."
	textNoDomain   words.Text = "%s does not exist in DNS. Check the spelling, or register the domain first."
)

// A Request says who is to be allowed to send as a domain.
type Request struct {
	Domain    string
	Include   string         // the cloud's SPF domain, "spf.protection.outlook.com"; "" for none
	Addresses []netip.Prefix // in the order in which they are to stand in the record
	Enforcing bool           // the domain's DMARC policy is quarantine or reject
}

// Equal reports whether both ask for the same.
func (q Request) Equal(r Request) bool {
	return q.Domain == r.Domain && q.Include == r.Include && q.Enforcing == r.Enforcing && slices.Equal(q.Addresses, r.Addresses)
}

// A ChangeKind says what is to be done to the published record.
type ChangeKind string

// The kinds of changes.
const (
	ChangeNone    ChangeKind = "none"
	ChangeCreate  ChangeKind = "create"
	ChangeEdit    ChangeKind = "edit"
	ChangeMerge   ChangeKind = "merge"   // several records become one
	ChangeUnknown ChangeKind = "unknown" // the record could not be read
)

// A Change is what is to be published instead of what is.
type Change struct {
	Kind        ChangeKind
	Current     []string // the records found, in byte order; nil where there are none, or they could not be read
	Proposed    string   // with ChangeNone the current record; "" where there is none and none is needed
	Strings     []string // Proposed in strings of at most 255 octets
	Lookups     int      // of the proposed record, see Tree
	VoidLookups int
	Warnings    []Problem
	Before      Tree // of the one record that is published; empty where there is none, or several
}

// Merge returns the smallest change that lets the addresses and the cloud send. Everything else in
// the record stays as it is, and what is wrong with it is reported, not repaired.
func Merge(l *evidence.Look, q Request) Change {
	p := Records(l, q.Domain)
	switch {
	case p.State != Known:
		return unknown(l, q, p)
	case len(p.Texts) > 0:
		return extend(l, q, p)
	case q.Include == "" && len(q.Addresses) == 0:
		return Change{Kind: ChangeNone}
	}
	c := Change{Kind: ChangeCreate}
	if p.Outcome == evidence.NoName {
		c.Warnings = []Problem{{IDNoDomain, textNoDomain, []any{p.Domain}}}
	}
	return propose(l, q, c, created(q))
}

// unknown proposes what a new record would be. That its includes cannot be read either goes without
// saying.
func unknown(l *evidence.Look, q Request, p Published) Change {
	c := propose(l, q, Change{Kind: ChangeUnknown}, created(q))
	c.Warnings = slices.DeleteFunc(c.Warnings, func(w Problem) bool { return w.ID == IDUnread })
	if p.State == Unread { // otherwise this is no result yet: the caller asks and comes again
		c.Warnings = append([]Problem{{IDUnread, textUnknownNow, []any{p.Domain, string(p.Outcome)}}}, c.Warnings...)
	}
	return c
}

// created is the record for a domain that has none.
func created(q Request) Record {
	r := Record{version: version}
	r.terms = addressTerms(q.Addresses)
	if q.Include != "" {
		r = r.withInclude(q.Include)
	}
	end := byte('~')
	if q.Enforcing {
		end = '-'
	}
	return r.with(append(r.terms, all(end)))
}

// extend changes the records that domain has.
func extend(l *evidence.Look, q Request, p Published) Change {
	c := Change{Kind: ChangeNone, Current: p.Texts}
	var records []Record
	for _, text := range p.Texts {
		r, _ := parse(text)
		records = append(records, r)
		if _, changed := r.softened(); changed != nil {
			c.Warnings = append(c.Warnings, Problem{IDPlusAll, textSoftened, []any{changed[0].Text, p.Domain}})
		}
	}
	before := records[0]
	if len(records) > 1 {
		var left []Term
		before, left = joined(records)
		for _, t := range left {
			c.Warnings = append(c.Warnings, Problem{IDSyntax, textExpDropped, []any{t.Text, p.Domain}})
		}
	}
	tree := InspectRecord(l, p.Domain, before)
	after := extended(tree, before, q)
	if len(records) == 1 {
		c.Before = tree
	}
	switch {
	case len(records) > 1:
		c.Kind = ChangeMerge
	case after.String() != p.Texts[0]:
		c.Kind = ChangeEdit
	}
	return propose(l, q, c, after)
}

// extended returns r, whose tree is given, with what it lacks.
func extended(tree Tree, r Record, q Request) Record {
	r, _ = r.softened()
	var missing []netip.Prefix
	for _, network := range q.Addresses {
		if !tree.Covers(network) {
			missing = append(missing, network)
		}
	}
	if q.Include != "" && !tree.Includes(q.Include) {
		r = r.withInclude(q.Include)
	}
	if len(missing) > 0 {
		r = r.with(append(addressTerms(missing), r.terms...))
	}
	return r
}

// addressTerms returns a term for each network, once.
func addressTerms(networks []netip.Prefix) []Term {
	var terms []Term
	for _, network := range networks {
		t := addressTerm(network)
		if !slices.ContainsFunc(terms, func(u Term) bool { return u.Text == t.Text }) {
			terms = append(terms, t)
		}
	}
	return terms
}

// addressTerm writes a single address without its length.
func addressTerm(network netip.Prefix) Term {
	network = network.Masked()
	name := "ip4:"
	if network.Addr().Is6() {
		name = "ip6:"
	}
	value := network.String()
	if network.IsSingleIP() {
		value = network.Addr().String()
	}
	t, _ := parseTerm(name + value)
	return t
}

// withInclude puts the include before the first all: what stands behind it is never evaluated.
// Without one it goes before redirect=, else to the end.
func (r Record) withInclude(domain string) Record {
	at := r.index("all")
	if at < 0 {
		at = r.index("redirect")
	}
	if at < 0 {
		at = len(r.terms)
	}
	t, _ := parseTerm("include:" + domain)
	return r.with(slices.Insert(slices.Clone(r.terms), at, t))
}

// propose completes c with the record proposed.
func propose(l *evidence.Look, q Request, c Change, r Record) Change {
	tree := InspectRecord(l, q.Domain, r)
	c.Proposed = tree.Texts[0]
	c.Strings = Split(c.Proposed)
	c.Lookups, c.VoidLookups = tree.Lookups, tree.VoidLookups
	c.Warnings = append(c.Warnings, tree.Problems...)
	return c
}

// Split cuts a record into the strings of a TXT record, of at most 255 octets each. Receivers join
// them without a blank (RFC 7208, section 3.3).
func Split(text string) []string {
	const longest = 255
	var out []string
	for len(text) > longest {
		out = append(out, text[:longest])
		text = text[longest:]
	}
	return append(out, text)
}
