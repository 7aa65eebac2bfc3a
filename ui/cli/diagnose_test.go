package cli

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sendpath/decide/clean"
	"sendpath/decide/diagnose"
	"sendpath/decide/words"
)

// runDiagnose runs the command with a text on standard input.
func runDiagnose(t *testing.T, in io.Reader, flags ...string) (out, errs string, s status) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	e := &environment{in: in, out: &stdout, errs: &stderr, getenv: func(string) string { return "" }, now: time.Now}
	s = run(t.Context(), e, append([]string{"diagnose"}, flags...))
	return stdout.String(), stderr.String(), s
}

const disabledForTenant = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\r\n"

func TestDiagnoseReadsTheEndOfMuch(t *testing.T) {
	noise := bytes.Repeat([]byte("2026-11-21 10:00:00 idle, nothing to do\n"), 3*keptText/40)
	out, errs, s := runDiagnose(t, io.MultiReader(bytes.NewReader(noise), strings.NewReader(disabledForTenant)))
	if s != done || !strings.Contains(out, "AUTH-03a") {
		t.Errorf("status %d\n%s%s", s, out, errs)
	}
}

// Whatever comes in, there is an answer, and the screen is left alone.
func TestDiagnoseSurvivesHostileText(t *testing.T) {
	rubbish := make([]byte, 1<<20)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(rubbish)
	for name, text := range map[string]string{
		"binary":     string(rubbish),
		"zeros":      strings.Repeat("\x00", 1<<16),
		"escapes":    "\x1b[2J\x1b]0;owned\x07" + disabledForTenant,
		"bidi":       "\u202e" + disabledForTenant,
		"one line":   strings.Repeat("535 ", 1<<18),
		"UTF-16":     "\xff\xfe5\x003\x005\x00 \x005\x00",
		"C1 in UTF8": "550 5.7.1 \u009b2J evil",
	} {
		out, errs, s := runDiagnose(t, strings.NewReader(text))
		if s != done || out == "" {
			t.Errorf("%s: status %d, %q", name, s, errs)
		}
		if out != clean.Block(out, 0) {
			t.Errorf("%s: output steers the terminal: %q", name, out)
		}
	}
}

func TestDiagnoseShowsNoSecret(t *testing.T) {
	transcript := "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: c2Nhbm5lckBjb250b3NvLmNvbQ==\nS: 334 UGFzc3dvcmQ6\nC: SHVudGVyMi1zZWNyZXQ=\n" +
		"S: 535 5.7.3 Authentication unsuccessful\npassword=Hunter2-secret\n"
	for _, flags := range [][]string{nil, {"--json"}} {
		out, errs, _ := runDiagnose(t, strings.NewReader(transcript), flags...)
		for _, secret := range []string{"Hunter2", "SHVudGVyMi1zZWNyZXQ"} {
			if strings.Contains(out+errs, secret) {
				t.Errorf("%v: %q is shown:\n%s", flags, secret, out)
			}
		}
	}
}

func TestDiagnoseStopsWaitingForInput(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	defer writer.Close()
	e := &environment{in: reader, out: io.Discard, errs: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
	ended := make(chan status, 1)
	go func() { ended <- run(ctx, e, []string{"diagnose"}) }()
	if _, err := writer.Write([]byte("535 ")); err != nil {
		t.Fatal(err)
	}
	cancel()
	if s := <-ended; s != stopped {
		t.Errorf("status %d, want %d", s, stopped)
	}
}

func TestTailKeepsTheEnd(t *testing.T) {
	for _, size := range []int{0, 1, keptText - 1, keptText, keptText + 1, 2*keptText + 70_000, 3 * keptText} {
		all := make([]byte, size)
		for i := range all {
			all[i] = byte(i / 1000)
		}
		want := all[max(0, size-keptText):]
		for name, in := range map[string]io.Reader{"file": bytes.NewReader(all), "stream": io.MultiReader(bytes.NewReader(all))} {
			got, err := tail(in)
			if err != nil || got != string(want) {
				t.Errorf("%s of %d: %d octets, %v", name, size, len(got), err)
			}
		}
	}
}

func TestDiagnoseSpeaksTheUsersLanguage(t *testing.T) {
	e := &environment{lang: words.Pseudo()}
	report := diagnose.Diagnose(diagnose.Input{Text: disabledForTenant})
	text := e.diagnosisText(diagnosis{report: report})
	for _, english := range []string{"How sure", "Do this", "Sources", "Trying again"} {
		if strings.Contains(text, english) {
			t.Errorf("%q is not translated in:\n%s", english, text)
		}
	}
}
