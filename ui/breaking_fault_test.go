package ui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/crash"
	"sendpath/decide/evidence"
)

// brokenPart is the environment variable that says where the wizard of a test panics.
const brokenPart = "SENDPATH_TEST_PANIC"

// brokenParts are those places. "dns" breaks in a goroutine behind the command that reads DNS, once there
// is a domain; the others in a page that the second key of the start screen opens.
var brokenParts = []string{"dns", "init", "command", "batch", "update", "view"}

// private is what the panics say, and no report may repeat.
const private = "hunter2 of scanner@contoso.com"

func breakIn(part string, o *Options) {
	switch part {
	case "":
	case "dns":
		o.Asker = brokenAsker{}
	default:
		o.Tasks = []Task{{"Break", "It panics.", func() tea.Model { return brokenPage{part} }}}
	}
}

type brokenAsker struct{}

func (brokenAsker) Ask(context.Context, []evidence.Question) evidence.Set {
	var g crash.Group
	g.Go(func() { panic(private) })
	g.Wait()
	return nil
}

type brokenPage struct{ part string }

func (b brokenPage) Init() tea.Cmd {
	panics := func() tea.Msg { panic(private) }
	switch b.part {
	case "init":
		panic(private)
	case "command":
		return panics
	case "batch":
		return tea.Batch(func() tea.Msg { return nil }, tea.Batch(panics, panics))
	}
	return nil
}

func (b brokenPage) Update(tea.Msg) (tea.Model, tea.Cmd) {
	if b.part == "update" {
		panic(private)
	}
	return b, nil
}

func (b brokenPage) View() string {
	if b.part == "view" {
		var none []string
		return none[len(strings.Fields(private))]
	}
	return "a page that breaks"
}
