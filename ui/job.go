package ui

import (
	"io"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/servers"
	"sendpath/decide/words"
	"sendpath/render"
)

// A job is what a run of the wizard is about: which questions are asked, what DNS is read for, and what
// is made of the answers. The screens are the same for all.
type job interface {
	// command is the subcommand that does the same without questions.
	command() string
	// domains is the question after which DNS is read.
	domains() decide.Key
	// answeredByDNS is the question that DNS answers as a rule.
	answeredByDNS() decide.Key
	// inDNS is DNS's answer to it, "" for none, and whether it needs no asking.
	inDNS(m Model) (value string, settled bool)
	observe(c decide.Case, look *evidence.Look)
	plan(c decide.Case, set evidence.Set) paper
	// weigh works out where the answers so far lead; it costs too much to be done for every frame.
	weigh(m Model) Model
	// panel says where that is, in a column, and panelLine in as few lines as it takes.
	panel(m Model, width, height int) []string
	panelLine(m Model, width int) []string
}

// A paper is a finished plan, as the screens behind the questions use it.
type paper interface {
	about(m Model) string // what it comes to, in a few words, and for whom
	headline() string
	certainty(m Model) string
	tabs(m Model) []tab
	fileName() string // without extension
	object() decide.AnswerObject
	write(w io.Writer, f render.Format, lang *words.Language) error
}

func (m Model) job() job { return jobOf(m.walk.Questions) }

func jobOf(q *decide.Questionnaire) job {
	if q == servers.Questions {
		return serversJob{}
	}
	return deviceJob{}
}

// questionnaires are what a run can be about; the first is what it is about where nothing else is said.
var questionnaires = []*decide.Questionnaire{decide.Device, servers.Questions}

func questionnaireNamed(name string) *decide.Questionnaire {
	for _, q := range questionnaires {
		if q.Name == name {
			return q
		}
	}
	return decide.Device
}

// domain is the domain that DNS is read for first.
func (m Model) domain() string {
	first, _, _ := strings.Cut(m.walk.Answers[m.job().domains()], " ")
	return first
}

// take makes questions the ones of this run. The answers to others are given up.
func (m Model) take(questions *decide.Questionnaire) Model {
	if m.walk.Questions == questions {
		return m
	}
	return m.empty(questions).takeGiven()
}

// empty starts a run without an answer.
func (m Model) empty(questions *decide.Questionnaire) Model {
	m.walk = decide.Walk{Questions: questions, AsOf: m.env.AsOf, Asked: map[decide.Key]bool{}, Known: map[decide.Key]bool{}}
	m.trail, m.sources, m.result = nil, map[decide.Key]source{}, resultState{}
	m.dns = dnsState{attempt: m.dns.attempt + 1}
	return m.know(m.job().answeredByDNS(), true)
}

// takeGiven takes the answers that were given beforehand.
func (m Model) takeGiven() Model {
	for i := range m.walk.Questions.Questions {
		q := &m.walk.Questions.Questions[i]
		if m.env.Answers[q.Key] == "" {
			continue
		}
		m = m.record(q.Key, m.env.Answers[q.Key], fromBefore)
		if q.Asked != decide.Never {
			m.trail = append(m.trail, q.Key)
		}
	}
	return m
}

// setUp asks the first question about a device.
func (m Model) setUp() (Model, tea.Cmd) { return m.startOn(decide.Device) }

// connect asks the first question about own mail servers.
func (m Model) connect() (Model, tea.Cmd) { return m.startOn(servers.Questions) }

func (m Model) startOn(questions *decide.Questionnaire) (Model, tea.Cmd) {
	m.start.kept = unfinished{}
	m = m.take(questions)
	if m.walk.Asked[m.job().domains()] && m.dns.domain == "" {
		m, cmd := m.readDNS()
		return m.next(), cmd
	}
	return m.next(), nil
}
