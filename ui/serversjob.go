package ui

import (
	"io"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/servers"
	"sendpath/decide/words"
	"sendpath/render"
)

// A serversJob connects own mail servers with Microsoft 365.
type serversJob struct{}

func (serversJob) command() string           { return "servers" }
func (serversJob) domains() decide.Key       { return decide.ServerDomains }
func (serversJob) answeredByDNS() decide.Key { return decide.ServerMXNow }

func serversCase(c decide.Case) servers.Case {
	return servers.Case{Answers: c.Answers, AsOf: c.AsOf, Language: c.Language}
}

func (serversJob) observe(c decide.Case, look *evidence.Look) { servers.Observe(serversCase(c), look) }

func (serversJob) plan(c decide.Case, set evidence.Set) paper {
	return serversPaper{servers.Decide(serversCase(c), set)}
}

// weigh makes the plan as it would be now.
func (serversJob) weigh(m Model) Model {
	m.prospects = [3]decide.Prospect{}
	m.outlook = servers.Decide(serversCase(m.decideCase()), m.dns.set)
	return m
}

// inDNS says where MX points, once the records of every domain were read.
func (serversJob) inDNS(m Model) (value string, settled bool) {
	domains := strings.Fields(m.walk.Answers[decide.ServerDomains])
	unread := func(domain string) bool { return !m.dns.set[evidence.Ask(evidence.MX, domain)].Known() }
	if len(domains) == 0 || slices.ContainsFunc(domains, unread) {
		return "", false
	}
	return m.outlook.MX, true
}

// panel says which connectors the answers so far lead to.
func (serversJob) panel(m Model, width, _ int) []string {
	lines := []string{m.styles.strong.Render(m.say("Where this is going"))}
	if m.domain() == "" {
		return lines
	}
	return append(lines, hang("  ", m.outlook.Headline, width)...)
}

func (serversJob) panelLine(m Model, width int) []string {
	return []string{shorten(" "+m.say("To Microsoft 365: %s. From it: %s.", m.connects(servers.ToMicrosoft), m.connects(servers.FromMicrosoft)), width)}
}

func (m Model) connects(direction string) string {
	if slices.ContainsFunc(m.outlook.Connectors, func(c servers.Connector) bool { return c.Direction == direction }) {
		return m.say("yes")
	}
	return m.say("no")
}

// A serversPaper is the plan for own mail servers.
type serversPaper struct{ servers.Plan }

func (p serversPaper) about(m Model) string {
	return m.say("Own mail servers") + "  " + decide.ShowDomain(p.firstDomain())
}
func (p serversPaper) firstDomain() string {
	first, _, _ := strings.Cut(p.Answers.Answers[decide.ServerDomains], " ")
	return first
}
func (p serversPaper) headline() string            { return p.Headline }
func (p serversPaper) tabs(m Model) []tab          { return m.serversTabs(&p.Plan) }
func (p serversPaper) fileName() string            { return "sendpath-servers-" + p.firstDomain() }
func (p serversPaper) object() decide.AnswerObject { return p.Answers }
func (p serversPaper) write(w io.Writer, f render.Format, lang *words.Language) error {
	return render.WriteServers(w, f, p.Plan, lang)
}

// certainty says how many values the commands still lack.
func (p serversPaper) certainty(m Model) string {
	missing := 0
	for _, c := range p.Connectors {
		missing += len(c.Missing)
	}
	switch {
	case missing == 0:
		return ""
	case missing == 1:
		return m.say("one value is missing")
	}
	return m.say("%d values are missing", missing)
}
