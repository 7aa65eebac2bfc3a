package render

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page's parts are files of their own
	"encoding/base64"
	"encoding/hex"
	"html/template"
	"strings"
	"sync"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

var (
	//go:embed sheet.html
	pageSource string
	//go:embed sheet.css
	pageStyle string
	//go:embed sheet.js
	pageScript string

	pageTemplate = sync.OnceValue(func() *template.Template {
		return template.Must(template.New("sheet").Funcs(template.FuncMap{
			"line":  func(s string) string { return clean.Line(s, 0) },
			"lines": func(s string) string { return clean.Block(s, 0) },
		}).Parse(pageSource))
	})

	// pagePolicy lets the page load nothing and run only what it came with: whatever text gets into
	// it, no other script and no other style works.
	pagePolicy = "default-src 'none'; style-src " + integrity(pageStyle) + "; script-src " + integrity(pageScript) +
		"; base-uri 'none'; form-action 'none'"
)

// integrity is how a content security policy names one script or style (CSP 3, section 2.3.1).
func integrity(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// A page is a sheet with what only HTML needs. html/template does the quoting, by context.
type page struct {
	sheet
	Policy string
	Style  template.CSS
	Script template.JS
	Key    string // names the sheet in the browser's storage

	Copy, Copied, Failed, Progress, Perhaps, Skip, Contents string
}

// writeHTML writes the hand-over sheet: one page that needs no network, for the screen beside the
// device's web page and for paper.
func writeHTML(b *bytes.Buffer, p decide.Plan, lang *words.Language) error {
	return layOutHTML(b, compose(p, lang), sheetKey(p.Customer, p.Domain, string(p.Method), string(p.Authentication), p.Page.ID, setting(p, "sender").Value), lang)
}

func layOutHTML(b *bytes.Buffer, s sheet, key string, lang *words.Language) error {
	return pageTemplate().Execute(b, page{
		sheet:    s,
		Policy:   pagePolicy,
		Style:    template.CSS(pageStyle),
		Script:   template.JS(pageScript),
		Key:      key,
		Copy:     lang.Say("Copy"),
		Copied:   lang.Say("Copied"),
		Failed:   lang.Say("The browser does not allow copying: select the value and copy it by hand."),
		Progress: lang.Say("{done} of {all} done"),
		Perhaps:  lang.Say("perhaps"),
		Skip:     lang.Say("Skip to the settings"),
		Contents: lang.Say("On this page"),
	})
}

// sheetKey makes a key of what tells a sheet from others, so that two in one browser keep their ticks apart.
func sheetKey(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
