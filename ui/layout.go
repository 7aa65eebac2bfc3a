package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// wrap breaks text into lines of at most width cells, at blanks only: a cmdlet or a name is not broken
// at its dashes. What is longer than a line is broken where the line ends.
func wrap(text string, width int) []string {
	width = max(width, 1)
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, width)...)
	}
	return lines
}

func wrapParagraph(text string, width int) []string {
	lines := []string{""}
	used := 0
	for _, word := range strings.Fields(text) {
		size := ansi.StringWidth(word)
		last := len(lines) - 1
		if used > 0 && used+1+size <= width {
			lines[last] += " " + word
			used += 1 + size
			continue
		}
		pieces := chop(word, width)
		if used > 0 {
			lines = append(lines, "")
			last++
		}
		lines[last] = pieces[0]
		lines = append(lines, pieces[1:]...)
		used = ansi.StringWidth(lines[len(lines)-1])
	}
	return lines
}

// chop breaks a text into pieces that fill a line each.
func chop(text string, width int) []string {
	var pieces []string
	for ansi.StringWidth(text) > width {
		head := ansi.Truncate(text, width, "")
		if head == "" {
			break // a wide character in a column of one
		}
		pieces = append(pieces, head)
		text = text[len(head):]
	}
	return append(pieces, text)
}

// hang wraps text behind a head: the first line starts with it, the others are indented as far.
func hang(head, text string, width int) []string {
	indent := strings.Repeat(" ", ansi.StringWidth(head))
	lines := wrap(text, width-len(indent))
	for i := range lines {
		if i == 0 {
			lines[i] = head + lines[i]
		} else {
			lines[i] = indent + lines[i]
		}
	}
	return lines
}

// pad fills text with blanks up to width cells.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text)))
}

// shorten cuts text to width cells and marks that with dots. It is not for values that are typed off.
func shorten(text string, width int) string {
	return ansi.Truncate(text, max(width, 0), "...")
}

// spread puts left and right at the two ends of a line.
func spread(left, right string, width int) string {
	room := width - ansi.StringWidth(right) - 1
	if room < 1 {
		return shorten(left, width)
	}
	return pad(shorten(left, room), room+1) + right
}

// beside puts two columns next to each other, the left one width cells wide.
func beside(left, right []string, width int) []string {
	lines := make([]string, max(len(left), len(right)))
	for i := range lines {
		if i < len(left) {
			lines[i] = left[i]
		}
		if i < len(right) && right[i] != "" {
			lines[i] = pad(ansi.Truncate(lines[i], width, ""), width) + right[i]
		}
	}
	return lines
}

// A span is a range of lines: from the first to before the last.
type span struct{ from, to int }

// scroll returns at most height lines, so that the span is among them, its start at least; the first
// stuck lines stay where they are.
func scroll(lines []string, mark span, stuck, height int) []string {
	if len(lines) <= height {
		return lines
	}
	if stuck > height/2 || mark.from < stuck {
		stuck = 0
	}
	room := height - stuck
	from := min(max(stuck, mark.to-room), mark.from)
	from = max(stuck, min(from, len(lines)-room))
	return append(append([]string{}, lines[:stuck]...), lines[from:from+room]...)
}

// fit makes exactly what the window holds: no line wider, none more.
func fit(lines []string, width, height int) string {
	if len(lines) > height {
		lines = lines[:height]
	}
	cut := make([]string, len(lines))
	for i, line := range lines {
		cut[i] = ansi.Truncate(line, width, "")
	}
	return strings.Join(cut, "\n")
}
