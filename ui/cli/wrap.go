package cli

import "sendpath/ui/plain"

// lineWidth is how wide the lines of a report are: the last of 80 columns stays free.
const lineWidth = 79

// wrap breaks text into lines that begin with indent.
func wrap(text, indent string) string { return hanging(indent, "", text) }

// hanging is text after a lead such as "1. ", wrapped, with its further lines below its first letter.
func hanging(indent, lead, text string) string {
	return plain.Wrap(indent+lead, text, lineWidth) + "\n"
}
