package decide

import (
	"maps"
	"slices"
)

// A Walk is the state of asking: what was answered, and what is known without asking. The wizard, plain
// prompts and the question protocol all walk the same way.
type Walk struct {
	Questions *Questionnaire
	Answers   Answers
	Asked     map[Key]bool // the questions that were put and answered, if only by skipping
	Known     map[Key]bool // questions that DNS or a probe answered, or that need no asking
	AsOf      Day
}

// Pending returns the questions still to ask, in order. It shrinks and grows with the answers.
func (w *Walk) Pending() []*Question {
	view := w.Questions.Forget(w.Answers)
	w.Questions.fill(&view)
	situation := &Situation{Answers: &view}
	var pending []*Question
	for i := range w.Questions.Questions {
		q := &w.Questions.Questions[i]
		if w.toAsk(q, situation) {
			pending = append(pending, q)
		}
	}
	if len(pending) == 0 {
		return w.afterChoice()
	}
	return pending
}

// Relevant reports whether a question matters with the answers so far, whether or not it was asked.
func (w *Walk) Relevant(key Key) bool {
	q := w.Questions.ByKey(key)
	if q.Asked != OnRelay {
		return w.Questions.Forget(w.Answers.With(key, Unknown))[key] != ""
	}
	again := *w
	again.Asked = maps.Clone(w.Asked)
	delete(again.Asked, key)
	return slices.Contains(again.Pending(), q)
}

// Kept returns the answers that matter; those that other answers made pointless are cleared.
func (w *Walk) Kept() Answers {
	kept := w.Questions.Forget(w.Answers)
	for i := range w.Questions.Questions {
		if q := &w.Questions.Questions[i]; q.Asked == OnRelay && kept[q.Key] != "" && !w.Relevant(q.Key) {
			kept[q.Key] = ""
		}
	}
	return kept
}

func (w *Walk) toAsk(q *Question, s *Situation) bool {
	switch q.Asked {
	case Never, OnRelay:
		return false
	case FromDNS, FromProbe:
		if w.Known[q.Key] {
			return false
		}
	}
	return !w.Asked[q.Key] && q.Relevant.Holds(s)
}

// afterChoice returns the questions that turn up once the method is known.
func (w *Walk) afterChoice() []*Question {
	if w.Questions != Device {
		return nil
	}
	s := settle(w.Answers, w.AsOf)
	asGiven := new(trial).filled(&s)
	var pending []*Question
	for i := range Device.Questions {
		q := &Device.Questions[i]
		if q.Asked == OnRelay && !w.Asked[q.Key] && q.Relevant.Holds(asGiven) {
			pending = append(pending, q)
		}
	}
	return pending
}

// A Prospect tells where the answers so far leave a method.
type Prospect struct {
	Method Method
	State  State
	// RuledOutBy are the rules that exclude the method whatever is answered next.
	RuledOutBy []*Rule
	// Needs are the questions whose answers can still rule it out.
	Needs []Key
}

// A State is how far a method has come.
type State string

// The states of a method.
const (
	Open     State = "open"      // later answers can still rule it out
	Ready    State = "possible"  // nothing rules it out, nothing is left that could
	RuledOut State = "ruled out" // a rule excludes it, whatever is answered next
	Chosen   State = "chosen"
)

// Prospects returns the three methods, in their fixed order.
func Prospects(w *Walk) [3]Prospect {
	var prospects [3]Prospect
	left := Device.Forget(w.Answers)
	replaced := left
	Device.assume(&replaced, w.AsOf)
	so := &Situation{Given: &left, Answers: &replaced, AsOf: w.AsOf}
	done := len(w.Pending()) == 0
	s := settle(w.Answers, w.AsOf)
	for i, method := range Methods {
		p := Prospect{Method: method, State: Ready}
		for _, rule := range exclusions[method] {
			p.weigh(rule, so, w)
		}
		if left[OwnServer] == Yes {
			p = Prospect{Method: method, State: RuledOut, RuledOutBy: []*Rule{ownServerRule}}
		}
		if done && s.Method == method {
			p.State = Chosen
		}
		prospects[i] = p
	}
	return prospects
}

// ownServerRule is why no other method is looked at where devices can use a mail server of one's own.
var ownServerRule = &Rules[slices.IndexFunc(Rules, func(r Rule) bool { return r.Method == OwnServerMethod && r.Effect == Prefers })]

// weigh tries the rule with every answer that the open questions could still get.
func (p *Prospect) weigh(rule *Rule, so *Situation, w *Walk) {
	open := openKeys(rule.When.Keys, w)
	holds, fails := tryAll(rule, so, open)
	switch {
	case holds && !fails:
		p.State = RuledOut
		p.RuledOutBy = append(p.RuledOutBy, rule)
	case holds && p.State != RuledOut:
		p.State = Open
		for _, key := range open {
			if !slices.Contains(p.Needs, key) {
				p.Needs = append(p.Needs, key)
			}
		}
	}
}

func openKeys(keys []Key, w *Walk) []Key {
	var open []Key
	for _, key := range keys {
		q := Device.ByKey(key)
		if !w.Asked[key] && !w.Known[key] && w.Answers[key] == "" && q != nil && q.Asked != Never && len(q.Choices) > 0 {
			open = append(open, key)
		}
	}
	return open
}

// tryAll reports whether the rule holds for some, and fails for some, of the answers still possible. It
// leaves the situation as it found it. Not knowing is not tried: what is assumed then is another answer.
func tryAll(rule *Rule, s *Situation, open []Key) (holds, fails bool) {
	if len(open) == 0 {
		h := rule.When.Holds(s)
		return h, !h
	}
	key := open[0]
	given, answer := s.Given[key], s.Answers[key]
	for _, choice := range Device.ByKey(key).Choices {
		if choice.Value == Unknown {
			continue
		}
		s.Given[key], s.Answers[key] = choice.Value, choice.Value
		h, f := tryAll(rule, s, open[1:])
		holds, fails = holds || h, fails || f
		if holds && fails {
			break
		}
	}
	s.Given[key], s.Answers[key] = given, answer
	return holds, fails
}
