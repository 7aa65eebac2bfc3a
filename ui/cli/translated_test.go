package cli

import (
	"bytes"
	"encoding/json"
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
			if line = strings.TrimRight(line, "~]\n"); utf8.RuneCountInString(line) > lineWidth {
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

// TestTheRulesAreTranslated: what a rule says and when it applies, in text and in JSON; names and values stay.
func TestTheRulesAreTranslated(t *testing.T) {
	out, _, _ := pseudo(t, "", "rules", "--json")
	var list []ruleEntry
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list) == 0 {
		t.Fatalf("%v, %d rules", err, len(list))
	}
	text, _, _ := pseudo(t, "", "rules")
	flat := strings.Join(strings.Fields(text), " ")
	for _, r := range list {
		checkTranslated(t, r.ID, placeholder.ReplaceAllString(r.Text, "")+"\n"+valueName.ReplaceAllString(r.When, ""))
		if !strings.Contains(flat, strings.ReplaceAll(r.When, "`", "")) {
			t.Errorf("%s: the text does not say: %s", r.ID, r.When)
		}
	}
}

var (
	placeholder = regexp.MustCompile(`<[a-z]+>`)
	valueName   = regexp.MustCompile("`[^`]*`")
)

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
var machineWords = slices.Concat(commandNames(), valuesOfAnswers(), strings.FieldsFunc(formatList(planFormats())+" "+upstreamList(), isSeparator), shellNames(), strings.Fields(`
	en it json relay same elsewhere blocklist
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

// wrong are calls that go wrong: each error, note and hint of the command line is said by one of them.
var wrong = []struct{ args, input string }{
	{"plam", ""}, {"nonsense", ""}, {"--nonsense", ""}, {"-x", ""}, {"plan --=x", ""}, {"plan --answers", ""}, {"version x", ""},
	{"plan --offline=perhaps", ""}, {"plan --timeout soon", ""}, {"plan --timeout -1s", ""}, {"plan --lang de", ""},
	{"plan --as-of yesterday", ""}, {"plan --resolver dns.example", ""}, {"--demo --resolver 192.0.2.1", ""},
	{"help nonsense", ""}, {"completion", ""}, {"completion tcsh", ""},
	{"", ""}, {"--plain", ""}, {"--plain", "contoso.com\n"}, {"--protocol xml", ""}, {"--protocol json", "x\n"},

	{"plan", ""}, {"plan --tls perhaps --domain nowhere --public-ips 10.0.0.1,192.0.2.1", ""}, {"plan --resume", ""},
	{"plan --domain contoso.com --public-ips 192.0.2.1", ""},
	{"plan --format doc", ""}, {"plan --domain contoso.com --format text --format json", ""},
	{"plan --answers nowhere.yaml", ""}, {"plan --answers .", ""}, {"plan --answers -", "domain: [\n"},
	{"plan --answers -", "nonsense: 1\ntls: {a: b}\ndomain: contoso.com\ndomain: b.example\npassword: x\n"},
	{"plan --answers -", "domain: contoso.com\n---\ndomain: b.example\n"}, {"plan --answers -", `{"domain": 1, "tls": ["a"], "domain": ""}`},
	{"plan --answers -", "- a\n"}, {"plan --answers -", "a: &x b\nc: *x\nd: !!int 3\n"}, {"plan --answers -", "\xff\xfe"},
	{"plan --domain contoso.com --offline --output nowhere/plan.txt", ""}, {"plan --domain contoso.com --offline --output full.yaml", ""},
	{"plan --batch full.yaml --answers full.yaml", ""}, {"plan --batch -", "domain\ncontoso.com\n"}, {"plan --batch - --resume", ""},
	{"plan --batch - --format json", "a,b\n1,2\n"}, {"plan --batch - --format json", ""},
	{"plan --batch - --format json --offline", "domain,tls\ncontoso.com\n,1.2\nb.example,perhaps\n\"x\n"}, {"plan --batch - --format csv --output out", ""},
	{"plan --batch - --format postfix", ""}, {"plan --batch nowhere.csv --format json", ""},
	{"plan --domain contoso.com --relay-devices 192.168.1.2", ""}, {"plan --domain contoso.com --format postfix", ""},
	{"plan --domain contoso.com --format postfix --relay-devices 8.8.8.8,x --relay-upstream pigeon", ""},
	{"plan --domain contoso.com --format postfix --format text --relay-devices 192.168.1.2", ""},

	{"check", ""}, {"check a.example b.example", ""}, {"check nowhere", ""}, {"check contoso.com --method fax --ip 10.0.0.1 --network moon --skip lunch", ""},
	{"check contoso.com --record full.yaml", ""}, {"check contoso.com --record nowhere.json", ""}, {"check contoso.com --record other.json", ""},
	{"check contoso.com --answers other.yaml", ""}, {"check --batch out --method relay", ""}, {"check --batch nowhere", ""}, {"check --batch . x", ""},
	{"check --batch empty", ""}, {"check --batch full.yaml --offline", ""},
	{"spf", ""}, {"spf nowhere", ""}, {"spf contoso.com --add 192.0.2.1", ""}, {"spf contoso.com --ip x --add 10.0.0.1", ""}, {"spf contoso.com --sender a@b.example", ""},
	{"listen --for 0s", ""}, {"listen --addr x", ""}, {"listen --addr 8.8.8.8", ""}, {"listen --offline --addr 192.168.77.77", ""}, {"listen --demo --addr 192.168.77.77", ""},
	{"listen --addr 127.0.0.1 --answers -", ""}, {"listen --addr 127.0.0.1 --answers nowhere/a.yaml", ""}, {"listen --addr 127.0.0.1 --answers other.json", ""},
	{"listen --addr 127.0.0.1 --answers bad.yaml", ""},
	{"diagnose --symptom x y --file z", ""}, {"diagnose --method fax --port x --signs-in perhaps --connector maybe some text", ""}, {"diagnose", ""},
	{"diagnose --answers - --file -", ""}, {"diagnose --file nowhere.log", ""},
	{"send", ""}, {"send --to x --sender y --method fax --certificate a --password-file b --token-file c", ""},
	{"send --to a@contoso.com --method relay", ""}, {"send --to a@contoso.com --method relay --sender b@contoso.com --offline", ""},
	{"send --demo --to a@contoso.com --method smtp-auth --sender b@contoso.com", ""},
	{"send --demo --to a@contoso.com --method smtp-auth --sender b@contoso.com --password-file empty.txt", ""},
	{"send --demo --to a@contoso.com --method smtp-auth --sender b@contoso.com --password-file full.yaml", ""},
	{"send --demo --to a@contoso.com --method relay --sender b@contoso.com --certificate full.yaml --key full.yaml", ""},
	{"servers", ""}, {"servers --format doc", ""}, {"servers --domains contoso.com --direction up", ""}, {"servers --protocol xml", ""},
}

// TestEveryErrorIsTranslated: what goes wrong is told in the user's language, to the last word that is no
// name and no value.
func TestEveryErrorIsTranslated(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"full.yaml": "domain: contoso.com\ntls: 1.2\n", "other.yaml": "domain: other.example\n", "bad.yaml": "tls: perhaps\n", "empty.txt": "\n",
		"other.json": planOf(t, "", "--domain", "other.example"),
	})
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, call := range wrong {
		_, errs, s := pseudo(t, call.input, strings.Fields(call.args)...)
		if s == done || errs == "" {
			t.Errorf("sendpath %s: exit status %d and nothing to read: %s", call.args, s, errs)
		}
		checkTranslated(t, "sendpath "+call.args, typed.ReplaceAllString(errs, " "))
	}
}

// typed is what somebody typed, as an error repeats it, and where it stands: file, line, key.
var typed = regexp.MustCompile(`"[^"\n]*"|(?m)^\S+ -:\d+: \w+:`)
