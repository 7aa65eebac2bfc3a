package render

import (
	"reflect"
	"testing"

	"sendpath/decide"
)

// Who answered is said once where it was one, and with each answer where it was not.
func TestWhoAnsweredIsSaidOnce(t *testing.T) {
	at := func(from, second string) decide.Observation {
		return decide.Observation{What: "mx contoso.com", Answer: "x", From: from, At: "2026-11-22T10:00:0" + second + "Z"}
	}
	for _, tt := range []struct {
		name         string
		observations []decide.Observation
		intro, sub   []string
	}{
		{"one second", []decide.Observation{at("a", "1"), at("a", "1")}, []string{"Answered by a at 2026-11-22T10:00:01Z:"}, nil},
		{"some seconds", []decide.Observation{at("a", "2"), at("a", "1")}, []string{"Answered by a between 2026-11-22T10:00:01Z and 2026-11-22T10:00:02Z:"}, nil},
		{"two resolvers", []decide.Observation{at("a", "1"), at("b", "1")}, nil, []string{"from a at 2026-11-22T10:00:01Z"}},
		{"nobody asked", []decide.Observation{{What: "mx contoso.com", Answer: "not read"}}, nil, nil},
	} {
		s := composer{Plan: decide.Plan{Evidence: tt.observations}}.found()
		if !reflect.DeepEqual(s.Intro, tt.intro) || !reflect.DeepEqual(s.Items[0].Sub, tt.sub) {
			t.Errorf("%s: %q, and with the first answer %q", tt.name, s.Intro, s.Items[0].Sub)
		}
	}
}
