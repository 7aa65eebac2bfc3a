package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A tab is one page of the plan.
type tab struct {
	title string
	rows  []row
}

// A row is one paragraph or value of a page.
type row struct {
	kind  rowKind
	label string // of a value: the field's name; of a step: its number
	text  string // of a value: exactly what is typed
	from  string // where a value comes from
	whole string // a text of many lines, which text only announces
	notes []string
}

type rowKind int

const (
	paragraph rowKind = iota
	heading
	aside    // dim
	gap      // an empty line
	value    // can be marked and copied
	step     // can be marked; its notes show when it is
	document // a value of many lines
)

// marks reports whether the row can be marked.
func (r row) marks() bool { return r.kind == value || r.kind == step || r.kind == document }

// content is what copying the row copies.
func (r row) content() string {
	if r.whole != "" {
		return r.whole
	}
	return r.text
}

func (t *tab) add(kind rowKind, text string) {
	if text != "" || kind == gap {
		t.rows = append(t.rows, row{kind: kind, text: text})
	}
}

// drawRows draws a page, and says which lines the marked row takes.
func (m Model) drawRows(rows []row, width int) (lines []string, mark span) {
	labels := m.labelColumn(rows, width)
	marked := -1
	for _, r := range rows {
		if !r.marks() {
			lines = append(lines, m.drawText(r, width)...)
			continue
		}
		marked++
		block := m.drawMarkable(r, marked == m.result.cursor, labels, width)
		if marked == m.result.cursor {
			mark = span{len(lines), len(lines) + len(block)}
		}
		lines = append(lines, block...)
	}
	if mark.from <= 4 {
		mark.from = 0 // with what stands before the first value
	}
	return lines, mark
}

func (m Model) drawText(r row, width int) []string {
	switch r.kind {
	case gap:
		return blank(1)
	case heading:
		return each(m.styles.strong, hang(" ", r.text, width))
	case aside:
		return each(m.styles.dim, hang("   ", r.text, width))
	}
	return hang(" ", r.text, width)
}

// labelColumn is how wide the labels are, so that values stand below each other.
func (m Model) labelColumn(rows []row, width int) int {
	widest := 0
	for _, r := range rows {
		if r.kind == value {
			widest = max(widest, ansi.StringWidth(r.label))
		}
	}
	return min(widest, width/3) + 2
}

func (m Model) drawMarkable(r row, marked bool, labels, width int) []string {
	head := "   "
	if marked {
		head = " > "
	}
	var lines []string
	switch r.kind {
	case step:
		lines = hang(head+r.label+" ", r.text, width)
	default:
		lines = m.drawValue(r, head, labels, width)
	}
	if marked {
		lines = each(m.styles.accent, lines)
	}
	if r.kind == step && !marked {
		return lines
	}
	for _, note := range r.notes {
		lines = append(lines, each(m.styles.dim, hang("     ", note, width))...)
	}
	return lines
}

// drawValue puts label, value and source on one line, or the value on the next one. A value is never
// cut or broken: what a line cannot hold is announced, and has a screen of its own.
func (m Model) drawValue(r row, head string, labels, width int) []string {
	used := ansi.StringWidth(head)
	size := ansi.StringWidth(r.text)
	label := head + pad(r.label, labels)
	from := r.from
	if from != "" {
		from = "  " + from
	}
	switch {
	case ansi.StringWidth(r.label) < labels && used+labels+size+ansi.StringWidth(from) < width:
		return []string{label + pad(r.text, m.valueColumn(width, labels, from)) + from}
	case used+2+size < width:
		return []string{spread(head+r.label, strings.TrimSpace(from), width-1), strings.Repeat(" ", used+2) + r.text}
	}
	return []string{
		spread(head+r.label, strings.TrimSpace(from), width-1),
		strings.Repeat(" ", used+2) + m.say("%d characters: enter shows it whole", size),
	}
}

// valueColumn is the room of a value before its source, which stands at the right edge.
func (m Model) valueColumn(width, labels int, from string) int {
	return width - 4 - labels - max(ansi.StringWidth(from), sourceWidth+2)
}

// pageText is a page as plain text, for copying it whole.
func pageText(t tab) string {
	var b strings.Builder
	for _, r := range t.rows {
		switch {
		case r.kind == gap:
		case r.kind == value:
			b.WriteString(r.label + ": " + r.text)
		case r.kind == document:
			b.WriteString(strings.TrimRight(r.whole, "\n"))
		case r.kind == step:
			b.WriteString(r.label + " " + r.text)
		default:
			b.WriteString(r.text)
		}
		b.WriteByte('\n')
		for _, note := range r.notes {
			b.WriteString("   " + note + "\n")
		}
	}
	return b.String()
}
