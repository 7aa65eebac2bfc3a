package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
)

// The side panel: where this is going, and what DNS says.

const (
	panelWidth = 24 // cells
	panelGap   = 2
)

// sidePanel returns the panel in at most height lines.
func (m Model) sidePanel(width, height int) []string {
	return append(append(m.job().panel(m, width, height), ""), m.dnsLines(width)...)
}

// methodsPanel are the methods; they keep their places.
func (m Model) methodsPanel(width, height int) []string {
	lines := []string{m.styles.strong.Render(m.say("Where this is going"))}
	for _, p := range m.prospects {
		lines = append(lines, m.prospect(p, width, height >= 17)...)
	}
	return lines
}

// prospect is one method in the panel: name and state, then why, always as many lines.
func (m Model) prospect(p decide.Prospect, width int, roomy bool) []string {
	state := m.say(stateNames[p.State])
	head := pad(m.say(p.Method.Name()), m.methodWidth()) + state
	if p.State == decide.Chosen {
		head = m.styles.strong.Render(head)
	}
	why := wrap(m.why(p), width-2)
	size := 1
	if roomy {
		size = 2
	}
	lines := []string{head}
	for i := range size {
		line := ""
		if i < len(why) {
			line = why[i]
		}
		if i == size-1 && len(why) > size {
			line = shorten(strings.Join(why[i:], " "), width-2)
		}
		lines = append(lines, "  "+line)
	}
	return lines
}

// methodWidth is where the states stand: behind the longest name of a method.
func (m Model) methodWidth() int {
	width := 12
	for _, method := range decide.Methods {
		width = max(width, ansi.StringWidth(m.say(method.Name())))
	}
	return width + 1
}

// why says what made the state of a method.
func (m Model) why(p decide.Prospect) string {
	switch p.State {
	case decide.RuledOut:
		rule := p.RuledOutBy[0]
		reason := m.say(rule.Short)
		return m.say("%s (%s)", reason, m.say(sourceNames[m.ruleSource(rule)]))
	case decide.Open:
		return m.dependsOn(p.Needs)
	case decide.Ready:
		return m.say("nothing against it")
	}
	return ""
}

// dependsOn names the questions that can still rule a method out, in the order they are asked; with many
// of them the first one and how many follow.
func (m Model) dependsOn(keys []decide.Key) string {
	keys = slices.Sorted(slices.Values(keys))
	var names []string
	for _, key := range keys {
		names = append(names, m.shortName(key))
	}
	if len(names) > 2 {
		return m.say("depends on: %s and %d more", names[0], len(names)-1)
	}
	return m.say("depends on: %s", strings.Join(names, ", "))
}

// ruleSource tells whose answers made a rule apply; an assumption among them counts first.
func (m Model) ruleSource(rule *decide.Rule) source {
	from := fromNobody
	for _, key := range rule.When.Keys {
		switch value := m.walk.Answers[key]; {
		case value == decide.Unknown:
			return fromNobody
		case value != "":
			from = m.sources[key]
		}
	}
	return from
}

// dnsLines say what DNS says, how old that is, or why it says nothing.
func (m Model) dnsLines(width int) []string {
	strong := m.styles.strong
	if m.dns.domain == "" {
		return append([]string{strong.Render(m.say("From DNS"))}, hang("  ", m.say("read once there is a domain"), width)...)
	}
	if m.dns.busy && m.dns.at.IsZero() {
		return []string{strong.Render(m.say("From DNS")), "  " + m.say("reading...")}
	}
	if why := m.dns.unread(m.env.Language); why != "" {
		lines := []string{strong.Render(m.say("From DNS"))}
		lines = append(lines, hang("  ", why, width)...)
		return append(lines, hang("  ", m.say("%s reads it again", m.shownKey(m.keys.Again)), width)...)
	}
	lines := []string{strong.Render(m.say("From DNS, %s", m.age()))}
	lines = append(lines, hang("  MX    ", m.mxText(), width)...)
	lines = append(lines, hang("  SPF   ", m.spfText(), width)...)
	return append(lines, hang("  DMARC ", m.dmarcText(), width)...)
}

// methodsLine are the methods in one line, or as few as it takes.
func (m Model) methodsLine(width int) []string {
	var states []string
	for _, p := range m.prospects {
		states = append(states, m.say(p.Method.Name())+" "+m.say(stateNames[p.State]))
	}
	whole := strings.Join(states, " - ")
	if ansi.StringWidth(whole) < width {
		return []string{" " + whole}
	}
	lines := []string{""}
	for _, state := range states {
		last := len(lines) - 1
		switch {
		case lines[last] == "":
			lines[last] = " " + state
		case ansi.StringWidth(lines[last])+3+ansi.StringWidth(state) < width:
			lines[last] += " - " + state
		default:
			lines = append(lines, " "+state)
		}
	}
	return lines
}
