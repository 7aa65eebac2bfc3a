package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/evidence"
	"sendpath/decide/spf"
	"sendpath/decide/words"
)

// dnsState is what is known from DNS about the domain.
type dnsState struct {
	domain  string
	attempt int
	busy    bool
	set     evidence.Set
	at      time.Time // when the set was complete; zero before
	survey  decide.Survey
	record  spf.Tree
}

// readDNS starts reading the domain of the answers from the beginning. What comes back from an earlier
// start is not taken any more.
func (m Model) readDNS() (Model, tea.Cmd) {
	m.dns = dnsState{domain: m.domain(), attempt: m.dns.attempt + 1, busy: true}
	m = m.know(m.job().answeredByDNS(), true)
	if m.probes.domain != m.dns.domain {
		m = m.leaveServers()
	}
	return m, m.askDNS(m.dns.attempt, nil, m.decideCase())
}

// readRest asks for what the answers made necessary since DNS was read, if anything.
func (m Model) readRest() (Model, tea.Cmd) {
	look := m.dns.set.Look()
	m.job().observe(m.decideCase(), look)
	if m.dns.busy || len(look.Missing()) == 0 {
		return m, nil
	}
	m.dns.attempt++
	m.dns.busy = true
	return m, m.askDNS(m.dns.attempt, m.dns.set, m.decideCase())
}

// observe takes in what DNS said, unless the domain has changed since.
func (m Model) observe(msg dnsMsg) (Model, tea.Cmd) {
	if msg.attempt != m.dns.attempt {
		return m, nil
	}
	first := m.dns.at.IsZero()
	m.dns.busy, m.dns.set, m.dns.at, m.now = false, msg.set, msg.at, msg.at
	look := msg.set.Look()
	m.dns.survey = decide.ReadDNS(look, m.dns.domain, m.walk.Answers[decide.Cloud])
	m.dns.record = spf.Inspect(look, m.dns.domain)
	m = m.job().weigh(m)
	_, settled := m.job().inDNS(m)
	m = m.know(m.job().answeredByDNS(), settled)
	var cmd tea.Cmd
	if first {
		m, cmd = m.tryServers()
	}
	if m.review.waiting {
		m, rest := m.stopWaiting()
		return m, tea.Batch(cmd, rest)
	}
	if m.planShown() { // also under help or a page, where it is seen again
		m = m.refresh()
	}
	return m, cmd
}

// moveToCloud takes what DNS said for the cloud of the answers, and tries the servers of that one.
func (m Model) moveToCloud() (Model, tea.Cmd) {
	if m.dns.at.IsZero() {
		return m, nil
	}
	m.dns.survey = decide.ReadDNS(m.dns.set.Look(), m.dns.domain, m.walk.Answers[decide.Cloud])
	return m.tryServers()
}

// unread tells why DNS could not be read, "" if it could or is still being read.
func (d dnsState) unread(lang *words.Language) string {
	if d.at.IsZero() {
		return ""
	}
	mx := d.set[evidence.Ask(evidence.MX, d.domain)]
	if mx.Known() {
		return ""
	}
	return lang.Say(decide.OutcomeText(mx.Outcome))
}

// mxWords say what the MX records lead to.
var mxWords = map[decide.EndpointKind]words.Text{
	decide.KindExchangeOnline: "Exchange Online",
	decide.KindMXMicrosoft:    "mx.microsoft",
	decide.KindGCCHigh:        "GCC High or DoD",
	decide.KindChina:          "21Vianet",
	decide.KindFilter:         "a mail filter",
	decide.KindOther:          "not Microsoft",
	decide.KindNone:           "none",
	decide.KindUnknown:        "not read",
}

func (m Model) mxText() string {
	e := m.dns.survey.Endpoint
	switch {
	case !m.dns.survey.Exists:
		return m.say("no such domain")
	case e.Vendor != "":
		return m.say("%s in front", clean.Line(e.Vendor, 40))
	case e.Filter != "" && e.Confirmed:
		return m.say("a filter in front")
	}
	return m.say(mxWords[e.Kind])
}

func (m Model) spfText() string {
	record := m.dns.record
	switch {
	case record.State != spf.Known:
		return m.say("not read")
	case len(record.Texts) == 0:
		return m.say("no record yet")
	case len(record.Texts) > 1:
		return m.say("%d records, one is allowed", len(record.Texts))
	}
	return m.say("%d of %d lookups", record.Lookups, spf.MaxLookups)
}

func (m Model) dmarcText() string {
	dmarc := m.dns.survey.DMARC
	switch {
	case !dmarc.Known:
		return m.say("not read")
	case dmarc.Policy == "":
		return m.say("no record")
	}
	return "p=" + clean.Line(dmarc.Policy, 20)
}

// age says how old the answers are.
func (m Model) age() string {
	minutes := int(m.now.Sub(m.dns.at).Minutes())
	if minutes < 1 {
		return m.say("just now")
	}
	return m.say("%d min ago", minutes)
}
