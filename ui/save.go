package ui

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/clean"
	"sendpath/render"
)

// saveState is the question under which name to save.
type saveState struct {
	input   textinput.Model
	there   []string // files that would be replaced
	problem string
	busy    bool
}

// openSave asks for the name; one with the domain is offered.
func (m Model) openSave() Model {
	name := filepath.Join(m.env.SaveIn, m.result.paper.fileName())
	m = m.open(saving)
	m.save = saveState{input: m.newInput(name)}
	return m
}

// pressSave edits the name and saves. What is there already is replaced only after it was shown, and
// with another key.
func (m Model) pressSave(msg tea.KeyMsg) (Model, tea.Cmd) {
	switch {
	case m.save.busy:
		return m, nil
	case key.Matches(msg, m.keys.Take):
		return m.saveAs(false)
	case key.Matches(msg, m.keys.Overwrite) && len(m.save.there) > 0:
		return m.saveAs(true)
	}
	m.save.there, m.save.problem = nil, ""
	m.save.input, _ = edited(m.save.input, msg)
	return m, nil
}

func (m Model) saveAs(replace bool) (Model, tea.Cmd) {
	name := strings.TrimSpace(m.save.input.Value())
	if name == "" || os.IsPathSeparator(name[len(name)-1]) {
		m.save.problem = m.say("Give the files a name.")
		return m, nil
	}
	m.save.busy = true
	files, plan, answers, lang := m.files(name), m.result.paper, m.result.answers, m.env.Language
	return m, func() tea.Msg {
		return savedMsg{fileNames(files), answers, writeFiles(files, plan, lang, replace)}
	}
}

// saved says where the files are, or why they are not. On a slow disk the user may have gone on meanwhile:
// then only what came of it is said.
func (m Model) saved(msg savedMsg) Model {
	awaited := m.screen == saving && m.save.busy
	m.save.busy = false
	there, exists := msg.err.(alreadyThere)
	switch {
	case awaited && exists:
		m.save.there = there
		return m
	case awaited && msg.err != nil:
		m.save.problem = m.notSaved(msg.err)
		return m
	case msg.err != nil:
		m.status = m.notSaved(msg.err)
		return m
	case awaited:
		m = m.close()
	}
	m.savedTo, m.savedAnswers = msg.files, msg.answers
	m.status = m.say("Saved: %s", clean.Line(strings.Join(msg.files, "  "), 400))
	return m
}

func (m Model) notSaved(err error) string {
	return m.say("The plan could not be saved: %s. Save it under another name, or in another folder.", clean.Line(err.Error(), 300))
}

// saveView asks for the name, and says which files it makes.
func (m Model) saveView(width, height int) []string {
	var lines []string
	lines = append(lines, each(m.styles.strong, hang(" ", m.say("Save under which name?"), width))...)
	lines = append(lines, "", " > "+m.save.input.View(), "")
	if len(m.save.there) > 0 {
		lines = append(lines, hang(" ", m.say("Already there: %s", strings.Join(m.save.there, ", ")), width)...)
		lines = append(lines, hang(" ", m.say("%s replaces it; another name keeps it.", m.keys.Overwrite.Help().Key), width)...)
		return lines
	}
	if m.save.problem != "" {
		return append(lines, hang(" ", m.save.problem, width)...)
	}
	var ends []string
	for _, f := range m.files("") {
		ends = append(ends, f.name)
	}
	about := m.say("Files that end in: %s. The first holds the answers, for the next time; no file holds a password.", strings.Join(ends, ", "))
	if height > 6 {
		lines = append(lines, hang(" ", about, width)...)
	}
	return lines
}

// files are what save writes: the answers first, then the plan in each format.
func (m Model) files(name string) []savedFile {
	files := []savedFile{{name: name + ".yaml", answers: true}}
	for _, f := range m.env.Formats {
		files = append(files, savedFile{name: name + "." + render.Extension(f), format: f})
	}
	return files
}
