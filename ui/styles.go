package ui

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// styles are the few looks of the wizard: bold for what is marked, dim for what is secondary, one
// accent. Every state is told in words too, so that nothing is lost without them.
type styles struct {
	strong, dim, accent, cursor lipgloss.Style
}

// accentColour is cyan of the 16 colours, which every theme makes readable on its own background.
const accentColour = lipgloss.Color("6")

func newStyles(out io.Writer, color bool) styles {
	r := lipgloss.NewRenderer(out)
	r.SetColorProfile(termenv.ANSI)
	s := styles{
		strong: r.NewStyle().Bold(true),
		dim:    r.NewStyle().Faint(true),
		accent: r.NewStyle().Bold(true),
		cursor: r.NewStyle().Reverse(true),
	}
	if color {
		s.accent = s.accent.Foreground(accentColour)
	}
	return s
}

// noStyles writes text alone.
func noStyles() styles {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	plain := r.NewStyle()
	return styles{strong: plain, dim: plain, accent: plain, cursor: plain}
}

// each applies a style to every line.
func each(style lipgloss.Style, lines []string) []string {
	styled := make([]string, len(lines))
	for i, line := range lines {
		styled[i] = style.Render(line)
	}
	return styled
}
