package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/atotto/clipboard"
	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide/words"
)

// copyTimeout bounds the programs that take a clipboard's text.
const copyTimeout = 2 * time.Second

// A Route is how a text reached the clipboard.
type Route string

// The routes.
const (
	ByTmux     Route = "tmux"
	BySystem   Route = "system"
	ByTerminal Route = "terminal" // OSC 52: whether the terminal took it, it does not say
)

var routeTexts = map[Route]words.Text{
	ByTmux:     "Copied to tmux and its terminal: %s",
	BySystem:   "Copied: %s",
	ByTerminal: "Handed to the terminal's clipboard: %s",
}

// copyTo puts text on the clipboard. tmux drops OSC 52 in silence, so inside it tmux itself is asked;
// over SSH the system's clipboard is on the wrong computer, so the terminal is asked.
func (env *environment) copyTo(ctx context.Context, text string) (Route, error) {
	if env.Copy != nil {
		return env.Copy(ctx, text)
	}
	if os.Getenv("TMUX") != "" {
		if err := loadTmux(ctx, text); err == nil {
			return ByTmux, nil
		}
	}
	remote := os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != ""
	if !remote && !clipboard.Unsupported && writeSystem(ctx, text) == nil {
		return BySystem, nil
	}
	_, err := io.WriteString(env.out, osc52.New(text).String())
	return ByTerminal, err
}

func loadTmux(ctx context.Context, text string) error {
	load := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	load.Stdin = strings.NewReader(text)
	return load.Run()
}

var errSlowClipboard = errors.New("the clipboard did not take the text in time")

// writeSystem gives up waiting with ctx: a clipboard without a display can hang.
func writeSystem(ctx context.Context, text string) error {
	done := make(chan error, 1)
	go func() { done <- clipboard.WriteAll(text) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errSlowClipboard
	}
}

// copyMarked copies the marked row.
func (m Model) copyMarked() (Model, tea.Cmd) {
	rows := m.markable()
	if len(rows) == 0 {
		return m, nil
	}
	return m.copyRow(rows[m.result.cursor])
}

// copyRow copies a row, if it has something to copy.
func (m Model) copyRow(r row) (Model, tea.Cmd) {
	if r.absent {
		m.status = m.say("There is no value to copy here.")
		return m, nil
	}
	return m, m.copyText(r.content())
}

// copied says what is on the clipboard now, and how it got there.
func (m Model) copied(msg copiedMsg) Model {
	shown := msg.text
	if strings.Contains(shown, "\n") {
		shown = m.say("%d lines", strings.Count(strings.TrimRight(shown, "\n"), "\n")+1)
	}
	if msg.err != nil {
		m.status = m.say("The clipboard cannot be reached; the text is on the screen: mark it with the mouse.")
		return m
	}
	m.status = m.say(routeTexts[msg.route], shown)
	return m
}
