package decide

import (
	"slices"

	"sendpath/decide/words"
)

// A Question is one entry of a questionnaire: one screen, one flag, one key of the answers file, one
// CSV column, one line of help.
type Question struct {
	Key   Key
	Short words.Text // what it is about, in a word or two: a label of the review

	Ask words.Text // the question
	Why words.Text // why it is asked, one sentence
	// FindOut tells somebody who does not know how to find out. Set where "unknown" is an answer.
	FindOut words.Text

	Choices []Choice // the closed list of values; empty for text
	List    bool     // several values, joined by blanks
	// Parse reads a value that is not one of Choices, and returns its canonical form.
	Parse func(text string, in Form) (Reading, error)

	// Assume is what is put in the place of an answer that is unknown or was not given.
	Assume func(a *Answers, asOf Day) string

	Asked    Asking
	Relevant Condition // looks at the answers as given; a missing one counts as unknown
	When     words.Text

	absent string
}

// Name is the question's name in files, flags, columns and JSON.
func (q *Question) Name() string { return q.Key.String() }

// A Choice is one value of a closed list, as a person says it.
type Choice struct {
	Value string
	Text  words.Text
}

// Asking says how a question reaches the user of a prompt. Files and flags may answer all of them.
type Asking uint8

// The ways of asking.
const (
	Always    Asking = iota // whenever it is relevant
	Required                // always, and there is no plan without it
	Prefilled               // whenever it is relevant, with the assumed value already chosen
	FromDNS                 // only when DNS leaves it open
	FromProbe               // last, and only when no probe could answer
	OnRelay                 // once relay is the method
	Never                   // flag, file or CSV only
)

// A Questionnaire is a list of questions in the order they are asked.
type Questionnaire struct {
	Name      string // "device" or "servers"
	Questions []Question

	assumed, written []*Question // of closed lists and of text, those whose answer is assumed where it is unknown
}

// ByName returns the question whose name is s.
func (q *Questionnaire) ByName(s string) (*Question, bool) {
	for i := range q.Questions {
		if q.Questions[i].Name() == s {
			return &q.Questions[i], true
		}
	}
	return nil, false
}

// ByKey returns the question of a key, nil when the questionnaire does not ask it.
func (q *Questionnaire) ByKey(key Key) *Question {
	for i := range q.Questions {
		if q.Questions[i].Key == key {
			return &q.Questions[i]
		}
	}
	return nil
}

// Values returns the closed list of values, nil for a text question.
func (q *Question) Values() []string {
	var values []string
	for _, c := range q.Choices {
		values = append(values, c.Value)
	}
	return values
}

// MayBeUnknown reports whether "unknown" is an answer.
func (q *Question) MayBeUnknown() bool {
	return slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Value == Unknown })
}

// Words returns the choice's text for a value, or the value itself for a text question.
func (q *Question) Words(value string, lang *words.Language) string {
	for _, c := range q.Choices {
		if c.Value == value {
			return lang.Say(c.Text)
		}
	}
	return value
}

// NewQuestionnaire works out what does not change from plan to plan.
func NewQuestionnaire(name string, questions []Question) *Questionnaire {
	q := &Questionnaire{Name: name, Questions: questions}
	for i := range questions {
		question := &questions[i]
		question.absent = absent(question)
		switch {
		case question.Assume == nil:
		case len(question.Choices) > 0:
			q.assumed = append(q.assumed, question)
		default:
			q.written = append(q.written, question)
		}
	}
	return q
}

// absent is what an answer that was not given counts as, before anything is replaced: unknown where
// that is listed, else the assumed value of a closed list.
func absent(q *Question) string {
	if q.MayBeUnknown() {
		return Unknown
	}
	if len(q.Choices) > 0 && q.Assume != nil {
		return q.Assume(&Answers{}, "")
	}
	return ""
}

// fill counts absent answers as what they mean.
func (q *Questionnaire) fill(a *Answers) {
	for i := range q.Questions {
		if question := &q.Questions[i]; a[question.Key] == "" {
			a[question.Key] = question.absent
		}
	}
}

// Forget clears the answers that are not relevant, in the one place where that is done, and returns
// what is left. What is asked only for a certain method is judged once the method is known.
func (q *Questionnaire) Forget(a Answers) Answers {
	view := a
	q.forget(&a, &Situation{Answers: &view})
	return a
}

// Settle clears what is not relevant among the given answers. It returns what is left, the same with
// every unknown answer replaced by what is assumed, and the keys that were cleared.
func (q *Questionnaire) Settle(given Answers, asOf Day) (left, replaced Answers, cleared []Key) {
	left = q.Forget(given)
	replaced = left
	q.assume(&replaced, asOf)
	return left, replaced, q.cleared(&given, &left)
}

// forget clears left. The answers of asking are a copy of it, and become the answers as given, absent ones
// filled in.
func (q *Questionnaire) forget(left *Answers, asking *Situation) {
	q.fill(asking.Answers)
	for i := range q.Questions {
		question := &q.Questions[i]
		if left[question.Key] == "" || question.Asked == OnRelay || question.Relevant.Holds(asking) {
			continue
		}
		left[question.Key] = ""
		asking.Answers[question.Key] = question.absent
	}
}

// cleared lists the keys that were given and are not among left any more, in the order of the questions.
func (q *Questionnaire) cleared(given, left *Answers) []Key {
	var keys []Key
	for i := range q.Questions {
		if key := q.Questions[i].Key; given[key] != "" && left[key] == "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// assume replaces every unknown by its assumed value: those of closed lists first, which depend on no text.
func (q *Questionnaire) assume(a *Answers, asOf Day) {
	q.assumeChoices(a, asOf)
	assumeAll(q.written, a, asOf)
}

// assumeChoices leaves out what is text: no method is chosen by it.
func (q *Questionnaire) assumeChoices(a *Answers, asOf Day) { assumeAll(q.assumed, a, asOf) }

func assumeAll(questions []*Question, a *Answers, asOf Day) {
	for _, q := range questions {
		if value := a[q.Key]; value == "" || value == Unknown {
			a[q.Key] = q.Assume(a, asOf)
		}
	}
}
