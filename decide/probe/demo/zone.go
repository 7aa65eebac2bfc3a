package demo

import (
	_ "embed" // for zone.txt
	"fmt"
	"slices"
	"strings"

	"sendpath/decide/evidence"
)

//go:embed zone.txt
var zoneText string

// A zone is what DNS says about every name.
type zone struct {
	records map[evidence.Question][]string
	exists  map[string]bool             // owners and the names above them
	faults  map[string]evidence.Outcome // for a name and those below it
}

var recordTypes = []evidence.Type{evidence.A, evidence.AAAA, evidence.CNAME, evidence.MX, evidence.NS, evidence.PTR, evidence.TXT, evidence.TLSA}

// parseZone reads the form that zone.txt describes.
func parseZone(text string) (zone, error) {
	z := zone{map[evidence.Question][]string{}, map[string]bool{}, map[string]evidence.Outcome{}}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, ";") {
			continue
		}
		if !z.add(line) {
			return zone{}, fmt.Errorf("zone.txt, line %d: %q is no record", number, line)
		}
	}
	return z, nil
}

func (z zone) add(line string) bool {
	name, rest := cutWord(line)
	kind, record := cutWord(rest)
	switch outcome := evidence.Outcome(kind); {
	case outcome == evidence.Timeout || outcome == evidence.ServFail:
		z.faults[name] = outcome
		return record == ""
	case !slices.Contains(recordTypes, evidence.Type(kind)) || record == "":
		return false
	}
	q := evidence.Ask(evidence.Type(kind), name)
	z.records[q] = append(z.records[q], record)
	for above := range upwards(name) {
		z.exists[above] = true
	}
	return true
}

// cutWord splits a line after its first word.
func cutWord(line string) (word, rest string) {
	end := strings.IndexAny(line, " \t")
	if end < 0 {
		return line, ""
	}
	return line[:end], strings.TrimLeft(line[end:], " \t")
}

// upwards yields a name and the names above it.
func upwards(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for found := true; found && yield(name); {
			_, name, found = strings.Cut(name, ".")
		}
	}
}

// maxAliases bounds a chain of CNAME records.
const maxAliases = 8

// answer looks a question up, following aliases.
func (z zone) answer(q evidence.Question) evidence.Answer {
	answer := evidence.Answer{}
	for range maxAliases {
		answer.Outcome, answer.Records = z.lookUp(q)
		alias := z.records[evidence.Ask(evidence.CNAME, q.Name)]
		if answer.Outcome != evidence.NoData || len(alias) == 0 {
			return answer
		}
		q.Name, answer.Alias = alias[0], alias[0]
	}
	return evidence.Answer{Outcome: evidence.Unusable}
}

// lookUp answers a question from the records of its own name.
func (z zone) lookUp(q evidence.Question) (evidence.Outcome, []string) {
	for name := range upwards(q.Name) {
		if fault, ok := z.faults[name]; ok {
			return fault, nil
		}
	}
	records := z.records[q]
	switch {
	case len(records) > 0:
		return evidence.Found, slices.Clone(records)
	case z.exists[q.Name]:
		return evidence.NoData, nil
	}
	return evidence.NoName, nil
}
