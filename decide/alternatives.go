package decide

import (
	"iter"
	"slices"

	"sendpath/decide/words"
)

// An Assumption is an answer that was unknown, with what was put in its place.
type Assumption struct {
	Question  string      `json:"question"`
	Value     string      `json:"value"`
	FindOut   string      `json:"find_out"`
	Otherwise []Otherwise `json:"otherwise"`
}

// An Otherwise is another value of an assumed answer that would give another method.
type Otherwise struct {
	Value  string `json:"value"`
	Method Method `json:"method"`
}

// A Flip is one or two answers that would change the method.
type Flip struct {
	Changes []Change `json:"changes"`
	Method  Method   `json:"method"`
}

// A Change gives a question another value.
type Change struct {
	Question string `json:"question"`
	Value    string `json:"value"`
}

// assumptions lists the relevant answers that were unknown or not given.
func (t *trial) assumptions(s *Situation, lang *words.Language) []Assumption {
	open := t.unanswered(s)
	list := make([]Assumption, 0, len(open))
	for _, q := range open {
		list = append(list, Assumption{
			Question:  q.Name(),
			Value:     s.Answers[q.Key],
			FindOut:   lang.Say(q.FindOut),
			Otherwise: t.otherwise(q, s),
		})
	}
	return list
}

// unanswered lists the relevant questions whose answer is assumed.
func (t *trial) unanswered(s *Situation) []*Question {
	open := make([]*Question, 0, len(Device.Questions))
	asGiven := t.filled(s)
	for i := range Device.Questions {
		q := &Device.Questions[i]
		value := s.Given[q.Key]
		if (value == "" || value == Unknown) && q.MayBeUnknown() && q.Relevant.Holds(asGiven) {
			open = append(open, q)
		}
	}
	return open
}

// filled is what relevance looks at once the method is known: the answers as given, absent ones filled in.
// It is valid until the next trial.
func (t *trial) filled(s *Situation) *Situation {
	t.view = *s.Given
	Device.fill(&t.view)
	t.asking = Situation{Answers: &t.view, Method: s.Method}
	return &t.asking
}

// otherwise tries each other value, all else unchanged.
func (t *trial) otherwise(q *Question, s *Situation) []Otherwise {
	list := []Otherwise{}
	for _, choice := range q.Choices {
		if choice.Value == Unknown || choice.Value == s.Answers[q.Key] {
			continue
		}
		if method := t.with(s, candidate{q.Key, choice.Value}); method != s.Method {
			list = append(list, Otherwise{choice.Value, method})
		}
	}
	return list
}

// unflippable answers are closed lists that are facts rather than something to change.
var unflippable = map[Key]bool{Policy: true, Cloud: true, DeviceID: true, Location: true, ExistingConnector: true}

// flips lists the given answers that would change the method, one at a time; and where nothing is
// possible and no single change helps, the pairs that do.
func (t *trial) flips(s *Situation) []Flip {
	list := []Flip{}
	opened := false
	for c := range changeable(s) {
		if method := t.with(s, c); method != s.Method {
			list = append(list, Flip{[]Change{c.change()}, method})
			opened = opened || method != OwnServerMethod
		}
	}
	if s.Method == None && !opened {
		list = append(list, t.pairs(s, slices.Collect(changeable(s)))...)
	}
	return list
}

func (t *trial) pairs(s *Situation, changes []candidate) []Flip {
	var list []Flip
	for i, first := range changes {
		for _, second := range changes[i+1:] {
			if second.key == first.key {
				continue
			}
			method := t.with(s, first, second)
			if method != None && method != OwnServerMethod {
				list = append(list, Flip{[]Change{first.change(), second.change()}, method})
			}
		}
	}
	return list
}

// A candidate is one change of one given answer.
type candidate struct {
	key   Key
	value string
}

func (c candidate) change() Change { return Change{c.key.String(), c.value} }

// changeable are the changes of one given answer each.
func changeable(s *Situation) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		for i := range Device.Questions {
			q := &Device.Questions[i]
			given := s.Given[q.Key]
			if given == "" || unflippable[q.Key] {
				continue
			}
			for _, choice := range q.Choices {
				if choice.Value != given && choice.Value != Unknown && !yield(candidate{q.Key, choice.Value}) {
					return
				}
			}
		}
	}
}
