package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
	"sendpath/decide/clean"
)

// reviewState is the list of answers.
type reviewState struct {
	cursor  int    // 0 is the line that goes on
	note    string // what the last change made necessary or needless
	waiting bool   // for DNS, to show the plan
}

// A reviewLine is one answer.
type reviewLine struct {
	key         decide.Key
	label, text string
	from        source
}

// openReview shows every answer.
func (m Model) openReview(note string) Model {
	m.screen = reviewing
	m.review = reviewState{note: note}
	return m.takeSeen()
}

// backToReview returns from changing an answer, with the mark where it was; where questions became
// necessary it stands on going on.
func (m Model) backToReview(note string) Model {
	cursor := m.review.cursor
	m = m.openReview(note)
	if len(m.walk.Pending()) == 0 {
		m.review.cursor = min(cursor, len(m.reviewLines()))
	}
	return m
}

// reviewLines lists the answers that matter, in the order of the questions.
func (m Model) reviewLines() []reviewLine {
	var lines []reviewLine
	read, _ := m.job().inDNS(m)
	for i := range m.walk.Questions.Questions {
		q := &m.walk.Questions.Questions[i]
		line := reviewLine{q.Key, m.shortName(q.Key), "", m.sources[q.Key]}
		value := m.walk.Answers[q.Key]
		switch {
		case q.Key == m.job().answeredByDNS() && value == "" && read != "":
			line.text, line.from = q.Words(read, m.env.Language), fromDNS
		case !m.walk.Asked[q.Key] && m.sources[q.Key] != fromTrying || !m.relevant(q.Key):
			continue
		case value == "" || value == decide.Unknown:
			line.text, line.from = m.assumedText(q), fromNobody
		default:
			line.text = m.valueText(q, value)
		}
		lines = append(lines, line)
	}
	return lines
}

// assumedText says what stands in for an answer that nobody knows.
func (m Model) assumedText(q *decide.Question) string {
	if q.Key == decide.DeviceID {
		return m.say("not in the list")
	}
	if q.Assume == nil {
		return m.say("not given")
	}
	return m.valueText(q, q.Assume(&m.walk.Answers, m.walk.AsOf))
}

func (m Model) valueText(q *decide.Question, value string) string {
	switch q.Key {
	case decide.DeviceID:
		return deviceTitle(m, value)
	case decide.Domain, decide.CertificateName:
		return decide.ShowDomain(value)
	case decide.ServerDomains:
		return shownDomains(value)
	}
	if q.List {
		value = strings.ReplaceAll(value, " ", ", ")
	}
	return clean.Line(q.Words(value, m.env.Language), maxTyped)
}

// shownDomains are the domains of a list as people write them.
func shownDomains(list string) string {
	var shown []string
	for _, domain := range strings.Fields(list) {
		shown = append(shown, decide.ShowDomain(domain))
	}
	return strings.Join(shown, ", ")
}

// markInReview keeps the mark on a line: what DNS or a look at the servers settles is none any more.
func (m Model) markInReview() Model {
	if m.screen == reviewing && m.review.cursor > 0 {
		m.review.cursor = min(m.review.cursor, len(m.reviewLines()))
	}
	return m
}

func (m Model) pressReview(msg tea.KeyMsg) (Model, tea.Cmd) {
	if m, taken := m.pressProbes(msg); taken {
		return m, nil
	}
	lines := m.reviewLines()
	switch {
	case key.Matches(msg, m.keys.Back):
		m.ask.changed = false
		if len(m.walk.Pending()) > 0 {
			return m.next(), nil
		}
		return m.back(), nil
	case key.Matches(msg, m.keys.Take) && m.review.cursor == 0:
		return m.goOn()
	case key.Matches(msg, m.keys.Take):
		m = m.put(lines[m.review.cursor-1].key)
		m.ask.changed = true
		return m, nil
	}
	m.review.cursor = m.move(msg, m.review.cursor, len(lines)+1)
	return m, nil
}

// goOn leaves the review: to the questions that are open, else to the plan. The plan waits for DNS
// once; who presses enter again gets it with what is known.
func (m Model) goOn() (Model, tea.Cmd) {
	if len(m.walk.Pending()) > 0 {
		return m.next(), nil
	}
	m, cmd := m.readRest()
	if m.dns.busy && !m.review.waiting {
		m.review.waiting = true
		return m, cmd
	}
	return m.show(), cmd
}

// stopWaiting shows the plan that waited for DNS, unless DNS leaves a question open, the answers want more of
// it, or something else is on the screen by now: then the review says how it goes on.
func (m Model) stopWaiting() (Model, tea.Cmd) {
	m.review.waiting = false
	if m.screen != reviewing || len(m.walk.Pending()) > 0 {
		return m, nil
	}
	return m.goOn()
}

// consequence says what a changed answer made needless or necessary.
func (m Model) consequence(before decide.Walk) string {
	was := m
	was.walk = before
	var gone, wanted []string
	for _, k := range m.trail {
		if was.relevant(k) && !m.relevant(k) {
			gone = append(gone, m.shortName(k))
		}
	}
	for _, q := range m.walk.Pending() {
		wanted = append(wanted, m.shortName(q.Key))
	}
	var sentences []string
	if len(gone) > 0 {
		sentences = append(sentences, m.say("No longer needed: %s.", strings.Join(gone, ", ")))
	}
	if len(wanted) > 0 {
		sentences = append(sentences, m.say("Now needed: %s.", strings.Join(wanted, ", ")))
	}
	return strings.Join(sentences, " ")
}

// contradictions are what DNS, or this network, says against the answers.
func (m Model) contradictions() []string {
	if m.dns.at.IsZero() || m.dns.unread(m.env.Language) != "" {
		return nil
	}
	survey, given := m.dns.survey, m.walk.Answers
	domain := decide.ShowDomain(survey.Domain)
	var list []string
	if !survey.Exists {
		return []string{m.say("DNS knows no domain %s. Check the spelling.", domain)}
	}
	switch {
	case survey.Endpoint.Kind == decide.KindNone:
		list = append(list, m.say("DNS says that %s takes no mail. Is it really an accepted domain of the organisation?", domain))
	case survey.Endpoint.Kind == decide.KindOther && given[decide.OwnServer] == decide.No:
		list = append(list, m.say("The MX records of %s do not lead to Microsoft. Is there a mail server of your own after all?", domain))
	}
	for _, d := range m.disputes() {
		list = append(list, d.text)
	}
	return list
}

// reviewView draws every answer on a line, and the marked one in full below.
func (m Model) reviewView(width, height int) []string {
	var lines []string
	for _, text := range m.contradictions() {
		lines = append(lines, hang(" ! ", text, width)...)
	}
	for _, note := range append(m.probeNotes(), m.review.note) {
		if note != "" {
			lines = append(lines, hang(" ", note, width)...)
		}
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, m.marked(0, m.goOnText()))
	if height >= 12 {
		lines = append(lines, "")
	}
	entries := m.reviewLines()
	detail := m.reviewDetail(entries, width)
	if height < 14 {
		detail = nil
	}
	sources := m.sourceWidth(entries)
	top, mark := len(lines), span{len(lines) - 1, len(lines)}
	for i, e := range entries {
		lines = append(lines, m.marked(i+1, m.reviewText(e, width-4, sources)))
	}
	if m.review.cursor > 0 {
		mark = span{top + m.review.cursor - 1, top + m.review.cursor}
	}
	room := height - len(detail)
	if len(lines) > room {
		lines = append(scroll(lines, mark, 0, room-1), m.more())
	}
	return append(lines, detail...)
}

// marked draws a line of the list, with the mark if it is its turn.
func (m Model) marked(i int, text string) string {
	if i == m.review.cursor {
		return m.styles.marked([]string{" > " + text})[0]
	}
	return "   " + text
}

func (m Model) goOnText() string {
	pending := len(m.walk.Pending())
	switch {
	case m.review.waiting:
		return m.say("Waiting for DNS - enter shows the plan without it")
	case pending == 1:
		return m.say("Go on: one question is left")
	case pending > 0:
		return m.say("Go on: %d questions are left", pending)
	}
	return m.say("Show the plan")
}

const labelWidth = 18

// reviewText is an answer with its source on one line.
func (m Model) reviewText(e reviewLine, width, sources int) string {
	room := width - labelWidth - sources
	return pad(shorten(e.label, labelWidth-1), labelWidth) + pad(shorten(e.text, room-1), room) + m.say(sourceNames[e.from])
}

// sourceWidth is the column of the sources.
func (m Model) sourceWidth(entries []reviewLine) int {
	widest := 0
	for _, e := range entries {
		widest = max(widest, ansi.StringWidth(m.say(sourceNames[e.from])))
	}
	return widest
}

// reviewDetail is the marked answer in full, with its question and what it decided.
func (m Model) reviewDetail(entries []reviewLine, width int) []string {
	if m.review.cursor == 0 || m.review.cursor > len(entries) {
		return nil
	}
	e := entries[m.review.cursor-1]
	q := m.walk.Questions.ByKey(e.key)
	lines := append(blank(1), hang(" ", m.say(q.Ask), width)...)
	lines = append(lines, hang(" ", e.text, width)...)
	for _, p := range m.prospects {
		for _, rule := range p.RuledOutBy {
			if slices.Contains(rule.When.Keys, e.key) {
				lines = append(lines, hang(" ", m.say("It rules out %s: %s.", m.say(p.Method.Name()), m.say(rule.Short)), width)...)
				break
			}
		}
	}
	return lines
}
