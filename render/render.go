// Package render writes a plan in the formats people and programs read. A renderer is a function of a
// decide.Plan and decides nothing itself: sections.go arranges the plan for reading, then each format
// has one file with its layout and its own quoting. The package is pure.
package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"sendpath/decide"
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
)

// A renderer lays a plan out. What it writes goes through a guard before it reaches anybody.
type renderer struct {
	format    Format
	extension string
	write     func(*bytes.Buffer, decide.Plan, *words.Language) error
	guard     func([]byte) []byte
}

var renderers = []renderer{
	{Text, "txt", writeText, fit},
	{Markdown, "md", writeMarkdown, fit},
	{HTML, "html", writeHTML, fit},
	{JSON, "json", writeJSON, escapeUnfit},
	{PowerShell, "ps1", writePowerShell, fit},
	{CSV, "csv", writeCSV, fit},
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
	var b bytes.Buffer
	if err := r.write(&b, p, lang); err != nil {
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
