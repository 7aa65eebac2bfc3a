package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sendpath/decide"
	"sendpath/decide/clean"
)

// book is a technician's list of customers, as a batch sums them up.
func book() *Summary {
	s := &Summary{AsOf: "2026-11-22"}
	for i, story := range stories() {
		p := story.plan()
		p.Customer = []string{"O'Brien & Söhne", "Müller", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "Bücher", "", "None Ltd"}[i]
		s.Entries = append(s.Entries, NewEntry(i+2, &p, nil))
	}
	s.Entries[0].File = "2-contoso.com.html"
	s.Entries = append(s.Entries, UnusableEntry(9, "Tailspin", "tailspintoys.example", []string{`tls: found "1.3"; allowed: 1.2, old, implicit, none, unknown`, "and more"}))
	s.Sort()
	return s
}

func TestSummaryStories(t *testing.T) {
	for _, f := range SummaryFormats() {
		golden(t, "summary."+Extension(f), summary(t, f, book()))
	}
	if err := WriteSummary(io.Discard, PowerShell, book(), nil); err == nil {
		t.Error("a summary as PowerShell was written")
	}
}

func summary(t testing.TB, f Format, s *Summary) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSummary(&b, f, s, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func anyEntry(t *rapid.T) Entry {
	text := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	return Entry{
		Row: rapid.IntRange(0, 9).Draw(t, "row"), Customer: text.Draw(t, "customer"), Domain: text.Draw(t, "domain"), What: text.Draw(t, "what"),
		Rank: rapid.SampledFrom(ranks()).Draw(t, "rank"), Date: decide.Day(rapid.SampledFrom([]string{"", "2026-12-31"}).Draw(t, "date")),
		File: rapid.SampledFrom([]string{"", "javascript:alert(1)", "2-contoso.com.html"}).Draw(t, "file"),
	}
}

// Whatever the customers are called: a line each, nothing that steers a terminal, no formula, no markup.
func TestSummariesOfHostileNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &Summary{AsOf: "2026-11-22", Entries: rapid.SliceOfN(rapid.Custom(anyEntry), 1, 4).Draw(t, "entries")}
		for _, f := range SummaryFormats() {
			var b bytes.Buffer
			if err := WriteSummary(&b, f, s, nil); err != nil {
				t.Fatal(err)
			}
			out := b.Bytes()
			if !utf8.Valid(out) || bytes.IndexFunc(out, clean.Steers) >= 0 {
				t.Fatalf("%s: %q", f, out)
			}
			if err := summaryHolds(f, out, s); err != nil {
				t.Fatalf("%s: %v\n%s", f, err, out)
			}
		}
	})
}

func summaryHolds(f Format, out []byte, s *Summary) error {
	switch f {
	case Text:
		if lines := bytes.Count(out, []byte("\n")); lines != 3+len(s.totals(nil))+len(s.Entries) {
			return fmt.Errorf("%d lines", lines)
		}
	case CSV:
		rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
		if err != nil || len(rows) != 1+len(s.Entries) {
			return fmt.Errorf("%d rows, %v", len(rows), err)
		}
		for _, row := range rows {
			if slices.ContainsFunc(row, func(cell string) bool { return cell != "" && strings.Contains("=+-@\t\r", cell[:1]) }) {
				return fmt.Errorf("a formula: %q", row)
			}
		}
	case JSON:
		var read struct{ Customers []Entry }
		if err := json.Unmarshal(out, &read); err != nil || len(read.Customers) != len(s.Entries) {
			return fmt.Errorf("%d customers, %v", len(read.Customers), err)
		}
	case HTML:
		if bytes.Contains(out, []byte("<script")) || bytes.Contains(out, []byte(`href="javascript`)) || bytes.Count(out, []byte("<tr")) != 1+len(s.Entries) {
			return fmt.Errorf("the page has another structure")
		}
	}
	return nil
}

// Sorting puts the ranks one after the other, and keeps every customer.
func TestWhatBreaksFirstStandsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &Summary{Entries: rapid.SliceOf(rapid.Custom(anyEntry)).Draw(t, "entries")}
		before := len(s.Entries)
		s.Sort()
		counted := 0
		for _, total := range s.totals(nil) {
			for _, e := range s.Entries[counted : counted+total.Count] {
				if e.Rank != total.Rank {
					t.Fatalf("%s among %s", e.Rank, total.Rank)
				}
			}
			counted += total.Count
		}
		if counted != before {
			t.Fatalf("%d of %d entries are counted", counted, before)
		}
	})
}

// A hundred thousand customers fit on one page.
func BenchmarkSummary(b *testing.B) {
	p := stories()[0].plan()
	s := &Summary{AsOf: "2026-11-22"}
	for i := range 100_000 {
		s.Entries = append(s.Entries, NewEntry(i+2, &p, nil))
	}
	for _, f := range SummaryFormats() {
		b.Run(string(f), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := WriteSummary(io.Discard, f, s, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
