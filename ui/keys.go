package ui

import (
	"github.com/charmbracelet/bubbles/key"

	"sendpath/decide/words"
)

// keyMap is every key of the wizard. The help and the last line are drawn from it. Actions on letters
// are on ctrl too, for text fields, where letters are text.
type keyMap struct {
	Up, Down, Top, Bottom, PageUp, PageDown key.Binding
	Take, Back, Number, YesNo               key.Binding
	FindOut, Review, Panel, Again           key.Binding
	Next, Previous                          key.Binding
	Copy, CopyPage, Save, Change, Finish    key.Binding
	Overwrite                               key.Binding
	Help, Leave, Suspend                    key.Binding
}

func newKeys(lang *words.Language) keyMap {
	say := func(t words.Text) string { return lang.Say(t) }
	return keyMap{
		Up:       shownAs(say("up k"), bind(say("move up"), "up", "k", "ctrl+p")),
		Down:     shownAs(say("down j"), bind(say("move down"), "down", "j", "ctrl+n")),
		Top:      bind(say("first"), "home", "g"),
		Bottom:   bind(say("last"), "end", "G"),
		PageUp:   bind(say("a screen up"), "pgup"),
		PageDown: bind(say("a screen down"), "pgdown"),
		Take:     shownAs(say("enter"), bind(say("choose"), "enter", "ctrl+j")), // enter typed before the first frame comes as a line feed
		Back:     shownAs(say("esc"), bind(say("back"), "esc")),
		Number:   bind(say("choose by number"), "1-9"),
		YesNo:    shownAs("y n u", bind(say("choose yes, no, I don't know"), "y", "n", "u")),
		FindOut:  bind(say("find out"), "f", "ctrl+f"),
		Review:   bind(say("review"), "r", "ctrl+r"),
		Panel:    bind(say("where this is going"), "p", "ctrl+o"),
		Again:    bind(say("read DNS again"), "d", "ctrl+d"),
		Next:     shownAs(say("tab"), bind(say("next page"), "tab", "right", "l")),
		Previous: bind(say("page before"), "shift+tab", "left", "h"),
		Copy:     bind(say("copy"), "c"),
		CopyPage: bind(say("copy page"), "C"),
		Save:     bind(say("save"), "s"),
		Change:   bind(say("changes"), "n"),
		Finish:   bind(say("finish"), "q"),

		Overwrite: bind(say("replace"), "ctrl+o"),

		Help:    bind(say("help"), "?", "f1"),
		Leave:   bind(say("leave"), "ctrl+c"),
		Suspend: bind(say("suspend"), "ctrl+z"),
	}
}

// bind shows the first of the keys in the help.
func bind(help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(keys[0], help))
}

// shownAs shows a binding by other names of its keys.
func shownAs(names string, b key.Binding) key.Binding {
	b.SetHelp(names, b.Help().Desc)
	return b
}

// onCtrl shows a binding by the key that it has where letters are text.
func onCtrl(b key.Binding) key.Binding {
	keys := b.Keys()
	b.SetHelp(keys[len(keys)-1], b.Help().Desc)
	return b
}
