package diagnose

import (
	"slices"
	"sync"
)

// A rank orders what was found: words of a reply that only Microsoft prints, then codes, then words that
// devices and other servers print too, then words that stand for many causes.
type rank int

const (
	rankVague rank = iota + 1
	rankShared
	rankCode
	rankSays
)

// A sign is a text of the catalogue, folded, and the place of its entry.
type sign struct {
	text  string
	fault int
	rank  rank
}

// A hit is a sign found: the bytes from start to end of the flat text.
type hit struct {
	fault      int
	rank       rank
	start, end int
}

// signKey is how many bytes of a sign the index is keyed by; no sign is shorter.
const signKey = 4

// A signIndex finds all signs in one pass over the text.
type signIndex struct {
	byKey  map[string][]sign
	filter [1 << 16]bool // by hash of the first bytes: most places of a text begin no sign
}

// signs is built when the first text is read: most commands read none.
var signs = sync.OnceValue(func() *signIndex { return buildIndex(catalogue) })

func buildIndex(faults []Fault) *signIndex {
	x := &signIndex{byKey: map[string][]sign{}}
	for i, f := range faults {
		for _, text := range f.says {
			x.add(sign{fold(text), i, rankSays})
		}
		for _, text := range f.shared {
			x.add(sign{fold(text), i, rankShared})
		}
		for _, text := range f.vague {
			x.add(sign{fold(text), i, rankVague})
		}
	}
	return x
}

func (x *signIndex) add(s sign) {
	key := s.text[:signKey]
	x.byKey[key] = append(x.byKey[key], s)
	x.filter[keyHash(key[0], key[1], key[2], key[3])] = true
}

func keyHash(a, b, c, d byte) uint16 {
	return uint16((uint32(a) | uint32(b)<<8 | uint32(c)<<16 | uint32(d)<<24) * 2654435761 >> 16)
}

const maxHits = 2000 // the first ones; what a log repeats after them adds nothing

// scan finds the signs in a flat text, in the order of their places.
func (x *signIndex) scan(f flat) []hit {
	var hits []hit
	for i := 0; i+signKey <= len(f.s) && len(hits) < maxHits; i++ {
		if !x.filter[keyHash(f.s[i], f.s[i+1], f.s[i+2], f.s[i+3])] || !f.starts(i) {
			continue
		}
		for _, s := range x.byKey[string(f.s[i:i+signKey])] {
			end := i + len(s.text)
			if end <= len(f.s) && string(f.s[i:end]) == s.text && f.ends(end) {
				hits = append(hits, hit{s.fault, s.rank, i, end})
			}
		}
	}
	return longest(hits)
}

// longest drops the hits that lie inside a longer one: more words say more.
func longest(hits []hit) []hit {
	var out []hit
	for i, h := range hits {
		if !insideAnother(hits, i) {
			out = append(out, h)
		}
	}
	return out
}

// maxOverlap is how many neighbours in order of start are looked at; signs are short, so few overlap.
const maxOverlap = 40

func insideAnother(hits []hit, i int) bool {
	h := hits[i]
	for j := max(0, i-maxOverlap); j < min(len(hits), i+maxOverlap); j++ {
		o := hits[j]
		if o.start <= h.start && o.end >= h.end && o.end-o.start > h.end-h.start {
			return true
		}
	}
	return false
}

// codeHits finds the entries that the enhanced codes of the replies stand for.
func codeHits(replies []reply) []hit {
	var hits []hit
	for _, r := range replies {
		if r.enhanced == "" {
			continue
		}
		for _, c := range codes {
			if c.matches(r) {
				hits = append(hits, hit{c.fault, rankCode, r.start, r.start + 1})
			}
		}
	}
	return hits
}

// A codePattern is a code of the catalogue: with or without the reply code, one detail or a range.
type codePattern struct {
	fault    int
	reply    int    // 0 is any
	head     string // class and subject: "5.7."
	from, to int
}

var codes = buildCodes(catalogue)

func (c codePattern) matches(r reply) bool {
	head, detail := splitCode(r.enhanced)
	return head == c.head && detail >= c.from && detail <= c.to && (c.reply == 0 || r.code == 0 || r.code == c.reply)
}

// best returns the hits of the highest rank that there is, in the order of their places: the first refusal
// first, and nothing that says less.
func best(hits []hit) []hit {
	var top rank
	for _, h := range hits {
		top = max(top, h.rank)
	}
	out := slices.DeleteFunc(slices.Clone(hits), func(h hit) bool { return h.rank < top })
	slices.SortStableFunc(out, func(a, b hit) int { return a.start - b.start })
	return out
}

// ambiguous reports whether the very same words stand for another entry too.
func ambiguous(hits []hit, h hit) bool {
	return slices.ContainsFunc(hits, func(o hit) bool {
		return o.start == h.start && o.end == h.end && o.rank == h.rank && o.fault != h.fault
	})
}
