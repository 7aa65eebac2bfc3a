package ui

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/survey"
)

// seenServers is a Checker that has seen these ports, one after the other, and these DNS answers.
type seenServers struct {
	ports []check.Port
	dns   zone
	asked *[]check.Subject // what was surveyed, nil where nobody wants to know
}

const endpointOfContoso = "contoso-com.mail.protection.outlook.com"

func signIn(state check.PortState) check.Port {
	return check.Port{Host: "smtp.office365.com", Port: 587, State: state, StartTLS: true}
}

func inbound(state check.PortState) check.Port {
	return check.Port{Host: endpointOfContoso, Port: 25, State: state, StartTLS: true}
}

func (s seenServers) Run(_ context.Context, subject check.Subject, progress func(survey.Event)) check.Observations {
	if s.asked != nil {
		*s.asked = append(*s.asked, subject)
	}
	o := check.Observations{DNS: evidence.Set(s.dns)}
	for i := range s.ports {
		o.Ports = slices.Clone(s.ports[:i+1])
		progress(survey.Event{Port: &s.ports[i], Open: len(s.ports) - i - 1, Known: o})
	}
	return o
}

func withServers(ports ...check.Port) func(*Options) {
	return func(o *Options) { o.Checker = seenServers{ports: ports} }
}

// officeTried are the keys of office where both ports are seen from here: they are not asked.
var officeTried = office[:len(office)-2]

func TestWhatThisNetworkShowsIsNotAsked(t *testing.T) {
	m := play(newTestModel(80, 24, withServers(inbound(check.PortTimeout))), "enter", "contoso.com", "enter")
	if slices.ContainsFunc(m.walk.Pending(), isKey(decide.Port25)) || !slices.ContainsFunc(m.walk.Pending(), isKey(decide.Port587)) {
		t.Error("the port that was tried is asked, or the other one is not")
	}
	shows(t, m, "port 25 blocked (this")
}

func TestThirdPartiesAreNotAskedBesideTheQuestions(t *testing.T) {
	var asked []check.Subject
	play(newTestModel(80, 24, func(o *Options) { o.Checker = seenServers{asked: &asked} }), "enter", "contoso.com", "enter")
	if len(asked) != 1 || !asked[0].WithoutAddressLookup || !asked[0].WithoutBlocklist || asked[0].Domain != "contoso.com" {
		t.Errorf("surveyed: %+v", asked)
	}
}

func TestEachServerIsTriedOnce(t *testing.T) {
	var asked []check.Subject
	open := []check.Port{signIn(check.PortOpen), inbound(check.PortOpen)}
	m := play(newTestModel(80, 24, func(o *Options) { o.Checker = seenServers{ports: open, asked: &asked} }), "enter", "contoso.com", "enter", "ctrl+d")
	if len(asked) != 1 {
		t.Errorf("reading DNS again tries servers again that answered: %d times", len(asked))
	}
	play(m, "esc", "ctrl+u", "fabrikam.example", "enter")
	if len(asked) != 2 || asked[1].Domain != "fabrikam.example" {
		t.Errorf("the new domain is not tried: %+v", asked)
	}
}

func TestADomainThatDoesNotExistIsNotTried(t *testing.T) {
	var asked []check.Subject
	play(newTestModel(80, 24, func(o *Options) { o.Checker = seenServers{asked: &asked} }), "enter", "nowhere.example", "enter")
	if len(asked) != 0 {
		t.Errorf("surveyed: %+v", asked)
	}
}

// A reply for the domain before must not answer for the one after, and its survey ends.
func TestChangingTheDomainLeavesTheServersBehind(t *testing.T) {
	m := play(newTestModel(80, 24, withServers()), "enter", "contoso.com", "enter")
	run := &surveying{stop: func() {}, latest: make(chan surveyedMsg, 1)}
	stopped := false
	run.stop = func() { stopped = true }
	m.probes.run = run
	m = deliver(m, surveyedMsg{run: run, known: check.Observations{Ports: []check.Port{inbound(check.PortTimeout)}}, done: false, open: 1}.asLast())
	m.probes.run = run
	if answered(m, decide.Port25) != decide.PortBlocked {
		t.Fatal("the port was not filled in")
	}
	m = play(m, "esc", "ctrl+u", "fabrikam.example", "enter")
	if !stopped || answered(m, decide.Port25) != "" {
		t.Errorf("stopped %t, port_25 %q of the domain before", stopped, answered(m, decide.Port25))
	}
	m = deliver(m, surveyedMsg{run: run, known: check.Observations{Ports: []check.Port{inbound(check.PortTimeout)}}, done: true})
	if answered(m, decide.Port25) != "" {
		t.Error("a reply for the domain before was taken")
	}
}

// asLast makes nobody wait for a message after it.
func (msg surveyedMsg) asLast() surveyedMsg {
	msg.done = true
	return msg
}

func TestTheReviewSaysWhatThisNetworkIsWorth(t *testing.T) {
	for _, window := range [][2]int{{80, 24}, {60, 20}} {
		m := play(newTestModel(window[0], window[1], withServers(signIn(check.PortOpen), inbound(check.PortOpen))), officeTried...)
		if m.screen != reviewing {
			t.Fatalf("the ports are asked:\n%s", m.View())
		}
		checkGolden(t, sized("review-tried", window), m.View())
		viewFits(t, m)
	}
}

func TestTheDeviceMayBeInAnotherNetwork(t *testing.T) {
	m := play(newTestModel(80, 24, withServers(signIn(check.PortOpen), inbound(check.PortTimeout))), officeTried...)
	m = play(m, "w")
	shows(t, m, "does not count", "Now needed: Port 25, Port 587")
	if len(m.walk.Pending()) != 2 {
		t.Errorf("%d questions are left", len(m.walk.Pending()))
	}
	if m = play(m, "w"); len(m.walk.Pending()) != 0 || m.sources[decide.Port25] != fromTrying {
		t.Errorf("it cannot be taken back:\n%s", m.View())
	}
}

// An answer is never replaced in silence.
func TestAContradictionShowsBothAndAsksAgain(t *testing.T) {
	for _, window := range [][2]int{{80, 24}, {60, 20}} {
		m := newTestModel(window[0], window[1], withServers(signIn(check.PortRefused), inbound(check.PortOpen)),
			func(o *Options) { o.Answers = o.Answers.With(decide.Port587, decide.PortOpen) })
		m = play(m, officeTried...)
		if answered(m, decide.Port587) != decide.PortOpen {
			t.Fatal("the answer was replaced")
		}
		checkGolden(t, sized("review-disputed", window), m.View())
		m = play(m, "1")
		if m.screen != asking || m.ask.key != decide.Port587 {
			t.Fatalf("one key does not ask again:\n%s", m.View())
		}
		m = play(m, "2")
		if m.screen != reviewing || len(m.disputes()) != 0 || answered(m, decide.Port587) != decide.PortBlocked {
			t.Errorf("the answer is %q:\n%s", answered(m, decide.Port587), m.View())
		}
	}
}

func TestAQuestionOnTheScreenStays(t *testing.T) {
	m := play(newTestModel(80, 24), office[:len(office)-2]...)
	if m.ask.key != decide.Port25 && m.ask.key != decide.Port587 {
		t.Fatalf("at %s", m.ask.key)
	}
	at, seen := m.ask.key, []check.Port{signIn(check.PortOpen), inbound(check.PortOpen)}
	m.probes.domain, m.probes.run = "contoso.com", &surveying{stop: func() {}}
	m = deliver(m, surveyedMsg{run: m.probes.run, known: check.Observations{Ports: seen}, done: true})
	if m.screen != asking || m.ask.key != at {
		t.Errorf("it went away:\n%s", m.View())
	}
	shows(t, m, "Tried meanwhile from this computer")
	if m = play(m, "u"); m.screen != reviewing || m.sources[at] != fromTrying {
		t.Errorf("what nobody knows is not filled in:\n%s", m.View())
	}
}

func TestThePublicAddressIsOffered(t *testing.T) {
	seen := inbound(check.PortOpen)
	seen.SeenAs = addr("203.0.113.9")
	m := play(newTestModel(80, 24, withServers(seen)), office[:15]...)
	if m.ask.key != decide.PublicIPs {
		t.Fatalf("at %s", m.ask.key)
	}
	shows(t, m, " > 203.0.113.9", "Seen from outside, this network is 203.0.113.9")
	m = play(m, "ctrl+u", "198.51.100.7", "enter")
	m = m.openReview("")
	if len(m.disputes()) != 1 || !strings.Contains(m.disputes()[0].text, "198.51.100.7") {
		t.Errorf("the contradiction is not told: %+v", m.disputes())
	}
}

func addr(text string) netip.Addr { return netip.MustParseAddr(text) }

func sized(name string, window [2]int) string {
	return fmt.Sprintf("%dx%d-%s", window[0], window[1], name)
}
