package render

import (
	"bytes"
	"encoding/json"
	"io"
	"sync"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/render/jsonline"
)

func writeJSON(b *bytes.Buffer, p decide.Plan, lang *words.Language) error {
	return encode(b, complete(p, lang), "  ")
}

// Line writes a plan as one line of JSON, for batches. The error is the writer's.
func Line(w io.Writer, p decide.Plan, lang *words.Language) error {
	p.PowerShell = script(p, lang)
	return writeLine(w, &p)
}

// A badRow is a row of a batch that gave no plan.
type badRow struct {
	Schema int      `json:"schema"`
	Row    int      `json:"row"` // the header is 1
	Errors []string `json:"errors"`
}

// BadLine writes a row that could not be used as one line of JSON. The error is the writer's.
func BadLine(w io.Writer, row int, errors []string) error {
	return writeLine(w, &badRow{decide.Schema, row, errors})
}

// lines are the buffers of writeLine: a batch writes thousands of lines of some 14 kB each.
var lines = sync.Pool{New: func() any { return new([]byte) }}

func writeLine[T any](w io.Writer, value *T) error {
	buffer := lines.Get().(*[]byte)
	defer lines.Put(buffer)
	line, err := jsonline.Append((*buffer)[:0], value)
	if err != nil {
		return err
	}
	*buffer = line
	_, err = w.Write(line)
	return err
}

// encode leaves < > & readable; encoding/json escapes U+2028 and U+2029 all the same.
func encode(b *bytes.Buffer, value any, indent string) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(value)
}

// complete fills in what the JSON form promises beyond the plan: the script as text, and lists that
// are never null.
func complete(p decide.Plan, lang *words.Language) decide.Plan {
	p.PowerShell = script(p, lang)
	p.Ignored, p.Fallbacks, p.WaysOut, p.Hosting = list(p.Ignored), list(p.Fallbacks), list(p.WaysOut), list(p.Hosting)
	p.Rules, p.Device, p.Warnings, p.Steps = list(p.Rules), list(p.Device), list(p.Warnings), list(p.Steps)
	p.Page.Notes, p.Page.Sources = list(p.Page.Notes), list(p.Page.Sources)
	spf := &p.DNS.SPF
	spf.Current, spf.Strings, spf.Warnings = list(spf.Current), list(spf.Strings), list(spf.Warnings)
	if p.Connector != nil {
		c := *p.Connector
		c.SenderDomains, c.SenderIPAddresses, c.Portal = list(c.SenderDomains), list(c.SenderIPAddresses), list(c.Portal)
		p.Connector = &c
	}
	p.Assumed = each(p.Assumed, func(a *decide.Assumption) { a.Otherwise = list(a.Otherwise) })
	p.Flips = each(p.Flips, func(f *decide.Flip) { f.Changes = list(f.Changes) })
	p.Evidence = each(p.Evidence, func(o *decide.Observation) { o.Records = list(o.Records) })
	return p
}

// list is s, or an empty list in the place of nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// each returns a copy of s with its elements changed: the plan belongs to the caller.
func each[T any](s []T, change func(*T)) []T {
	changed := append([]T{}, s...)
	for i := range changed {
		change(&changed[i])
	}
	return changed
}
