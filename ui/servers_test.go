package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/servers"
)

func TestQuestionsHaveShortNames(t *testing.T) {
	m := newTestModel(80, 24)
	for _, questions := range questionnaires {
		for _, q := range questions.Questions {
			if m.shortName(q.Key) == "" {
				t.Errorf("%s has no short name", q.Key)
			}
		}
	}
}

func TestMXIsNotAskedWhereDNSSaysIt(t *testing.T) {
	m := play(newTestModel(80, 24), hybrid...)
	if m.screen != reviewing || m.walk.Asked[decide.ServerMXNow] {
		t.Errorf("MX was asked, though DNS says where it points:\n%s", m.View())
	}
	unread := play(newTestModel(80, 24, func(o *Options) { o.Asker = nil }), "2", "contoso.com", "enter")
	if !slices.ContainsFunc(unread.walk.Pending(), isKey(decide.ServerMXNow)) {
		t.Errorf("MX is not asked, though DNS does not answer:\n%s", unread.View())
	}
}

func TestTheReviewOfServersChangesAnAnswer(t *testing.T) {
	m := play(newTestModel(80, 24), slices.Concat(hybrid, []string{"down", "down", "enter", "2"})...)
	if m.screen != reviewing || m.walk.Answers[decide.ServerDirection] != servers.ToMicrosoft {
		t.Fatalf("the answer was not changed:\n%s", m.View())
	}
	if !strings.Contains(m.View(), "No longer needed: Smart host") {
		t.Errorf("what became needless is not said:\n%s", m.View())
	}
	m = play(m, "home", "enter")
	if m.screen != showing || m.result.paper.headline() != "One connector, from your mail server to Microsoft 365." {
		t.Errorf("the plan does not follow the change:\n%s", m.View())
	}
}

func TestBackFromServersAndIntoADevice(t *testing.T) {
	m := play(newTestModel(80, 24), slices.Concat(hybrid[:4], []string{"esc", "esc", "esc"})...)
	if m.screen != starting {
		t.Fatalf("going back does not end on the start screen:\n%s", m.View())
	}
	again := play(m, "2")
	if again.ask.input.Value() != "contoso.com" {
		t.Errorf("the answer before is not offered:\n%s", again.View())
	}
	device := play(m, "1")
	if device.walk.Questions != decide.Device || device.ask.key != decide.Domain || device.walk.Answers != (decide.Answers{}) {
		t.Errorf("answers about servers went into the plan for a device:\n%s", device.View())
	}
	if device = play(device, office[1:]...); device.screen != reviewing {
		t.Errorf("a device cannot be set up afterwards:\n%s", device.View())
	}
}

func TestServersAreSavedAndPrinted(t *testing.T) {
	folder := t.TempDir()
	var out, errs bytes.Buffer
	m := play(newTestModel(80, 24, func(o *Options) { o.SaveIn, o.Err = folder, &errs }),
		slices.Concat(hybrid, []string{"enter", "s", "enter", "q"})...)
	outcome := m.leave(&out)
	if outcome.Servers == nil || outcome.Plan != nil || len(outcome.SavedTo) != 4 {
		t.Fatalf("the outcome is %+v", outcome)
	}
	answers, err := os.ReadFile(filepath.Join(folder, "sendpath-servers-contoso.com.yaml"))
	if err != nil || !strings.Contains(string(answers), "smart_host: mail.contoso.com") {
		t.Errorf("the answers were not saved: %v\n%s", err, answers)
	}
	if !strings.Contains(out.String(), "New-OutboundConnector") || !strings.Contains(errs.String(), "servers --answers") {
		t.Errorf("what stays in the terminal lacks something:\n%s\n%s", &out, &errs)
	}
}

func TestAnInterruptedRunAboutServersGoesOn(t *testing.T) {
	state := filepath.Join(t.TempDir(), "unfinished.json")
	keeping := func(o *Options) { o.State = state }
	play(newTestModel(80, 24, keeping), hybrid[:6]...)
	m := newTestModel(80, 24, keeping)
	if !strings.Contains(m.View(), "contoso.com, 4 answers") {
		t.Fatalf("the run is not offered:\n%s", m.View())
	}
	if m = play(m, "1"); m.walk.Questions != servers.Questions || m.ask.key != decide.ServerIdentifyBy {
		t.Errorf("it does not go on where it stopped:\n%s", m.View())
	}
}
