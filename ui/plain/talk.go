// Package plain asks the questions without a screen. A Talk is the state of the conversation and knows no
// face. There are two: Run asks people in plain lines, for screen readers, serial lines and pipes; Serve
// asks programs in lines of JSON. Both ask as the wizard does: the same questions in the same order. The
// package is pure but for the streams it is given.
//
// # The protocol of Serve
//
// Serve writes one JSON object a line, and reads one line for each. A question is
//
//	{"id": "tls", "set": "device", "text": "...", "help": "...", "values": [{"value": "1.2", "text": "..."}],
//	 "list": false, "required": false, "default": "unknown", "number": 7, "of": 15, "notes": [], "error": ""}
//
// where default is what an empty answer stands for ("" for no answer), notes tell what was understood of
// the answer before, and error says what is wrong with it, if the same question is asked again. With no
// values any text may be an answer. The line back is the value as it is (1.2), or as JSON ("1.2"), or an
// object with one key:
//
//	{"answer": "1.2"}   also a number, a boolean, or an array of texts for a list
//	{"next": true}      the default, like an empty line; in the review: go on
//	{"skip": true}      no answer, where one is not required and there is no list of values
//	{"back": true}      the question before
//	{"change": "tls"}   ask this question again
//	{"review": true}    read the answers back
//
// A review stands also behind the last question:
//
//	{"review": [{"id": "tls", "text": "...", "value": "1.2", "said": "...", "assumed": ""}], "left": [],
//	 "notes": [], "error": ""}
//
// where left are the questions still to be asked. Going on from it asks them, or ends the conversation.
// What comes of it, such as a plan, is the caller's last line.
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
	learned   map[decide.Key]bool   // answered by a look at the servers

	put      *decide.Question // by going back or changing; nil for the first that is pending
	changing bool             // put was answered before, and stays so when the change is given up
}

// NewTalk begins a conversation. What given answers already is not asked.
func NewTalk(questions *decide.Questionnaire, given decide.Answers, asOf decide.Day, form decide.Form) *Talk {
	t := &Talk{form: form, suggested: map[decide.Key]string{}, learned: map[decide.Key]bool{}, walk: decide.Walk{
		Questions: questions, Answers: given, AsOf: asOf,
		Asked: map[decide.Key]bool{}, Known: map[decide.Key]bool{},
	}}
	for i := range questions.Questions {
		q := &questions.Questions[i]
		if given[q.Key] == "" {
			continue
		}
		t.walk.Asked[q.Key] = true
		if q.Asked != decide.Never {
			t.trail = append(t.trail, q.Key)
		}
	}
	return t
}

// Set returns the name of the questionnaire.
func (t *Talk) Set() string { return t.walk.Questions.Name }

// Question returns the question to ask now, nil when none is left.
func (t *Talk) Question() *decide.Question {
	if t.put != nil {
		return t.put
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
	q := t.Question()
	before := true
	for _, key := range t.trail {
		before = before && (q == nil || key != q.Key)
		if !t.relevant(key) {
			continue
		}
		of++
		if before {
			number++
		}
	}
	return number + 1, max(of+len(t.walk.Pending()), number+1)
}

// relevant reports whether a question that was answered still matters.
func (t *Talk) relevant(key decide.Key) bool { return t.walk.Relevant(key) }

// Know says whether the question of key needs no asking because DNS or a probe answers it.
func (t *Talk) Know(key decide.Key, known bool) { t.walk.Known[key] = known }

// Learn takes an answer that a look at the servers gave in the user's place: it is not asked, but read back, and
// can be changed. What the user answered stays.
func (t *Talk) Learn(key decide.Key, value string) {
	if t.walk.Asked[key] {
		return
	}
	t.walk.Answers[key], t.walk.Asked[key], t.learned[key] = value, true, true
}

// Learnt reports whether the answer of key was seen, and not given.
func (t *Talk) Learnt(key decide.Key) bool { return t.learned[key] }

// Unlearn makes what was learnt questions again: it was about another domain.
func (t *Talk) Unlearn() {
	for key := range t.learned {
		t.walk.Answers[key] = ""
		delete(t.walk.Asked, key)
	}
	clear(t.learned)
}

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
		return t.assume(q)
	}
	return ""
}

// Assumed returns what the plan assumes in the place of the answer to q: "" where one was given, and
// where nothing can be assumed.
func (t *Talk) Assumed(q *decide.Question) string {
	if given := t.walk.Answers[q.Key]; q.Assume == nil || given != "" && given != decide.Unknown {
		return ""
	}
	return t.assume(q)
}

func (t *Talk) assume(q *decide.Question) string {
	answers := t.walk.Answers
	return q.Assume(&answers, t.walk.AsOf)
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
		var err error
		if reading, err = t.read(q, text); err != nil {
			return decide.Reading{}, err
		}
	}
	if reading.Value == "" && q.Asked == decide.Required {
		return decide.Reading{}, words.Sentencef("this question needs an answer")
	}
	reading.Notes = append(reading.Notes, t.set(q.Key, reading.Value)...)
	return reading, nil
}

func (t *Talk) read(q *decide.Question, text string) (decide.Reading, error) {
	form := t.form
	form.Domain = t.walk.Answers[decide.Domain]
	return batch.Value(q, text, form)
}

// set takes an answer, and returns what else it changed.
func (t *Talk) set(key decide.Key, value string) []words.Sentence {
	t.walk.Answers[key] = value
	t.walk.Asked[key] = true
	delete(t.learned, key)
	if !slices.Contains(t.trail, key) {
		t.trail = append(t.trail, key)
	}
	t.put, t.changing = nil, false
	if key == decide.Domain {
		return t.leaveDomain()
	}
	return nil
}

// leaveDomain drops a sender of another domain: it is asked again.
func (t *Talk) leaveDomain() []words.Sentence {
	q, sender := t.walk.Questions.ByKey(decide.Sender), t.walk.Answers[decide.Sender]
	if q == nil || sender == "" {
		return nil
	}
	if _, err := t.read(q, sender); err == nil {
		return nil
	}
	t.walk.Answers[decide.Sender] = ""
	delete(t.walk.Asked, decide.Sender)
	t.trail = slices.DeleteFunc(t.trail, func(k decide.Key) bool { return k == decide.Sender })
	return []words.Sentence{words.Sentencef("The sender %s is not in the new domain, so it is asked again.", sender)}
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

// Back gives up a change, or returns to the question before. Answers stay: each is the default when its
// question comes again. It reports whether there was anything to go back to.
func (t *Talk) Back() bool {
	if t.changing {
		t.put, t.changing = nil, false
		return true
	}
	for len(t.trail) > 0 {
		last := t.trail[len(t.trail)-1]
		t.trail = t.trail[:len(t.trail)-1]
		delete(t.walk.Asked, last)
		if t.relevant(last) {
			t.put = t.walk.Questions.ByKey(last)
			return true
		}
	}
	return false
}

// Change asks a question of Review again.
func (t *Talk) Change(q *decide.Question) { t.put, t.changing = q, true }

// Answers returns the answers that matter. Those of questions that other answers made superfluous are
// left out.
func (t *Talk) Answers() decide.Answers { return t.walk.Kept() }

// Review returns the questions that were asked, or answered beforehand, and still matter, in their order.
func (t *Talk) Review() []*decide.Question {
	var list []*decide.Question
	for i := range t.walk.Questions.Questions {
		if q := &t.walk.Questions.Questions[i]; t.walk.Asked[q.Key] && t.relevant(q.Key) {
			list = append(list, q)
		}
	}
	return list
}
