package render

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// textWidth is where prose is wrapped. Values to type and lines of the script never are.
const textWidth = 78

// leftOut are the sections that documents have and the terminal can do without.
var leftOut = []string{"answers", "found"}

// writeText writes plain text without borders: it stays in the scrollback, and is copied from there.
func writeText(b *bytes.Buffer, p decide.Plan, lang *words.Language) error {
	layOutText(b, compose(p, lang), lang)
	return nil
}

func layOutText(b *bytes.Buffer, s sheet, lang *words.Language) {
	t := texter{b, lang}
	t.prose("", s.Title)
	b.WriteByte('\n')
	t.prose("", s.Headline)
	b.WriteByte('\n')
	t.values("", s.Facts)
	for _, part := range s.Sections {
		if !slices.Contains(leftOut, part.ID) {
			t.section(part)
		}
	}
}

type texter struct {
	*bytes.Buffer
	lang *words.Language
}

func (t texter) section(s section) {
	t.WriteString("\n" + textLine(s.Title) + "\n")
	for _, intro := range s.Intro {
		t.prose("  ", intro)
	}
	t.values("  ", s.Values)
	if s.Code != "" {
		t.WriteByte('\n')
		for line := range strings.SplitSeq(strings.TrimSuffix(s.Code, "\n"), "\n") {
			t.WriteString(strings.TrimRight("  "+textLine(line), " ") + "\n")
		}
	}
	for i, step := range s.Steps {
		t.step(i+1, step)
	}
	for i, point := range s.Items {
		lead := "- "
		if s.Order {
			lead = strconv.Itoa(i+1) + ". "
		}
		t.item(lead, point)
	}
}

// values writes label and value, the value last on its line and as it is.
func (t texter) values(indent string, values []value) {
	width := 0
	for _, v := range values {
		width = max(width, utf8.RuneCountInString(textLine(v.Label))+1)
	}
	for _, v := range values {
		label := textLine(v.Label) + ":"
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(label))
		t.WriteString(strings.TrimRight(indent+label+pad+"  "+valueText(v), " ") + "\n")
		under := indent + strings.Repeat(" ", width+2)
		if v.Confirm != "" && v.Value != "" {
			t.WriteString(under + textLine(t.lang.Say("Perhaps: %s", v.Value)) + "\n")
		}
		for _, note := range v.Notes {
			t.prose(under, note)
		}
	}
}

// valueText is a value with what is said beside it.
func valueText(v value) string {
	if v.Confirm != "" {
		return textLine(v.Confirm)
	}
	text := textLine(v.Value)
	if beside := joinNonEmpty("; ", v.Beside, v.From); beside != "" {
		text += " (" + textLine(beside) + ")"
	}
	return strings.TrimLeft(text, " ")
}

func (t texter) step(number int, s step) {
	lead := strconv.Itoa(number) + ". "
	t.hanging("  ", lead, s.Where+": "+s.Text)
	for _, part := range s.Parts {
		t.hanging("  "+strings.Repeat(" ", len(lead)), part.Label+": ", part.Value)
	}
}

func (t texter) item(lead string, i item) {
	t.hanging("  ", lead, i.Text)
	for _, sub := range i.Sub {
		t.hanging("    ", "", sub)
	}
	if i.URL != "" {
		t.WriteString("    " + textLine(i.URL) + "\n")
	}
}

// prose writes text wrapped at blanks; a word longer than the line stays whole.
func (t texter) prose(indent, text string) { t.hanging(indent, "", text) }

// hanging writes lead and text, the further lines below the first letter of the text.
func (t texter) hanging(indent, lead, text string) {
	lead = textLine(lead)
	column := utf8.RuneCountInString(indent) + utf8.RuneCountInString(lead)
	t.WriteString(indent + lead)
	at := column
	for i, word := range strings.Fields(textLine(text)) {
		length := utf8.RuneCountInString(word)
		switch {
		case i > 0 && at+1+length > textWidth:
			t.WriteString("\n" + strings.Repeat(" ", column))
			at = column
		case i > 0:
			t.WriteByte(' ')
			at++
		}
		t.WriteString(word)
		at += length
	}
	t.WriteByte('\n')
}

// textLine keeps any text on one line and free of what steers a terminal.
func textLine(s string) string { return clean.Line(s, 0) }
