package cli

import "strings"

// hanging is text after a lead such as "1. ", wrapped, with its further lines below its first letter.
func hanging(indent, lead, text string) string {
	below := indent + strings.Repeat(" ", len([]rune(lead)))
	return indent + lead + strings.TrimLeft(wrap(text, below), " ")
}
