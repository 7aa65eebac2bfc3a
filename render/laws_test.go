package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"sendpath/decide"
	"sendpath/decide/clean"
)

// fill puts a text into every string of a plan, and some elements into every list.
func fill(v reflect.Value, text func() string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Pointer:
		if v.Type() != reflect.TypeFor[*decide.Questionnaire]() {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), text)
		}
	}
}

// filled is a plan in which every text comes from outside, as a hostile DNS or answers file would
// have it. Only the lines of the script are the engine's own.
func filled(text func() string) decide.Plan {
	p := decide.Plan{Script: nil}
	fill(reflect.ValueOf(&p).Elem(), text)
	p.Answers.Questions, p.Answers.Without = decide.Device, nil
	p.Method, p.Authentication = decide.Relay, decide.ByIP
	p.Script = []decide.Command{
		{Part: decide.PartRead, Why: text(), Line: "Get-Thing -Identity %s", Args: []any{text()}},
		{Part: decide.PartDo, Why: text(), Line: "New-Thing -Name %s -List %s", Args: []any{text(), []string{text(), text()}}},
		{Part: decide.PartUndo, Why: text(), Line: "Remove-Thing -Identity %s", Args: []any{text()}},
	}
	return p
}

func hostilePlan(t *rapid.T) decide.Plan {
	texts := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	return filled(func() string { return texts.Draw(t, "text") })
}

func render(t *rapid.T, f Format, p decide.Plan) []byte {
	var b bytes.Buffer
	if err := Write(&b, f, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNothingThatSteersATerminalGetsOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := hostilePlan(t)
		for _, f := range Formats() {
			out := render(t, f, p)
			if !utf8.Valid(out) {
				t.Fatalf("%s: no UTF-8", f)
			}
			if i := bytes.IndexFunc(out, clean.Steers); i >= 0 {
				t.Fatalf("%s: %q", f, out[i:min(i+20, len(out))])
			}
		}
	})
}

// A line break inside a value is a blank, or the value could begin a line, and so an item, a heading or a
// setting, of its own. JSON escapes it, and in HTML only marks begin something.
func TestALineBreakInAValueIsABlank(t *testing.T) {
	with := func(text string) decide.Plan { return filled(func() string { return text }) }
	for _, f := range Formats() {
		if f != JSON && f != HTML && !bytes.Equal(written(t, f, with("a\nb")), written(t, f, with("a b"))) {
			t.Errorf("%s: a value can begin a line of its own: let it go through the format's quoting function", f)
		}
	}
}

func TestRenderingIsStable(t *testing.T) {
	for _, s := range stories() {
		for _, f := range Formats() {
			if !bytes.Equal(written(t, f, s.plan()), written(t, f, s.plan())) {
				t.Errorf("%s: %s differs from one time to the next", s.name, f)
			}
		}
	}
}

func TestOnlyPowerShellHasCarriageReturns(t *testing.T) {
	for _, s := range stories() {
		for _, f := range Formats() {
			out := written(t, f, s.plan())
			if f != PowerShell && bytes.ContainsRune(out, '\r') {
				t.Errorf("%s: %s holds CR", s.name, f)
			}
			if f == PowerShell && (bytes.Count(out, []byte("\n")) != bytes.Count(out, []byte("\r\n")) || !bytes.HasPrefix(out, []byte(byteOrderMark))) {
				t.Errorf("%s: the script is not as Windows PowerShell 5.1 reads it", s.name)
			}
		}
	}
}

func TestHostileTextChangesNoStatement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		out := strings.TrimPrefix(string(render(t, PowerShell, hostilePlan(t))), byteOrderMark)
		var statements []string
		for line := range strings.SplitSeq(out, "\r\n") {
			if line == "" || line == "#" || strings.HasPrefix(line, "# ") {
				continue
			}
			skeleton, _, err := readPowerShell(line)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			statements = append(statements, skeleton)
		}
		if want := []string{"Get-Thing -Identity §", "New-Thing -Name § -List §,§"}; !slices.Equal(statements, want) {
			t.Fatalf("%q", statements)
		}
	})
}

func TestHostileTextChangesNoMarkup(t *testing.T) {
	plain := structure(t, written(t, HTML, filled(numbered(func() string { return "" }))))
	rapid.Check(t, func(r *rapid.T) {
		p := hostilePlan(r)
		full := filled(numbered(func() string { return rapid.SampledFrom(hostile).Draw(r, "text") }))
		if got := structure(t, render(r, HTML, full)); got != plain {
			r.Fatalf("the page has another structure:\n%s\nnot\n%s", got, plain)
		}
		for _, forbidden := range []string{"onerror=", "href=javascript"} {
			if strings.Contains(structure(t, render(r, HTML, p)), forbidden) {
				r.Fatalf("the page has %s", forbidden)
			}
		}
	})
}

// numbered gives each text a number, so that none is empty and no two are the same: what is left out
// does not depend on the texts then.
func numbered(text func() string) func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprint(text(), n)
	}
}

// structure lists the elements of a page with the names of their attributes.
func structure(t *testing.T, page []byte) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		b.WriteString(n.Data)
		for _, a := range n.Attr {
			b.WriteString(" " + a.Key)
			if a.Key == "href" && strings.HasPrefix(strings.ToLower(a.Val), "javascript") {
				b.WriteString("=javascript")
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestHostileTextAddsNoHeadingToMarkdown(t *testing.T) {
	headings := func(out []byte) (found []string) {
		for line := range strings.SplitSeq(string(out), "\n") {
			if strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "# ==") {
				found = append(found, strings.Fields(line)[0])
			}
		}
		return found
	}
	withoutScript := func(p decide.Plan) decide.Plan {
		p.Script = nil
		return p
	}
	want := headings(written(t, Markdown, withoutScript(filled(func() string { return "plain" }))))
	rapid.Check(t, func(t *rapid.T) {
		if got := headings(render(t, Markdown, withoutScript(hostilePlan(t)))); !slices.Equal(got, want) {
			t.Fatalf("%q, not %q", got, want)
		}
	})
}

func TestJSONListsAreNeverNull(t *testing.T) {
	empty := decide.Plan{Assumed: make([]decide.Assumption, 1), Flips: make([]decide.Flip, 1), Evidence: make([]decide.Observation, 1), Connector: &decide.Connector{}}
	for name, p := range map[string]decide.Plan{"zero": {}, "empty": empty} {
		var fields any
		if err := json.Unmarshal(written(t, JSON, p), &fields); err != nil {
			t.Fatal(err)
		}
		for _, path := range nulls("", fields) {
			if path != ".successor" && path != ".connector" {
				t.Errorf("%s: %s is null", name, path)
			}
		}
	}
}

func nulls(path string, value any) (found []string) {
	switch v := value.(type) {
	case nil:
		return []string{path}
	case map[string]any:
		for key, field := range v {
			found = append(found, nulls(path+"."+key, field)...)
		}
	case []any:
		for i, element := range v {
			found = append(found, nulls(fmt.Sprintf("%s[%d]", path, i), element)...)
		}
	}
	return found
}

func TestRenderingLeavesThePlanAlone(t *testing.T) {
	p := stories()[0].plan()
	before := fmt.Sprintf("%+v", p)
	for _, f := range Formats() {
		written(t, f, p)
	}
	if after := fmt.Sprintf("%+v", p); after != before {
		t.Errorf("the plan changed:\n%s\n%s", before, after)
	}
}

func TestALineOfABatchIsOneLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b bytes.Buffer
		if err := Line(&b, hostilePlan(t), nil); err != nil {
			t.Fatal(err)
		}
		if err := BadLine(&b, 17, []string{rapid.String().Draw(t, "error")}); err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(b.String(), "\n")
		if len(lines) != 3 || lines[2] != "" || !json.Valid([]byte(lines[0])) || !json.Valid([]byte(lines[1])) {
			t.Fatalf("%q", lines)
		}
	})
}

func TestRowsThatCannotBeUsed(t *testing.T) {
	var b bytes.Buffer
	if err := BadLine(&b, 17, nil); err != nil {
		t.Fatal(err)
	}
	if want := `{"schema":1,"row":17,"errors":[]}` + "\n"; b.String() != want {
		t.Errorf("%s, not %s", b.String(), want)
	}
	b.Reset()
	if err := CSVHeader(&b); err != nil {
		t.Fatal(err)
	}
	if err := BadCSVRow(&b, []string{"row 17: no domain", "row 17: tls is 1.4"}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := "customer,domain,method,authentication,server,server_confirmed,port,encryption,username,sender,spf_name,spf_change,spf_proposed,connector_name,connector_ips,certain,errors"
	if got := strings.Join(rows[0], ","); got != header {
		t.Errorf("header %s", got)
	}
	if got := strings.Join(rows[1], "|"); got != strings.Repeat("|", 16)+"row 17: no domain; row 17: tls is 1.4" {
		t.Errorf("row %s", got)
	}
}
