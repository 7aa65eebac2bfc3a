package cli

import (
	"slices"

	"sendpath/decide"
	"sendpath/decide/diagnose"
	"sendpath/decide/words"
)

// diagnosisJSON is the promised form of a diagnosis; further fields may join.
type diagnosisJSON struct {
	Faults []findingJSON `json:"faults"`
	Ask    string        `json:"ask"`
	SetUp  *setUpJSON    `json:"setup,omitempty"`
	Plan   *replanJSON   `json:"plan,omitempty"`
}

type findingJSON struct {
	ID           string              `json:"id"`
	Title        string              `json:"title"`
	Cause        string              `json:"cause"`
	Fix          []string            `json:"fix"`
	ChangeMethod []diagnose.Method   `json:"change_method"`
	Contradicts  []string            `json:"contradicts"`
	Confidence   diagnose.Confidence `json:"confidence"`
	Seen         string              `json:"seen"`
	Server       diagnose.Server     `json:"server"`
	Clears       diagnose.Clears     `json:"clears"`
	TellApart    string              `json:"tell_apart"`
	Leads        []string            `json:"leads"`
	Sources      []sourceJSON        `json:"sources"`
}

type sourceJSON struct {
	Title   string `json:"title"`
	URL     string `json:"url"`
	Edition string `json:"edition"` // "" where none is printed
	Checked string `json:"checked"`
}

type setUpJSON struct {
	Method         diagnose.Method `json:"method"`
	Server         diagnose.Server `json:"server"`
	Text           string          `json:"text"`
	Contradictions []string        `json:"contradictions"`
	Ask            string          `json:"ask"`
}

type replanJSON struct {
	MethodBefore decide.Method       `json:"method_before"`
	Method       decide.Method       `json:"method"`
	Corrections  []correctionJSON    `json:"corrections"`
	Differences  []decide.Difference `json:"differences"`
}

// A correctionJSON with an empty After is an answer to look at again.
type correctionJSON struct {
	Question string `json:"question"`
	Before   string `json:"before"`
	After    string `json:"after"`
}

func diagnosisResult(d diagnosis, m diagnose.Method, lang *words.Language) diagnosisJSON {
	out := diagnosisJSON{Faults: []findingJSON{}, Ask: lang.Say(d.report.Ask)}
	for _, f := range d.report.Faults {
		out.Faults = append(out.Faults, findingResult(f, m, lang))
	}
	if d.setUp != nil {
		out.SetUp = setUpResult(*d.setUp, lang)
	}
	if d.replan != nil {
		out.Plan = replanResult(*d.replan)
	}
	return out
}

func findingResult(f diagnose.Finding, m diagnose.Method, lang *words.Language) findingJSON {
	out := findingJSON{ID: f.ID, Title: lang.Say(f.Title), Cause: lang.Say(f.Cause), Fix: []string{},
		ChangeMethod: []diagnose.Method{}, Contradicts: []string{}, Confidence: f.Confidence, Seen: f.Seen, Server: f.Server,
		Clears: f.Clears, TellApart: lang.Say(f.TellApart), Leads: append([]string{}, f.Leads...), Sources: []sourceJSON{}}
	for _, step := range f.Fix {
		out.Fix = append(out.Fix, step.Say(lang))
	}
	for _, change := range f.Change {
		if !slices.Contains(out.ChangeMethod, change.To) {
			out.ChangeMethod = append(out.ChangeMethod, change.To)
		}
	}
	for _, c := range f.Corrections(m) {
		if !slices.Contains(out.Contradicts, c.Key) {
			out.Contradicts = append(out.Contradicts, c.Key)
		}
	}
	for _, s := range f.Sources {
		out.Sources = append(out.Sources, sourceJSON{s.Title, s.URL, s.Date, diagnose.Checked})
	}
	return out
}

func setUpResult(r diagnose.Reading, lang *words.Language) *setUpJSON {
	out := &setUpJSON{Method: r.Method, Server: r.Server, Text: lang.Say(r.Means), Contradictions: []string{}, Ask: lang.Say(r.Ask)}
	for _, c := range r.Contradictions {
		out.Contradictions = append(out.Contradictions, lang.Say(c))
	}
	return out
}

func replanResult(r replan) *replanJSON {
	out := &replanJSON{MethodBefore: r.before.Method, Method: r.after.Method, Corrections: []correctionJSON{}, Differences: r.differences}
	for _, c := range r.corrections {
		out.Corrections = append(out.Corrections, correctionJSON{c.Question.Name(), c.Before, c.After})
	}
	return out
}
