package plain

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/words"
)

// TestPortsAreAskedOnlyWhereTheyCannotBeTried: as in the wizard, what a look at the servers settles is not asked,
// but read back; what it does not settle is asked, at the same place.
func TestPortsAreAskedOnlyWhereTheyCannotBeTried(t *testing.T) {
	open := check.Learned{Key: decide.Port25, Value: decide.PortOpen, From: words.Sentencef("seen")}
	for name, tt := range map[string]struct {
		learned []check.Learned
		asked   []decide.Key
	}{
		"nothing was seen": {nil, []decide.Key{decide.Port25, decide.Port587}},
		"one was seen":     {[]check.Learned{open}, []decide.Key{decide.Port587}},
		"both were seen": {[]check.Learned{open, {Key: decide.Port587, Value: decide.PortBlocked},
			{Key: decide.PublicIPs, Value: "198.51.100.7"}}, nil},
	} {
		var said bytes.Buffer
		answers, err := Run(t.Context(), Options{
			Talk: newTalk(decide.Answers{}), In: strings.NewReader("contoso.com\n" + strings.Repeat("\n", 20)), Prompts: &said, Width: 1000,
			Survey: func(context.Context, decide.Answers) decide.Survey { return exchangeOnline },
			Try:    func(context.Context, decide.Answers) []check.Learned { return tt.learned },
		})
		if err != nil {
			t.Fatal(err)
		}
		asked, review, _ := strings.Cut(said.String(), "All questions are answered:")
		for _, key := range []decide.Key{decide.Port25, decide.Port587} {
			ask := string(decide.Device.ByKey(key).Ask)
			want := false
			for _, k := range tt.asked {
				want = want || k == key
			}
			if strings.Contains(asked, ask) != want || !strings.Contains(review, ask) {
				t.Errorf("%s: %s asked: %v, want %v:\n%s", name, key, !want, want, said.String())
			}
		}
		for _, l := range tt.learned {
			if l.Key != decide.PublicIPs && answers[l.Key] != l.Value {
				t.Errorf("%s: %s is %q", name, l.Key, answers[l.Key])
			}
		}
	}
}

// TestWhatWasLearntEndsWithItsDomain: what the servers of one domain showed says nothing about those of another;
// what the user answered stays.
func TestWhatWasLearntEndsWithItsDomain(t *testing.T) {
	talk := newTalk(decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Port25, decide.PortBlocked))
	talk.Learn(decide.Port25, decide.PortOpen)
	talk.Learn(decide.Port587, decide.PortOpen)
	left := func(key decide.Key) bool {
		return slices.ContainsFunc(talk.Left(), func(q *decide.Question) bool { return q.Key == key })
	}
	if talk.Given(decide.Port25) != decide.PortBlocked || talk.Given(decide.Port587) != decide.PortOpen || left(decide.Port587) {
		t.Errorf("port 25 %q, port 587 %q", talk.Given(decide.Port25), talk.Given(decide.Port587))
	}
	talk.Unlearn()
	if talk.Given(decide.Port25) != decide.PortBlocked || talk.Given(decide.Port587) != "" || !left(decide.Port587) {
		t.Errorf("port 25 %q, port 587 %q", talk.Given(decide.Port25), talk.Given(decide.Port587))
	}
}
