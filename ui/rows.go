package ui

import (
	"slices"
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
	kind   rowKind
	label  string // of a value: the field's name; of a step: its number
	text   string // of a value: exactly what is typed
	from   string // where a value comes from
	below  string // the same, where there is no room beside the value
	open   bool   // the value is still to be confirmed
	absent bool   // there is no value to copy: the text says so, or reminds of what only the user knows
	whole  string // a text of many lines, which text only announces
	notes  []string
}

type rowKind int

const (
	paragraph rowKind = iota
	heading
	gap      // an empty line
	value    // can be marked and copied
	step     // a sentence that can be marked
	document // a value of many lines
)

// withoutIntroduction leaves out what a small window has no room for: the sentence above the values.
func withoutIntroduction(rows []row) []row {
	for len(rows) > 1 && (rows[0].kind == paragraph || rows[0].kind == gap) {
		rows = rows[1:]
	}
	return rows
}

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

// remark adds a sentence to know.
func (t *tab) remark(text string) {
	t.rows = append(t.rows, row{kind: step, label: "-", text: text})
}

// drawRows draws a page, and says which lines the marked row takes.
func (m Model) drawRows(rows []row, width int) (lines []string, mark span) {
	if m.narrow() {
		rows = sourcesBelow(rows, m)
	}
	c := measure(rows, width)
	marked := -1
	for _, r := range rows {
		if !r.marks() {
			lines = append(lines, m.drawText(r, width)...)
			continue
		}
		marked++
		block := m.drawMarkable(r, marked == m.result.cursor, c, width)
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
	}
	return hang(" ", r.text, width)
}

// sourcesBelow moves where values come from into their notes: a narrow window needs the room for the
// values.
func sourcesBelow(rows []row, m Model) []row {
	moved := slices.Clone(rows)
	for i, r := range moved {
		if r.from != "" && !r.open {
			moved[i].below, moved[i].from = m.say("From: %s", r.from), ""
		}
	}
	return moved
}

// columns are the widths of a page's labels and sources, so that values stand below each other.
type columns struct{ label, from int }

func measure(rows []row, width int) columns {
	var c columns
	for _, r := range rows {
		if r.kind != step {
			c.label = max(c.label, ansi.StringWidth(r.label))
			c.from = max(c.from, ansi.StringWidth(r.from))
		}
	}
	c.label = min(c.label, 2*width/5)
	return c
}

// drawMarkable draws a value or a sentence. Its notes show while it is marked; "!" says that a value
// has some.
func (m Model) drawMarkable(r row, marked bool, c columns, width int) []string {
	head := "   "
	switch {
	case marked:
		head = " > "
	case len(r.notes) > 0 && r.kind == value:
		head = " ! "
	}
	var lines []string
	switch r.kind {
	case step:
		lines = hang(head+r.label+" ", r.text, width)
	default:
		lines = m.drawValue(r, head, c, width)
	}
	if !marked {
		return lines
	}
	lines = m.styles.marked(lines)
	notes := r.notes
	if r.below != "" {
		notes = append([]string{r.below}, notes...)
	}
	for _, note := range notes {
		lines = append(lines, hang("     ", note, width)...)
	}
	return lines
}

// drawValue puts label, value and source on one line, or the value on the next one. A value is never
// cut or broken: what a line cannot hold is announced, and has a screen of its own.
func (m Model) drawValue(r row, head string, c columns, width int) []string {
	const gaps = 3 // head
	size := ansi.StringWidth(r.text)
	before := gaps + c.label + 2
	after := 0
	if c.from > 0 {
		after = 2 + c.from
	}
	switch {
	case ansi.StringWidth(r.label) <= c.label && before+size+after <= width:
		line := head + pad(r.label, c.label) + "  " + pad(r.text, width-before-after)
		return []string{strings.TrimRight(line+"  "+r.from, " ")}
	case size < width:
		return []string{spread(head+r.label, r.from, width), strings.Repeat(" ", min(gaps+2, width-size)) + r.text}
	}
	return []string{
		spread(head+r.label, r.from, width),
		"     " + m.say("%d characters: enter shows it whole", size),
	}
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
