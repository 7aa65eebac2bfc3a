package ui

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/survey"
)

// contosoSeen answers what the checks of contoso.com ask.
func contosoSeen(ports ...check.Port) seenServers {
	dns := maps.Clone(contoso)
	dns[evidence.Ask(evidence.TXT, "_mta-sts.contoso.com")] = evidence.Answer{Outcome: evidence.NoName}
	dns[evidence.Ask(evidence.CNAME, "selector1._domainkey.contoso.com")] = found("selector1-contoso-com._domainkey.contoso.onmicrosoft.com")
	dns[evidence.Ask(evidence.CNAME, "selector2._domainkey.contoso.com")] = evidence.Answer{Outcome: evidence.ServFail}
	return seenServers{ports: ports, dns: dns}
}

// plainOffice are the keys of office with its plan on the screen.
var plainOffice = slices.Concat(office, []string{"enter"})

func withCheck(c Checker) func(*Options) {
	return func(o *Options) { o.Actions = append(o.Actions, CheckPlan(c)) }
}

// atCheck is the wizard with the page of the checks open.
func atCheck(width, height int, c Checker) Model {
	return play(newTestModel(width, height, withCheck(c)), append(slices.Clone(plainOffice), "t")...)
}

func refusedSignIn() check.Port { return signIn(check.PortRefused) }

func TestCheckScreens(t *testing.T) {
	for _, window := range [][2]int{{80, 24}, {60, 20}} {
		m := atCheck(window[0], window[1], contosoSeen(refusedSignIn()))
		checkGolden(t, sized("check-before", window), m.View())
		started, _ := hold(m, "1")
		run := started.page.(checkPage).run
		under := survey.Event{Open: 7, Known: check.Observations{DNS: evidence.Set(contoso), Ports: []check.Port{refusedSignIn()}}}
		next, _ := started.Update(surveyedMsg{run, under.Known, under.Open, false})
		checkGolden(t, sized("check-progress", window), next.(Model).View())
		m = play(m, "1")
		checkGolden(t, sized("check-findings", window), m.View())
		checkGolden(t, sized("check-findings-end", window), play(m, "end").View())
	}
}

// Who would be asked is named before anything goes out, and can be left out.
func TestThirdPartiesAreNamedBeforeTheyAreAsked(t *testing.T) {
	var asked []check.Subject
	relay := slices.Concat(office[:9], []string{"2", "1", "enter", "1", "1", "198.51.100.7", "enter", "1", "1", "1", "1", "enter", "t"})
	m := play(newTestModel(80, 24, withCheck(seenServers{asked: &asked})), relay...)
	shows(t, m, "opendns.com", "zen.spamhaus.org", "x leave them out")
	if len(asked) > 0 {
		t.Fatal("it began before it was told to")
	}
	m = play(m, "x")
	shows(t, m, "No third party is asked anything", "x ask them after all")
	play(m, "enter")
	if len(asked) != 1 || !asked[0].WithoutAddressLookup || !asked[0].WithoutBlocklist || asked[0].Method != decide.Relay {
		t.Errorf("surveyed: %+v", asked)
	}
}

// What contradicts an answer shows both, and enter takes it into the plan.
func TestACheckChangesThePlan(t *testing.T) {
	m := play(atCheck(80, 40, contosoSeen(refusedSignIn())), "1")
	shows(t, m, "What this means for the plan", `Port 587: "No, it is blocked", but the answer is "Yes, it is open"`, "enter take into the plan")
	m = play(m, "enter")
	if m.screen != reviewing || answered(m, decide.Port587) != decide.PortBlocked || m.sources[decide.Port587] != fromTrying {
		t.Fatalf("it was not taken:\n%s", m.View())
	}
	shows(t, m, "The check proves answers wrong")
}

func TestFromElsewherePortsProveNothing(t *testing.T) {
	m := play(atCheck(80, 40, contosoSeen(refusedSignIn())), "2")
	if strings.Contains(m.View(), "What this means for the plan") {
		t.Errorf("ports of another network count:\n%s", m.View())
	}
}

// A checker that waits is left by esc, and what it finds afterwards is not taken.
func TestEscStopsTheChecks(t *testing.T) {
	stopped := make(chan struct{})
	m, cmd := hold(atCheck(80, 24, patient{stopped}), "1")
	batch := cmd().(tea.BatchMsg)
	done := make(chan struct{})
	go func() { batch[0](); close(done) }()
	left := play(m, "esc")
	<-stopped
	<-done
	if left.screen != showing {
		t.Fatalf("esc does not go back:\n%s", left.View())
	}
	again := play(left, "t")
	if late := deliver(again, batch[1]()); late.View() != again.View() {
		t.Errorf("a late reply is shown:\n%s", late.View())
	}
	if out := play(m, "ctrl+c"); !out.interrupted || !out.ended {
		t.Error("Ctrl+C does not leave")
	}
}

// patient waits until it is stopped.
type patient struct{ stopped chan struct{} }

func (p patient) Run(ctx context.Context, _ check.Subject, _ func(survey.Event)) check.Observations {
	<-ctx.Done()
	close(p.stopped)
	return check.Observations{}
}

func TestHostileServersLeaveTheChecksAlone(t *testing.T) {
	evil := "evil\x1b[2J\u202e.example"
	port := check.Port{Host: evil, Port: 587, State: check.PortIntercepted, Banner: "220 \x1b]0;owned\x07" + strings.Repeat("x", 9000)}
	m, _ := hold(atCheck(60, 20, nil), "1")
	run := m.page.(checkPage).run
	for _, done := range []bool{false, true} {
		next, _ := m.Update(surveyedMsg{run, check.Observations{Ports: []check.Port{port}}, 3, done})
		if view := next.(Model).View(); strings.ContainsAny(view, "\x1b\x07\u202e") {
			t.Errorf("the view steers the terminal: %q", view)
		}
		viewFits(t, next.(Model))
	}
}

func TestTheChecksFitEveryWindow(t *testing.T) {
	before := atCheck(80, 24, contosoSeen(refusedSignIn()))
	for _, m := range []Model{before, play(before, "1")} {
		for width := 40; width <= 120; width += 20 {
			for height := 8; height <= 40; height += 4 {
				m = deliver(m, tea.WindowSizeMsg{Width: width, Height: height})
				viewFits(t, play(m, "down", "down", "down"))
			}
		}
	}
}
