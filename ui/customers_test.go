package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sendpath/decide"
)

func withCustomers(folder string) func(*Options) {
	return func(o *Options) {
		o.Tasks = []Task{SavedCustomers(folder)}
		o.Actions = []Action{NextCustomer(), NameCustomer()}
	}
}

// saveCustomer writes a plan as save does.
func saveCustomer(t *testing.T, folder string, answers decide.Answers) {
	t.Helper()
	data, err := json.MarshalIndent(decide.Decide(decide.Case{Answers: answers, AsOf: "2026-11-21"}, nil), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, answers[decide.Domain]+".json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// book is a folder with three customers, and files that are none.
func book(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	base := decide.Answers{}.With(decide.Recipients, decide.External)
	saveCustomer(t, folder, base.With(decide.Domain, "contoso.com").With(decide.Customer, "Contoso \x1b[2J").With(decide.Login, decide.LoginPassword))
	saveCustomer(t, folder, base.With(decide.Domain, "adatum.com").With(decide.OwnServer, decide.Yes))
	saveCustomer(t, folder, base.With(decide.Domain, "fabrikam.com").With(decide.TLS, decide.TLSNone).With(decide.StaticIP, decide.No))
	for name, text := range map[string]string{"package.json": `{"name": "x"}`, "half.json": `{"schema": 1, "dom`, "list.json": `[]`} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestSavedCustomersAreListedByWhatBreaksFirst(t *testing.T) {
	m := play(newTestModel(80, 24, withCustomers(book(t))), "2")
	shows(t, m, "3 saved plans", "1 fabrikam.com: no method fits", "2 Contoso", "2026-12-31", "3 adatum.com: Own mail server")
	if strings.Contains(m.View(), "\x1b[2J") {
		t.Errorf("a name steers the terminal: %q", m.View())
	}
	viewFits(t, m)
	m = play(m, "down", "enter")
	if answered(m, decide.Domain) != "contoso.com" || !strings.HasPrefix(answered(m, decide.Customer), "Contoso") || answered(m, decide.Login) != decide.LoginPassword {
		t.Errorf("the answers are %v", m.walk.Answers)
	}
	if m.screen != asking || m.ask.key == decide.Domain {
		t.Errorf("screen %v, question %v: what the plan leaves open is asked", m.screen, m.ask.key)
	}
}

func TestAFolderWithoutCustomers(t *testing.T) {
	folder := t.TempDir()
	if HasSavedCustomers(folder) || !HasSavedCustomers(book(t)) {
		t.Error("the folders are mixed up")
	}
	m := play(newTestModel(80, 24, withCustomers(folder)), "2", "enter", "3")
	shows(t, m, "No plan is saved here")
	if m = play(m, "esc"); m.screen != starting {
		t.Errorf("screen %v", m.screen)
	}
}

// The next customer has the same copier, and everything else is another one's.
func TestTheNextCustomerKeepsWhatIsCommon(t *testing.T) {
	m := play(newTestModel(80, 24, withCustomers("")), office...)
	m = play(m, "enter")
	if m.screen != showing {
		t.Fatalf("screen %v:\n%s", m.screen, m.View())
	}
	before := m.walk.Answers
	m = play(m, "N")
	if m.screen != asking || m.ask.key != decide.Domain {
		t.Fatalf("screen %v:\n%s", m.screen, m.View())
	}
	for i, value := range m.walk.Answers {
		key := decide.Key(i)
		kept := false
		for _, k := range shared {
			kept = kept || k == key
		}
		if kept && value != before[key] || !kept && value != "" {
			t.Errorf("%s is %q, and was %q", key, value, before[key])
		}
	}
	m = play(m, "fabrikam.com", "enter")
	if answered(m, decide.Domain) != "fabrikam.com" || answered(m, decide.DeviceID) != "ricoh" {
		t.Errorf("%v", m.walk.Answers)
	}
}

func TestTheCustomersNameStandsOnThePlan(t *testing.T) {
	m := play(newTestModel(80, 24, withCustomers("")), office...)
	m = play(m, "enter", "u", "O'Brien & Söhne", "enter")
	if m.screen != showing || m.result.plan.Customer != "O'Brien & Söhne" {
		t.Errorf("screen %v, customer %q", m.screen, m.result.plan.Customer)
	}
	shows(t, play(m, "u"), "O'Brien & Söhne")
	m = play(m, "u", strings.Repeat("x", 300), "enter")
	shows(t, m, "The name is longer than 200 characters.")
	for _, size := range [][2]int{{40, 8}, {40, 12}, {60, 20}} {
		viewFits(t, play(newTestModel(size[0], size[1], withCustomers(book(t))), "2"))
	}
}
