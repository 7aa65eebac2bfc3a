package spf

import (
	"sendpath/decide/evidence"
	"strings"
)

// A zone is DNS for tests: "txt example.com" has the records, in lines. Everything else does not exist.
type zone map[string]string

// failing is a zone's entry for a question that gets no answer.
const failing = "SERVFAIL"

func (z zone) answer(q evidence.Question) evidence.Answer {
	text, ok := z[q.String()]
	switch {
	case text == failing:
		return evidence.Answer{Outcome: evidence.ServFail}
	case ok:
		return evidence.Answer{Outcome: evidence.Found, Records: strings.Split(text, "\n")}
	case z.has(q.Name):
		return evidence.Answer{Outcome: evidence.NoData}
	}
	return evidence.Answer{Outcome: evidence.NoName}
}

func (z zone) has(name string) bool {
	for key := range z {
		if strings.HasSuffix(key, " "+name) {
			return true
		}
	}
	return false
}

// asking runs f as the caller does: until no answer is missing. It returns the last result and how
// many rounds of questions it took.
func asking[T any](z zone, f func(*evidence.Look) T) (T, int) {
	set := evidence.Set{}
	for rounds := 0; ; rounds++ {
		l := set.Look()
		result := f(l)
		if len(l.Missing()) == 0 {
			return result, rounds
		}
		for _, q := range l.Missing() {
			set[q] = z.answer(q)
		}
	}
}

func ids(problems []Problem) string {
	var out []string
	for _, p := range problems {
		out = append(out, strings.TrimPrefix(p.ID, "spf/"))
	}
	return strings.Join(out, " ")
}
