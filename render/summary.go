package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// An Entry is one customer's line of a summary. Its JSON form is a promise to scripts.
type Entry struct {
	Row      int           `json:"row"` // of the batch; 0 where there are no rows
	Customer string        `json:"customer"`
	Domain   string        `json:"domain"`
	Method   decide.Method `json:"method"` // "" for a row that gave no plan
	Rank     decide.Rank   `json:"rank"`
	Date     decide.Day    `json:"date"`
	What     string        `json:"what"`     // what breaks first, in words
	SPF      string        `json:"spf"`      // what the plan does to the SPF record
	Warnings int           `json:"warnings"` // how many there are in all
	File     string        `json:"file"`     // the page to link to, beside the summary; "" for none
}

// Unusable is the rank of a row that gave no plan. It comes before all others.
const Unusable decide.Rank = "unusable"

// NewEntry sums a plan up.
func NewEntry(row int, p *decide.Plan, lang *words.Language) Entry {
	risk := decide.RiskOf(p)
	return Entry{Row: row, Customer: p.Customer, Domain: p.Domain, Method: p.Method, Rank: risk.Rank, Date: risk.Date,
		What: risk.What.In(lang), SPF: p.DNS.SPF.Change, Warnings: len(p.Warnings) + len(p.DNS.SPF.Warnings)}
}

// UnusableEntry is the line of a row that gave no plan. Customer and domain are as they were written.
func UnusableEntry(row int, customer, domain string, problems []string) Entry {
	e := Entry{Row: row, Customer: customer, Domain: domain, Rank: Unusable}
	if len(problems) > 0 {
		e.What = problems[0]
	}
	return e
}

// A Summary is many plans on one page, what breaks first before the others.
type Summary struct {
	AsOf    decide.Day
	Entries []Entry // in the order that Sort gives them
	Partial bool    // the batch was stopped before its end

	texts map[string]string // that many entries share
}

// Add adds an entry, and keeps of it no more than its own octets: what it was read from, a whole row or
// record, need not stay in memory.
func (s *Summary) Add(e Entry) {
	if s.texts == nil {
		s.texts = map[string]string{}
	}
	e.Customer, e.Domain, e.File = strings.Clone(e.Customer), strings.Clone(e.Domain), strings.Clone(e.File)
	e.Method, e.Rank, e.Date = decide.Method(s.share(string(e.Method))), decide.Rank(s.share(string(e.Rank))), decide.Day(s.share(string(e.Date)))
	e.What, e.SPF = s.share(e.What), s.share(e.SPF)
	s.Entries = append(s.Entries, e)
}

// share returns text from the entries before, if one had the same.
func (s *Summary) share(text string) string {
	if known, ok := s.texts[text]; ok {
		return known
	}
	text = strings.Clone(text)
	s.texts[text] = text
	return text
}

// Sort puts what breaks first before the others; within a rank by day, then as the rows come.
func (s *Summary) Sort() {
	order := ranks()
	slices.SortStableFunc(s.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Rank), slices.Index(order, b.Rank)),
			cmp.Compare(a.Date, b.Date), cmp.Compare(a.Row, b.Row))
	})
}

// ranks are all ranks in their order.
func ranks() []decide.Rank { return append([]decide.Rank{Unusable}, decide.Ranks()...) }

// A total counts the entries of a rank.
type total struct {
	Rank  decide.Rank
	Label string
	Count int
}

var rankLabels = map[decide.Rank]words.Text{
	Unusable:           "row cannot be used",
	decide.RankNone:    "no method fits",
	decide.RankEnds:    "ends on a known day",
	decide.RankUnread:  "DNS not read",
	decide.RankWarned:  "to be seen to",
	decide.RankConfirm: "to be confirmed",
	decide.RankFine:    "fine",
}

// totals counts the entries of each rank that there is.
func (s *Summary) totals(lang *words.Language) []total {
	counts := map[decide.Rank]int{}
	for i := range s.Entries {
		counts[s.Entries[i].Rank]++
	}
	var list []total
	for _, rank := range ranks() {
		if counts[rank] > 0 {
			list = append(list, total{rank, lang.Say(rankLabels[rank]), counts[rank]})
		}
	}
	return list
}

// SummaryFormats are the formats of a summary.
func SummaryFormats() []Format { return []Format{Text, CSV, JSON, HTML} }

// WriteSummary writes a summary as a whole document, piece by piece: a summary of many customers is
// larger than anything else that is written. The error is the writer's, or names a format that a summary
// does not have.
func WriteSummary(w io.Writer, f Format, s *Summary, lang *words.Language) error {
	write, ok := summaryWriters[f]
	if !ok {
		return fmt.Errorf("no summary as %q", string(f))
	}
	out := bufio.NewWriter(w)
	if err := write(out, s, lang); err != nil {
		return err
	}
	return out.Flush()
}

var summaryWriters = map[Format]func(io.Writer, *Summary, *words.Language) error{
	Text: summaryText,
	CSV:  summaryCSV,
	JSON: summaryJSON,
	HTML: summaryHTML,
}

// A guarded writer lets pieces of text through the same gate as whole documents. No piece ends within a
// rune unless the text was no UTF-8 to begin with.
type guarded struct {
	w     io.Writer
	guard func([]byte) []byte
}

func (g guarded) Write(piece []byte) (int, error) {
	if _, err := g.w.Write(g.guard(piece)); err != nil {
		return 0, err
	}
	return len(piece), nil
}
