package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/diagnose"
	"sendpath/decide/words"
	"sendpath/ui/advice"
)

// Troubleshoot is the entry of the start screen that finds out why a device fails.
func Troubleshoot() Task {
	return Task{"Find out why one fails", "Paste what it says, or choose what you see.", func() tea.Model { return troublePage{} }}
}

// TroubleshootPlan does the same beside a finished plan, which the findings may change.
func TroubleshootPlan() Action {
	return Action{"e", "it fails", func(p decide.Plan) tea.Model { return troublePage{plan: &p} }}
}

// troublePage finds out what is wrong: from a text, from a symptom, from a code on the device's panel, or
// from what is set.
type troublePage struct {
	window Model
	plan   *decide.Plan // nil before there is one
	stage  troubleStage
	cursor int

	text    []byte // pasted or typed
	strokes int    // keys so far, to tell a pause
	maker   string // whose codes are listed

	setUp diagnose.SetUp
	input textinput.Model // the name of its server, or its port
	wrong bool            // what was typed is no port

	result troubleResult
}

type troubleStage int

const (
	choosingWay     troubleStage = iota
	pasting                      // a text
	choosingSymptom              // what is seen
	choosingMaker                // of the device
	choosingCode                 // on its panel
	namingServer                 // that is set on the device
	namingPort                   // the same
	sayingPassword               // whether it has one
	sayingConnector              // whether there is one for it
	awaiting                     // the diagnosis of a text
	explaining
)

// ways are the first choice, with the stage each leads to.
var ways = []struct {
	text  words.Text
	stage troubleStage
}{
	{"Paste or type the error, the log or the bounce", pasting},
	{"There is no message: choose what you see", choosingSymptom},
	{"Choose the code on the device's panel", choosingMaker},
	{"Which set-up is this? Tell it from what is set", namingServer},
}

// before is where esc leads from each stage.
var before = map[troubleStage]troubleStage{
	pasting: choosingWay, choosingSymptom: choosingWay, choosingMaker: choosingWay, choosingCode: choosingMaker,
	namingServer: choosingWay, namingPort: namingServer, sayingPassword: namingPort, sayingConnector: sayingPassword, awaiting: pasting,
}

func (p troublePage) furnish(window Model) tea.Model {
	p.window = window
	return p
}

// Init has nothing to start.
func (p troublePage) Init() tea.Cmd { return nil }

type (
	// pauseMsg comes a moment after enter. If no key came meanwhile it was meant, and no part of a paste
	// that the terminal hands over key by key.
	pauseMsg     struct{ strokes int }
	diagnosedMsg struct {
		strokes int
		report  diagnose.Report
	}
)

// pause is longer than the time between two keys of a paste, and shorter than anybody would notice.
const pause = 150 * time.Millisecond

// Update takes a message.
func (p troublePage) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.window = p.window.within(msg)
	case pauseMsg:
		if msg.strokes == p.strokes && p.stage == pasting {
			return p.read()
		}
	case diagnosedMsg:
		if msg.strokes == p.strokes && p.stage == awaiting {
			return p.explain(msg.report, false, pasting), nil
		}
	case tea.KeyMsg:
		return p.press(msg)
	}
	return p, nil
}

func (p troublePage) press(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	p.strokes++
	if key.Matches(msg, p.window.keys.Back) {
		return p.back()
	}
	switch p.stage {
	case pasting:
		return p.edit(msg)
	case namingServer, namingPort:
		return p.nameServer(msg), nil
	case awaiting:
		return p, nil
	case explaining:
		return p.pressResult(msg)
	}
	return p.pressList(msg)
}

func (p troublePage) back() (tea.Model, tea.Cmd) {
	switch p.stage {
	case choosingWay:
		return p, func() tea.Msg { return Close{} }
	case explaining:
		p.stage, p.cursor = p.result.from, p.result.place
	case choosingCode:
		p.stage, p.cursor = choosingMaker, max(0, slices.Index(makers(), p.maker))
		if p.planned() == p.maker {
			p.stage, p.cursor = choosingWay, 0
		}
	default:
		p.stage, p.cursor = before[p.stage], 0
		p = p.openField()
	}
	return p, nil
}

// pressList marks and takes one line of a list.
func (p troublePage) pressList(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	list := p.list()
	if i := pick(msg, len(list)); i >= 0 {
		return p.take(i), nil
	}
	if key.Matches(msg, p.window.keys.Take) {
		return p.take(p.cursor), nil
	}
	p.cursor = p.window.move(msg, p.cursor, len(list))
	return p, nil
}

// list is what can be chosen at this stage.
func (p troublePage) list() []string {
	var list []string
	switch p.stage {
	case choosingWay:
		for _, w := range ways {
			list = append(list, p.window.say(w.text))
		}
	case choosingSymptom:
		for _, s := range diagnose.Symptoms() {
			list = append(list, p.window.say(s.Question))
		}
	case choosingMaker:
		for _, maker := range makers() {
			list = append(list, makerName(maker))
		}
	case choosingCode:
		for _, panel := range diagnose.PanelsOf(p.maker) {
			list = append(list, panel.Shows)
		}
	case sayingPassword, sayingConnector:
		for _, c := range triChoices {
			list = append(list, p.window.say(c.text))
		}
	}
	return list
}

// take goes on with the line chosen.
func (p troublePage) take(i int) troublePage {
	p.cursor = i
	switch p.stage {
	case choosingWay:
		p.stage, p.cursor = ways[i].stage, 0
		p = p.openField()
		if p.stage == choosingMaker && p.planned() != "" {
			p.stage, p.maker = choosingCode, p.planned()
		}
	case choosingSymptom:
		found := advice.Chosen(diagnose.Symptoms()[i].Fault)
		return p.explain(diagnose.Report{Faults: []diagnose.Finding{found}}, true, choosingSymptom)
	case choosingMaker:
		p.stage, p.maker, p.cursor = choosingCode, makers()[i], 0
	case choosingCode:
		panel := diagnose.PanelsOf(p.maker)[i]
		found := advice.Chosen(panel.Fault())
		found.Leads, found.TellApart = panel.LeadsTo(), found.Apart
		return p.explain(diagnose.Report{Faults: []diagnose.Finding{found}}, true, choosingCode)
	case sayingPassword:
		p.setUp.Password = triChoices[i].tri
		p.stage, p.cursor = sayingConnector, 0
	case sayingConnector:
		p.setUp.Connector = triChoices[i].tri
		return p.readSetUp()
	}
	return p
}

// planned is the device of the plan, as far as codes of its maker are known.
func (p troublePage) planned() string {
	if p.plan == nil || p.plan.Page.Name == "" || len(diagnose.PanelsOf(p.plan.Page.Name)) == 0 {
		return ""
	}
	return p.plan.Page.Name
}

// makers lists the makers whose codes are known, by the first name that each goes by.
func makers() []string {
	var list []string
	for _, panel := range diagnose.Panels() {
		if maker := panel.Brands[0]; !slices.Contains(list, maker) {
			list = append(list, maker)
		}
	}
	slices.Sort(list)
	return list
}

// makerName writes a maker as it is spelt: short names are abbreviations.
func makerName(maker string) string {
	maker = strings.TrimSpace(maker)
	if len(maker) <= 3 {
		return strings.ToUpper(maker)
	}
	return strings.ToUpper(maker[:1]) + maker[1:]
}
