package render

import (
	"strings"
	"testing"

	"sendpath/decide"
)

// What the device calls a value is said with the value beside it, unless that says the same twice.
func TestTheDevicesWordStandsBesideTheValue(t *testing.T) {
	for _, tt := range []struct{ word, value, want string }{
		{"Start TLS", "starttls", ""},
		{"STARTTLS", "starttls", ""},
		{"Off", "off", ""},
		{"SMTP-AUTH", "on", "on"},
		{"TLS", "starttls", "starttls"},
	} {
		v := composer{}.field(decide.Setting{Setting: "encryption", Value: tt.value, Word: tt.word}, false)
		if v.Beside != tt.want {
			t.Errorf("%q for %s: %q stands beside it, not %q", tt.word, tt.value, v.Beside, tt.want)
		}
	}
}

// A domain with two SPF records has none that counts. Who gets no change proposed is told so all the same.
func TestTwoRecordsAreAFaultWithoutAProposalToo(t *testing.T) {
	const fault = "more than one SPF record"
	plan := func(records ...string) string {
		a := with(answers(decide.Domain, "contoso.com"), decide.OwnServer, decide.Yes)
		return string(written(t, Text, decide.Decide(decide.Case{Answers: a, AsOf: "2026-11-22"}, published(records...))))
	}
	if said := plan("v=spf1 -all", "v=spf1 ~all"); !strings.Contains(said, fault) || !strings.Contains(said, "Published:") || strings.Contains(said, "Before:") {
		t.Errorf("two records:\n%s", said)
	}
	if said := plan("v=spf1 -all"); strings.Contains(said, fault) {
		t.Errorf("one record:\n%s", said)
	}
}
