package decide

import "sendpath/decide/words"

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
func assumptions(s *Situation, lang *words.Language) []Assumption {
	list := []Assumption{}
	try := new(trial)
	asGiven := filled(s)
	for i := range Device.Questions {
		q := &Device.Questions[i]
		if value := s.Given[q.Key]; !q.MayBeUnknown() || value != "" && value != Unknown || !q.Relevant.Holds(asGiven) {
			continue
		}
		list = append(list, Assumption{
			Question:  q.Name(),
			Value:     s.Answers[q.Key],
			FindOut:   lang.Say(q.FindOut),
			Otherwise: otherwise(q, s, try),
		})
	}
	return list
}

// filled is what relevance looks at once the method is known: the answers as given, absent ones filled in.
func filled(s *Situation) *Situation {
	view := *s.Given
	Device.fill(&view)
	return &Situation{Answers: &view, Method: s.Method}
}

// otherwise tries each other value, all else unchanged.
func otherwise(q *Question, s *Situation, try *trial) []Otherwise {
	list := []Otherwise{}
	for _, choice := range q.Choices {
		if choice.Value == Unknown || choice.Value == s.Answers[q.Key] {
			continue
		}
		if method := try.methodFor(s.Given.With(q.Key, choice.Value), s.AsOf); method != s.Method {
			list = append(list, Otherwise{choice.Value, method})
		}
	}
	return list
}

// unflippable answers are closed lists that are facts rather than something to change.
var unflippable = map[Key]bool{Policy: true, Cloud: true, DeviceID: true, Location: true, ExistingConnector: true}

// flips lists the given answers that would change the method, one at a time; and where nothing is
// possible and no single change helps, the pairs that do.
func flips(s *Situation) []Flip {
	changes := changeable(s)
	try := new(trial)
	list := []Flip{}
	opened := false
	for _, c := range changes {
		if method := try.methodFor(s.Given.With(c.key, c.value), s.AsOf); method != s.Method {
			list = append(list, Flip{[]Change{c.change()}, method})
			opened = opened || method != OwnServerMethod
		}
	}
	if s.Method == None && !opened {
		list = append(list, pairs(s, changes, try)...)
	}
	return list
}

func pairs(s *Situation, changes []candidate, try *trial) []Flip {
	var list []Flip
	for i, first := range changes {
		changed := s.Given.With(first.key, first.value)
		for _, second := range changes[i+1:] {
			if second.key == first.key {
				continue
			}
			method := try.methodFor(changed.With(second.key, second.value), s.AsOf)
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

func changeable(s *Situation) []candidate {
	var list []candidate
	for i := range Device.Questions {
		q := &Device.Questions[i]
		given := s.Given[q.Key]
		if given == "" || unflippable[q.Key] {
			continue
		}
		for _, choice := range q.Choices {
			if choice.Value != given && choice.Value != Unknown {
				list = append(list, candidate{q.Key, choice.Value})
			}
		}
	}
	return list
}
