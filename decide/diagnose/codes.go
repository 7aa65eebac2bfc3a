package diagnose

import (
	"strconv"
	"strings"
)

func buildCodes(faults []Fault) []codePattern {
	var out []codePattern
	for i, f := range faults {
		for _, text := range f.codes {
			c := parseCode(text)
			c.fault = i
			out = append(out, c)
		}
	}
	return out
}

// parseCode reads "5.7.57", "535 5.7.3" and "5.7.606-5.7.649".
func parseCode(text string) codePattern {
	var c codePattern
	if reply, rest, ok := strings.Cut(text, " "); ok {
		c.reply, text = number(reply), rest
	}
	from, to, isRange := strings.Cut(text, "-")
	c.head, c.from = splitCode(from)
	c.to = c.from
	if isRange {
		_, c.to = splitCode(to)
	}
	return c
}

// splitCode cuts "5.7.57" into "5.7." and 57.
func splitCode(code string) (head string, detail int) {
	n := strings.LastIndexByte(code, '.') + 1
	return code[:n], number(code[n:])
}

// number reads digits; the codes of the catalogue and of findReplies have nothing else.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
