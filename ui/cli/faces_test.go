package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sendpath/decide"
)

// called runs the program in this process, on a fixed day.
func called(t *testing.T, input string, args ...string) (out, errs string, s status) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	e := &environment{in: strings.NewReader(input), out: &stdout, errs: &stderr, getenv: func(string) string { return "" },
		now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }}
	s = run(t.Context(), e, args)
	return stdout.String(), stderr.String(), s
}

// TestAllFacesGiveTheSamePlan answers at random and gives the answers as flags, as YAML, as JSON, as a
// row of CSV, as a saved plan and to plain questions. Each way the plan is the same.
func TestAllFacesGiveTheSamePlan(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	for range 60 {
		answers := randomAnswers(random)
		entries := (decide.AnswerObject{Questions: decide.Device, Answers: answers}).Entries()
		want := byFlags(t, entries)
		yaml, jsonFile := filepath.Join(dir, "a.yaml"), filepath.Join(dir, "a.json")
		save(t, yaml, asYAML(entries))
		save(t, jsonFile, asJSON(t, decide.AnswerObject{Questions: decide.Device, Answers: answers}))
		saved := filepath.Join(dir, "plan.json")
		save(t, saved, want)
		for _, file := range []string{yaml, jsonFile, saved} {
			compare(t, filepath.Base(file), want, planOf(t, "", "--answers", file))
		}
		csv, errs, _ := called(t, asCSV(entries), "plan", "--batch", "-", "--format", "json", "--offline", "--allow-documentation-addresses")
		var row map[string]any
		if err := json.Unmarshal([]byte(csv), &row); err != nil {
			t.Fatalf("%v: %s %s", err, csv, errs)
		}
		compare(t, "csv", want, indented(t, row))
	}
}

// TestPlainQuestionsGiveTheSamePlan answers the questions one by one, and repeats the command that the
// program names.
func TestPlainQuestionsGiveTheSamePlan(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 40 {
		var input strings.Builder
		input.WriteString("contoso.com\n")
		for range 40 {
			input.WriteString([]string{"", "1", "2", "3"}[random.IntN(4)] + "\n")
		}
		text, errs, s := called(t, input.String(), "--plain", "--offline")
		if s != done && s != problem {
			continue // a number where a text was asked, until the input ended
		}
		_, command, _ := strings.Cut(errs, "this command repeats it: sendpath ")
		again, errs, _ := called(t, "", append(strings.Fields(command), "--offline")...)
		if again != text {
			t.Errorf("%s\ngives\n%s%s\nwant\n%s", command, again, errs, text)
		}
	}
}

func randomAnswers(random *rand.Rand) decide.Answers {
	answers := decide.Answers{}.With(decide.Domain, "contoso.com")
	for i := range decide.Device.Questions {
		q := &decide.Device.Questions[i]
		if len(q.Choices) > 0 && random.IntN(3) > 0 {
			answers[q.Key] = q.Choices[random.IntN(len(q.Choices))].Value
		}
	}
	texts := map[decide.Key]string{
		decide.Customer: "Contoso \"A\", Ltd; 'b' # c: d\\", decide.Sender: "copier@contoso.com",
		decide.PublicIPs: "198.51.100.7 198.51.100.16/28 2001:db8::1", decide.CertificateName: "mail.contoso.com",
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if random.IntN(2) == 0 {
			answers[key] = texts[key]
		}
	}
	return answers
}

func planOf(t *testing.T, input string, args ...string) string {
	t.Helper()
	out, errs, s := called(t, input, append([]string{"plan", "--format", "json", "--offline", "--allow-documentation-addresses"}, args...)...)
	if s != done && s != problem {
		t.Fatalf("%q: exit status %d: %s", args, s, errs)
	}
	return out
}

func byFlags(t *testing.T, entries []decide.Entry) string {
	t.Helper()
	var args []string
	for _, e := range entries {
		args = append(args, "--"+flagName(e.Question), e.Value)
	}
	return planOf(t, "", args...)
}

func asYAML(entries []decide.Entry) string {
	var b strings.Builder
	for _, e := range entries {
		value := e.Value
		if len(e.Question.Choices) == 0 {
			value = "'" + strings.ReplaceAll(value, "'", "''") + "'"
		}
		b.WriteString(e.Question.Name() + ": " + value + "\n")
	}
	return b.String()
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func asCSV(entries []decide.Entry) string {
	var names, cells []string
	for _, e := range entries {
		names = append(names, e.Question.Name())
		cells = append(cells, `"`+strings.ReplaceAll(e.Value, `"`, `""`)+`"`)
	}
	return strings.Join(names, ",") + "\n" + strings.Join(cells, ",") + "\n"
}

func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func indented(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// compare compares two plans as JSON, whatever their layout.
func compare(t *testing.T, face, want, got string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(want), &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(got), &b); err != nil {
		t.Fatal(err)
	}
	if x, y := indented(t, a), indented(t, b); x != y {
		t.Fatalf("%s gives another plan:\n%s\nwant\n%s", face, y, x)
	}
}
