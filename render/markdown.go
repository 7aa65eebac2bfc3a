package render

import (
	"bytes"
	"fmt"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// writeMarkdown writes the documentation for a ticket: CommonMark, with the task list of GFM for the
// run sheet.
func writeMarkdown(b *bytes.Buffer, p decide.Plan, lang *words.Language) error {
	layOutMarkdown(b, compose(p, lang), lang)
	return nil
}

func layOutMarkdown(b *bytes.Buffer, s sheet, lang *words.Language) {
	fmt.Fprintf(b, "# %s\n\n%s\n\n", mdQuote(s.Title), mdQuote(s.Headline))
	mdValues(b, s.Facts, lang)
	for _, part := range s.Sections {
		mdSection(b, part, lang)
	}
}

func mdSection(b *bytes.Buffer, s section, lang *words.Language) {
	fmt.Fprintf(b, "\n## %s\n\n", mdQuote(s.Title))
	for _, intro := range s.Intro {
		fmt.Fprintf(b, "%s\n\n", mdQuote(intro))
	}
	mdValues(b, s.Values, lang)
	if len(s.Values) > 0 && len(s.Items) > 0 {
		b.WriteByte('\n')
	}
	if s.Code != "" {
		fence := strings.Repeat("`", max(3, longestTicks(s.Code)+1))
		fmt.Fprintf(b, "%spowershell\n%s%s\n", fence, clean.Block(s.Code, 0), fence)
	}
	for i, step := range s.Steps {
		mdStep(b, i+1, step)
	}
	for i, point := range s.Items {
		lead := "* " // not the mark of the values above, or both would be one list
		if s.Order {
			lead = fmt.Sprintf("%d. ", i+1)
		}
		mdItem(b, lead, point)
	}
}

func mdValues(b *bytes.Buffer, values []value, lang *words.Language) {
	for _, v := range values {
		fmt.Fprintf(b, "- **%s:** %s\n", mdQuote(v.Label), mdValue(v))
		if v.Confirm != "" && v.Value != "" {
			fmt.Fprintf(b, "  - %s\n", mdQuote(lang.Say("Perhaps: %s", v.Value)))
		}
		for _, note := range v.Notes {
			fmt.Fprintf(b, "  - %s\n", mdQuote(note))
		}
	}
}

// mdValue writes a value as code, where Markdown changes nothing, and what stands beside it as text.
func mdValue(v value) string {
	if v.Confirm != "" {
		return mdQuote(v.Confirm)
	}
	var parts []string
	switch {
	case v.Prose:
		parts = append(parts, mdQuote(v.Value))
	case v.Value != "":
		parts = append(parts, mdCode(v.Value))
	}
	if beside := joinNonEmpty("; ", v.Beside, v.From); beside != "" {
		parts = append(parts, "("+mdQuote(beside)+")")
	}
	return strings.Join(parts, " ")
}

func mdStep(b *bytes.Buffer, number int, s step) {
	lead := fmt.Sprintf("%d. ", number)
	fmt.Fprintf(b, "%s[ ] **%s:** %s\n", lead, mdQuote(s.Where), mdQuote(s.Text))
	for _, part := range s.Parts {
		fmt.Fprintf(b, "%s- %s: %s\n", strings.Repeat(" ", len(lead)), mdQuote(part.Label), mdQuote(part.Value))
	}
}

func mdItem(b *bytes.Buffer, lead string, i item) {
	fmt.Fprintf(b, "%s%s\n", lead, mdQuote(i.Text))
	indent := strings.Repeat(" ", len(lead))
	for _, sub := range i.Sub {
		fmt.Fprintf(b, "%s- %s\n", indent, mdQuote(sub))
	}
	if i.URL != "" {
		fmt.Fprintf(b, "%s- <%s>\n", indent, mdLink.Replace(clean.Line(i.URL, 0)))
	}
}

// What means something to Markdown: anywhere in a line, and only where a block begins. CommonMark
// takes a backslash before any ASCII punctuation.
const (
	mdInside = "\\`*_[]<~$"
	mdFirst  = "+-=:#>"
)

// mdQuote writes text that shows as it is, on one line: nothing in it is markup, a link or a block.
func mdQuote(text string) string {
	var b strings.Builder
	line := strings.TrimSpace(clean.Line(text, 0))
	for i, r := range line {
		if strings.ContainsRune(mdInside, r) || i == 0 && strings.ContainsRune(mdFirst, r) || mdMeans(line[:i], r, line[i:]) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// mdMeans tells whether r, harmless elsewhere, means something after before: the number of a list, a
// link without brackets, an entity, the closing marks of a heading.
func mdMeans(before string, r rune, rest string) bool {
	switch r {
	case '.', ')':
		isNumber := before != "" && strings.Trim(before, "0123456789") == ""
		return isNumber || r == '.' && strings.HasSuffix(strings.ToLower(before), "www")
	case ':':
		return strings.HasPrefix(rest, "://")
	case '&':
		return rest != "&" && !strings.HasPrefix(rest, "& ")
	case '#':
		return strings.Trim(rest, "#") == ""
	}
	return false
}

// mdCode writes a value as a code span, with more backticks around it than it holds in a row.
func mdCode(value string) string {
	text := clean.Line(value, 0)
	ticks := strings.Repeat("`", longestTicks(text)+1)
	touches := strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`")
	loses := strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.Trim(text, " ") != ""
	if touches || loses {
		text = " " + text + " " // a reader takes one blank off each end
	}
	return ticks + text + ticks
}

func longestTicks(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// mdLink keeps an address inside its angle brackets.
var mdLink = strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\\", "%5C")
