package spf

import (
	"slices"
	"sync"
)

// Working out one change reads the same few records again and again, and in a batch most domains include
// the same ones: what was parsed is remembered. Parsing depends on nothing but the text, and a Record is
// never changed, so nobody can tell but by the time it takes.
const (
	maxRemembered  = 128  // records; then the memory starts anew
	longRemembered = 2048 // octets; longer texts are parsed each time
)

type parsed struct {
	record   Record
	problems []Problem
}

var memory = struct {
	sync.Mutex
	records map[string]parsed
}{records: map[string]parsed{}}

// parse is Parse, from memory where the text was parsed before.
func parse(text string) (Record, []Problem) {
	if len(text) > longRemembered {
		return Parse(text)
	}
	memory.Lock()
	defer memory.Unlock()
	if known, ok := memory.records[text]; ok {
		return known.record, known.problems
	}
	if len(memory.records) >= maxRemembered {
		clear(memory.records)
	}
	r, problems := Parse(text)
	r.terms, r.gaps, problems = slices.Clip(r.terms), slices.Clip(r.gaps), slices.Clip(problems)
	memory.records[text] = parsed{r, problems}
	return r, problems
}
