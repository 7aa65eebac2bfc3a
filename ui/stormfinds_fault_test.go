package ui

import (
	"errors"
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// What storms have found, each as the shortest story that leads there.

// DNS that is read anew while something lies over the plan changes the plan underneath, too.
func TestThePlanUnderHelpIsRefreshed(t *testing.T) {
	for _, over := range []string{"?", "s", "enter"} {
		late := contoso
		m := play(newTestModel(80, 24, func(o *Options) { o.Asker = &late }), plainOffice...)
		late = zone{}
		m, cmd := hold(m, "ctrl+d")
		m = play(m, over)
		if m.screen == showing {
			t.Fatalf("%s opens nothing:\n%s", over, m.View())
		}
		for _, msg := range replies(cmd) {
			m = deliver(m, msg)
		}
		if m = play(m, "esc"); m.screen != showing {
			t.Fatalf("%s does not close:\n%s", over, m.View())
		}
		if err := planIsTheEngines(m); err != nil {
			t.Errorf("after %s: %v", over, err)
		}
	}
}

// From the plan, with something shown over it on the way, back to the first screen and to another task:
// there is no plan any more whose title could stand there.
func TestBackToTheStartFromAPlan(t *testing.T) {
	m := play(newTestModel(80, 24), append(slices.Clone(plainOffice), "?", "esc", "esc")...)
	for range 2 * len(plainOffice) {
		if m = play(m, "esc"); m.screen == starting {
			break
		}
		if err := fits(m); err != nil {
			t.Fatal(err)
		}
	}
	m = play(m, "2", "esc")
	if err := fits(m); err != nil || m.screen != starting {
		t.Errorf("screen %d: %v\n%s", m.screen, err, m.View())
	}
}

// A disk that takes its time: the plan was left meanwhile, and saving ends without going back to it.
func TestSavingEndsLate(t *testing.T) {
	for _, err := range []error{nil, errors.New("the disk is full"), alreadyThere{"contoso.com.yaml"}} {
		m := play(newTestModel(80, 24), append(slices.Clone(plainOffice), "s")...)
		m, _ = hold(m, "enter")
		m = play(m, "esc", "esc", "esc", "1", "2")
		if m.screen != asking && m.screen != reviewing {
			t.Fatalf("the plan was not left:\n%s", m.View())
		}
		before := m.screen
		if m = deliver(m, savedMsg{files: []string{"contoso.com.yaml"}, err: err}); m.screen != before || m.status == "" {
			t.Errorf("%v: the screen is\n%s", err, m.View())
		}
		if err := fits(play(m, "enter", "c")); err != nil {
			t.Error(err)
		}
	}
}

// No key of editing breaks the text that is typed, wherever the cursor is.
func TestEveryKeyInAText(t *testing.T) {
	for kind := tea.KeyType(-80); kind < 128; kind++ {
		for _, alt := range []bool{false, true} {
			for back := range 3 {
				m := play(newTestModel(80, 24), "enter", "b ")
				for range back {
					m = play(m, "left")
				}
				for _, k := range []tea.KeyMsg{{Type: kind, Alt: alt}, {Type: tea.KeyRunes, Runes: []rune{rune(max(kind, 'd'))}, Alt: alt}} {
					next, _ := m.Update(k)
					if err := fits(next.(Model)); err != nil {
						t.Errorf("%s: %v", k, err)
					}
				}
			}
		}
	}
}

// While DNS is read again from the review, the line that DNS answered is gone: the mark stays on one that
// is there.
func TestTheReviewLosesALine(t *testing.T) {
	m := play(newTestModel(80, 24), append(slices.Clone(office), "end")...)
	if m.screen != reviewing {
		t.Fatalf("no review:\n%s", m.View())
	}
	lines := len(m.reviewLines())
	m, _ = hold(m, "ctrl+d")
	if left := len(m.reviewLines()); left == lines || m.review.cursor > left {
		t.Errorf("the mark is on line %d of %d, which were %d", m.review.cursor, left, lines)
	}
	if err := fits(play(m, "enter")); err != nil {
		t.Error(err)
	}
}
