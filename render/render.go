// Package render writes a plan in the formats people and programs read. A renderer is a function of a
// decide.Plan and decides nothing itself: sheet.go arranges the plan for reading, then each format
// has one file with its layout and its own quoting. The package is pure.
package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// A Format names a way of writing a plan, as --format takes it.
type Format string

// The formats.
const (
	Text       Format = "text"
	Markdown   Format = "markdown"
	HTML       Format = "html"
	JSON       Format = "json"
	PowerShell Format = "powershell"
	CSV        Format = "csv"

	// Field and value pairs for documentation systems, with addresses left out.
	ITGlue Format = "itglue"
	Hudu   Format = "hudu"
	Assets Format = "assets" // CSV
)

// A renderer lays a plan out. What it writes goes through a guard before it reaches anybody.
type renderer struct {
	format    Format
	extension string
	write     func(*bytes.Buffer, decide.Plan, *words.Language) error
	guard     func([]byte) []byte
	whole     func(*bytes.Buffer, decide.Plan, *words.Language) error // leaves nothing out; nil where write does not either
}

var renderers = []renderer{
	{Text, "txt", writeText, fit, nil},
	{Markdown, "md", writeMarkdown, fit, nil},
	{HTML, "html", writeHTML, fit, nil},
	{JSON, "json", writeJSON, clean.JSON, nil},
	{PowerShell, "ps1", writePowerShell, fit, nil},
	{CSV, "csv", writeCSV, fit, nil},
	{ITGlue, "itglue.json", redacted(writeITGlue), clean.JSON, whole(writeITGlue)},
	{Hudu, "hudu.json", redacted(writeHudu), clean.JSON, whole(writeHudu)},
	{Assets, "assets.csv", redacted(writeAssets), fit, whole(writeAssets)},
}

// Formats returns every format, in the order of the help.
func Formats() []Format {
	formats := make([]Format, len(renderers))
	for i, r := range renderers {
		formats[i] = r.format
	}
	return formats
}

// Extension returns how the name of a file in the format ends, without the dot; "" for no format.
func Extension(f Format) string {
	r, _ := find(f)
	return r.extension
}

// Write writes a plan as a whole document: for CSV with the header line, for JSON indented. The fixed
// words are said in lang, nil for English; the plan's own texts are in its language already. The error
// is the writer's, or names a format that does not exist.
func Write(w io.Writer, f Format, p decide.Plan, lang *words.Language) error {
	r, ok := find(f)
	if !ok {
		return fmt.Errorf("no format %q", string(f))
	}
	return r.render(w, r.write, p, lang)
}

// WriteWhole is Write for readers who may know everything: nothing is left out.
func WriteWhole(w io.Writer, f Format, p decide.Plan, lang *words.Language) error {
	if r, ok := find(f); ok && r.whole != nil {
		return r.render(w, r.whole, p, lang)
	}
	return Write(w, f, p, lang)
}

func (r renderer) render(w io.Writer, write func(*bytes.Buffer, decide.Plan, *words.Language) error, p decide.Plan, lang *words.Language) error {
	var b bytes.Buffer
	if err := write(&b, p, lang); err != nil {
		return err
	}
	_, err := w.Write(r.guard(b.Bytes()))
	return err
}

func find(f Format) (renderer, bool) {
	i := slices.IndexFunc(renderers, func(r renderer) bool { return r.format == f })
	if i < 0 {
		return renderer{}, false
	}
	return renderers[i], true
}
