package ui

import (
	"context"
	"io"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// A screen is what fills the window.
type screen int

const (
	starting  screen = iota // what to do
	asking                  // one question
	reviewing               // every answer
	showing                 // the plan
	reading                 // one value, whole
	saving                  // under which name
	helping                 // the keys
	looking                 // where this is going, in a narrow window
	visiting                // a page of another package
)

// An environment is what stays the same during a run.
type environment struct {
	Options
	ctx    context.Context
	out    io.Writer
	keeper *keeper
}

// Model is the wizard. It is a value: every transition returns a new one.
type Model struct {
	env    *environment
	keys   keyMap
	styles styles

	width, height int
	now           time.Time

	screen screen
	under  screen // what helping, looking, reading, saving and visiting return to

	walk      decide.Walk
	weighed   decide.Walk        // the walk that prospects belong to
	prospects [3]decide.Prospect // where the answers leave the methods
	outlook   servers.Plan       // the same about own mail servers: the plan as it would be now
	sources   map[decide.Key]source
	trail     []decide.Key // the questions answered, in the order they were
	dns       dnsState
	probes    probesState
	checked   checked // while this wizard runs

	start  startState
	ask    askState
	review reviewState
	result resultState
	value  valueState
	save   saveState
	page   tea.Model // while visiting
	scroll int       // lines, while helping

	first  tea.Cmd // what Init starts
	status string  // what the last key did, until the next
	ended  bool
	unkept bool // it was said that the answers cannot be kept
	outcome
}

// outcome is the part of the Outcome that is known while the wizard runs.
type outcome struct {
	interrupted  bool
	savedTo      []string
	savedAnswers decide.Answers // that those files hold
}

// newModel returns the wizard before its first frame, and the command that starts it.
func newModel(env *environment, looks styles) Model {
	m := Model{
		env: env, keys: newKeys(env.Language), styles: looks, now: env.Now(),
	}
	m = m.take(decide.Device)
	m.start = m.newStart()
	return m
}

// Init starts the clock, and reading DNS where the domain was given beforehand.
func (m Model) Init() tea.Cmd { return tea.Batch(m.tick(), m.first) }

// begin leaves the start screen where the domain was given beforehand: there is nothing to choose.
func (m Model) begin() Model {
	if m.walk.Answers[decide.Domain] == "" {
		return m
	}
	m, m.first = m.readDNS()
	return m.next().weigh()
}

// say says a text in the user's language.
func (m Model) say(t words.Text, args ...any) string { return m.env.Language.Say(t, args...) }

// open shows a screen over the one that is there.
func (m Model) open(s screen) Model {
	m.under, m.screen = m.screen, s
	m.scroll, m.ask.byNumber = 0, false
	return m
}

// close returns to the screen underneath.
func (m Model) close() Model {
	m.screen, m.page = m.under, nil
	return m
}

// record takes an answer into the walk. The maps are copied: an earlier Model still holds the old ones.
func (m Model) record(key decide.Key, value string, from source) Model {
	m.walk.Answers[key] = value
	m.walk.Asked = maps.Clone(m.walk.Asked)
	m.walk.Asked[key] = true
	m.sources = maps.Clone(m.sources)
	m.sources[key] = from
	return m
}

// unask makes a question one that is still to be asked; its answer stays as the one offered.
func (m Model) unask(key decide.Key) Model {
	m.walk.Asked = maps.Clone(m.walk.Asked)
	delete(m.walk.Asked, key)
	return m
}

// know notes which questions need no asking.
func (m Model) know(key decide.Key, known bool) Model {
	m.walk.Known = maps.Clone(m.walk.Known)
	m.walk.Known[key] = known
	return m
}

// answers returns what the plan is made from: without what stopped being relevant on the way.
func (m Model) answers() decide.Answers {
	return m.walk.Kept()
}

// decideCase returns the case so far.
func (m Model) decideCase() decide.Case {
	return decide.Case{Answers: m.answers(), AsOf: m.walk.AsOf, Language: m.env.Language}
}
