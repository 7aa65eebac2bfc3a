package render

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"strconv"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// columns are a promise to scripts: name and content of each, in order.
var columns = []struct {
	name  string
	value func(decide.Plan) string
}{
	{"customer", func(p decide.Plan) string { return p.Customer }},
	{"domain", func(p decide.Plan) string { return p.Domain }},
	{"method", func(p decide.Plan) string { return string(p.Method) }},
	{"authentication", func(p decide.Plan) string { return string(p.Authentication) }},
	{"server", func(p decide.Plan) string { return setting(p, "server").Value }},
	{"server_confirmed", serverConfirmed},
	{"port", func(p decide.Plan) string { return setting(p, "port").Value }},
	{"encryption", func(p decide.Plan) string { return setting(p, "encryption").Value }},
	{"username", func(p decide.Plan) string { return setting(p, "username").Value }},
	{"sender", func(p decide.Plan) string { return setting(p, "sender").Value }},
	{"spf_name", func(p decide.Plan) string { return p.DNS.SPF.Name }},
	{"spf_change", func(p decide.Plan) string { return p.DNS.SPF.Change }},
	{"spf_proposed", func(p decide.Plan) string { return p.DNS.SPF.Proposed }},
	{"connector_name", func(p decide.Plan) string { return connector(p).Name }},
	{"connector_ips", func(p decide.Plan) string { return strings.Join(connector(p).SenderIPAddresses, " ") }},
	{"certain", func(p decide.Plan) string { return strconv.FormatBool(p.Certain) }},
	{"errors", func(decide.Plan) string { return "" }},
}

// setting returns the setting with this name, the zero Setting where the plan has none.
func setting(p decide.Plan, name string) decide.Setting {
	for _, s := range p.Device {
		if s.Setting == name {
			return s
		}
	}
	return decide.Setting{}
}

func serverConfirmed(p decide.Plan) string {
	if len(p.Device) == 0 {
		return ""
	}
	return strconv.FormatBool(setting(p, "server").Confirmed)
}

func connector(p decide.Plan) decide.Connector {
	if p.Connector == nil {
		return decide.Connector{}
	}
	return *p.Connector
}

func writeCSV(b *bytes.Buffer, p decide.Plan, _ *words.Language) error {
	if err := CSVHeader(b); err != nil {
		return err
	}
	return CSVRow(b, p)
}

// CSVHeader writes the header line. The error is the writer's.
func CSVHeader(w io.Writer) error {
	return record(w, func(i int) string { return columns[i].name })
}

// CSVRow writes a plan as one line. The error is the writer's.
func CSVRow(w io.Writer, p decide.Plan) error {
	return record(w, func(i int) string { return columns[i].value(p) })
}

// BadCSVRow writes a row that could not be used: all cells empty but the last. The error is the writer's.
func BadCSVRow(w io.Writer, errors []string) error {
	return record(w, func(i int) string {
		if columns[i].name == "errors" {
			return strings.Join(errors, "; ")
		}
		return ""
	})
}

func record(w io.Writer, cell func(column int) string) error {
	cells := make([]string, len(columns))
	for i := range cells {
		cells[i] = csvCell(cell(i))
	}
	return newTable(w).line(cells)
}

// A table is CSV as it is written. Each line goes through the gate whole: what a csv.Writer passes on may end
// within a rune, whose octets would be no UTF-8 then.
type table struct {
	w     io.Writer
	text  bytes.Buffer
	cells *csv.Writer
}

func newTable(w io.Writer) *table {
	t := &table{w: w}
	t.cells = csv.NewWriter(&t.text)
	return t
}

// line writes cells as one line. The error is the writer's.
func (t *table) line(cells []string) error {
	t.text.Reset()
	if err := t.cells.Write(cells); err != nil {
		return err
	}
	t.cells.Flush()
	_, err := t.w.Write(fit(t.text.Bytes()))
	return err
}

// formula is what a spreadsheet takes for the beginning of a formula: at the start of a cell and, where its
// list separator is the semicolon as in Italian, behind each of those too, whatever blanks and quotes are
// around. Some take the wide forms for the narrow ones.
var formula = regexp.MustCompile(`(^|;)[ "]*[=+\-@＝＋－＠]`)

// csvCell keeps a cell on one line, and keeps a spreadsheet from taking it, or a part of it, for a formula.
// Commas and quotes are left to encoding/csv.
func csvCell(text string) string {
	return formula.ReplaceAllStringFunc(clean.Line(text, 0), func(start string) string {
		if rest, found := strings.CutPrefix(start, ";"); found {
			return ";'" + rest
		}
		return "'" + start
	})
}
