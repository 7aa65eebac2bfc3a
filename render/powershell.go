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
	var s psScript
	s.Grow(2 << 10)
	for _, t := range partTitles {
		first := true
		for _, c := range p.Script {
			if c.Part != t.part {
				continue
			}
			if first && s.Len() > 0 {
				s.WriteByte('\n')
			}
			if first {
				s.comment("== " + lang.Say(t.title) + " ==")
			}
			first = false
			s.command(c)
		}
	}
	return s.String()
}

// A psScript is PowerShell as it is written, with LF line endings.
type psScript struct{ strings.Builder }

// command writes one command below its reason. Undoing is for people to decide: those lines are comments.
func (s *psScript) command(c decide.Command) {
	if c.Why != "" {
		s.comment(c.Why)
	}
	switch {
	case c.Line == "":
	case c.Part == decide.PartUndo:
		for line := range strings.SplitSeq(commandLine(c), "\n") {
			s.comment(line)
		}
	default:
		s.line(c)
		s.WriteByte('\n')
	}
}

// line writes the command with its values in the place of each %s.
func (s *psScript) line(c decide.Command) {
	rest := c.Line
	for _, arg := range c.Args {
		before, after, _ := strings.Cut(rest, "%s")
		s.WriteString(before)
		s.quote(arg)
		rest = after
	}
	s.WriteString(rest)
}

func commandLine(c decide.Command) string {
	var s psScript
	s.line(c)
	return s.String()
}

// psQuotes doubles everything that PowerShell takes for a single quote, the typographic ones too.
var psQuotes = strings.NewReplacer("'", "''", "\u2018", "\u2018\u2018", "\u2019", "\u2019\u2019",
	"\u201a", "\u201a\u201a", "\u201b", "\u201b\u201b")

// quote writes a string as one single-quoted literal, in which nothing is expanded, and a list as an array
// of them.
func (s *psScript) quote(value any) {
	switch value := value.(type) {
	case string:
		s.WriteByte('\'')
		psQuotes.WriteString(s, clean.Line(value, 0))
		s.WriteByte('\'')
	case []string:
		if len(value) == 0 {
			s.WriteString("@()")
		}
		for i, item := range value {
			if i > 0 {
				s.WriteByte(',')
			}
			s.quote(item)
		}
	default:
		s.quote(fmt.Sprint(value))
	}
}

// comment writes text as one line of comment. The blank after # keeps "#requires" from being a statement.
func (s *psScript) comment(text string) {
	s.WriteByte('#')
	if text = strings.TrimRight(clean.Line(text, 0), " "); text != "" {
		s.WriteByte(' ')
		s.WriteString(text)
	}
	s.WriteByte('\n')
}

// comment is text as one line of comment, as files for Postfix have them too.
func comment(text string) string {
	var s psScript
	s.comment(text)
	return s.String()
}
