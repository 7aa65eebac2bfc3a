package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/words"
)

// A page is a screen that another package brings along: a tea.Model that gets every message but Ctrl+C
// and Ctrl+Z until it sends Close. Its window is the room between the wizard's title and the last line,
// and its View is cut to that.

// A Task is a further entry of the start screen.
type Task struct {
	Title, About words.Text
	Open         func() tea.Model
}

// A Finder finds answers out with the device itself.
type Finder interface {
	// Finds reports whether it can answer the question of this key.
	Finds(decide.Key) bool
	// Open returns the page that does it.
	Open(decide.Answers) tea.Model
}

// An Action is something to do with a finished plan, on a key of its own.
type Action struct {
	Key  string     // as tea.KeyMsg.String writes it
	Help words.Text // one or two words
	Open func(decide.Plan) tea.Model
}

// Close is the message with which a page ends.
type Close struct {
	// Learned are answers in canonical form. They count as the device's own words.
	Learned map[decide.Key]string

	from    source     // who said so, the device if ""
	checked checked    // what the checks found, if they were run to the end
	run     unfinished // to go on with instead of the run that is there, if its Answers are set
}
