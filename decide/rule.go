package decide

import (
	"slices"

	"sendpath/decide/words"
)

// An Effect is what a rule does to the method it speaks of.
type Effect string

// The effects.
const (
	Excludes Effect = "excludes" // the method cannot work
	Prefers  Effect = "prefers"  // the method is taken before others that could work too
	Warns    Effect = "warns"    // the method works, and this is to be known
)

// A Rule is one sentence about one method, and when it applies. IDs are stable: JSON, records and
// support calls use them.
type Rule struct {
	ID     string
	Method Method
	Effect Effect
	Short  words.Text // where it excludes: what it found, in a few words
	When   Condition
	Text   words.Text
	Args   func(*Situation) []any // the %s of Text; numbers are written as the language does
	Source Source
}

// Say returns the rule's sentence for a situation.
func (r *Rule) Say(s *Situation, lang *words.Language) string {
	if r.Args == nil {
		return lang.Say(r.Text)
	}
	args := r.Args(s)
	for i, arg := range args {
		if n, ok := arg.(int); ok {
			args[i] = lang.Number(n)
		}
	}
	return lang.Say(r.Text, args...)
}

// exclusions are the rules that can rule a method out, by method.
var exclusions = func() map[Method][]*Rule {
	byMethod := map[Method][]*Rule{}
	for i := range Rules {
		if r := &Rules[i]; r.Effect == Excludes {
			byMethod[r.Method] = append(byMethod[r.Method], r)
		}
	}
	return byMethod
}()

func excluded(method Method, s *Situation) bool {
	return slices.ContainsFunc(exclusions[method], func(r *Rule) bool { return r.When.Holds(s) })
}
