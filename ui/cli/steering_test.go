package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"sendpath/decide/clean"
)

// steering holds what a terminal obeys: a title, a colour by C1, an override of the direction, DEL.
const steering = "x\x1b]0;owned\x07\u009b31m\u202e\u2066\x7f"

// Whatever arguments, environment, files and the names of files hold, both streams leave the terminal alone.
func TestNothingFromOutsideSteersTheTerminal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no files with such names")
	}
	dir := filepath.Join(t.TempDir(), steering)
	record := filepath.Join(dir, "1-"+steering+".json")
	commands := [][]string{ // the first makes the record that others read
		{"plan", "--domain", "contoso.com", "--customer", steering, "--format", "json", "--output", record},
		{"plan", "--domain", "contoso.com", "--customer", steering},
		{"plan", "--domain", steering},
		{"plan", "--answers", record},
		{"plan", "--answers", filepath.Join(dir, "none"+steering)},
		{"plan", "--lang", steering}, {"plan", "--as-of", steering}, {"plan", "--resolver", steering}, {"plan", "--timeout", steering},
		{"plan", "--format", steering}, {"plan", "--" + steering},
		{"check", "--batch", dir}, {"check", "--batch", dir, "--json"}, {"check", "contoso.com", "--record", record, "--json"},
		{"check", steering}, {"spf", steering, "--json"}, {"spf", "contoso.com", "--add", steering},
		{"diagnose", "--json", steering + disabledForTenant}, {"diagnose", steering + disabledForTenant},
		{"listen", "--addr", steering}, {"servers", "--domains", steering}, {"demo", steering},
		{"help", steering}, {"completion", steering}, {steering},
		{"send", "--to", steering, "--sender", steering, "--method", steering},
		{"send", "--demo", "--method", "smtp-auth", "--sender", "b@contoso.com", "--to", "a@contoso.com", "--password-file", steering},
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, args := range commands {
		var out, errs bytes.Buffer
		e := &environment{in: strings.NewReader(steering + "\n"), out: &out, errs: &errs, getenv: func(string) string { return steering }, now: time.Now}
		run(t.Context(), e, append(args, "--offline"))
		for name, text := range map[string]string{"output": out.String(), "errors": errs.String()} {
			if i := strings.IndexFunc(text, clean.Steers); i >= 0 {
				t.Errorf("%q: %s hold %q", args, name, text[i:min(i+40, len(text))])
			}
		}
	}
	if _, err := os.Stat(record); err != nil {
		t.Error(err)
	}
}

// The protocol for programs echoes what somebody typed.
func TestTheProtocolSteersNoTerminal(t *testing.T) {
	var out, errs bytes.Buffer
	e := &environment{in: strings.NewReader(steering + "\n{\"answer\": \"\u009b2J\u202e\"}\n"), out: &out, errs: &errs, getenv: func(string) string { return "" }, now: time.Now}
	run(t.Context(), e, []string{"--protocol", "json", "--offline"})
	if text := out.String() + errs.String(); text == "" || strings.IndexFunc(text, clean.Steers) >= 0 {
		t.Errorf("%q", text)
	}
}
