package advice

import (
	"slices"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/decide/diagnose"
)

// A Correction is an answer that a fault proves wrong. After is "" where the fault does not say which
// other value is right: then the answer is only doubtful.
type Correction struct {
	Question      *decide.Question
	Before, After string
}

// Chosen is the finding of an entry that the user chose, such as a symptom: what it says about the answers
// was seen by the user.
func Chosen(f diagnose.Fault) diagnose.Finding {
	return diagnose.Finding{Fault: f, Confidence: f.Confidence}
}

// Corrections compares findings with answers, for a device set up with a method. chosen says that the user
// chose the findings, so that nothing about them is a guess. Answers that are right already are left out.
func Corrections(findings []diagnose.Finding, chosen bool, m diagnose.Method, answers decide.Answers) []Correction {
	var list []Correction
	for _, f := range findings {
		contradicted := f.Corrections(m)
		if chosen {
			contradicted = f.Fault.Corrections(m)
		}
		for _, c := range contradicted {
			q, known := decide.Device.ByName(c.Key)
			if !known || answers[q.Key] == c.Value {
				continue
			}
			list = merge(list, Correction{q, answers[q.Key], c.Value})
		}
	}
	return list
}

// merge adds a correction; of two for one question the first with a value counts.
func merge(list []Correction, c Correction) []Correction {
	i := slices.IndexFunc(list, func(other Correction) bool { return other.Question == c.Question })
	switch {
	case i < 0:
		return append(list, c)
	case list[i].After == "":
		list[i] = c
	}
	return list
}

// Apply returns the answers with every correction that has a value.
func Apply(answers decide.Answers, corrections []Correction) decide.Answers {
	for _, c := range corrections {
		if c.After != "" {
			answers[c.Question.Key] = c.After
		}
	}
	return answers
}

// IsValue reports whether a difference is one of method, settings and records, and no warning.
func IsValue(d decide.Difference) bool {
	return slices.Contains(values, d.What) || slices.Contains(device.Settings, device.Setting(d.What))
}

// values are the names in decide.Difference that are neither settings nor warnings.
var values = []string{"method", "authentication", "spf", "connector"}

// MethodOf is the method of a plan as the catalogue names it, "" where it is none of the three.
func MethodOf(m decide.Method) diagnose.Method {
	switch m {
	case decide.SMTPAuth, decide.Relay, decide.DirectSend:
		return diagnose.Method(m)
	}
	return ""
}
