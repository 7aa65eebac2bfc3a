// Package advice puts what a diagnosis found into the words and the order in which people read it, for the
// command line and the wizard alike, and tells which answers of a plan it corrects. It is pure.
package advice

import (
	"sendpath/decide/clean"
	"sendpath/decide/diagnose"
	"sendpath/decide/words"
)

// An Advice is one finding as it is read: what it is, how sure, why, and what to do in order.
type Advice struct {
	ID, Title string
	Facts     []Fact // how sure it is first
	Cause     string
	Sections  []Section
}

// A Fact is a label with what stands beside it.
type Fact struct {
	Label, Value string
}

// A Section is a heading with items. Those that are Ordered are to be done in that order.
type Section struct {
	Title   string
	Ordered bool
	Items   []Item
}

// An Item is a sentence and, where there is one, a command or address that can be copied as it is.
type Item struct {
	Text, Command string
}

var confidences = map[diagnose.Confidence]words.Text{
	diagnose.High:   "sure: the words are known",
	diagnose.Medium: "likely: known from reports, or from a code without its words",
	diagnose.Low:    "perhaps: many faults look like this",
}

var clearings = map[diagnose.Clears]words.Text{
	diagnose.ClearsByRetry: "helps: the same message gets through a little later",
	diagnose.ClearsByTime:  "helps after hours or days, without a change",
	diagnose.ClearsNever:   "does not help before something is changed",
}

var methods = map[diagnose.Method]words.Text{
	diagnose.SMTPAuth:   "SMTP AUTH client submission",
	diagnose.Relay:      "SMTP relay",
	diagnose.DirectSend: "Direct Send",
	diagnose.HVE:        "High Volume Email",
	diagnose.ACS:        "Azure Communication Services",
	diagnose.LocalRelay: "a mail relay of your own",
}

// MethodName names a method, also those that are only fallbacks.
func MethodName(m diagnose.Method, lang *words.Language) string { return lang.Say(methods[m]) }

// Of puts a finding into words.
func Of(f diagnose.Finding, lang *words.Language) Advice {
	a := Advice{ID: f.ID, Title: lang.Say(f.Title), Facts: facts(f, lang), Cause: lang.Say(f.Cause)}
	a.add(lang.Say("Do this, in this order"), true, steps(f.Fix, lang))
	a.add(lang.Say("If that is not possible, change the method"), false, changes(f.Change, lang))
	a.add(lang.Say("It can also be"), false, leads(f.Leads, lang))
	a.add(lang.Say("Sources"), false, sources(f.Sources, lang))
	return a
}

func (a *Advice) add(title string, ordered bool, items []Item) {
	if len(items) > 0 {
		a.Sections = append(a.Sections, Section{title, ordered, items})
	}
}

func facts(f diagnose.Finding, lang *words.Language) []Fact {
	list := []Fact{{lang.Say("How sure"), lang.Say(confidences[f.Confidence])}}
	add := func(label, value words.Text) {
		if value != "" {
			list = append(list, Fact{lang.Say(label), lang.Say(value)})
		}
	}
	if f.Seen != "" {
		list = append(list, Fact{lang.Say("Seen"), clean.Line(f.Seen, 0)})
	}
	add("Who answered", f.Server.Text())
	add("Trying again", clearings[f.Clears])
	add("What tells", f.TellApart)
	return list
}

func steps(fix []diagnose.Step, lang *words.Language) []Item {
	var items []Item
	for _, s := range fix {
		items = append(items, Item{lang.Say(s.Text), s.Command})
	}
	return items
}

func changes(list []diagnose.Change, lang *words.Language) []Item {
	var items []Item
	for _, c := range list {
		text := MethodName(c.To, lang)
		if c.When != "" {
			text = lang.Say("%s: %s", text, lang.Say(c.When))
		}
		items = append(items, Item{Text: text})
	}
	return items
}

// leads names further entries of the catalogue.
func leads(ids []string, lang *words.Language) []Item {
	var items []Item
	for _, id := range ids {
		if f, found := diagnose.Lookup(id); found {
			items = append(items, Item{Text: lang.Say("%s (%s)", lang.Say(f.Title), id)})
		}
	}
	return items
}

func sources(list []diagnose.Source, lang *words.Language) []Item {
	var items []Item
	for _, s := range list {
		text := lang.Say("%s, checked on %s", s.Title, diagnose.Checked)
		if s.Date != "" {
			text = lang.Say("%s, edition %s, checked on %s", s.Title, s.Date, diagnose.Checked)
		}
		items = append(items, Item{text, s.URL})
	}
	return items
}
