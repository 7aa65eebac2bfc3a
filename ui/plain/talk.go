// Package plain asks the questions without a screen. A Talk is the state of the conversation and knows no
// face; Run is the face of plain lines, for screen readers, serial lines and pipes. It is pure but for the
// streams it is given.
package plain

import (
	"slices"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/ui/batch"
)

// A Talk asks the questions of a questionnaire in their order, as far as the answers make them matter.
type Talk struct {
	walk  decide.Walk
	form  decide.Form
	trail []decide.Key // the questions answered, in the order they were

	suggested map[decide.Key]string // by DNS

	changing bool // one answer is being changed from the review
	changed  decide.Key
}

// NewTalk begins a conversation. What given answers already is not asked.
func NewTalk(questions *decide.Questionnaire, given decide.Answers, asOf decide.Day, form decide.Form) *Talk {
	t := &Talk{form: form, suggested: map[decide.Key]string{}, walk: decide.Walk{
		Questions: questions, Answers: given, AsOf: asOf,
		Asked: map[decide.Key]bool{}, Known: map[decide.Key]bool{},
	}}
	for i := range questions.Questions {
		if key := questions.Questions[i].Key; given[key] != "" {
			t.walk.Asked[key] = true
		}
	}
	return t
}

// Question returns the question to ask now, nil when none is left.
func (t *Talk) Question() *decide.Question {
	if t.changing {
		return t.walk.Questions.ByKey(t.changed)
	}
	if pending := t.walk.Pending(); len(pending) > 0 {
		return pending[0]
	}
	return nil
}

// Left returns the questions still to ask, in order.
func (t *Talk) Left() []*decide.Question { return t.walk.Pending() }

// Number returns which question of how many is asked now. It changes with the answers.
func (t *Talk) Number() (number, of int) {
	return len(t.trail) + 1, len(t.trail) + len(t.walk.Pending())
}

// Know says whether the question of key needs no asking because DNS or a probe answers it.
func (t *Talk) Know(key decide.Key, known bool) { t.walk.Known[key] = known }

// Suggest makes value the default of a question that was not answered yet.
func (t *Talk) Suggest(key decide.Key, value string) { t.suggested[key] = value }

// Given returns the answer of key so far, "" for none.
func (t *Talk) Given(key decide.Key) string { return t.walk.Answers[key] }

// Default returns the value that an empty answer to q stands for, "" when it stands for no answer.
func (t *Talk) Default(q *decide.Question) string {
	switch given := t.walk.Answers[q.Key]; {
	case given != "":
		return given
	case t.suggested[q.Key] != "":
		return t.suggested[q.Key]
	case q.MayBeUnknown():
		return decide.Unknown
	case q.Assume != nil && (len(q.Choices) > 0 || q.Asked == decide.Prefilled):
		answers := t.walk.Answers
		return q.Assume(&answers, t.walk.AsOf)
	}
	return ""
}

// Answer takes the answer to the question asked now. An empty one is the default. The error, a
// words.Sentence, says what is wrong with it; the question stays then.
func (t *Talk) Answer(text string) (decide.Reading, error) {
	q := t.Question()
	if text == "" {
		text = t.Default(q)
	}
	var reading decide.Reading
	if text != "" {
		form := t.form
		form.Domain = t.walk.Answers[decide.Domain]
		var err error
		if reading, err = batch.Value(q, text, form); err != nil {
			return decide.Reading{}, err
		}
	} else if q.Asked == decide.Required {
		return decide.Reading{}, words.Sentencef("this question needs an answer")
	}
	t.set(q.Key, reading.Value)
	return reading, nil
}

func (t *Talk) set(key decide.Key, value string) {
	t.walk.Answers[key] = value
	t.walk.Asked[key] = true
	t.trail = append(slices.DeleteFunc(t.trail, func(k decide.Key) bool { return k == key }), key)
	t.changing = false
	if key == decide.Domain {
		t.domainChanged()
	}
}

// domainChanged drops a sender of another domain: it is asked again.
func (t *Talk) domainChanged() {
	q := t.walk.Questions.ByKey(decide.Sender)
	if q == nil || t.walk.Answers[decide.Sender] == "" {
		return
	}
	form := t.form
	form.Domain = t.walk.Answers[decide.Domain]
	if _, err := batch.Value(q, t.walk.Answers[decide.Sender], form); err != nil {
		t.walk.Answers[decide.Sender] = ""
		delete(t.walk.Asked, decide.Sender)
	}
}

// Skip leaves the question asked now without an answer, if that is allowed.
func (t *Talk) Skip() bool {
	q := t.Question()
	if q.Asked == decide.Required || len(q.Choices) > 0 {
		return false
	}
	t.set(q.Key, "")
	return true
}

// Back returns to the question before. Answers stay: each is the default when its question comes again.
// It reports whether there was one.
func (t *Talk) Back() bool {
	if t.changing {
		t.changing = false
		return true
	}
	if len(t.trail) == 0 {
		return false
	}
	last := t.trail[len(t.trail)-1]
	t.trail = t.trail[:len(t.trail)-1]
	delete(t.walk.Asked, last)
	return true
}

// Change asks one question again.
func (t *Talk) Change(key decide.Key) { t.changing, t.changed = true, key }

// Answers returns the answers that matter. Those of questions that other answers made superfluous are
// left out.
func (t *Talk) Answers() decide.Answers {
	return t.walk.Questions.Forget(t.walk.Answers)
}

// Review returns the questions that were asked, or answered beforehand, and still matter, in their order.
func (t *Talk) Review() []*decide.Question {
	_, _, cleared := t.walk.Questions.Settle(t.walk.Answers, t.walk.AsOf)
	var list []*decide.Question
	for i := range t.walk.Questions.Questions {
		if q := &t.walk.Questions.Questions[i]; t.walk.Asked[q.Key] && !slices.Contains(cleared, q.Key) {
			list = append(list, q)
		}
	}
	return list
}
