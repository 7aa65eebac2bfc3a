package ui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/words"
)

// CheckPlan runs the checks of a plan's method.
func CheckPlan(c Checker) Action {
	return Action{"t", "test", func(p decide.Plan) tea.Model { return checkPage{checker: c, plan: p, subject: check.ForPlan(p)} }}
}

// checkPage names the third parties and asks where this computer stands, runs the checks, and shows what
// they found.
type checkPage struct {
	window  Model
	checker Checker
	plan    decide.Plan
	subject check.Subject

	cursor int
	run    *surveying // nil before it was started
	seen   surveyedMsg

	findings []check.Finding
	wrong    []check.Learned // answers that were seen otherwise
	blocks   []block         // nil until the checks are done
	marked   int
}

// places are the first choice: where this computer stands.
var checkPlaces = []struct {
	text  words.Text
	place check.Place
}{
	{"In the device's network", check.Same},
	{"In another network", check.Elsewhere},
	{"I don't know", check.NotSaid},
}

func (p checkPage) furnish(window Model) tea.Model {
	p.window = window
	p.subject.AllowDocumentation = window.env.AllowDocumentation
	return p
}

// Init has nothing to start.
func (p checkPage) Init() tea.Cmd { return nil }

// Update takes a message.
func (p checkPage) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.window = p.window.within(msg)
	case surveyedMsg:
		return p.take(msg)
	case tea.KeyMsg:
		return p.press(msg)
	}
	return p, nil
}

// withoutThirdParties leaves out who is asked beside DNS and Microsoft, and takes that back.
var withoutThirdParties = key.NewBinding(key.WithKeys("x"))

func (p checkPage) press(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	k := p.window.keys
	switch {
	case key.Matches(msg, k.Back):
		return p, p.leave(nil)
	case p.run == nil:
		return p.choose(msg)
	case p.blocks == nil:
		return p, nil
	case key.Matches(msg, k.Take) && len(p.wrong) > 0:
		return p, p.leave(p.learned())
	case key.Matches(msg, k.Copy):
		return p, p.window.copyText(p.blocks[p.marked].content())
	case key.Matches(msg, k.CopyPage):
		return p, p.window.copyText(blocksText(p.blocks))
	}
	p.marked = p.window.step(msg, p.blocks, p.marked)
	return p, nil
}

// choose says where this computer stands, which starts the checks.
func (p checkPage) choose(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	if i := pick(msg, len(checkPlaces)); i >= 0 {
		return p.start(i)
	}
	switch {
	case key.Matches(msg, p.window.keys.Take):
		return p.start(p.cursor)
	case key.Matches(msg, withoutThirdParties):
		declined := !p.declined()
		p.subject.WithoutAddressLookup, p.subject.WithoutBlocklist = declined, declined
	}
	p.cursor = p.window.move(msg, p.cursor, len(checkPlaces))
	return p, nil
}

func (p checkPage) declined() bool { return p.subject.WithoutAddressLookup }

func (p checkPage) start(place int) (tea.Model, tea.Cmd) {
	p.subject.Place = checkPlaces[place].place
	var cmd tea.Cmd
	p.run, cmd = p.window.survey(p.checker, p.subject)
	return p, cmd
}

// take shows how far it is, and at the end what was found. What an earlier run found is not taken.
func (p checkPage) take(msg surveyedMsg) (tea.Model, tea.Cmd) {
	if msg.run != p.run {
		return p, nil
	}
	p.seen = msg
	if msg.done {
		lang := p.window.env.Language
		p.findings = check.Findings(p.subject, msg.known, lang)
		p.wrong = corrections(check.Learn(p.subject, msg.known, p.plan.Answers.Answers))
		p.blocks = p.findingBlocks()
	}
	return p, msg.more()
}

// corrections are what the plan can be made anew with: ports and cloud, and an address only where another
// one was given.
func corrections(learned []check.Learned) []check.Learned {
	return slices.DeleteFunc(learned, func(l check.Learned) bool {
		return !l.Contradicts() && !slices.Contains(probedKeys, l.Key)
	})
}

func (p checkPage) learned() map[decide.Key]string {
	learned := map[decide.Key]string{}
	for _, l := range p.wrong {
		learned[l.Key] = l.Value
	}
	return learned
}

// leave stops the checks and goes back with what was learned, and with what they found for later faults.
func (p checkPage) leave(learned map[decide.Key]string) tea.Cmd {
	if p.run != nil {
		p.run.stop()
	}
	found := checked{p.subject, p.findings}
	return func() tea.Msg { return Close{Learned: learned, from: fromTrying, checked: found} }
}

func (p checkPage) typing() bool { return false }

func (p checkPage) bindings() []key.Binding {
	k, say := p.window.keys, p.window.say
	switch {
	case p.run == nil:
		list := []key.Binding{renamed(k.Take, say("start")), k.Back}
		if p.declined() {
			return append(list, shownAs("x", renamed(withoutThirdParties, say("ask them after all"))))
		}
		if len(p.subject.Contacts(p.window.env.Language)) > 0 {
			return append(list, shownAs("x", renamed(withoutThirdParties, say("leave them out"))))
		}
		return list
	case p.blocks == nil:
		return []key.Binding{renamed(k.Back, say("stop"))}
	}
	list := []key.Binding{k.Copy, k.CopyPage, k.Back}
	if len(p.wrong) > 0 {
		list = append([]key.Binding{renamed(k.Take, say("take into the plan"))}, list...)
	}
	return list
}
