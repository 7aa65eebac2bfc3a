package decide

import (
	"slices"
	"strings"

	"sendpath/decide/words"
)

// A Condition is a statement about answers, with the words to say it and the keys it looks at.
type Condition struct {
	Says  words.Sentence // "`tls` is `1.2`"
	Keys  []Key
	Holds func(*Situation) bool
}

// Anytime states nothing.
var Anytime = Condition{Says: words.Sentencef("always"), Holds: func(*Situation) bool { return true }}

// Is states that an answer has one of values; the only value "" is that of an answer that was not given.
func Is(key Key, values ...string) Condition {
	says := words.Sentencef("`%s` is %s", key, anyOf(values))
	if slices.Equal(values, notGiven) {
		says = words.Sentencef("`%s` was not given", key)
	}
	return Condition{
		Says: says,
		Keys: []Key{key},
		Holds: func(s *Situation) bool {
			return slices.Contains(values, s.Answers[key])
		},
	}
}

// IsNot states that an answer has none of values.
func IsNot(key Key, values ...string) Condition {
	says := words.Sentencef("`%s` is not %s", key, anyOf(values))
	if slices.Equal(values, notGiven) {
		says = words.Sentencef("`%s` is given", key)
	}
	return Condition{
		Says: says,
		Keys: []Key{key},
		Holds: func(s *Situation) bool {
			return !slices.Contains(values, s.Answers[key])
		},
	}
}

// notGiven are the values of an answer that was not given.
var notGiven = []string{""}

// All states that every condition holds.
func All(conditions ...Condition) Condition {
	return Condition{
		Says: joinSentences("%s and %s", sentences(conditions)),
		Keys: joinKeys(conditions),
		Holds: func(s *Situation) bool {
			for i := range conditions {
				if !conditions[i].Holds(s) {
					return false
				}
			}
			return true
		},
	}
}

// Either states that at least one condition holds.
func Either(conditions ...Condition) Condition {
	return Condition{
		Says: words.Sentencef("(%s)", joinSentences("%s, or %s", sentences(conditions))),
		Keys: joinKeys(conditions),
		Holds: func(s *Situation) bool {
			for i := range conditions {
				if conditions[i].Holds(s) {
					return true
				}
			}
			return false
		},
	}
}

// Not states that a condition does not hold.
func Not(c Condition) Condition {
	return Condition{
		Says:  words.Sentencef("not (%s)", c.Says),
		Keys:  c.Keys,
		Holds: func(s *Situation) bool { return !c.Holds(s) },
	}
}

func sentences(conditions []Condition) []words.Sentence {
	list := make([]words.Sentence, len(conditions))
	for i := range conditions {
		list[i] = conditions[i].Says
	}
	return list
}

// anyOf says values that are alternatives, as machines write them.
func anyOf(values []string) words.Sentence {
	list := make([]words.Sentence, len(values))
	for i, value := range values {
		list[i] = words.Sentencef("`%s`", value)
	}
	return joinSentences("%s or %s", list)
}

// joinSentences makes one sentence of some, which are one at least: two says two of them.
func joinSentences(two words.Text, list []words.Sentence) words.Sentence {
	joined := list[0]
	for _, next := range list[1:] {
		joined = words.Sentencef(two, joined, next)
	}
	return joined
}

func joinKeys(conditions []Condition) []Key {
	var keys []Key
	for _, c := range conditions {
		for _, k := range c.Keys {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// ipv6Only states that addresses were given and none of them is IPv4, which is all a connector takes.
var ipv6Only = Condition{
	Says: words.Sentencef("`%s` is given without an IPv4 address", PublicIPs),
	Keys: []Key{PublicIPs},
	Holds: func(s *Situation) bool {
		return s.Answers[PublicIPs] != "" && !strings.Contains(s.Answers[PublicIPs], ".")
	},
}
