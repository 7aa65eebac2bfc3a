package advice

import (
	"testing"

	"sendpath/decide/check"
	"sendpath/decide/diagnose"
)

// Every fault and every finding of the table is one that there is.
func TestExplanationsNameWhatThereIs(t *testing.T) {
	known := map[string]bool{}
	for _, f := range check.Findings(check.Subject{Domain: "contoso.com"}, check.Observations{}, nil) {
		known[f.ID] = true
	}
	for fault, findings := range explanations {
		if _, found := diagnose.Lookup(fault); !found {
			t.Errorf("the catalogue has no %s", fault)
		}
		for _, id := range findings {
			if !known[id] {
				t.Errorf("%s: no check finds %s", fault, id)
			}
		}
	}
}

// Only what is wrong explains a fault, and only a fault that it belongs to.
func TestEvidence(t *testing.T) {
	blocked, open := check.Finding{ID: check.IDPort25, Status: check.Problem}, check.Finding{ID: check.IDPort25, Status: check.OK}
	lax := check.Finding{ID: check.IDSPFIP, Status: check.Warning}
	unread := check.Finding{ID: check.IDSPFIP, Status: check.Unknown}
	leading := finding(t, "SYM-12", diagnose.Low)
	leading.Leads = []string{"NET-02"}
	for _, tt := range []struct {
		name  string
		fault diagnose.Finding
		seen  check.Finding
		want  bool
	}{
		{"a closed port explains silence", finding(t, "NET-02", diagnose.High), blocked, true},
		{"an open one does not", finding(t, "NET-02", diagnose.High), open, false},
		{"nor does it explain silence of another port", finding(t, "NET-03", diagnose.High), blocked, false},
		{"a warning explains junk", finding(t, "SYM-02", diagnose.High), lax, true},
		{"what was not read does not", finding(t, "MX-10", diagnose.High), unread, false},
		{"what a panel's code leads to counts", leading, blocked, true},
	} {
		if got := len(Evidence(tt.fault, []check.Finding{tt.seen})) > 0; got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
