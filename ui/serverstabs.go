package ui

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"sendpath/decide/clean"
	"sendpath/decide/servers"
	"sendpath/decide/words"
	"sendpath/render"
)

// serversTabs lays a plan about own mail servers out in pages.
func (m Model) serversTabs(p *servers.Plan) []tab {
	pages := []tab{m.firstTab(p), m.connectorsTab(p), m.scriptsTab(p), m.recordsTab(p), m.serverStepsTab(p), m.noticesTab(p)}
	return filledTabs(pages)
}

// firstTab is what must hold before anything is changed.
func (m Model) firstTab(p *servers.Plan) tab {
	t := tab{title: m.say("First")}
	for i, need := range p.Prerequisites {
		t.rows = append(t.rows, row{kind: step, label: strconv.Itoa(i + 1), text: need.Text, notes: []string{m.say("Check: %s", need.Check)}})
	}
	return t
}

var connectorTitles = map[string]words.Text{
	"New-InboundConnector":  "From your mail server to Microsoft 365",
	"New-OutboundConnector": "From Microsoft 365 to your mail server",
	"New-SendConnector":     "Send connector on your Exchange Server",
}

// connectorsTab is each connector: its values by the names of the cmdlet, then by hand.
func (m Model) connectorsTab(p *servers.Plan) tab {
	t := tab{title: m.say("Connectors")}
	for _, c := range p.Connectors {
		m.addHeading(&t, m.say(connectorTitles[c.Cmdlet]))
		for _, parameter := range c.Parameters {
			t.rows = append(t.rows, m.parameterRow(parameter))
		}
		if len(c.Portal) > 0 {
			m.addHeading(&t, m.say("By hand"))
		}
		for i, portal := range c.Portal {
			t.rows = append(t.rows, row{kind: step, label: strconv.Itoa(i + 1), text: portal})
		}
	}
	return t
}

func (m Model) parameterRow(p servers.Parameter) row {
	r := row{kind: value, label: p.Name}
	switch given := p.Value.(type) {
	case []string:
		r.text = clean.Line(strings.Join(given, ", "), 0)
		if len(given) == 0 {
			r.text, r.open, r.absent = m.say("(not known yet)"), true, true
		}
	case bool:
		r.text = map[bool]string{true: "True", false: "False"}[given]
	default:
		r.text = clean.Line(fmt.Sprint(given), 0)
	}
	return r
}

// shellTitles say where a script is run.
var shellTitles = map[servers.Shell]words.Text{
	servers.ExchangeOnline:          "Exchange Online PowerShell",
	servers.ExchangeManagementShell: "Exchange Management Shell",
}

// scriptsTab is a script for each shell, each a value of many lines.
func (m Model) scriptsTab(p *servers.Plan) tab {
	t := tab{title: m.say("Script")}
	if len(p.Scripts) == 0 {
		return t
	}
	t.add(paragraph, m.say("Read it first, then run it part by part."))
	t.add(gap, "")
	for _, s := range p.Scripts {
		one := *p
		one.Scripts = []servers.Script{s}
		var b bytes.Buffer
		if err := render.WriteServers(&b, render.PowerShell, one, m.env.Language); err != nil {
			continue
		}
		script := strings.ReplaceAll(strings.TrimPrefix(b.String(), "\ufeff"), "\r\n", "\n")
		t.rows = append(t.rows, row{kind: document, label: m.say(shellTitles[s.Shell]),
			text: m.say("%d lines, enter shows them", strings.Count(script, "\n")), whole: clean.Block(script, 0)})
	}
	return t
}

// recordsTab is the SPF record of each domain.
func (m Model) recordsTab(p *servers.Plan) tab {
	t := tab{title: m.say("DNS")}
	for _, record := range p.SPF {
		if len(t.rows) > 0 {
			t.add(gap, "")
		}
		m.addRecord(&t, record)
		for _, w := range record.Warnings {
			t.remark(w.Text)
		}
	}
	t.remark(m.dnsSummary())
	return t
}

func (m Model) serverStepsTab(p *servers.Plan) tab {
	t := tab{title: m.say("Steps")}
	for i, s := range p.Steps {
		t.rows = append(t.rows, m.stepRow(i+1, s))
	}
	return t
}

// noticesTab is what to know, and which connector carries a test message.
func (m Model) noticesTab(p *servers.Plan) tab {
	t := tab{title: m.say("To know")}
	for _, w := range p.Warnings {
		t.remark(w.Text)
	}
	if len(p.Routes) > 0 {
		m.addHeading(&t, m.say("Which connector applies to the test addresses"))
	}
	for _, r := range p.Routes {
		t.remark(m.routeText(r))
	}
	return t
}

func (m Model) routeText(r servers.Route) string {
	address, names := clean.Line(r.Address, 0), clean.Line(strings.Join(r.Connectors, ", "), 0)
	switch {
	case len(r.Connectors) == 0:
		return m.say("%s: none of this plan", address)
	case r.OnlyByRule:
		return m.say("%s: %s, when the mail flow rule redirects the message", address, names)
	}
	return address + ": " + names
}
