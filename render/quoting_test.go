package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sendpath/decide"
	"sendpath/decide/clean"
)

// hostile are texts that have broken one format or another.
var hostile = []string{
	"", " ", "'", "''", `"`, "`", "``", "`a`", "$(Remove-Item -Recurse /)", "a'; Remove-Mailbox 'b", "\u2018\u2019\u201a\u201b", "x\u2019; y",
	"a\nb", "a\r\nb", "\ta", "\ra", "=1+1", "+1", "-1", "@SUM(A1)", `a","b`, "a;b", "#requires -Version 99", "#> code", "<# code", "<script>window.hacked=1</script>",
	`"><img src=x onerror=window.hacked=1>`, "javascript:window.hacked=1", "</script>", "<!--", "&amp;", "&#39;", "[a](http://example.com)", "![a](b)", "# a", "## a ##", "- a",
	"1. a", "2) a", "> a", "***", "---", "===", "~~a~~", "_a_", "a|b", "http://example.com", "www.example.com", "\\", "\\`", "\x00\x1b[31m\x7f\u0085\u202e\u2066", "\u2028\u2029",
	"\xff\xfe", "SIG # Begin signature block", "%s%d%!", "{{.}}", "日本語", "a\u00adb", strings.Repeat("a", 300),
}

// quoting holds, for each format, the law of the function that quotes a value in it.
var quoting = map[Format]func(*testing.F){
	Text: FuzzTextLine, Markdown: FuzzMarkdownText, HTML: FuzzHTMLValue, JSON: FuzzJSONValue, PowerShell: FuzzPowerShellLiteral,
	CSV: FuzzCSVCell, ITGlue: FuzzJSONValue, Hudu: FuzzJSONValue, Assets: FuzzCSVCell,
}

func TestEveryFormatHasItsQuoting(t *testing.T) {
	for _, f := range Formats() {
		if quoting[f] == nil {
			t.Errorf("nothing proves how %s quotes a value: write a fuzz target for its quoting function, and name it in quoting", f)
		}
	}
}

// checkQuote fuzzes one quoting function: the law holds for every text.
func checkQuote(f *testing.F, law func(*testing.T, string)) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(law)
}

// Whatever is quoted for PowerShell reads back as one string, and nothing is left over.
func FuzzPowerShellLiteral(f *testing.F) {
	checkQuote(f, func(t *testing.T, text string) {
		for _, value := range []any{text, []string{text, text}} {
			var quoted psScript
			quoted.quote(value)
			line := quoted.String()
			skeleton, literals, err := readPowerShell("Set-Thing -Name " + line)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			want := []string{clean.Line(text, 0)}
			shape := "Set-Thing -Name §"
			if _, isList := value.([]string); isList {
				want, shape = append(want, want...), shape+",§"
			}
			if skeleton != shape || fmt.Sprint(literals) != fmt.Sprint(want) {
				t.Errorf("%q became %s, read as %q with %q", text, line, skeleton, literals)
			}
		}
	})
}

// A comment stays one line of comment.
func FuzzPowerShellComment(f *testing.F) {
	checkQuote(f, func(t *testing.T, text string) {
		line := comment(text)
		if strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") || strings.ContainsAny(line, "\r\u0085\u2028\u2029") {
			t.Errorf("%q became %q", text, line)
		}
		if line != "#\n" && !strings.HasPrefix(line, "# ") {
			t.Errorf("%q became %q", text, line)
		}
	})
}

// readPowerShell is a strict reader of one line: single-quoted literals, in which a doubled quote of
// any kind stands for one, and outside of them nothing that could expand or end a statement.
func readPowerShell(line string) (skeleton string, literals []string, err error) {
	isQuote := func(r rune) bool { return strings.ContainsRune("'\u2018\u2019\u201a\u201b", r) }
	var outside, literal strings.Builder
	inside := false
	runes := []rune(line)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case inside && isQuote(r) && i+1 < len(runes) && isQuote(runes[i+1]):
			i++
			literal.WriteRune(runes[i])
		case inside && isQuote(r):
			inside = false
			literals = append(literals, literal.String())
			literal.Reset()
		case inside && (r < ' ' || r == '\u0085' || r == '\u2028' || r == '\u2029'):
			return "", nil, fmt.Errorf("control character %U in a literal", r)
		case inside:
			literal.WriteRune(r)
		case isQuote(r):
			inside = true
			outside.WriteRune('§')
		default:
			outside.WriteRune(r)
		}
	}
	if inside {
		return "", nil, fmt.Errorf("a literal has no end")
	}
	return outside.String(), literals, nil
}

// Text in Markdown shows as it was: taking the backslashes away gives it back, and what is not behind
// a backslash means nothing.
func FuzzMarkdownText(f *testing.F) {
	escaped := regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
	block := regexp.MustCompile(`^([-+=>#:]|\d+[.)])`)
	link := regexp.MustCompile(`(?i)://|www\.`)
	checkQuote(f, func(t *testing.T, text string) {
		got := mdQuote(text)
		if back := escaped.ReplaceAllString(got, "$1"); back != strings.TrimSpace(clean.Line(text, 0)) {
			t.Errorf("%q became %q, which reads %q", text, got, back)
		}
		bare := escaped.ReplaceAllString(got, "x")
		if strings.ContainsAny(bare, "\\`*_[]<~$\n\r") || block.MatchString(got) || link.MatchString(bare) || regexp.MustCompile(`&[#a-zA-Z]`).MatchString(bare) {
			t.Errorf("%q became %q, which holds markup", text, got)
		}
	})
}

// A value in Markdown is one code span that gives the value back (CommonMark 0.31, section 6.1).
func FuzzMarkdownCode(f *testing.F) {
	checkQuote(f, func(t *testing.T, text string) {
		want := clean.Line(text, 0)
		if want == "" {
			return
		}
		got := mdCode(text)
		fence := got[:len(got)-len(strings.TrimLeft(got, "`"))]
		body := strings.TrimSuffix(strings.TrimPrefix(got, fence), fence)
		if len(got) != len(body)+2*len(fence) || strings.HasPrefix(body, "`") || strings.HasSuffix(body, "`") {
			t.Fatalf("%q became %q, whose fences do not fit", text, got)
		}
		for _, run := range regexp.MustCompile("`+").FindAllString(body, -1) {
			if len(run) == len(fence) {
				t.Errorf("%q became %q, which ends early", text, got)
			}
		}
		if strings.HasPrefix(body, " ") && strings.HasSuffix(body, " ") && strings.Trim(body, " ") != "" { // no other blank counts
			body = body[1 : len(body)-1]
		}
		if body != want {
			t.Errorf("%q became %q, which reads %q", text, got, body)
		}
	})
}

// A cell reads back as the text, on one line, and neither it nor what a semicolon cuts off it is a formula.
func FuzzCSVCell(f *testing.F) {
	f.Add("Foo;=cmd|'/c calc'!A1")
	f.Add("Foo; \"=1+1&\"")
	f.Add("＝1+1")
	withoutGuards := strings.NewReplacer("'", "")
	checkQuote(f, func(t *testing.T, text string) {
		var b bytes.Buffer
		if err := CSVRow(&b, decide.Plan{Customer: text}); err != nil {
			t.Fatal(err)
		}
		for part := range strings.SplitSeq(strings.TrimPrefix(b.String(), ","), ";") {
			first, _ := utf8.DecodeRuneInString(strings.TrimLeft(part, ` "`))
			if part != b.String() && strings.ContainsRune("=+-@＝＋－＠", first) {
				t.Errorf("%q became %q, of which a spreadsheet makes a formula", text, b.String())
			}
		}
		row, err := csv.NewReader(&b).Read()
		if err != nil || len(row) != len(columns) {
			t.Fatalf("%q: %d cells, %v", text, len(row), err)
		}
		if cell := row[0]; cell != "" && strings.IndexAny(cell, "=+-@\t\r＝＋－＠") == 0 {
			t.Errorf("%q became %q, a formula", text, cell)
		}
		if want := clean.Line(text, 0); withoutGuards.Replace(row[0]) != withoutGuards.Replace(want) {
			t.Errorf("%q became %q", text, row[0])
		}
	})
}

// A value in the page is the same in the copy button and on the screen, and is no markup.
func FuzzHTMLValue(f *testing.F) {
	button := regexp.MustCompile(`(?s)<code>(.*?)</code>.*?data-copy="(.*?)"`)
	checkQuote(f, func(t *testing.T, text string) {
		want := clean.Line(text, 0)
		if want == "" {
			return
		}
		p := decide.Plan{Device: []decide.Setting{{Setting: "sender", Value: text, Confirmed: true}}}
		found := button.FindSubmatch(written(t, HTML, p))
		if found == nil {
			t.Fatalf("%q: no button", text)
		}
		for _, part := range found[1:] {
			if got := html.UnescapeString(string(part)); got != want {
				t.Errorf("%q became %q", text, got)
			}
			if bytes.ContainsAny(part, `<>"`) {
				t.Errorf("%q became %q", text, part)
			}
		}
	})
}

// Plain text keeps every text on its line.
func FuzzTextLine(f *testing.F) {
	checkQuote(f, func(t *testing.T, text string) {
		if got := textLine(text); strings.IndexFunc(got, clean.Unfit) >= 0 {
			t.Errorf("%q became %q", text, got)
		}
	})
}

// A value in JSON reads back as it was, octets that are no UTF-8 aside, and steers no terminal.
func FuzzJSONValue(f *testing.F) {
	checkQuote(f, func(t *testing.T, text string) {
		var b bytes.Buffer
		if err := writeLine(&b, &text); err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || utf8.ValidString(text) && back != text {
			t.Errorf("%q became %q: %v", text, b.String(), err)
		}
		if bytes.ContainsFunc(b.Bytes(), clean.Steers) || bytes.Count(b.Bytes(), []byte("\n")) != 1 {
			t.Errorf("%q became %q", text, b.String())
		}
	})
}
