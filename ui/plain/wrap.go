package plain

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The width of lines, in columns.
const (
	usualWidth = 78 // where it is not known
	leastWidth = 20
)

// columns is the width that lines are wrapped to. The last column stays free: some terminals break a full
// line again.
func (o *Options) columns() int {
	if o.Width <= 0 {
		return usualWidth
	}
	return max(o.Width-1, leastWidth)
}

// Wrap breaks text at its blanks into lines of at most width columns; a longer word has a line of its
// own. lead stands before the first line, and blanks in its place before the others. A blank at the end
// stays: behind it somebody types.
func Wrap(lead, text string, width int) string {
	var b strings.Builder
	b.WriteString(lead)
	indent := strings.Repeat(" ", ansi.StringWidth(lead))
	column, first := len(indent), true
	for word := range strings.FieldsSeq(text) {
		size := ansi.StringWidth(word)
		switch {
		case first:
			first = false
		case column+1+size > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += size
	}
	if strings.HasSuffix(text, " ") {
		b.WriteByte(' ')
	}
	return b.String()
}
