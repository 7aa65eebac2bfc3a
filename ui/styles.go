package ui

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// styles are the few looks of the wizard: bold for what is marked and for headings, one accent on the signs
// that mark it, faint lines above and below. Every state is told in words too, so that nothing is lost
// without them. Text is in the terminal's own colour: where that is drawn faint, or in one of the 16 colours,
// there are usual themes in which its contrast is less than 4.5 (WCAG 2.2, 1.4.3).
type styles struct {
	plain, strong, faint, sign, cursor lipgloss.Style
}

// accentColour is cyan of the 16 colours, which usual themes tell from their background, if not as clearly
// as text.
const accentColour = lipgloss.Color("6")

func newStyles(out io.Writer, color bool) styles {
	r := lipgloss.NewRenderer(out)
	r.SetColorProfile(termenv.ANSI)
	s := styles{
		plain:  r.NewStyle(),
		strong: r.NewStyle().Bold(true),
		faint:  r.NewStyle().Faint(true),
		sign:   r.NewStyle().Bold(true),
		cursor: r.NewStyle().Reverse(true),
	}
	if color {
		s.sign = s.sign.Foreground(accentColour)
	}
	return s
}

// noStyles writes text alone.
func noStyles() styles {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	plain := r.NewStyle()
	return styles{plain: plain, strong: plain, faint: plain, sign: plain, cursor: plain}
}

// marked draws the lines of what is marked: bold, and the sign that they begin with in the accent.
func (s styles) marked(lines []string) []string {
	drawn := each(s.strong, lines)
	if before, after, found := strings.Cut(lines[0], ">"); found {
		drawn[0] = before + s.sign.Render(">") + s.strong.Render(after)
	}
	return drawn
}

// each applies a style to every line.
func each(style lipgloss.Style, lines []string) []string {
	styled := make([]string, len(lines))
	for i, line := range lines {
		styled[i] = style.Render(line)
	}
	return styled
}
