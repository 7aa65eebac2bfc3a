package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
)

// A guest is a page that ends with the key x, having learnt something.
type guest struct {
	size    tea.WindowSizeMsg
	learned map[decide.Key]string
}

func (g guest) Init() tea.Cmd { return nil }

func (g guest) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		g.size = msg
	case tea.KeyMsg:
		if msg.String() == "x" {
			return g, func() tea.Msg { return Close{Learned: g.learned} }
		}
	}
	return g, nil
}

func (g guest) View() string { return fmt.Sprintf("a guest in %d x %d", g.size.Width, g.size.Height) }

// finder finds out about sign-in and encryption.
type finder struct{ learned map[decide.Key]string }

func (f finder) Finds(k decide.Key) bool       { return k == decide.Login || k == decide.TLS }
func (f finder) Open(decide.Answers) tea.Model { return guest{learned: f.learned} }
func withFinder(f finder) func(*Options)       { return func(o *Options) { o.Finder = f } }
func atEncryption(m Model) Model               { return play(m, office[:9]...) }
func isKey(k decide.Key) func(*decide.Question) bool {
	return func(q *decide.Question) bool { return q.Key == k }
}

func TestFindingOutAnswersTheQuestion(t *testing.T) {
	m := atEncryption(newTestModel(80, 24, withFinder(finder{map[decide.Key]string{decide.TLS: decide.TLSOld, decide.Port25: "ajar"}})))
	if !strings.Contains(m.View(), "f find out") {
		t.Fatalf("finding out is not offered:\n%s", m.View())
	}
	m = play(m, "f")
	if !strings.Contains(m.View(), "a guest in 80 x 20") {
		t.Errorf("the page does not know its room:\n%s", m.View())
	}
	m = play(m, "x")
	if m.ask.key != decide.Senders || m.walk.Answers[decide.TLS] != decide.TLSOld || m.sources[decide.TLS] != fromDevice {
		t.Errorf("what the device said was not taken: %q from %q, now at %s", m.walk.Answers[decide.TLS], m.sources[decide.TLS], m.ask.key)
	}
	if m.walk.Answers[decide.Port25] != "" {
		t.Error("a value that is no answer was taken")
	}
}

// Finding out what is being changed leads back to the review; finding out something else, to the question.
func TestFindingOutFromTheReview(t *testing.T) {
	for learned, want := range map[decide.Key]screen{decide.TLS: reviewing, decide.Login: asking} {
		value := map[decide.Key]string{decide.TLS: decide.TLSOld, decide.Login: decide.LoginNone}[learned]
		m := play(newTestModel(80, 24, withFinder(finder{map[decide.Key]string{learned: value}})), office...)
		row := 1 + slices.IndexFunc(m.reviewLines(), func(l reviewLine) bool { return l.key == decide.TLS })
		m = play(play(m, slices.Repeat([]string{"down"}, row)...), "enter", "f", "x")
		if m.screen != want || answered(m, learned) != value {
			t.Errorf("%s %q, the screen is\n%s", learned, answered(m, learned), m.View())
		}
		if m = play(m, "esc"); want == asking && m.screen != reviewing {
			t.Errorf("esc does not lead back to the review:\n%s", m.View())
		}
	}
}

// What a page learned stands in the order of the questions, whatever order it came in, and the cloud that
// it names is the one whose servers count.
func TestWhatAPageLearnedIsTakenInOrder(t *testing.T) {
	all := map[decide.Key]string{decide.Recipients: decide.Internal, decide.Login: decide.LoginNone, decide.TLS: decide.TLSOld,
		decide.Senders: decide.ManySenders, decide.Cloud: decide.China}
	for range 10 {
		m := play(newTestModel(80, 24), office[:3]...)
		m, _ = m.visit(guest{learned: all})
		m = play(m, "x")
		if later := m.trail[1:]; len(later) != len(all) || !slices.IsSorted(later) {
			t.Fatalf("the order is %v", m.trail)
		}
		if got := m.dns.survey.Cloud.Name; got != decide.China {
			t.Fatalf("DNS is read for %s", got)
		}
	}
}

func TestFindingNothingOutAsksAgain(t *testing.T) {
	m := play(atEncryption(newTestModel(80, 24, withFinder(finder{}))), "f", "x")
	if m.screen != asking || m.ask.key != decide.TLS {
		t.Errorf("after a page that learnt nothing the screen is\n%s", m.View())
	}
}

func TestNothingIsListedThatDoesNotWork(t *testing.T) {
	for _, keys := range [][]string{nil, office[:9], append(slices.Clone(office), "enter")} {
		view := play(newTestModel(200, 24), keys...).View()
		for _, word := range []string{"find out (f", "f find out", "t test", "t check", "3 "} {
			if len(keys) == 0 && strings.Contains(view, word) || word != "3 " && strings.Contains(view, word) {
				t.Errorf("%q is offered, and nothing does it:\n%s", word, view)
			}
		}
	}
}

func TestTasksAndActionsOpenTheirPages(t *testing.T) {
	m := newTestModel(80, 24, func(o *Options) {
		o.Tasks = []Task{{"Find out why one fails", "Paste what it says.", func() tea.Model { return guest{} }}}
		o.Actions = []Action{{"t", "test", func(decide.Plan) tea.Model { return guest{} }}}
	})
	if opened := play(m, "2"); opened.screen != visiting || play(opened, "x").screen != starting {
		t.Errorf("the task does not open and close:\n%s", opened.View())
	}
	result := play(m, append(slices.Clone(office), "enter")...)
	if !strings.Contains(result.View(), "t test") {
		t.Errorf("the action is not in the last line:\n%s", result.View())
	}
	if opened := play(result, "t"); opened.screen != visiting || play(opened, "x").screen != showing {
		t.Errorf("the action does not open and close:\n%s", opened.View())
	}
}
