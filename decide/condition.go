package decide

import (
	"slices"
	"strings"
)

// A Condition is a statement about answers, with the words to say it and the keys it looks at.
type Condition struct {
	Text  string // for RULES.md: "`tls` is `1.2`"
	Keys  []Key
	Holds func(*Situation) bool
}

var always = Condition{Text: "always", Holds: func(*Situation) bool { return true }}

// is states that an answer has one of values.
func is(key Key, values ...string) Condition {
	return Condition{
		Text: "`" + keyNames[key] + "` is `" + strings.Join(values, "` or `") + "`",
		Keys: []Key{key},
		Holds: func(s *Situation) bool {
			return slices.Contains(values, s.Answers[key])
		},
	}
}

// isNot states that an answer has none of values.
func isNot(key Key, values ...string) Condition {
	return Condition{
		Text: "`" + keyNames[key] + "` is not `" + strings.Join(values, "` or `") + "`",
		Keys: []Key{key},
		Holds: func(s *Situation) bool {
			return !slices.Contains(values, s.Answers[key])
		},
	}
}

func given(key Key) Condition {
	return Condition{
		Text:  "`" + keyNames[key] + "` is given",
		Keys:  []Key{key},
		Holds: func(s *Situation) bool { return s.Answers[key] != "" },
	}
}

// all states that every condition holds.
func all(conditions ...Condition) Condition {
	return Condition{
		Text: joinTexts(conditions, " and "),
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

// either states that at least one condition holds.
func either(conditions ...Condition) Condition {
	return Condition{
		Text: "(" + joinTexts(conditions, ", or ") + ")",
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

func not(c Condition) Condition {
	return Condition{
		Text:  "not (" + c.Text + ")",
		Keys:  c.Keys,
		Holds: func(s *Situation) bool { return !c.Holds(s) },
	}
}

func joinTexts(conditions []Condition, between string) string {
	var texts []string
	for _, c := range conditions {
		texts = append(texts, c.Text)
	}
	return strings.Join(texts, between)
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
	Text: "`public_ips` is given without an IPv4 address",
	Keys: []Key{PublicIPs},
	Holds: func(s *Situation) bool {
		return s.Answers[PublicIPs] != "" && !strings.Contains(s.Answers[PublicIPs], ".")
	},
}
