package render

import (
	_ "embed" // the page's parts are files of their own
	"html/template"
	"io"
	"path"
	"sync"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

var (
	//go:embed summary.html
	summarySource string
	//go:embed summary.css
	summaryStyle string

	summaryTemplate = sync.OnceValue(func() *template.Template {
		return template.Must(template.New("summary").Funcs(template.FuncMap{
			"line":   func(s string) string { return clean.Line(s, 0) },
			"domain": decide.ShowDomain,
			"link":   beside,
		}).Parse(summarySource))
	})

	// wholeStyle is the look of the hand-over sheet, with what a table needs.
	wholeStyle = pageStyle + summaryStyle

	summaryPolicy = "default-src 'none'; style-src " + integrity(wholeStyle) + "; base-uri 'none'; form-action 'none'"
)

// beside makes a link to a file in the same folder, whatever its name looks like.
func beside(file string) string { return "./" + path.Base(file) }

// A summaryPage is a summary with the words that HTML puts around it.
type summaryPage struct {
	*Summary
	Lang, Title, Policy, Stopped        string
	Row, Customer, Domain, Method, What string
	Style                               template.CSS
	Totals                              []total
}

// summaryHTML writes one page that needs no network and runs no script.
func summaryHTML(w io.Writer, s *Summary, lang *words.Language) error {
	page := summaryPage{
		Summary: s, Lang: lang.Code(), Title: s.title(lang), Policy: summaryPolicy,
		Row: lang.Say("row"), Customer: lang.Say("customer"), Domain: lang.Say("domain"), Method: lang.Say("method"),
		What: lang.Say("what breaks first"), Style: template.CSS(wholeStyle), Totals: s.totals(lang),
	}
	if s.Partial {
		page.Stopped = lang.Say("The batch was stopped before its end: rows are missing.")
	}
	return summaryTemplate().Execute(guarded{w, fit}, page)
}
