package decide

import (
	"slices"
	"strings"

	"sendpath/decide/clean"
	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

var outcomeTexts = map[evidence.Outcome]words.Text{
	evidence.NoData:   "no such record",
	evidence.NoName:   "the name does not exist",
	evidence.ServFail: "the resolver could not find out (SERVFAIL)",
	evidence.Refused:  "the resolver refused to answer",
	evidence.Timeout:  "no answer in time",
	evidence.Unusable: "an answer that cannot be used",
	evidence.Offline:  "not asked: offline",
}

// OutcomeText says what became of a question without records.
func OutcomeText(o evidence.Outcome) words.Text { return outcomeTexts[o] }

// longestAnswer bounds one answer as it is shown, in runes.
const longestAnswer = 2000

// Observations lists the answers that a plan rests on, in the order of their questions.
func Observations(set evidence.Set, lang *words.Language) []Observation {
	list := make([]Observation, 0, len(set))
	for q, a := range set {
		shown := clean.Line(strings.Join(a.Records, "; "), longestAnswer)
		if a.Outcome != evidence.Found {
			shown = lang.Say(outcomeTexts[a.Outcome])
		}
		list = append(list, Observation{
			What: q.String(), Answer: shown, From: a.From, At: a.At,
			Outcome: string(a.Outcome), Records: append([]string{}, a.Records...),
		})
	}
	slices.SortFunc(list, func(a, b Observation) int { return strings.Compare(a.What, b.What) })
	return list
}

// Replay turns the observations of a saved plan back into answers, so that it gives the same plan.
func Replay(list []Observation) evidence.Set {
	set := evidence.Set{}
	for _, o := range list {
		if q, ok := evidence.ParseQuestion(o.What); ok {
			set[q] = evidence.Answer{Outcome: evidence.Outcome(o.Outcome), Records: o.Records, From: o.From, At: o.At}
		}
	}
	return set
}
