package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"slices"

	"sendpath/decide/words"
)

// writeSheet lays any sheet out as text, Markdown or HTML.
func writeSheet(b *bytes.Buffer, f Format, s sheet, lang *words.Language) error {
	switch f {
	case Markdown:
		sheetMarkdown(b, s, lang)
	case HTML:
		return sheetHTML(b, s, lang)
	default:
		sheetText(b, s, lang)
	}
	return nil
}

func sheetText(b *bytes.Buffer, s sheet, lang *words.Language) {
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

func sheetMarkdown(b *bytes.Buffer, s sheet, lang *words.Language) {
	fmt.Fprintf(b, "# %s\n\n%s\n\n", mdQuote(s.Title), mdQuote(s.Headline))
	mdValues(b, s.Facts, lang)
	for _, part := range s.Sections {
		mdSection(b, part, lang)
	}
}

func sheetHTML(b *bytes.Buffer, s sheet, lang *words.Language) error {
	sum := sha256.Sum256([]byte(s.Title))
	return pageTemplate().Execute(b, page{
		sheet:    s,
		Policy:   pagePolicy,
		Style:    template.CSS(pageStyle),
		Script:   template.JS(pageScript),
		Key:      hex.EncodeToString(sum[:8]),
		Copy:     lang.Say("Copy"),
		Copied:   lang.Say("Copied"),
		Failed:   lang.Say("The browser does not allow copying: select the value and copy it by hand."),
		Progress: lang.Say("{done} of {all} done"),
		Perhaps:  lang.Say("perhaps"),
		Skip:     lang.Say("Skip to the settings"),
		Contents: lang.Say("On this page"),
	})
}
