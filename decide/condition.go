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

// Anytime states nothing.
var Anytime = Condition{Text: "always", Holds: func(*Situation) bool { return true }}

// Is states that an answer has one of values.
func Is(key Key, values ...string) Condition {
	return Condition{
		Text: "`" + keyNames[key] + "` is `" + strings.Join(values, "` or `") + "`",
		Keys: []Key{key},
		Holds: func(s *Situation) bool {
			return slices.Contains(values, s.Answers[key])
		},
	}
}

// IsNot states that an answer has none of values.
func IsNot(key Key, values ...string) Condition {
	return Condition{
		Text: "`" + keyNames[key] + "` is not `" + strings.Join(values, "` or `") + "`",
		Keys: []Key{key},
		Holds: func(s *Situation) bool {
			return !slices.Contains(values, s.Answers[key])
		},
	}
}

// All states that every condition holds.
func All(conditions ...Condition) Condition {
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

// Either states that at least one condition holds.
func Either(conditions ...Condition) Condition {
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

// Not states that a condition does not hold.
func Not(c Condition) Condition {
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
