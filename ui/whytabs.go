package ui

import (
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// whyTab says why this method and why not the others, each reason with its source.
func (m Model) whyTab(p *decide.Plan) tab {
	t := tab{title: m.say("Why")}
	m.addReasons(&t, p, p.Method, decide.Prefers)
	for _, method := range decide.Methods {
		if method != p.Method {
			m.addReasons(&t, p, method, decide.Excludes)
		}
	}
	if p.Method == decide.OwnServerMethod || p.Method == decide.None {
		for _, w := range p.Warnings {
			t.remark(w.Text)
		}
	}
	return t
}

// addReasons adds what the rules of one effect say about a method.
func (m Model) addReasons(t *tab, p *decide.Plan, method decide.Method, effect decide.Effect) {
	first := true
	for _, r := range p.Rules {
		if r.Method != method || r.Effect != effect {
			continue
		}
		if first {
			title := m.say("Not %s", m.say(method.Name()))
			if effect == decide.Prefers {
				title = m.say("%s, because", m.say(method.Name()))
			}
			t.add(heading, title)
			first = false
		}
		t.rows = append(t.rows, row{kind: step, label: "-", text: r.Text, whole: r.Source.URL, notes: []string{
			m.say("%s, checked %s. Enter shows its address, c copies it.", r.Source.Title, string(r.Source.Checked)),
			m.say("Rule %s", r.ID),
		}})
	}
	if !first {
		t.add(gap, "")
	}
}

// changesTab says which answers would give another method: first those that are open.
func (m Model) changesTab(p *decide.Plan) tab {
	t := tab{title: m.say("Changes")}
	for _, a := range p.Assumed {
		m.addAssumption(&t, a)
	}
	for _, method := range []decide.Method{decide.SMTPAuth, decide.Relay, decide.DirectSend, decide.OwnServerMethod, decide.None} {
		m.addFlips(&t, p.Flips, method)
	}
	if p.Successor != nil {
		m.addHeading(&t, m.say("What comes next"))
		t.remark(p.Successor.Text)
	}
	if len(t.rows) == 0 {
		t.add(paragraph, m.say("No other answer would give another method."))
	}
	return t
}

// addHeading starts a part of a page, with a line between it and the part before.
func (m Model) addHeading(t *tab, text string) {
	if len(t.rows) > 0 {
		t.add(gap, "")
	}
	t.add(heading, text)
}

func (m Model) addAssumption(t *tab, a decide.Assumption) {
	q, ok := decide.Device.ByName(a.Question)
	if !ok {
		return
	}
	if len(t.rows) == 0 {
		m.addHeading(t, m.say("Left open, and assumed"))
	}
	r := row{kind: step, label: "-", text: m.say("%s Assumed: %s", m.say(q.Ask), q.Words(a.Value, m.env.Language))}
	for _, o := range a.Otherwise {
		r.notes = append(r.notes, m.say("If it is \"%s\": %s.", q.Words(o.Value, m.env.Language), m.say(o.Method.Name())))
	}
	if a.FindOut != "" {
		r.notes = append(r.notes, m.say("To find out: %s", clean.Line(a.FindOut, 0)))
	}
	t.rows = append(t.rows, r)
}

// flipHeads say what other answers would lead to.
var flipHeads = map[decide.Method]words.Text{
	decide.SMTPAuth:        "It would be SMTP AUTH with",
	decide.Relay:           "It would be SMTP relay with",
	decide.DirectSend:      "It would be Direct Send with",
	decide.OwnServerMethod: "It would be your own mail server with",
	decide.None:            "No method would fit with",
}

// addFlips lists the answers that would give a method.
func (m Model) addFlips(t *tab, flips []decide.Flip, method decide.Method) {
	first := true
	for _, f := range flips {
		if f.Method != method {
			continue
		}
		if first {
			m.addHeading(t, m.say(flipHeads[method]))
			first = false
		}
		t.remark(m.flipText(f))
	}
}

func (m Model) flipText(f decide.Flip) string {
	var answers []string
	for _, c := range f.Changes {
		if q, ok := decide.Device.ByName(c.Question); ok {
			answers = append(answers, m.say("%s: %s", m.shortName(q.Key), q.Words(c.Value, m.env.Language)))
		}
	}
	return strings.Join(answers, "; ")
}

// deviceTitle names a device by its id.
func deviceTitle(m Model, id string) string {
	p := profileOf(id)
	return m.deviceName(p)
}
