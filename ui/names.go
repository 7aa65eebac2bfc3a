package ui

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

var stateNames = map[decide.State]words.Text{
	decide.Open:     "open",
	decide.Ready:    "possible",
	decide.RuledOut: "ruled out",
	decide.Chosen:   "chosen",
}

// shortName says in a word or two what a question of either questionnaire is about.
func (m Model) shortName(key decide.Key) string {
	for _, questions := range questionnaires {
		if q := questions.ByKey(key); q != nil {
			return m.say(q.Short)
		}
	}
	return ""
}

// A source says where an answer came from.
type source string

const (
	fromYou    source = "you"
	fromBefore source = "given"
	fromDNS    source = "dns"
	fromDevice source = "device"
	fromFault  source = "fault"
	fromTrying source = "tried"
	fromNobody source = "assumed"
)

var sourceNames = map[source]words.Text{
	fromYou:    "you",
	fromBefore: "given",
	fromDNS:    "DNS",
	fromDevice: "device",
	fromFault:  "error",
	fromTrying: "this network",
	fromNobody: "assumed",
}
