package render

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

// A sheet is a plan arranged for reading, with every word said. Text, Markdown and HTML lay the same
// sheet out; they differ in layout and quoting only.
type sheet struct {
	Lang     string // BCP 47
	Title    string
	Headline string
	Facts    []value // customer, domain, day, method
	Sections []section
}

// A section has a heading and whatever of the rest it needs, in this order.
type section struct {
	ID     string // stable, for links
	Title  string
	Intro  []string
	Values []value
	Code   string // lines of PowerShell
	Steps  []step
	Items  []item
	Order  bool // Items are done one after the other
}

// A value is something to type or to compare, byte by byte.
type value struct {
	Label   string
	Value   string // "" when there is none to show
	Beside  string // the same in other words, or what is said where there is no value
	From    string // who said so, in words
	Confirm string // set while the value is only a hint: what to do about it
	Type    bool   // somebody types or pastes it
	Prose   bool   // the value is a sentence rather than something exact
	Notes   []string
}

// A step is one line of the run sheet.
type step struct {
	Key   string // stable, for what is ticked off
	Where string
	Text  string
	Parts []value // check, wait, undo, who: label and text
}

// An item is one point of a list.
type item struct {
	Text string
	Sub  []string
	URL  string
}

// A composer says a plan in a language.
type composer struct {
	decide.Plan
	lang *words.Language
}

func (c composer) say(t words.Text, args ...any) string { return c.lang.Say(t, args...) }

// compose arranges a plan. Sections without content are left out.
func compose(p decide.Plan, lang *words.Language) sheet {
	c := composer{p, lang}
	s := sheet{Lang: lang.Code(), Title: c.title(), Headline: p.Headline, Facts: c.facts()}
	for _, part := range []section{
		c.device(), c.spf(), c.connector(), c.script(), c.steps(), c.waysOut(), c.warnings(), c.expiry(), c.abuse(),
		c.why(), c.whyNot(), c.changes(), c.assumed(), c.answers(), c.found(), c.sources(),
	} {
		if !part.empty() {
			s.Sections = append(s.Sections, part)
		}
	}
	return s
}

func (s section) empty() bool {
	return len(s.Intro)+len(s.Values)+len(s.Steps)+len(s.Items) == 0 && s.Code == ""
}

var methodNames = map[string]words.Text{
	string(decide.SMTPAuth):        "SMTP AUTH client submission",
	string(decide.Relay):           "SMTP relay",
	string(decide.DirectSend):      "Direct Send",
	string(decide.OwnServerMethod): "own mail server",
	string(decide.None):            "no method fits",
}

func (c composer) methodName(m decide.Method) string {
	return c.lang.Say(methodNames[string(m)])
}

var authenticationNames = map[decide.Authentication]words.Text{
	decide.ByPassword:    "signs in with a password",
	decide.ByOAuth:       "signs in with Microsoft (OAuth)",
	decide.ByIP:          "recognised by its public address",
	decide.ByCertificate: "recognised by its certificate",
}

func (c composer) title() string {
	name := c.Customer
	if name == "" {
		name = decide.ShowDomain(c.Domain)
	}
	return c.say("%s: sending mail through Microsoft 365", name)
}

func (c composer) facts() []value {
	var facts []value
	add := func(label words.Text, text, beside string) {
		if text != "" {
			facts = append(facts, value{Label: c.lang.Say(label), Value: text, Beside: beside, Prose: true})
		}
	}
	add("Customer", c.Customer, "")
	add("Domain", decide.ShowDomain(c.Domain), "")
	add("Method", c.methodName(c.Method), c.lang.Say(authenticationNames[c.Authentication]))
	add("How sure", c.sureness(), "")
	add("Day", string(c.AsOf), "")
	return facts
}

func (c composer) sureness() string {
	if c.Certain {
		return c.say("no answer that was left open changes the method")
	}
	return c.say("an answer that was left open could change the method: see what was assumed")
}
