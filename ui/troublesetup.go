package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/diagnose"
	"sendpath/decide/words"
)

// triChoices answer what somebody may not know.
var triChoices = []struct {
	text words.Text
	tri  diagnose.Tri
}{
	{"Yes", diagnose.Yes},
	{"No", diagnose.No},
	{"I don't know", diagnose.Unknown},
}

// nameServer edits the name of the server that is set, and goes on. No name is one that is not known.
func (p troublePage) nameServer(msg tea.KeyMsg) troublePage {
	if !key.Matches(msg, p.window.keys.Take) {
		window := p.window
		window.ask.input = p.input
		p.input = window.edit(msg).ask.input
		return p
	}
	p.setUp.Server = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(p.input.Value()), "."))
	p.stage, p.cursor = sayingPassword, 0
	return p
}

// readSetUp shows which method the set-up is, and where it contradicts itself.
func (p troublePage) readSetUp() troublePage {
	r, say := p.setUp.Read(), p.window.say
	blocks := []block{{text: say(r.Means), looks: titleBlock}}
	if r.Server != diagnose.NoServer {
		blocks = append(blocks, block{text: say("The server: %s.", say(r.Server.Text()))})
	}
	for _, c := range r.Contradictions {
		blocks = append(blocks, block{head: "! ", text: say(c)})
	}
	if len(r.Contradictions) == 0 && r.Method != "" {
		blocks = append(blocks, block{text: say("What is set agrees with itself.")})
	}
	if r.Ask != "" {
		blocks = append(blocks, block{text: say(r.Ask)})
	}
	p.result = troubleResult{from: p.stage, place: p.cursor, blocks: blocks}
	p.stage = explaining
	return p
}

// serverLines are the field for the server's name.
func (p troublePage) serverLines() []string {
	m := p.window
	hint := m.say("As it stands in the device's mail settings. If you don't know it, press enter without a name.")
	lines := append([]string{" > " + refit(p.input, max(m.width-5, 5)).View()}, blank(1)...)
	return append(lines, hang(" ", hint, m.width-1)...)
}
