package render

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// widestColumn bounds what a column of the text is padded to, in runes: one long name must not push all
// other lines out of sight. A longer cell stays whole.
const widestColumn = 32

// summaryText writes a table for the terminal.
func summaryText(w io.Writer, s *Summary, lang *words.Language) error {
	out := guarded{w, fit}
	fmt.Fprintln(out, s.title(lang))
	for _, t := range s.totals(lang) {
		fmt.Fprintf(out, "  %s: %d\n", t.Label, t.Count)
	}
	if s.Partial {
		fmt.Fprintln(out, lang.Say("The batch was stopped before its end: rows are missing."))
	}
	fmt.Fprintln(out)
	header := [...]string{lang.Say("row"), lang.Say("customer"), lang.Say("domain"), lang.Say("method"), lang.Say("what breaks first")}
	widths := s.widths(header)
	textRow(out, widths, header)
	for i := range s.Entries {
		if err := textRow(out, widths, s.Entries[i].cells()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Summary) title(lang *words.Language) string {
	return lang.Say("%d customers, %s: what breaks first", len(s.Entries), string(s.AsOf))
}

// cells are an entry's cells in the table for reading.
func (e *Entry) cells() [5]string {
	row := ""
	if e.Row > 0 {
		row = strconv.Itoa(e.Row)
	}
	return [5]string{row, textLine(e.Customer), textLine(decide.ShowDomain(e.Domain)), string(e.Method), textLine(e.What)}
}

func (s *Summary) widths(header [5]string) (widths [5]int) {
	widen := func(cells [5]string) {
		for i, cell := range cells {
			widths[i] = max(widths[i], min(utf8.RuneCountInString(cell), widestColumn))
		}
	}
	widen(header)
	for i := range s.Entries {
		widen(s.Entries[i].cells())
	}
	return widths
}

func textRow(w io.Writer, widths [5]int, cells [5]string) error {
	var b strings.Builder
	for i, cell := range cells {
		b.WriteString(cell)
		b.WriteString(strings.Repeat(" ", 2+max(0, widths[i]-utf8.RuneCountInString(cell))))
	}
	_, err := io.WriteString(w, strings.TrimRight(b.String(), " ")+"\n")
	return err
}

// summaryColumns are a promise to scripts: name and content of each, in order.
var summaryColumns = []struct {
	name  string
	value func(*Entry) string
}{
	{"row", func(e *Entry) string { return strconv.Itoa(e.Row) }},
	{"customer", func(e *Entry) string { return e.Customer }},
	{"domain", func(e *Entry) string { return e.Domain }},
	{"method", func(e *Entry) string { return string(e.Method) }},
	{"rank", func(e *Entry) string { return string(e.Rank) }},
	{"date", func(e *Entry) string { return string(e.Date) }},
	{"what", func(e *Entry) string { return e.What }},
	{"spf", func(e *Entry) string { return e.SPF }},
	{"warnings", func(e *Entry) string { return strconv.Itoa(e.Warnings) }},
}

func summaryCSV(w io.Writer, s *Summary, _ *words.Language) error {
	out := newTable(w)
	cells := make([]string, len(summaryColumns))
	for i, column := range summaryColumns {
		cells[i] = column.name
	}
	if err := out.line(cells); err != nil {
		return err
	}
	for i := range s.Entries {
		for c, column := range summaryColumns {
			cells[c] = csvCell(column.value(&s.Entries[i]))
		}
		if err := out.line(cells); err != nil {
			return err
		}
	}
	return nil
}

// summaryJSON writes an object with the customers one a line.
func summaryJSON(w io.Writer, s *Summary, _ *words.Language) error {
	out := guarded{w, clean.JSON}
	counts := map[decide.Rank]int{}
	for _, rank := range ranks() {
		counts[rank] = 0
	}
	for _, t := range s.totals(nil) {
		counts[t.Rank] = t.Count
	}
	head, err := json.Marshal(struct {
		Schema  int                 `json:"schema"`
		Summary bool                `json:"summary"` // tells it from a plan
		AsOf    decide.Day          `json:"as_of"`
		Partial bool                `json:"partial"`
		Totals  map[decide.Rank]int `json:"totals"`
	}{decide.Schema, true, s.AsOf, s.Partial, counts})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s,\n\"customers\": [", head[:len(head)-1])
	for i := range s.Entries {
		line, err := json.Marshal(&s.Entries[i])
		if err != nil {
			return err
		}
		between := ",\n"
		if i == 0 {
			between = "\n"
		}
		if _, err := fmt.Fprintf(out, "%s%s", between, line); err != nil {
			return err
		}
	}
	_, err = io.WriteString(out, "\n]}\n")
	return err
}
