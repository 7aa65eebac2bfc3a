package ui

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/render"
)

// Bounds on what the list of customers reads.
const (
	maxCustomers = 1000    // plans
	maxPlan      = 4 << 20 // octets of one
)

// SavedCustomers is the entry of the start screen that lists the plans saved as JSON in a folder, "" for the
// working one.
func SavedCustomers(folder string) Task {
	return Task{"Saved customers", "Open a plan saved in this folder; what breaks first stands first.",
		func() tea.Model { return customersPage{folder: folder} }}
}

// HasSavedCustomers reports whether a folder holds a saved plan among its first JSON files.
func HasSavedCustomers(folder string) bool {
	return len(readCustomers(folder, 20, 1).list) > 0
}

// A customer is a saved plan in the list.
type customer struct {
	render.Entry
	risk   decide.Risk
	record *check.Record
}

// customers are read from a folder; cut says that there are more.
type customers struct {
	list []customer
	cut  bool
}

// readCustomers reads up to most plans from up to files JSON files. A file that is no plan is passed over.
func readCustomers(folder string, files, most int) (found customers) {
	names, _ := fs.Glob(os.DirFS(cmp.Or(folder, ".")), "*.json")
	for i, name := range names {
		if i == files || len(found.list) == most {
			found.cut = true
			break
		}
		if c, ok := readCustomer(filepath.Join(folder, name)); ok {
			found.list = append(found.list, c)
		}
	}
	return found
}

func readCustomer(path string) (customer, bool) {
	data, err := readWhole(path, maxPlan)
	if err != nil || !strings.Contains(string(data[:min(len(data), 200)]), `"schema"`) {
		return customer{}, false
	}
	record, err := check.ReadRecord(data)
	var plan decide.Plan
	if err != nil || json.Unmarshal(data, &plan) != nil {
		return customer{}, false
	}
	return customer{render.NewEntry(0, &plan, nil), decide.RiskOf(&plan), record}, true
}

// sorted puts what breaks first before the others, as summaries do.
func (c customers) sorted() customers {
	byPlace := make([]render.Entry, len(c.list))
	for i := range c.list {
		byPlace[i] = c.list[i].Entry
		byPlace[i].Row = i
	}
	summary := render.Summary{Entries: byPlace}
	summary.Sort()
	list := make([]customer, len(c.list))
	for i, e := range summary.Entries {
		list[i] = c.list[e.Row]
	}
	return customers{list, c.cut}
}

// customersPage lists saved customers and opens one.
type customersPage struct {
	window    Model
	folder    string
	read      bool
	customers customers
	cursor    int
}

type customersMsg customers

func (p customersPage) furnish(window Model) tea.Model {
	p.window = window
	return p
}

// Init reads the folder.
func (p customersPage) Init() tea.Cmd {
	return func() tea.Msg { return customersMsg(readCustomers(p.folder, maxCustomers, maxCustomers).sorted()) }
}

// Update takes a message.
func (p customersPage) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.window = p.window.within(msg)
	case customersMsg:
		p.read, p.customers = true, customers(msg)
	case tea.KeyMsg:
		return p.press(msg)
	}
	return p, nil
}

func (p customersPage) press(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	list := p.customers.list
	switch {
	case key.Matches(msg, p.window.keys.Back):
		return p, closing(Close{})
	case len(list) == 0:
		return p, nil
	case key.Matches(msg, p.window.keys.Take):
		return p, closing(Close{run: p.run(list[p.cursor].record)})
	}
	if i := pick(msg, len(list)); i >= 0 {
		p.cursor = i
		return p, closing(Close{run: p.run(list[i].record)})
	}
	p.cursor = p.window.move(msg, p.cursor, len(list))
	return p, nil
}

func closing(msg Close) tea.Cmd { return func() tea.Msg { return msg } }

// run is a saved plan as a run to go on with. Its answers are looked at as if they were typed now.
func (p customersPage) run(r *check.Record) unfinished {
	u := unfinished{About: decide.Device.Name, Answers: map[string]string{}}
	for _, entry := range (decide.AnswerObject{Questions: decide.Device, Answers: r.Answers}).Entries() {
		u.Answers[entry.Question.Name()] = entry.Value
		u.Asked = append(u.Asked, entry.Question.Name())
	}
	return u.checked(decide.Form{AllowDocumentation: p.window.env.AllowDocumentation})
}

// View draws the list.
func (p customersPage) View() string {
	m := p.window
	head := append(each(m.styles.strong, hang(" ", p.title(), m.width-1)), "")
	lines, mark := m.choiceLines(p.lines(), p.cursor, m.width)
	lines = append(head, lines...)
	if len(lines) <= m.height {
		return strings.Join(lines, "\n")
	}
	lines = scroll(lines, span{len(head) + mark.from, len(head) + mark.to}, len(head), m.height-1)
	return strings.Join(append(lines, m.more()), "\n")
}

func (p customersPage) title() string {
	switch {
	case !p.read:
		return p.window.say("Reading the folder")
	case len(p.customers.list) == 0:
		return p.window.say("No plan is saved here. Save one with s on the page of a plan.")
	case p.customers.cut:
		return p.window.say("The first %d saved plans", len(p.customers.list))
	}
	return p.window.say("%d saved plans", len(p.customers.list))
}

func (p customersPage) lines() []string {
	lines := make([]string, len(p.customers.list))
	for i, c := range p.customers.list {
		name := decide.ShowDomain(c.Domain)
		if c.Customer != "" {
			name = c.Customer + ", " + name
		}
		lines[i] = clean.Line(p.about(name, c), 300)
	}
	return lines
}

// about says which method a customer has and what threatens it. Where no method fits, that is the threat.
func (p customersPage) about(name string, c customer) string {
	say, risk, day := p.window.say, c.risk.What.In(p.window.env.Language), string(c.record.AsOf)
	if c.Method == decide.None {
		return say("%s: %s, made for %s", name, risk, day)
	}
	return say("%s: %s, %s, made for %s", name, say(c.Method.Name()), risk, day)
}

func (p customersPage) typing() bool { return false }

// bindings are the page's keys.
func (p customersPage) bindings() []key.Binding {
	if len(p.customers.list) == 0 {
		return []key.Binding{p.window.keys.Back}
	}
	return []key.Binding{renamed(p.window.keys.Take, p.window.say("open it")), p.window.keys.Back}
}

// shared are the answers that the customers of one technician tend to have in common.
var shared = []decide.Key{decide.DeviceID, decide.Recipients, decide.Location, decide.Login, decide.TLS, decide.Senders, decide.Volume, decide.Policy}

// NextCustomer begins anew with what customers have in common.
func NextCustomer() Action {
	return Action{"N", "next customer", func(p decide.Plan) tea.Model { return nextCustomer{p} }}
}

// nextCustomer is a page that closes at once.
type nextCustomer struct{ plan decide.Plan }

func (p nextCustomer) Init() tea.Cmd {
	u := unfinished{About: decide.Device.Name, Answers: map[string]string{}}
	for _, k := range shared {
		if value := p.plan.Answers.Answers[k]; value != "" {
			u.Answers[k.String()] = value
			u.Asked = append(u.Asked, k.String())
		}
	}
	return closing(Close{run: u})
}

func (p nextCustomer) Update(tea.Msg) (tea.Model, tea.Cmd) { return p, nil }
func (p nextCustomer) View() string                        { return "" }

// NameCustomer asks for the customer's name, which stands on the plan and in the connector's name.
func NameCustomer() Action {
	return Action{"u", "customer name", func(p decide.Plan) tea.Model { return namePage{name: p.Customer} }}
}

type namePage struct {
	window  Model
	name    string
	input   textinput.Model
	problem string
}

func (p namePage) furnish(window Model) tea.Model {
	p.window, p.input = window, window.newInput(p.name)
	return p
}

// Init has nothing to start.
func (p namePage) Init() tea.Cmd { return nil }

// Update takes a message.
func (p namePage) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.window = p.window.within(msg)
		p.input = refit(p.input, max(msg.Width-5, 5))
	case tea.KeyMsg:
		return p.press(msg)
	}
	return p, nil
}

func (p namePage) press(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	switch {
	case key.Matches(msg, p.window.keys.Back):
		return p, closing(Close{})
	case key.Matches(msg, p.window.keys.Take):
		reading, err := decide.Device.ByKey(decide.Customer).Parse(p.input.Value(), decide.Form{})
		if err != nil {
			p.problem = p.window.failureText(err)
			return p, nil
		}
		return p, closing(Close{Learned: map[decide.Key]string{decide.Customer: reading.Value}, from: fromYou})
	}
	p.problem = ""
	p.input, _ = edited(p.input, msg)
	return p, nil
}

// View draws the question.
func (p namePage) View() string {
	m := p.window
	lines := append(each(m.styles.strong, hang(" ", m.say("What is the customer called?"), m.width-1)), "", " > "+p.input.View())
	if p.problem != "" {
		lines = append(lines, hang("   ", p.problem, m.width-1)...)
	}
	lines = append(lines, "")
	lines = append(lines, hang(" ", m.say("The name stands on the plan and in the connector's name."), m.width-1)...)
	return strings.Join(lines, "\n")
}

func (p namePage) typing() bool { return true }

// bindings are the page's keys.
func (p namePage) bindings() []key.Binding {
	return []key.Binding{renamed(p.window.keys.Take, p.window.say("take")), p.window.keys.Back}
}
