package ui

import (
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
)

// whyTab says why this method, why not the others, and what was assumed.
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
			t.add(aside, w.Text)
		}
	}
	m.addSources(&t, p)
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
			title := m.say("Not %s", m.say(methodNames[method]))
			if effect == decide.Prefers {
				title = m.say("%s, because", m.say(methodNames[method]))
			}
			t.add(heading, title)
			first = false
		}
		t.add(paragraph, r.Text)
	}
	if !first {
		t.add(gap, "")
	}
}

// addSources names the articles behind the rules, each once.
func (m Model) addSources(t *tab, p *decide.Plan) {
	seen := map[string]bool{}
	for _, r := range p.Rules {
		if r.Effect == decide.Warns || r.Source.URL == "" || seen[r.Source.URL] {
			continue
		}
		if len(seen) == 0 {
			t.add(heading, m.say("Sources"))
		}
		seen[r.Source.URL] = true
		t.rows = append(t.rows, row{kind: step, label: "-", text: m.say("%s (checked %s)", r.Source.Title, string(r.Source.Checked)),
			notes: []string{r.Source.URL}, whole: r.Source.URL})
	}
}

// changesTab says which answers would give another method: first those that are open.
func (m Model) changesTab(p *decide.Plan) tab {
	t := tab{title: m.say("Changes")}
	for _, a := range p.Assumed {
		m.addAssumption(&t, a)
	}
	if len(p.Flips) > 0 {
		t.add(heading, m.say("Another answer would give another method"))
		for _, f := range p.Flips {
			t.rows = append(t.rows, row{kind: step, label: "-", text: m.flipText(f)})
		}
		t.add(gap, "")
	}
	if p.Successor != nil {
		t.add(heading, m.say("What comes next"))
		t.add(paragraph, p.Successor.Text)
	}
	if len(t.rows) == 0 {
		t.add(paragraph, m.say("No other answer would give another method."))
	}
	return t
}

func (m Model) addAssumption(t *tab, a decide.Assumption) {
	q, ok := decide.Device.ByName(a.Question)
	if !ok {
		return
	}
	if len(t.rows) == 0 {
		t.add(heading, m.say("Left open, and assumed"))
	}
	r := row{kind: step, label: "-", text: m.say("%s %s", m.say(q.Ask), q.Words(a.Value, m.env.Language))}
	for _, o := range a.Otherwise {
		r.notes = append(r.notes, m.say("If it is \"%s\": %s.", q.Words(o.Value, m.env.Language), m.say(methodNames[o.Method])))
	}
	if a.FindOut != "" {
		r.notes = append(r.notes, m.say("To find out: %s", clean.Line(a.FindOut, 0)))
	}
	t.rows = append(t.rows, r)
}

func (m Model) flipText(f decide.Flip) string {
	var answers []string
	for _, c := range f.Changes {
		if q, ok := decide.Device.ByName(c.Question); ok {
			answers = append(answers, m.say("%s: %s", m.say(shortNames[q.Key]), q.Words(c.Value, m.env.Language)))
		}
	}
	return m.say("%s - then %s.", strings.Join(answers, "; "), m.say(methodNames[f.Method]))
}

// deviceTitle names a device by its id.
func deviceTitle(m Model, id string) string {
	p := profileOf(id)
	return m.deviceName(p)
}
