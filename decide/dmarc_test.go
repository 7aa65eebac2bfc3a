package decide

import (
	"testing"

	"sendpath/decide/evidence"
)

func TestDMARC(t *testing.T) {
	txt := func(name string, records ...string) evidence.Set {
		set := evidence.Set{}
		for _, n := range []string{"_dmarc.scan.contoso.com", "_dmarc.contoso.com"} {
			set[evidence.Ask(evidence.TXT, n)] = evidence.Answer{Outcome: evidence.NoName}
		}
		set[evidence.Ask(evidence.TXT, name)] = evidence.Answer{Outcome: evidence.Found, Records: records}
		return set
	}
	for _, tt := range []struct {
		name     string
		set      evidence.Set
		policy   string
		enforces bool
	}{
		{"none at all", txt("_dmarc.example.net"), "", false},
		{"the domain's own", txt("_dmarc.scan.contoso.com", "v=DMARC1; p=reject; rua=mailto:x@contoso.com"), "reject", true},
		{"upper case", txt("_dmarc.scan.contoso.com", "v=DMARC1;p=Quarantine"), "quarantine", true},
		{"inherited, with a policy for subdomains", txt("_dmarc.contoso.com", "v=DMARC1; p=reject; sp=none"), "none", false},
		{"inherited", txt("_dmarc.contoso.com", "v=DMARC1; p=reject"), "reject", true},
		{"two records are none", txt("_dmarc.scan.contoso.com", "v=DMARC1; p=reject", "v=DMARC1; p=none"), "", false},
		{"another text is no record", txt("_dmarc.scan.contoso.com", "v=spf1 -all", "v=DMARC1x; p=reject"), "", false},
		{"no policy counts as none", txt("_dmarc.scan.contoso.com", "v=DMARC1; rua=mailto:x@contoso.com"), "none", false},
	} {
		got := readDMARC(tt.set.Look(), "scan.contoso.com")
		if !got.Known || got.Policy != tt.policy || got.Enforces() != tt.enforces {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	failed := evidence.Set{evidence.Ask(evidence.TXT, "_dmarc.scan.contoso.com"): {Outcome: evidence.ServFail}}
	if got := readDMARC(failed.Look(), "scan.contoso.com"); got.Known {
		t.Errorf("SERVFAIL is not an answer: %+v", got)
	}
}
