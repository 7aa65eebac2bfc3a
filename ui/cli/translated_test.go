package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sendpath/decide/words"
)

// pseudo runs the program in a language that writes every vowel with an accent and is a third longer than
// English: a word without one was never said in the user's language.
func pseudo(t *testing.T, input string, args ...string) (out, errs string, s status) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	e := &environment{in: strings.NewReader(input), out: &stdout, errs: &stderr, lang: words.Pseudo(), getenv: func(string) string { return "" },
		now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }}
	s = run(t.Context(), e, args)
	return stdout.String(), stderr.String(), s
}

// TestEveryHelpIsTranslatedAndFits: usage, descriptions, flags, in lines that a terminal of 80 columns shows
// whole.
func TestEveryHelpIsTranslatedAndFits(t *testing.T) {
	helps := [][]string{{"help"}, {"--help"}}
	for _, c := range commands {
		helps = append(helps, []string{"help", c.name}, []string{c.name, "--help"})
	}
	for _, args := range helps {
		out, errs, s := pseudo(t, "", args...)
		if s != done || errs != "" || !strings.Contains(out, "[Usàgé:") {
			t.Errorf("%q: exit status %d, %s%s", args, s, out, errs)
		}
		checkTranslated(t, fmt.Sprint(args), out)
		for line := range strings.Lines(out) {
			// What the language adds hangs on the last word, which nothing can break.
			if line = strings.TrimRight(line, "~]\n"); utf8.RuneCountInString(line) > helpWidth {
				t.Errorf("%q is wider than a terminal: %s", args, line)
			}
		}
	}
}

// TestTheManualAndCompletionsAreTranslated: what the manual explains, and what a shell shows beside a word.
func TestTheManualAndCompletionsAreTranslated(t *testing.T) {
	page, _, _ := pseudo(t, "", "man")
	checkTranslated(t, "man", regexp.MustCompile(`(?m)^\.(TH|TP|B|SS|PP)\b.*$`).ReplaceAllString(page, ""))
	offered := [][]string{{""}, {"--"}, {"completion", ""}}
	for _, c := range commands {
		offered = append(offered, []string{c.name, "--"})
	}
	for _, typed := range offered {
		out, _, _ := pseudo(t, "", append([]string{"__complete"}, typed...)...)
		for line := range strings.Lines(out) {
			if _, about, described := strings.Cut(line, "\t"); described {
				checkTranslated(t, "completion of "+fmt.Sprint(typed), about)
			}
		}
	}
}

func checkTranslated(t *testing.T, what, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		for _, field := range strings.Fields(line) {
			if m := plainWord.FindStringSubmatch(field); m != nil && !slices.Contains(machineWords, m[1]) {
				t.Errorf("%s: %q is not said in the user's language: %s", what, m[1], line)
			}
		}
	}
}

var plainWord = regexp.MustCompile(`^["'(\[]*([A-Za-z]*[aeiou][A-Za-z]*)[].,:;!?~"')]*$`)

// machineWords are the commands, values and names that are the same in every language.
var machineWords = slices.Concat(commandNames(), valuesOfAnswers(), strings.FieldsFunc(formatList()+" "+upstreamList(), isSeparator), shellNames(), strings.Fields(`
	json
`))

func commandNames() []string {
	names := []string{"sendpath"}
	for _, c := range commands {
		names = append(names, c.name)
	}
	return names
}

func isSeparator(r rune) bool { return strings.ContainsRune(" ,", r) }

func valuesOfAnswers() []string {
	var list []string
	for _, set := range questionnaires {
		for i := range set.Questions {
			list = append(list, values(&set.Questions[i])...)
		}
	}
	return list
}

func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
