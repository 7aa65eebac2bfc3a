package decide

import (
	"slices"
	"testing"
)

func newWalk() *Walk {
	return &Walk{Questions: Device, Asked: map[Key]bool{}, Known: map[Key]bool{Cloud: true, Port25: true, Port587: true}, AsOf: days[0]}
}

func (w *Walk) answer(key Key, value string) {
	w.Answers[key] = value
	w.Asked[key] = true
}

func names(questions []*Question) []string {
	var list []string
	for _, q := range questions {
		list = append(list, q.Name())
	}
	return list
}

// The number of questions shrinks as answers make some unnecessary.
func TestTheWalkShrinks(t *testing.T) {
	w := newWalk()
	all := len(w.Pending())
	w.answer(Domain, "contoso.com")
	w.answer(OwnServer, Yes)
	if got := names(w.Pending()); !slices.Equal(got, []string{"device"}) {
		t.Errorf("with an own server: %v", got)
	}
	w.answer(OwnServer, No)
	w.answer(Login, LoginNone)
	if slices.Contains(names(w.Pending()), "smtp_auth") {
		t.Error("a device that cannot sign in is not asked about SMTP AUTH")
	}
	if len(w.Pending()) >= all {
		t.Error("nothing shrank")
	}
}

func TestTheConnectorIsAskedAboutOnceRelayIsChosen(t *testing.T) {
	w := newWalk()
	for len(w.Pending()) > 0 && w.Pending()[0].Key != ExistingConnector {
		q := w.Pending()[0]
		value := office()[q.Key]
		if value == "" && len(q.Choices) > 0 {
			value = q.Choices[0].Value
		}
		w.answer(q.Key, value)
	}
	if len(w.Pending()) != 1 {
		t.Fatalf("%v", names(w.Pending()))
	}
	w.answer(ExistingConnector, No)
	if len(w.Pending()) != 0 {
		t.Errorf("%v", names(w.Pending()))
	}
}

func TestProspectsNameTheAnswerThatRulesOut(t *testing.T) {
	w := newWalk()
	for _, p := range Prospects(w) {
		if p.State != Open {
			t.Errorf("before any answer %s is %s", p.Method, p.State)
		}
	}
	w.answer(Recipients, External)
	p := Prospects(w)[2]
	if p.State != RuledOut || p.RuledOutBy[0].ID != "direct-send/internal-only" {
		t.Errorf("%+v", p)
	}
	w.answer(TLS, TLSOld)
	if p := Prospects(w)[0]; p.State != RuledOut || p.RuledOutBy[0].ID != "smtp-auth/needs-tls-1.2" {
		t.Errorf("%+v", p)
	}
}

// Along any walk: what is ruled out stays so while only further questions are answered, and the method
// that is chosen in the end was never ruled out.
func TestProspectsNeverJumpBack(t *testing.T) {
	for a := range sampled(4001) {
		w := newWalk()
		w.Known = map[Key]bool{Cloud: true}
		w.answer(Domain, "contoso.com")
		out := map[Method]bool{}
		for len(w.Pending()) > 0 {
			q := w.Pending()[0]
			value := a[q.Key]
			if value == "" && q.MayBeUnknown() {
				value = Unknown
			}
			w.answer(q.Key, value)
			for _, p := range Prospects(w) {
				if out[p.Method] && p.State != RuledOut {
					t.Fatalf("%v: %s was ruled out and is %s after %s", asMap(w.Answers), p.Method, p.State, q.Name())
				}
				out[p.Method] = p.State == RuledOut
			}
		}
		s := settle(w.Answers, days[0])
		for _, p := range Prospects(w) {
			if (p.State == Chosen) != (p.Method == s.Method) || (p.State == RuledOut) == (s.Possible.Has(p.Method)) {
				t.Fatalf("%v: %s is %s, the method is %s", asMap(w.Answers), p.Method, p.State, s.Method)
			}
		}
	}
}

// What stands in for not knowing is one of the other answers, so that trying those tries everything.
func TestNotKnowingCountsAsAnotherAnswer(t *testing.T) {
	for i := range Device.Questions {
		q := &Device.Questions[i]
		if !q.MayBeUnknown() {
			continue
		}
		for _, day := range days {
			if value := q.Assume(&Answers{}, day); value == Unknown || !slices.Contains(q.Values(), value) {
				t.Errorf("%s: %q is assumed", q.Name(), value)
			}
		}
	}
}

// Before the first answer everything is open: nothing costs more to weigh.
func BenchmarkProspects(b *testing.B) {
	w := newWalk()
	for b.Loop() {
		Prospects(w)
	}
}
