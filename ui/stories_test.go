package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

func TestBackKeepsLaterAnswers(t *testing.T) {
	m := play(newTestModel(80, 24), office[:14]...)
	before, at, asked := m.walk.Answers, m.ask.key, len(m.trail)
	m = play(m, "esc", "esc", "esc", "esc")
	if m.walk.Answers != before || len(m.trail) != asked-4 {
		t.Errorf("four times back leaves %d of %d questions, and the answers %v", len(m.trail), asked, m.walk.Answers)
	}
	m = play(m, "enter", "enter", "enter", "enter")
	if m.walk.Answers != before || m.ask.key != at {
		t.Errorf("entering through gave %v and leads to %s, want %v and %s", m.walk.Answers, m.ask.key, before, at)
	}
}

func TestProgressIsHonest(t *testing.T) {
	m := play(newTestModel(80, 24), "enter", "contoso.com", "enter")
	_, before := m.progress()
	m = play(m, "2")
	number, after := m.progress()
	if number != 3 || after != 3 {
		t.Errorf("with an own mail server it is question %d of %d, want the last, 3 of 3; before it was of %d", number, after, before)
	}
}

func TestChangingAnAnswerComesBackAndSaysWhatFollows(t *testing.T) {
	m := play(newTestModel(80, 24), office...)
	if m.screen != reviewing {
		t.Fatalf("after all questions the screen is not the review:\n%s", m.View())
	}
	row := 1 + slices.IndexFunc(m.reviewLines(), func(l reviewLine) bool { return l.key == decide.StaticIP })
	for range row {
		m = play(m, "down")
	}
	m = play(m, "enter", "2")
	if m.screen != reviewing {
		t.Fatalf("changing an answer does not lead back to the review:\n%s", m.View())
	}
	want := "No longer needed: Public addresses, Shared address. Now needed: Certificate."
	if m.review.note != want {
		t.Errorf("the review says %q, want %q", m.review.note, want)
	}
	if m.review.cursor != 0 || !strings.Contains(m.View(), "Go on: one question is left") {
		t.Errorf("the review does not lead on to the new question:\n%s", m.View())
	}
	if got := m.answers()[decide.PublicIPs]; got != "" {
		t.Errorf("the plan would still use the address %q", got)
	}
	if m.walk.Answers[decide.PublicIPs] == "" {
		t.Error("the address is not kept for the case that it becomes necessary again")
	}
}

func TestAnotherDomainAsksForTheSenderAgain(t *testing.T) {
	m := play(newTestModel(80, 24), office...)
	m = play(m, "down", "enter", "ctrl+u", "fabrikam.example", "enter")
	if got := m.walk.Answers[decide.Sender]; got != "" {
		t.Errorf("the sender of the old domain stays: %q", got)
	}
	if !strings.Contains(m.review.note, "scanner@contoso.com is not in the new domain") {
		t.Errorf("the review does not say what became of the sender: %q", m.review.note)
	}
	if m.dns.domain != "fabrikam.example" || m.dns.survey.Endpoint.Filter == "" {
		t.Errorf("DNS of the new domain was not taken: %+v", m.dns.survey)
	}
}

func TestStaleDNSIsNotTaken(t *testing.T) {
	m := play(newTestModel(80, 24), "enter", "contoso.com")
	m, late := hold(m, "enter")
	m = play(m, "esc", "ctrl+u", "fabrikam.example", "enter")
	want := m.dns
	for _, reply := range replies(late) {
		m = deliver(m, reply)
	}
	if !reflect.DeepEqual(m.dns, want) || m.dns.domain != "fabrikam.example" {
		t.Errorf("the answer about contoso.com was taken for fabrikam.example: %+v", m.dns.survey)
	}
}

func TestCloudIsAskedWhereDNSLeavesItOpen(t *testing.T) {
	isCloud := func(q *decide.Question) bool { return q.Key == decide.Cloud }
	m := play(newTestModel(80, 24, func(o *Options) { o.Asker = nil }), "enter", "fabrikam.example", "enter")
	if !slices.ContainsFunc(m.walk.Pending(), isCloud) {
		t.Error("DNS does not name a cloud, but the question is not asked")
	}
	m = play(newTestModel(80, 24), "enter", "contoso.com", "enter")
	if slices.ContainsFunc(m.walk.Pending(), isCloud) {
		t.Error("DNS names the cloud, and the question is asked all the same")
	}
}

func TestReviewWaitsForDNSOnce(t *testing.T) {
	m := play(newTestModel(80, 24), "enter", "contoso.com")
	m, late := hold(m, "enter")
	m = play(m, office[3:]...)
	m = play(m, "enter")
	if m.screen != reviewing || !strings.Contains(m.View(), "Waiting for DNS") {
		t.Fatalf("the plan was shown, or nothing says that DNS is awaited:\n%s", m.View())
	}
	waited := m
	for _, reply := range replies(late) {
		waited = deliver(waited, reply)
	}
	if waited.screen != showing || waited.result.plan.DNS.SPF.Change == "unknown" {
		t.Errorf("the answer of DNS did not lead to the plan:\n%s", waited.View())
	}
	impatient := play(m, "enter")
	if impatient.screen != showing || impatient.result.plan.DNS.SPF.Change != "unknown" {
		t.Errorf("a second enter did not give the plan without DNS:\n%s", impatient.View())
	}
}

// What DNS says while the plan waits for it may not be the end: the review is not the screen any more, a
// question is left, or the answers since want more of DNS.
func TestWaitingForDNSEndsWhereItShould(t *testing.T) {
	answer := func(m Model, late tea.Cmd) Model {
		for _, reply := range replies(late) {
			m = deliver(m, reply)
		}
		return m
	}
	waiting := func(asker asker) (Model, tea.Cmd) {
		m := play(newTestModel(80, 24, func(o *Options) { o.Asker = asker }), "enter", "contoso.com")
		m, late := hold(m, "enter")
		return play(m, office[3:]...), late
	}
	m, late := waiting(contoso)
	m = play(answer(play(m, "enter", "?"), late), "esc")
	if m.screen != reviewing || strings.Contains(m.View(), "Waiting for DNS") {
		t.Errorf("it still waits:\n%s", m.View())
	}
	m, late = waiting(zone{})
	m = answer(play(m, "enter"), late)
	shows(t, m, "DNS knows no domain contoso.com", "Go on: one question is left")
	m, late = waiting(contoso)
	m = m.record(decide.Cloud, decide.China, fromYou)
	m = answer(play(m, "enter"), late)
	look := m.dns.set.Look()
	m.job().observe(m.decideCase(), look)
	if m.screen != showing || len(look.Missing()) > 0 {
		t.Errorf("%v was not read for the plan:\n%s", look.Missing(), m.View())
	}
}

// The plan on the screen is the engine's for the same answers and the same DNS.
func TestResultIsTheEngines(t *testing.T) {
	m := play(newTestModel(80, 24), slices.Concat(office, []string{"enter"})...)
	want := decide.Decide(decide.Case{Answers: m.answers(), AsOf: m.env.AsOf}, m.dns.set)
	if !reflect.DeepEqual(*m.result.plan, want) {
		t.Errorf("the plan is not the engine's:\n%+v\n%+v", *m.result.plan, want)
	}
	if len(want.Ignored) > 0 {
		t.Errorf("answers that the wizard dropped count as ignored: %v", want.Ignored)
	}
}

func TestPasteChoosesNothing(t *testing.T) {
	m := play(newTestModel(80, 24), office[:6]...)
	before := m.walk.Answers
	m = deliver(m, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("12121212"), Paste: true})
	if m.walk.Answers != before {
		t.Error("pasted text chose answers")
	}
	flood := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.Repeat("contoso.com\n\t\x1b[31m\u202e ", 50000)), Paste: true}
	m = deliver(play(newTestModel(80, 24), "enter"), flood)
	if got := m.ask.input.Value(); len(got) > maxTyped || strings.ContainsAny(got, "\x1b\n\t\u202e") {
		t.Errorf("a flood left %d characters, or some that steer the terminal", len(got))
	}
	if !strings.Contains(m.View(), "Only the first 4000 characters were taken.") {
		t.Errorf("nothing says that the paste was cut:\n%s", m.View())
	}
}

func TestKeysTypedAtOnceAreNotLost(t *testing.T) {
	m := play(newTestModel(80, 24), office[:6]...)
	before := len(m.trail)
	m = play(m, "2121")
	if len(m.trail) != before+4 {
		t.Errorf("four digits in one message answered %d questions", len(m.trail)-before)
	}
}

func TestSaveAsksBeforeItReplaces(t *testing.T) {
	folder := t.TempDir()
	in := func(o *Options) { o.SaveIn = folder }
	m := play(newTestModel(80, 24, in), slices.Concat(office, []string{"enter", "s", "enter"})...)
	if len(m.savedTo) != 4 {
		t.Fatalf("saved %v, want four files:\n%s", m.savedTo, m.View())
	}
	answers := filepath.Join(folder, "sendpath-contoso.com.yaml")
	content, err := os.ReadFile(answers)
	if err != nil || !strings.Contains(string(content), "tls: \"1.2\"") || !strings.Contains(string(content), "public_ips: [198.51.100.7]") {
		t.Errorf("the answers are %q, %v", content, err)
	}
	if err := os.WriteFile(answers, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	m = play(m, "s", "enter")
	if content, _ := os.ReadFile(answers); string(content) != "mine" || m.screen != saving {
		t.Fatalf("a file that was there was replaced without asking: %q", content)
	}
	if !strings.Contains(m.View(), "Already there") {
		t.Errorf("nothing says that a file is there:\n%s", m.View())
	}
	m = play(m, "ctrl+o")
	if content, _ := os.ReadFile(answers); string(content) == "mine" || m.screen != showing {
		t.Errorf("replacing on demand did not happen:\n%s", m.View())
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".sendpath-*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

func TestInterruptedRunGoesOn(t *testing.T) {
	state := filepath.Join(t.TempDir(), "sendpath", "unfinished.json")
	in := func(o *Options) { o.State = state }
	m := play(newTestModel(80, 24, in), office[:11]...)
	again := newTestModel(80, 24, in)
	if !strings.Contains(again.View(), "Go on where you stopped") {
		t.Fatalf("the interrupted run is not offered:\n%s", again.View())
	}
	again = play(again, "enter")
	if again.walk.Answers != m.walk.Answers || again.ask.key != m.ask.key {
		t.Errorf("going on leads to %s with %v, want %s with %v", again.ask.key, again.walk.Answers, m.ask.key, m.walk.Answers)
	}
	play(again, slices.Concat(office[11:], []string{"enter", "q"})...)
	if _, err := os.Stat(state); err == nil {
		t.Error("a finished run is still kept")
	}
}

func TestDamagedStateIsNotOffered(t *testing.T) {
	state := filepath.Join(t.TempDir(), "unfinished.json")
	hostile := unfinished{Answers: map[string]string{"domain": "\x1b[31mcontoso.com", "tls": "9"}, Asked: []string{"domain", "tls"}}
	content, err := json.Marshal(hostile)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "{", "[]", string(content), strings.Repeat(" ", maxKept+1)} {
		if err := os.WriteFile(state, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		m := newTestModel(80, 24, func(o *Options) { o.State = state })
		if strings.Contains(m.View(), "Go on where") {
			t.Errorf("a damaged file of %d octets is offered:\n%s", len(text), m.View())
		}
	}
}

func TestAnswersGivenBeforehandAreNotAsked(t *testing.T) {
	given := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.TLS, decide.TLSOld)
	m := newTestModel(80, 24, func(o *Options) { o.Answers = given }).begin()
	for _, reply := range replies(m.first) {
		m = deliver(m, reply)
	}
	if m.screen != asking || m.ask.key != decide.OwnServer {
		t.Errorf("the first question is %s, want own_server", m.ask.key)
	}
	if slices.ContainsFunc(m.walk.Pending(), func(q *decide.Question) bool { return q.Key == decide.TLS }) {
		t.Error("an answer given beforehand is asked again")
	}
}

func TestDNSFailureIsOneCalmLineAndAKey(t *testing.T) {
	silent := zone{evidence.Ask(evidence.MX, "contoso.com"): {Outcome: evidence.Timeout}}
	m := play(newTestModel(80, 24, func(o *Options) { o.Asker = silent }), "enter", "contoso.com", "enter")
	if view := m.View(); !strings.Contains(view, "no answer in time") || !strings.Contains(view, "d reads it again") {
		t.Errorf("the failure, or the key, is not told:\n%s", view)
	}
	m.env.Asker = contoso
	m = play(m, "d")
	if !strings.Contains(m.View(), "Exchange Online") {
		t.Errorf("reading again did not help:\n%s", m.View())
	}
}

func TestLongTextStaysInItsColumn(t *testing.T) {
	m := play(newTestModel(80, 24), "enter", strings.Repeat("abcdefghij", 12)+"@contoso.com", "left", "left")
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 45, Height: 12}, {Width: 75, Height: 20}} {
		m = deliver(m, size)
		if view := m.View(); !strings.Contains(view, "contoso.com") {
			t.Errorf("in %d columns the end of the text, where the cursor is, is out of sight:\n%s", size.Width, view)
		}
		if size.Width >= sideBySide && !strings.Contains(m.View(), "SMTP AUTH    open") {
			t.Errorf("the text runs into the panel:\n%s", m.View())
		}
	}
}

// Who types "2 enter", as plain prompts want it, answers one question and not the next one too.
func TestEnterBehindADigitAnswersNothing(t *testing.T) {
	m := play(newTestModel(80, 24), office[:6]...)
	m = play(m, "2", "enter")
	if m.ask.key != decide.Location || answered(m, decide.Location) != "" {
		t.Fatalf("enter behind a digit leads to %s, with %q", m.ask.key, answered(m, decide.Location))
	}
	shows(t, m, "Enter again takes what is marked.")
	for name, keys := range map[string][]string{"enter again": {"enter"}, "a digit": {"1"}} {
		if after := play(m, keys...); answered(after, decide.Location) == "" {
			t.Errorf("%s does not answer:\n%s", name, after.View())
		}
	}
	listed := play(newTestModel(80, 24), "enter", "contoso.com", "enter", "1", "enter")
	if listed.ask.key != decide.DeviceID || answered(listed, decide.DeviceID) != "" {
		t.Errorf("enter behind a digit chose the device %q", answered(listed, decide.DeviceID))
	}
	if moved := play(m, "esc", "2", "down", "enter"); answered(moved, decide.Location) == "" {
		t.Errorf("enter behind another key does not answer:\n%s", moved.View())
	}
}
