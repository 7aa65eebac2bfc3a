package ui

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"

	"sendpath/decide/clean"
	"sendpath/decide/words"
)

var troubleTitles = map[troubleStage]words.Text{
	choosingWay:     "What is there to go on?",
	pasting:         "Paste or type the error, the log or the bounce, then press enter",
	choosingSymptom: "What do you see?",
	choosingMaker:   "Who made the device?",
	choosingCode:    "What does its panel show?",
	namingServer:    "Which server name is set on the device?",
	namingPort:      "Which port is set on the device?",
	sayingPassword:  "Does the device have a user name and a password for sending?",
	sayingConnector: "Does an inbound connector know the device's public address or certificate?",
	awaiting:        "One moment ...",
}

// View draws the page.
func (p troublePage) View() string {
	m := p.window
	if p.stage == explaining {
		return strings.Join(m.drawBlocks(p.result.blocks, p.result.marked, m.width, m.height), "\n")
	}
	head := each(m.styles.strong, hang(" ", m.say(troubleTitles[p.stage]), m.width-1))
	if m.height > len(head)+3 {
		head = append(head, "")
	}
	switch p.stage {
	case pasting, awaiting:
		return strings.Join(append(head, p.pastedLines(m.height-len(head))...), "\n")
	case namingServer, namingPort:
		return strings.Join(append(head, p.serverLines()...), "\n")
	}
	list, mark := m.choiceLines(p.list(), p.cursor, m.width)
	lines := append(head, list...)
	if len(lines) <= m.height {
		return strings.Join(lines, "\n")
	}
	lines = scroll(lines, span{len(head) + mark.from, len(head) + mark.to}, len(head), m.height-1)
	return strings.Join(append(lines, m.more()), "\n")
}

// pastedLines show a short text as it is typed. A long one is only counted: a log may hold a password.
func (p troublePage) pastedLines(height int) []string {
	m := p.window
	text := bytes.TrimRight(p.text, "\r\n")
	count := 1 + bytes.Count(text, []byte("\n")) + bytes.Count(text, []byte("\r")) - bytes.Count(text, []byte("\r\n"))
	if count > 1 {
		return append(hang(" > ", m.say("%d lines, %d characters", count, utf8.RuneCount(text)), m.width-1), p.pasteHint()...)
	}
	lines := hang(" > ", clean.Line(string(text[max(0, len(text)-maxShownPaste):]), 0), m.width-1)
	lines[len(lines)-1] += m.styles.cursor.Render(" ")
	if over := len(lines) - max(1, height-3); over > 0 {
		lines = lines[over:]
	}
	return append(lines, p.pasteHint()...)
}

// maxShownPaste is as much of a line as a window may have room for, in octets.
const maxShownPaste = 4000

func (p troublePage) pasteHint() []string {
	m := p.window
	hint := hang(" ", m.say("As much as you have: the reply with all its words, the job log, the whole bounce. Nothing of it is sent anywhere or kept."), m.width-1)
	return append(blank(1), hint...)
}

func (p troublePage) typing() bool {
	return p.stage == pasting || p.stage == namingServer || p.stage == namingPort
}

func (p troublePage) bindings() []key.Binding {
	k := p.window.keys
	switch p.stage {
	case pasting:
		list := []key.Binding{renamed(k.Take, p.window.say("say what it means"))}
		if len(p.text) > 0 {
			list = append(list, bind(p.window.say("empty it"), "ctrl+u"))
		}
		return append(list, k.Back)
	case namingServer, namingPort:
		return []key.Binding{renamed(k.Take, p.window.say("go on")), k.Back}
	case awaiting:
		return []key.Binding{k.Back}
	case explaining:
		list := []key.Binding{k.Copy, k.CopyPage, k.Back}
		if len(p.corrected()) > 0 {
			list = append([]key.Binding{renamed(k.Take, p.window.say("take into the plan"))}, list...)
		}
		return list
	}
	return []key.Binding{k.Take, k.Back}
}
