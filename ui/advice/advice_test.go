package advice

import (
	"slices"
	"testing"

	"sendpath/decide"
	"sendpath/decide/diagnose"
)

// Every entry of the catalogue can be put into words: what it is, how sure, why, and what to do in order.
func TestEveryFaultIsReadable(t *testing.T) {
	for _, f := range diagnose.Faults() {
		a := Of(Chosen(f), nil)
		if a.Title == "" || a.Cause == "" || len(a.Facts) < 2 || a.Facts[0].Label != "How sure" || a.Facts[0].Value == "" {
			t.Errorf("%s: %+v", f.ID, a)
		}
		if len(a.Sections) == 0 || !a.Sections[0].Ordered || len(a.Sections[0].Items) != len(f.Fix) {
			t.Errorf("%s: the steps are not in order: %+v", f.ID, a.Sections)
		}
		for _, c := range f.Change {
			if MethodName(c.To, nil) == "" {
				t.Errorf("%s: no name for %s", f.ID, c.To)
			}
		}
	}
}

func finding(t *testing.T, id string, c diagnose.Confidence) diagnose.Finding {
	t.Helper()
	f, ok := diagnose.Lookup(id)
	if !ok {
		t.Fatalf("no fault %s", id)
	}
	return diagnose.Finding{Fault: f, Confidence: c}
}

func TestCorrections(t *testing.T) {
	blocked := decide.Answers{}.With(decide.SMTPAuthState, decide.AuthBlocked)
	allowed := decide.Answers{}.With(decide.SMTPAuthState, decide.AuthAllowed)
	for _, tt := range []struct {
		name    string
		id      string
		sure    diagnose.Confidence
		chosen  bool
		method  diagnose.Method
		answers decide.Answers
		want    []string // key: before -> after
	}{
		{"a certain fault corrects", "AUTH-03a", diagnose.High, false, diagnose.SMTPAuth, allowed, []string{"smtp_auth: allowed -> blocked"}},
		{"an uncertain one only casts doubt", "AUTH-03a", diagnose.Medium, false, diagnose.SMTPAuth, allowed, []string{"smtp_auth: allowed -> "}},
		{"what is right already stays", "AUTH-03a", diagnose.High, false, diagnose.SMTPAuth, blocked, nil},
		{"what was not answered is told", "AUTH-03a", diagnose.High, false, "", decide.Answers{}, []string{"smtp_auth:  -> blocked"}},
		{"what was not answered cannot be doubted", "AUTH-03a", diagnose.Low, false, "", decide.Answers{}, nil},
		{"what the user saw is no guess", "SYM-01", diagnose.Low, true, "", decide.Answers{}, []string{"login:  -> none"}},
		{"a fault of another method says nothing", "MX-02", diagnose.High, false, diagnose.SMTPAuth, decide.Answers{}.With(decide.Recipients, decide.Internal), nil},
		{"one of the method does", "MX-02", diagnose.High, false, diagnose.DirectSend, decide.Answers{}.With(decide.Recipients, decide.Internal), []string{"recipients: internal -> external"}},
	} {
		var got []string
		for _, c := range Corrections([]diagnose.Finding{finding(t, tt.id, tt.sure)}, tt.chosen, tt.method, tt.answers) {
			got = append(got, c.Question.Name()+": "+c.Before+" -> "+c.After)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Every corrected answer is one that the questionnaire knows, so that a plan can be made with it.
func TestCorrectionsAreAnswers(t *testing.T) {
	for _, f := range diagnose.Faults() {
		for _, m := range []diagnose.Method{"", diagnose.SMTPAuth, diagnose.Relay, diagnose.DirectSend} {
			list := Corrections([]diagnose.Finding{Chosen(f)}, true, m, decide.Answers{})
			for _, c := range list {
				if !slices.Contains(c.Question.Values(), c.After) {
					t.Errorf("%s with %s: %s is no value of %s", f.ID, m, c.After, c.Question.Name())
				}
			}
			after := Apply(decide.Answers{}, list)
			for _, c := range list {
				if after[c.Question.Key] != c.After {
					t.Errorf("%s with %s: %s was not applied", f.ID, m, c.Question.Name())
				}
			}
		}
	}
}

func TestTheCertainCorrectionOfTwoCounts(t *testing.T) {
	findings := []diagnose.Finding{finding(t, "AUTH-02", diagnose.High), finding(t, "AUTH-03a", diagnose.High)}
	list := Corrections(findings, false, diagnose.SMTPAuth, decide.Answers{}.With(decide.SMTPAuthState, decide.AuthAllowed))
	if len(list) != 1 || list[0].After != decide.AuthBlocked {
		t.Errorf("%+v", list)
	}
}

func TestValuesAreNoWarnings(t *testing.T) {
	for what, want := range map[string]bool{"method": true, "server": true, "password": true, "spf": true, "connector": true, "basic/ends": false, "warning": false, "clear-text": false} {
		if IsValue(decide.Difference{What: what}) != want {
			t.Errorf("%s: %t", what, !want)
		}
	}
}
