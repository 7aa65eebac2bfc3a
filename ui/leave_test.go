package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
)

// left is what a wizard leaves behind.
func left(m Model) (o Outcome, out, errs string) {
	var plan, rest bytes.Buffer
	m.env.Err = &rest
	o = m.leave(&plan)
	return o, plan.String(), rest.String()
}

// What stays in the terminal is the plan of the answers, or none: an answer that was learnt after the plan
// was made makes it another one's.
func TestAPlanOfOtherAnswersIsNotLeft(t *testing.T) {
	m := play(newTestModel(80, 24, withTroubleshooting), plainOffice...)
	if o, out, _ := left(play(m, "esc", "ctrl+c")); o.Plan == nil || !strings.Contains(out, "smtp.office365.com") {
		t.Errorf("the plan is lost on the way back to the review: %q", out)
	}
	m = play(confirm(paste(play(m, "e", "1"), disabledForTenant)), "enter")
	if m.screen != reviewing {
		t.Fatalf("nothing was learnt:\n%s", m.View())
	}
	if o, out, errs := left(play(m, "ctrl+c")); o.Plan != nil || out != "" || strings.Contains(errs, "The same again") {
		t.Errorf("the plan from before is left:\n%s\n%s", out, errs)
	}
}

// The command that repeats a plan reads the saved file only where that holds the same answers.
func TestTheCommandRepeatsThisPlan(t *testing.T) {
	folder := t.TempDir()
	m := play(newTestModel(80, 24, func(o *Options) { o.SaveIn = folder }), slices.Concat(plainOffice, []string{"s", "enter"})...)
	if o, _, errs := left(m); len(o.SavedTo) != 4 || !strings.Contains(errs, "plan --answers "+folder) {
		t.Errorf("saved to %v:\n%s", o.SavedTo, errs)
	}
	row := 1 + slices.IndexFunc(m.reviewLines(), func(l reviewLine) bool { return l.key == decide.Login })
	m = play(play(m, "esc"), slices.Repeat([]string{"down"}, row)...)
	m = play(m, "enter", "1", "home", "enter")
	if m.screen != showing || answered(m, decide.Login) != decide.LoginOAuth {
		t.Fatalf("the answer was not changed:\n%s", m.View())
	}
	if o, _, errs := left(m); len(o.SavedTo) != 0 || strings.Contains(errs, folder) || !strings.Contains(errs, "--login oauth") {
		t.Errorf("saved to %v, though the answers differ:\n%s", o.SavedTo, errs)
	}
}

// The answers are said to be kept where they are, and only there.
func TestWhatIsKeptIsSaid(t *testing.T) {
	folder := t.TempDir()
	state := filepath.Join(folder, "unfinished.json")
	in := func(path string) func(*Options) {
		return func(o *Options) { o.State, o.Answers = path, decide.Answers{}.With(decide.TLS, decide.TLSOld) }
	}
	if _, _, errs := left(play(newTestModel(80, 24, in(state)), "1", "ctrl+c")); errs != "" {
		t.Errorf("nothing was answered: %q", errs)
	}
	m := play(newTestModel(80, 24, in(state)), "1", "contoso.com")
	m, _ = hold(m, "enter") // the command that keeps it does not come to run
	if _, _, errs := left(play(m, "ctrl+c")); !strings.Contains(errs, "The answers are kept") || readUnfinished(state, decide.Form{}).domain() != "contoso.com" {
		t.Errorf("kept %+v: %q", readUnfinished(state, decide.Form{}), errs)
	}
	if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	m = play(newTestModel(80, 24, in(filepath.Join(folder, "file", "unfinished.json"))), "1", "contoso.com", "enter")
	shows(t, m, "cannot be kept for another time: mkdir")
	if m = play(m, "1"); strings.Contains(m.View(), "another time") {
		t.Errorf("it is said again:\n%s", m.View())
	}
	if _, _, errs := left(play(m, "ctrl+c")); !strings.Contains(errs, "could not be kept: mkdir") {
		t.Errorf("left with %q", errs)
	}
}
