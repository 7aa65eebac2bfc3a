package ui

import (
	"strconv"
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

// openField gives a text field what was typed into it before.
func (p troublePage) openField() troublePage {
	p.wrong = false
	switch p.stage {
	case namingServer:
		p.input = p.window.newInput(p.setUp.Server)
	case namingPort:
		p.input = p.window.newInput(p.setUp.Port)
	}
	return p
}

// nameServer edits what is set, the server's name or the port, and goes on. Nothing is what is not known.
func (p troublePage) nameServer(msg tea.KeyMsg) troublePage {
	if !key.Matches(msg, p.window.keys.Take) {
		p.input, _ = edited(p.input, msg)
		p.wrong = false
		return p
	}
	typed := strings.TrimSpace(p.input.Value())
	if p.stage == namingServer {
		p.setUp.Server, p.stage = strings.ToLower(strings.TrimSuffix(typed, ".")), namingPort
		return p.openField()
	}
	if n, err := strconv.Atoi(typed); typed != "" && (err != nil || n < 1 || n > maxPort) {
		p.wrong = true
		return p
	}
	p.setUp.Port, p.stage, p.cursor = typed, sayingPassword, 0
	return p
}

// maxPort is the highest port of TCP.
const maxPort = 65535

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

// serverLines are the field for the server's name, or for the port.
func (p troublePage) serverLines() []string {
	m := p.window
	hint := m.say("As it stands in the device's mail settings. If you don't know it, press enter without a name.")
	switch {
	case p.wrong:
		hint = m.say("A port is a number from 1 to %d.", maxPort)
	case p.stage == namingPort:
		hint = m.say("25, 465, 587 or another. If you don't know it, press enter without a number.")
	}
	lines := append([]string{" > " + refit(p.input, max(m.width-5, 5)).View()}, blank(1)...)
	return append(lines, hang(" ", hint, m.width-1)...)
}
