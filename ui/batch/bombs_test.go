package batch

import (
	"strings"
	"testing"
)

// Small files that would grow, nest or repeat without end are refused, with a line or two for the reader and
// without what they would grow to.
func TestBombsAreRefused(t *testing.T) {
	laughs := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		before := string(c - 1)
		laughs += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+before+", ", 9) + "]\n"
	}
	for name, text := range map[string]string{
		"laughs":            laughs,
		"lists in YAML":     "domain: " + strings.Repeat("[", 500_000),
		"mappings in YAML":  "domain: " + strings.Repeat("{a: ", 200_000),
		"lists in JSON":     `{"domain": ` + strings.Repeat("[", 400_000) + strings.Repeat("]", 400_000) + "}",
		"sequences":         strings.Repeat("- ", 400_000),
		"keys of keys":      strings.Repeat("? ", 400_000),
		"anchors":           strings.Repeat("&a ", 300_000),
		"tags":              strings.Repeat("!a ", 300_000),
		"an open quote":     `domain: "` + strings.Repeat(`\x41`, 200_000),
		"a huge number":     `{"schema": 1` + strings.Repeat("0", 900_000) + "}",
		"a number too far":  `{"schema": 1e999}`,
		"an own expansion":  "a: &a [*a]\ndomain: *a\n",
		"a merge of itself": "a: &a\n  <<: *a\n",
	} {
		file, problems := readText(t, text)
		if len(problems) == 0 || len(file.Entries) > 0 {
			t.Errorf("%s: it gave %d answers, %d problems", name, len(file.Entries), len(problems))
		}
		for _, line := range problems.In(nil) {
			if len(line) > 1000 {
				t.Errorf("%s: a message of %d octets", name, len(line))
			}
		}
	}
}
