package spf

import (
	"slices"
	"strings"
)

// joined makes one record of several: their terms in turn, repeats dropped without regard to case,
// and one all at the end. A second exp= would break the record, so it is left out and returned.
func joined(records []Record) (r Record, left []Term) {
	r = Record{version: version}
	seen := map[string]bool{}
	for _, t := range termsOf(records) {
		key := strings.ToLower(t.Text)
		switch {
		case t.is("all") || seen[key]:
		case t.is("exp") && r.index("exp") >= 0:
			left = append(left, t)
		default:
			seen[key] = true
			r.terms = append(r.terms, t)
		}
	}
	if q := softest(records); q != 0 {
		r.terms = append(r.terms, all(q))
	}
	return r, left
}

// termsOf returns the records' terms in turn. A redirect= would hide the terms of the records after
// it: it becomes an include.
func termsOf(records []Record) []Term {
	var terms []Term
	for _, r := range records {
		for _, t := range r.terms {
			if t.is("redirect") {
				t, _ = parseTerm("include:" + t.Value)
			}
			terms = append(terms, t)
		}
	}
	return terms
}

// softest returns the softest qualifier of all in the records: "-" before "~" before "?". "+" counts
// as "~", because it is never proposed, and so does an end that only a redirect= gives. 0 means that
// no record says anything about its end.
func softest(records []Record) byte {
	const order = "-~?"
	best := -1
	redirected := false
	for _, r := range records {
		redirected = redirected || r.index("redirect") >= 0
		for _, t := range r.terms {
			if t.is("all") {
				best = max(best, strings.IndexByte(order, soften(t.Qualifier)))
			}
		}
	}
	switch {
	case best >= 0:
		return order[best]
	case redirected:
		return '~'
	}
	return 0
}

// soften is the qualifier of all that is proposed for q.
func soften(q byte) byte {
	if q == '+' {
		return '~'
	}
	return q
}

// all returns the term all with the qualifier.
func all(q byte) Term {
	t, _ := parseTerm(string([]byte{q}) + "all")
	return t
}

// softened returns r with every "+all" and bare "all" as "~all", and the terms that were changed.
func (r Record) softened() (_ Record, changed []Term) {
	terms := slices.Clone(r.terms)
	for i, t := range terms {
		if t.is("all") && t.Qualifier == '+' {
			changed = append(changed, t)
			terms[i] = all('~')
		}
	}
	if changed == nil {
		return r, nil
	}
	return r.with(terms), changed
}
