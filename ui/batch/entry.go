package batch

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

// An Entry is one answer as it was written down.
type Entry struct {
	Place
	Question *decide.Question
	Text     string // a list as one text
}

// Read reads all entries, whichever of them count in the end: a later entry for a key beats an earlier
// one. Notes tell what was understood where that differs from what was written.
func Read(entries []Entry, form decide.Form) (answers decide.Answers, notes []Note, problems Problems) {
	form.Domain = lastDomain(entries, form)
	for _, e := range entries {
		reading, err := Value(e.Question, e.Text, form)
		if err != nil {
			problems = append(problems, Problem{e.Place, quoted(e.Text), sentence(err)})
			continue
		}
		answers[e.Question.Key] = reading.Value
		for _, n := range reading.Notes {
			notes = append(notes, Note{e.Place, n})
		}
	}
	return answers, notes, problems
}

// A Note is something to know about an answer that was accepted.
type Note struct {
	Place
	What words.Sentence
}

// In says the note in a language, on one line.
func (n Note) In(lang *words.Language) string { return n.String() + ": " + n.What.In(lang) }

// lastDomain finds the domain that the other values are checked against, wherever it stands.
func lastDomain(entries []Entry, form decide.Form) string {
	domain := form.Domain
	for _, e := range entries {
		if e.Question.Key != decide.Domain {
			continue
		}
		if reading, err := Value(e.Question, e.Text, form); err == nil {
			domain = reading.Value
		}
	}
	return domain
}

// Missing returns the questions without whose answer there is no result.
func Missing(questions *decide.Questionnaire, answers decide.Answers) []*decide.Question {
	var missing []*decide.Question
	for i := range questions.Questions {
		q := &questions.Questions[i]
		if q.Asked == decide.Required && answers[q.Key] == "" {
			missing = append(missing, q)
		}
	}
	return missing
}
