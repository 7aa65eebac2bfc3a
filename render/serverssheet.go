package render

import (
	"fmt"
	"strings"

	"sendpath/decide"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// A serversComposer says a plan about own mail servers in a language. What such a plan has in common
// with one about a device is said by the same composer.
type serversComposer struct {
	servers.Plan
	lang *words.Language
	same composer
}

func (c serversComposer) say(t words.Text, args ...any) string { return c.lang.Say(t, args...) }

// composeServers arranges a plan. Sections without content are left out.
func composeServers(p servers.Plan, lang *words.Language) sheet {
	c := serversComposer{p, lang, composer{decide.Plan{Warnings: p.Warnings, Evidence: p.Evidence, Answers: p.Answers}, lang}}
	s := sheet{Lang: lang.Code(), Title: c.title(), Headline: p.Headline, Facts: c.facts()}
	sections := []section{c.prerequisites()}
	sections = append(sections, c.connectors()...)
	sections = append(sections, c.routes())
	sections = append(sections, c.records()...)
	sections = append(sections, c.scripts()...)
	sections = append(sections, c.steps(), c.same.warnings(), c.assumed(), c.same.answers(), c.same.found(), c.sources())
	for _, part := range sections {
		if !part.empty() {
			s.Sections = append(s.Sections, part)
		}
	}
	return s
}

func (c serversComposer) title() string {
	name := c.Customer
	if name == "" {
		name = shownDomains(c.Plan)
	}
	return c.say("%s: connecting own mail servers with Microsoft 365", name)
}

func (c serversComposer) facts() []value {
	var facts []value
	add := func(label words.Text, text string) {
		if text != "" {
			facts = append(facts, value{Label: c.lang.Say(label), Value: text, Prose: true})
		}
	}
	add("Customer", c.Customer)
	add("Domains", shownDomains(c.Plan))
	add("Day", string(c.AsOf))
	return facts
}

func (c serversComposer) prerequisites() section {
	s := section{ID: "prerequisites", Title: c.say("What must hold first")}
	for _, p := range c.Prerequisites {
		s.Items = append(s.Items, item{Text: p.Text, Sub: []string{c.say("Check: %s", p.Check)}})
	}
	return s
}

var connectorTitles = map[string]words.Text{
	"New-InboundConnector":  "Connector from your mail server to Microsoft 365",
	"New-OutboundConnector": "Connector from Microsoft 365 to your mail server",
	"New-SendConnector":     "Send connector on your Exchange Server",
}

func (c serversComposer) connectors() []section {
	var sections []section
	for i, k := range c.Connectors {
		s := section{ID: fmt.Sprintf("connector-%d", i+1), Title: c.lang.Say(connectorTitles[k.Cmdlet]), Order: true}
		if len(k.Portal) > 0 {
			s.Intro = append(s.Intro, c.say("With the script below, or by hand in the admin centre:"))
		}
		for _, p := range k.Parameters {
			s.Values = append(s.Values, c.parameter(p))
		}
		for _, step := range k.Portal {
			s.Items = append(s.Items, item{Text: step})
		}
		sections = append(sections, s)
	}
	return sections
}

// parameter shows a parameter by its name in the cmdlet.
func (c serversComposer) parameter(p servers.Parameter) value {
	v := value{Label: p.Name}
	switch given := p.Value.(type) {
	case bool:
		v.Value = map[bool]string{true: "True", false: "False"}[given]
	case []string:
		v.Value, v.Type = strings.Join(given, ", "), true
		if len(given) == 0 {
			v.Beside, v.Type = c.say("still missing"), false
		}
	case string:
		v.Value, v.Type = given, true
	default:
		v.Value = fmt.Sprint(given)
	}
	return v
}

// routes says which of the connectors carries a test message.
func (c serversComposer) routes() section {
	s := section{ID: "routes", Title: c.say("Which connector applies to the test addresses")}
	for _, r := range c.Routes {
		switch {
		case len(r.Connectors) == 0:
			s.Items = append(s.Items, item{Text: c.say("%s: none of this plan", r.Address)})
		case r.OnlyByRule:
			s.Items = append(s.Items, item{Text: c.say("%s: %s, when the mail flow rule redirects the message", r.Address, strings.Join(r.Connectors, ", "))})
		default:
			s.Items = append(s.Items, item{Text: r.Address + ": " + strings.Join(r.Connectors, ", ")})
		}
	}
	return s
}

// records are the changes of the SPF records, by domain.
func (c serversComposer) records() []section {
	var sections []section
	for _, record := range c.SPF {
		s := composer{decide.Plan{DNS: decide.DNS{SPF: record}, Domain: record.Name}, c.lang}.spf()
		s.ID = "spf-" + record.Name
		s.Title = c.say("SPF record of %s", decide.ShowDomain(record.Name))
		sections = append(sections, s)
	}
	return sections
}

func (c serversComposer) scripts() []section {
	var sections []section
	for _, run := range c.Scripts {
		s := section{ID: "script-" + string(run.Shell), Title: c.lang.Say(shellTitles[run.Shell]), Code: script(decide.Plan{Script: run.Commands}, c.lang)}
		s.Intro = append(s.Intro, c.say("Read it first, then run it part by part."))
		sections = append(sections, s)
	}
	return sections
}

// steps is the run sheet, in the order of doing.
func (c serversComposer) steps() section {
	s := composer{decide.Plan{Steps: c.Steps}, c.lang}.steps()
	for i := range s.Steps {
		if c.Steps[i].Where == "server" {
			s.Steps[i].Where = c.say("Your mail server")
		}
	}
	return s
}

func (c serversComposer) assumed() section {
	s := section{ID: "assumed", Title: c.say("What was assumed, and how to find out")}
	for _, a := range c.Assumed {
		q, known := servers.Questions.ByName(a.Question)
		if !known {
			continue
		}
		s.Items = append(s.Items, item{Text: c.lang.Say(q.Ask), Sub: []string{
			c.say("Assumed: %s", q.Words(a.Value, c.lang)), c.say("To find out: %s", a.FindOut)}})
	}
	return s
}

func (c serversComposer) sources() section {
	s := section{ID: "sources", Title: c.say("Sources")}
	for _, source := range c.Sources {
		s.Items = append(s.Items, item{Text: c.say("%s (checked %s)", source.Title, string(source.Checked)), URL: source.URL})
	}
	return s
}
