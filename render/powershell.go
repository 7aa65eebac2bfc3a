package render

import (
	"bytes"
	"fmt"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

const byteOrderMark = "\ufeff"

// writePowerShell writes the script as Windows PowerShell 5.1 reads it: without the byte-order mark it
// takes a file for the local code page.
func writePowerShell(b *bytes.Buffer, p decide.Plan, lang *words.Language) error {
	b.WriteString(byteOrderMark)
	b.WriteString(strings.ReplaceAll(scriptFile(p, lang), "\n", "\r\n"))
	return nil
}

// scriptFile is the script with what to know before running it on top.
func scriptFile(p decide.Plan, lang *words.Language) string {
	var b strings.Builder
	b.WriteString(comment(p.Headline))
	if p.Customer != "" {
		b.WriteString(comment(lang.Say("Customer: %s", p.Customer)))
	}
	b.WriteString(comment(lang.Say("Domain: %s", decide.ShowDomain(p.Domain))))
	b.WriteString(comment(lang.Say("Day: %s", string(p.AsOf))))
	if len(p.Script) == 0 {
		b.WriteString("#\n" + comment(lang.Say("Nothing is to be run in Exchange Online PowerShell.")))
		return b.String()
	}
	b.WriteString(comment(lang.Say("For Exchange Online PowerShell. Read it first, then run it part by part.")))
	b.WriteString("\n" + script(p, lang))
	return b.String()
}

// partTitles are the headings, in the order the parts stand in the script.
var partTitles = []struct {
	part  decide.Part
	title words.Text
}{
	{decide.PartRead, "Look first"},
	{decide.PartTry, "Try without changing anything"},
	{decide.PartDo, "Change"},
	{decide.PartVerify, "See that it worked"},
	{decide.PartUndo, "To undo it"},
}

// script is the commands as text with LF line endings, "" when there are none.
func script(p decide.Plan, lang *words.Language) string {
	var b strings.Builder
	for _, t := range partTitles {
		title := comment("== " + lang.Say(t.title) + " ==")
		for _, c := range p.Script {
			if c.Part != t.part {
				continue
			}
			if title != "" && b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(title)
			title = ""
			writeCommand(&b, c)
		}
	}
	return b.String()
}

// writeCommand writes one command below its reason. Undoing is for people to decide: those lines are
// comments.
func writeCommand(b *strings.Builder, c decide.Command) {
	if c.Why != "" {
		b.WriteString(comment(c.Why))
	}
	switch line := commandLine(c); {
	case c.Line == "":
	case c.Part == decide.PartUndo:
		for part := range strings.SplitSeq(line, "\n") {
			b.WriteString(comment(part))
		}
	default:
		b.WriteString(line)
		b.WriteByte('\n')
	}
}

func commandLine(c decide.Command) string {
	quoted := make([]any, len(c.Args))
	for i, arg := range c.Args {
		quoted[i] = psQuote(arg)
	}
	return fmt.Sprintf(c.Line, quoted...)
}

// psQuotes doubles everything that PowerShell takes for a single quote, the typographic ones too.
var psQuotes = strings.NewReplacer("'", "''", "\u2018", "\u2018\u2018", "\u2019", "\u2019\u2019",
	"\u201a", "\u201a\u201a", "\u201b", "\u201b\u201b")

// psQuote writes a string as one single-quoted literal, in which nothing is expanded, and a list as an
// array of them.
func psQuote(value any) string {
	switch value := value.(type) {
	case string:
		return "'" + psQuotes.Replace(clean.Line(value, 0)) + "'"
	case []string:
		if len(value) == 0 {
			return "@()"
		}
		literals := make([]string, len(value))
		for i, item := range value {
			literals[i] = psQuote(item)
		}
		return strings.Join(literals, ",")
	}
	return psQuote(fmt.Sprint(value))
}

// comment is text as one line of comment. The blank after # keeps "#requires" from being a statement.
func comment(text string) string {
	if text = strings.TrimRight(clean.Line(text, 0), " "); text == "" {
		return "#\n"
	}
	return "# " + text + "\n"
}
