package render

import (
	"fmt"
	"slices"

	"sendpath/decide"
	"sendpath/decide/words"
)

var places = map[string]words.Text{
	"dns":      "DNS",
	"exchange": "Exchange Online",
	"entra":    "Microsoft Entra",
	"device":   "Device",
	"network":  "Network",
}

// steps is the run sheet, in the order of doing.
func (c composer) steps() section {
	s := section{ID: "steps", Title: c.say("Run sheet")}
	for i, planned := range c.Steps {
		line := step{Key: fmt.Sprintf("%d-%s", i+1, planned.ID), Where: c.lang.Say(places[planned.Where]), Text: planned.Text}
		for _, part := range []struct {
			label words.Text
			text  string
		}{{"Check", planned.Check}, {"Wait", planned.Wait}, {"Undo", planned.Undo}, {"Who", planned.Who}, {"Where", planned.Place}} {
			if part.text != "" {
				line.Parts = append(line.Parts, value{Label: c.lang.Say(part.label), Value: part.text})
			}
		}
		s.Steps = append(s.Steps, line)
	}
	return s
}

func (c composer) waysOut() section {
	s := section{ID: "ways-out", Title: c.say("Ways out")}
	for _, way := range c.WaysOut {
		s.Items = append(s.Items, item{Text: way.Text})
	}
	return s
}

func (c composer) warnings() section {
	s := section{ID: "warnings", Title: c.say("What to watch")}
	for _, w := range c.Warnings {
		s.Items = append(s.Items, item{Text: w.Text})
	}
	return s
}

// expiry says what ends and when.
func (c composer) expiry() section {
	s := section{ID: "expiry", Title: c.say("What expires, and what follows")}
	if c.Successor != nil {
		s.Items = append(s.Items, item{Text: joinNonEmpty(": ", string(c.Successor.Date), c.Successor.Text)})
	}
	if c.Authentication == decide.ByCertificate {
		s.Items = append(s.Items, item{Text: c.say("The certificate: renew it in time, for the same name. The connector goes by the name, so it stays as it is.")})
	}
	return s
}

// why is what spoke for the method.
func (c composer) why() section {
	s := section{ID: "why", Title: c.say("Why this method")}
	for _, r := range c.Rules {
		if r.Effect == decide.Prefers && r.Method == c.Method {
			s.Items = append(s.Items, item{Text: r.Text})
		}
	}
	if len(s.Items) == 0 && slices.Contains(decide.Methods[:], c.Method) {
		s.Items = append(s.Items, item{Text: c.say("It is the first method in the order of preference that nothing rules out.")})
	}
	return s
}

// whyNot is what ruled the other methods out.
func (c composer) whyNot() section {
	s := section{ID: "why-not", Title: c.say("Why not the others")}
	for _, r := range c.Rules {
		if r.Effect == decide.Excludes {
			s.Items = append(s.Items, item{Text: c.methodName(r.Method) + ": " + r.Text})
		}
	}
	return s
}

// changes are the answers that would give another method.
func (c composer) changes() section {
	s := section{ID: "changes", Title: c.say("What would change it")}
	for _, flip := range c.Flips {
		s.Items = append(s.Items, item{Text: c.flip(flip)})
	}
	return s
}

func (c composer) flip(f decide.Flip) string {
	var said []any
	for _, change := range f.Changes {
		question, answer := c.answer(change.Question, change.Value)
		said = append(said, question, answer)
	}
	said = append(said, c.methodName(f.Method))
	if len(f.Changes) == 2 {
		return c.say("%s If the answer were \"%s\", and to: %s it were \"%s\": %s", said...)
	}
	return c.say("%s If the answer were \"%s\": %s", said...)
}

// assumed are the answers that were left open.
func (c composer) assumed() section {
	s := section{ID: "assumed", Title: c.say("What was assumed, and how to find out")}
	for _, a := range c.Assumed {
		question, answer := c.answer(a.Question, a.Value)
		point := item{Text: question, Sub: []string{c.say("Assumed: %s", answer)}}
		if a.FindOut != "" {
			point.Sub = append(point.Sub, c.say("To find out: %s", a.FindOut))
		}
		for _, o := range a.Otherwise {
			_, other := c.answer(a.Question, o.Value)
			point.Sub = append(point.Sub, c.say("If it is \"%s\": %s", other, c.methodName(o.Method)))
		}
		s.Items = append(s.Items, point)
	}
	return s
}

// answer says a question and one of its values in words; both as they are where they are not known.
func (c composer) answer(name, value string) (question, answer string) {
	q, ok := decide.Device.ByName(name)
	if !ok {
		return name, value
	}
	return c.lang.Say(q.Ask), q.Words(value, c.lang)
}

func (c composer) answers() section {
	s := section{ID: "answers", Title: c.say("The answers")}
	for _, entry := range c.Answers.Entries() {
		said := entry.Question.Words(entry.Value, c.lang)
		if entry.Question.Key == decide.DeviceID && c.Page.ID == entry.Value {
			said = c.deviceName() // the value is its id
		}
		s.Items = append(s.Items, item{Text: c.lang.Say(entry.Question.Ask) + " " + said})
	}
	return s
}

// found is what DNS said, who said it and when: once for all where one resolver said it all.
func (c composer) found() section {
	s := section{ID: "found", Title: c.say("What was found in DNS")}
	from, first, last := oneResolver(c.Evidence)
	switch {
	case from == "":
	case first == last:
		s.Intro = append(s.Intro, c.say("Answered by %s at %s:", from, first))
	default:
		s.Intro = append(s.Intro, c.say("Answered by %s between %s and %s:", from, first, last))
	}
	for _, o := range c.Evidence {
		point := item{Text: o.What + ": " + o.Answer}
		if o.From != "" && from == "" {
			point.Sub = append(point.Sub, c.say("from %s at %s", o.From, o.At))
		}
		s.Items = append(s.Items, point)
	}
	return s
}

// oneResolver names the resolver that told everything, and the first and the last time; "" where there is no one
// such.
func oneResolver(evidence []decide.Observation) (from, first, last string) {
	for i, o := range evidence {
		if i == 0 {
			from, first, last = o.From, o.At, o.At
		}
		if o.From != from {
			return "", "", ""
		}
		first, last = min(first, o.At), max(last, o.At)
	}
	return from, first, last
}

// sources are the articles behind the rules that applied, each once, and the maker's pages.
func (c composer) sources() section {
	s := section{ID: "sources", Title: c.say("Sources")}
	var seen []decide.Source
	for _, r := range c.Rules {
		if r.Source.URL != "" && !slices.Contains(seen, r.Source) {
			seen = append(seen, r.Source)
			s.Items = append(s.Items, item{Text: c.say("%s (checked %s)", r.Source.Title, string(r.Source.Checked)), URL: r.Source.URL})
		}
	}
	if c.Page.ID == decide.GenericDevice {
		return s
	}
	for _, url := range c.Page.Sources {
		s.Items = append(s.Items, item{Text: c.say("About the device: %s", c.Page.Name), URL: url})
	}
	return s
}
