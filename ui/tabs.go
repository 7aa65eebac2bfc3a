package ui

import (
	"bytes"
	"strconv"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/device"
	"sendpath/decide/words"
	"sendpath/render"
)

// tabs lays a plan out in pages.
func (m Model) tabs(p *decide.Plan) []tab {
	pages := []tab{m.deviceTab(p), m.waysOutTab(p), m.dnsTab(p), m.connectorTab(p), m.tenantTab(p), m.stepsTab(p), m.whyTab(p), m.changesTab(p)}
	if p.Method == decide.OwnServerMethod {
		pages = []tab{m.stepsTab(p), m.dnsTab(p), m.whyTab(p), m.changesTab(p)}
	}
	return filledTabs(pages)
}

// filledTabs leaves out the pages that have nothing to say.
func filledTabs(pages []tab) []tab {
	var filled []tab
	for _, t := range pages {
		if len(t.rows) > 0 {
			filled = append(filled, t)
		}
	}
	return filled
}

// besideSetting says at which setting of the device a warning stands.
var besideSetting = map[string]device.Setting{
	"basic/ends":         device.Password,
	"basic/stale-answer": device.Password,
	"smtp-auth/limits":   device.Username,
	"clear-text":         device.Encryption,
	"ipv6-egress":        device.Server,
	"filter-in-front":    device.Server,
	"sender/onmicrosoft": device.Sender,
}

// onDNS and onConnector are the warnings that stand on those pages; "direct-send/dmarc" and those of
// the record are about DNS.
var (
	onDNS       = map[string]bool{"direct-send/dmarc": true, "spf/speaks-for-all": true, "domain/unknown": true}
	onConnector = map[string]bool{"connector/disabled": true, "relay/envelope-sender": true, "public-ips-missing": true, "certificate/name": true}
)

// deviceTab is what is typed into the device, in the order of its page.
func (m Model) deviceTab(p *decide.Plan) tab {
	t := tab{title: m.say("Device")}
	if len(p.Device) == 0 {
		return t
	}
	t.add(paragraph, m.typeHere(p))
	t.add(gap, "")
	for _, s := range p.Device {
		t.rows = append(t.rows, m.settingRow(p, s))
	}
	t.add(gap, "")
	for _, w := range p.Warnings {
		if _, placed := besideSetting[w.ID]; !placed && !onDNS[w.ID] && !onConnector[w.ID] {
			t.remark(w.Text)
		}
	}
	for _, note := range p.Page.Notes {
		t.remark(clean.Line(note, 0))
	}
	return t
}

func (m Model) typeHere(p *decide.Plan) string {
	switch {
	case p.Page.ID == device.Generic || p.Page.Name == "":
		return m.say("Type this into the device, on its e-mail or SMTP page.")
	case p.Page.Where == "":
		return m.say("Type this into the device (%s).", clean.Line(p.Page.Name, 200))
	}
	return m.say("Type this into the device (%s; %s).", clean.Line(p.Page.Name, 200), clean.Line(p.Page.Where, 300))
}

// settingRow is one field: its value, where that comes from, and what to know when typing it.
func (m Model) settingRow(p *decide.Plan, s decide.Setting) row {
	r := row{kind: value, label: clean.Line(s.Label, 60), text: clean.Line(s.Shown(m.env.Language), 0), from: s.From, absent: s.Value == "" || decide.IsPlaceholder(s.Value)}
	if s.Note != "" {
		r.notes = append(r.notes, s.Note)
	}
	for _, w := range p.Warnings {
		if besideSetting[w.ID] == device.Setting(s.Setting) {
			r.notes = append(r.notes, w.Text)
		}
	}
	if s.Setting == string(device.Password) && p.Successor != nil {
		r.notes = append(r.notes, p.Successor.Text)
	}
	switch {
	case s.Value == "" && s.Setting == string(device.Server):
		r.text = m.say("(not known yet)")
	case s.Value == "" && s.Setting == string(device.Sender):
		r.text = m.say("(each user's own)")
	case s.Value == "":
		r.text, r.from = m.say("(leave empty)"), ""
	case !s.Confirmed:
		r.from, r.open = m.say("to confirm"), true
	}
	return r
}

// waysOutTab stands in for the device's page where no method fits.
func (m Model) waysOutTab(p *decide.Plan) tab {
	t := tab{title: m.say("Ways out")}
	for i, way := range p.WaysOut {
		t.rows = append(t.rows, row{kind: step, label: strconv.Itoa(i + 1), text: way.Text})
	}
	return t
}

// spfTexts say what to do with the record.
var spfTexts = map[string]words.Text{
	"none":    "The SPF record of %s already says what is needed.",
	"create":  "%s has no SPF record yet: publish this one as a TXT record.",
	"edit":    "Replace the SPF record of %s by this one. Never add a second record.",
	"merge":   "%s has more than one SPF record, and then none counts: replace them all by this one.",
	"unknown": "The SPF record of %s could not be read. This is what a new one would be: if there is one already, do not replace it, but read DNS again first.",
}

// dnsTab is the record to publish, and what DNS says now.
func (m Model) dnsTab(p *decide.Plan) tab {
	t := tab{title: m.say("DNS")}
	record := p.DNS.SPF
	m.addRecord(&t, record)
	t.add(gap, "")
	for _, w := range append(append([]decide.Warning{}, record.Warnings...), p.Warnings...) {
		if onDNS[w.ID] || strings.HasPrefix(w.ID, "spf/") {
			t.remark(w.Text)
		}
	}
	if len(p.Hosting) > 0 && record.Change != "none" {
		t.remark(m.say("It is edited where these name servers are managed: %s", clean.Line(strings.Join(p.Hosting, ", "), 300)))
	}
	t.remark(m.dnsSummary())
	return t
}

// addRecord adds what to publish in place of what DNS says now.
func (m Model) addRecord(t *tab, record decide.SPF) {
	if record.Change == "none" && record.Proposed != "" {
		t.add(heading, m.say(spfTexts["none"], decide.ShowDomain(record.Name)))
		t.add(gap, "")
	} else if record.Proposed != "" {
		t.add(heading, m.say(spfTexts[record.Change], decide.ShowDomain(record.Name)))
		t.add(gap, "")
		t.rows = append(t.rows, m.recordRows(record)...)
	}
	for i, current := range record.Current {
		label := m.say("Record now")
		if len(record.Current) > 1 {
			label = m.say("Record %d now", i+1)
		}
		t.rows = append(t.rows, row{kind: value, label: label, text: clean.Line(current, 0), from: m.say("DNS")})
	}
}

func (m Model) recordRows(record decide.SPF) []row {
	rows := []row{
		{kind: value, label: m.say("Name"), text: clean.Line(record.Name, 0)},
		{kind: value, label: m.say("Type"), text: "TXT"},
		{kind: value, label: m.say("Value"), text: clean.Line(record.Proposed, 0),
			notes: []string{m.say("%d of 10 DNS lookups, %d of 2 void lookups.", record.Lookups, record.VoidLookups)}},
	}
	if len(record.Strings) > 1 {
		for i, part := range record.Strings {
			rows = append(rows, row{kind: value, label: m.say("String %d", i+1), text: clean.Line(part, 0),
				notes: []string{m.say("Only where the form takes strings of at most 255 characters.")}})
		}
	}
	return rows
}

// dnsSummary says in one line what DNS says, or why it says nothing.
func (m Model) dnsSummary() string {
	switch why := m.dns.unread(m.env.Language); {
	case m.dns.busy && m.dns.at.IsZero():
		return m.say("DNS is still being read.")
	case why != "":
		return m.say("DNS could not be read: %s. %s reads it again.", why, m.shownKey(m.keys.Again))
	}
	return m.say("DNS, %s: MX %s; SPF %s; DMARC %s.", m.age(), m.mxText(), m.spfText(), m.dmarcText())
}

// connectorTab is the inbound connector, as values, by hand, and as a script.
func (m Model) connectorTab(p *decide.Plan) tab {
	t := tab{title: m.say("Connector")}
	c := p.Connector
	if c == nil {
		return t
	}
	t.add(paragraph, m.say("Exchange recognises the site by this inbound connector. Make it by hand, or with the script."))
	t.add(gap, "")
	add := func(label, text string) {
		t.rows = append(t.rows, row{kind: value, label: label, text: clean.Line(text, 0)})
	}
	add(m.say("Name"), c.Name)
	add(m.say("Type"), c.Type)
	add(m.say("Sender domains"), strings.Join(c.SenderDomains, ", "))
	for _, address := range c.SenderIPAddresses {
		add(m.say("Public address"), address)
	}
	if c.TLSSenderCertificate != "" {
		add(m.say("Name on certificate"), c.TLSSenderCertificate)
	}
	t.rows = append(t.rows, m.scriptRows(p)...)
	t.add(gap, "")
	for _, w := range p.Warnings {
		if onConnector[w.ID] {
			t.remark(w.Text)
		}
	}
	t.add(gap, "")
	t.add(heading, m.say("By hand"))
	for i, portal := range c.Portal {
		t.rows = append(t.rows, row{kind: step, label: strconv.Itoa(i + 1), text: portal})
	}
	return t
}

// scriptRows are the script for Exchange Online PowerShell, as one value of many lines.
func (m Model) scriptRows(p *decide.Plan) []row {
	var b bytes.Buffer
	if err := render.Write(&b, render.PowerShell, *p, m.env.Language); err != nil || b.Len() == 0 || len(p.Script) == 0 {
		return nil
	}
	script := strings.TrimPrefix(b.String(), "\ufeff")
	lines := strings.Count(script, "\n")
	return []row{{kind: document, label: m.say("PowerShell"), text: m.say("%d lines, enter shows them", lines), whole: clean.Block(script, 0)}}
}

// tenantTab is what to look at in Microsoft 365 where there is no connector.
func (m Model) tenantTab(p *decide.Plan) tab {
	t := tab{title: m.say("Tenant")}
	if p.Connector != nil || len(p.Device) == 0 {
		return t
	}
	t.add(paragraph, m.say("In Microsoft 365, before the device sends:"))
	t.add(gap, "")
	number := 0
	for _, s := range p.Steps {
		if s.Where == "exchange" || s.Where == "entra" {
			number++
			t.rows = append(t.rows, m.stepRow(number, s))
		}
	}
	t.add(gap, "")
	t.rows = append(t.rows, m.scriptRows(p)...)
	return t
}

// stepsTab is the run sheet; the marked step tells how to check it and how to take it back.
func (m Model) stepsTab(p *decide.Plan) tab {
	t := tab{title: m.say("Steps")}
	for i, s := range p.Steps {
		t.rows = append(t.rows, m.stepRow(i+1, s))
	}
	return t
}

func (m Model) stepRow(number int, s decide.Step) row {
	r := row{kind: step, label: strconv.Itoa(number), text: clean.Line(s.Text, 0)}
	for _, part := range []struct {
		label words.Text
		text  string
	}{{"Check: %s", s.Check}, {"Wait: %s", s.Wait}, {"Undo: %s", s.Undo}, {"Who: %s", s.Who}} {
		if part.text != "" {
			r.notes = append(r.notes, m.say(part.label, clean.Line(part.text, 0)))
		}
	}
	return r
}
