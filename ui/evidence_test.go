package ui

import (
	"slices"
	"strings"
	"testing"

	"sendpath/decide/check"
	"sendpath/decide/words"
)

const silentSignIn = "Could not connect to smtp.office365.com port 587: connection timed out"

// withChecksAndTrouble is the wizard in which a plan can be tested, and its faults looked for.
func withChecksAndTrouble(c Checker) func(*Options) {
	return func(o *Options) { o.Actions = []Action{CheckPlan(c), TroubleshootPlan()} }
}

// explained goes from a plan on the screen to what a pasted error means.
func explained(m Model, text string) Model { return confirm(paste(play(m, "e", "1"), text)) }

// What the checks of this session saw stands above the faults that it explains, and beside them.
func TestTheChecksAreEvidenceForAFault(t *testing.T) {
	asked := []func(*Options){withChecksAndTrouble(contosoSeen(signIn(check.PortTimeout)))}
	m := play(newTestModel(80, 24, asked...), append(slices.Clone(plainOffice), "t", "1", "esc")...)
	m = explained(m, silentSignIn)
	checkGolden(t, "80x24-trouble-evidence", m.View())
	shows(t, m, "What the checks found about this", "port-587 (problem)", "NET-03", "Evidence from the checks: port-587")

	other := explained(play(m, "esc", "esc", "esc"), disabledForTenant)
	if strings.Contains(other.View(), "the checks") {
		t.Errorf("a port explains what a server said:\n%s", other.View())
	}
	translated := play(newTestModel(80, 24, append(asked, in(words.Choose("it")))...), append(slices.Clone(plainOffice), "t", "1", "esc")...)
	shows(t, explained(translated, silentSignIn), "Riscontro delle verifiche: port-587")
}

// Checks that were left, or that looked at other addresses, are no evidence.
func TestOnlyTheChecksOfThisPlanAreEvidence(t *testing.T) {
	seen := contosoSeen(signIn(check.PortTimeout))
	m, _ := hold(play(newTestModel(80, 24, withChecksAndTrouble(seen)), append(slices.Clone(plainOffice), "t")...), "1")
	left := explained(play(m, "esc"), silentSignIn)
	if strings.Contains(left.View(), "the checks") {
		t.Errorf("checks that were stopped count:\n%s", left.View())
	}
	m = play(m.show(), "t", "1", "esc")
	m.checked.subject.Domain = "tailspin.example"
	if m = explained(m, silentSignIn); strings.Contains(m.View(), "the checks") {
		t.Errorf("checks of another domain count:\n%s", m.View())
	}
}

// What this computer saw while it asked is evidence too, unless the device is in another network.
func TestTheLookWhileAskingIsEvidence(t *testing.T) {
	m := play(newTestModel(80, 24, withServers(signIn(check.PortTimeout)), withChecksAndTrouble(nil)), plainOffice...)
	m = m.show()
	shows(t, explained(m, silentSignIn), "port-587 (problem)", "Evidence from the checks: port-587")
	m.probes.elsewhere = true
	if m = explained(m, silentSignIn); strings.Contains(m.View(), "port-587 (problem)") {
		t.Errorf("ports of another network prove something:\n%s", m.View())
	}
}
