package resolve

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
)

// A real authoritative server agrees with the one in package probetest about what its answers look like.
func TestRealServer(t *testing.T) {
	c := clientOf(t, probetest.NSD(t, "example.com", `
		@ MX 10 Mail
		@ TXT "v=spf1 ip4:192.0.2.1" " -all"
		@ TXT "with \"quotes\" and \\ and \195\168"
		mail A 192.0.2.25
		mail AAAA 2001:db8::25
		www CNAME mail
		away CNAME www.example.net.
		delegated NS ns.example.net.
		*.wild TXT wild
	`+manyStrings()))
	for question, want := range map[string]evidence.Answer{
		"mx example.com":             {Outcome: evidence.Found, Records: []string{"10 mail.example.com"}},
		"txt example.com":            {Outcome: evidence.Found, Records: []string{"v=spf1 ip4:192.0.2.1 -all", `with "quotes" and \ and è`}},
		"aaaa mail.example.com":      {Outcome: evidence.Found, Records: []string{"2001:db8::25"}},
		"a www.example.com":          {Outcome: evidence.Found, Records: []string{"192.0.2.25"}, Alias: "mail.example.com"},
		"txt mail.example.com":       {Outcome: evidence.NoData},
		"txt none.example.com":       {Outcome: evidence.NoName},
		"txt any.wild.example.com":   {Outcome: evidence.Found, Records: []string{"wild"}},
		"a x.delegated.example.com":  {Outcome: evidence.Refused},
		"a example.org":              {Outcome: evidence.Refused},
		"a away.example.com":         {Outcome: evidence.Refused, Alias: "www.example.net"},
		"txt manystring.example.com": {Outcome: evidence.Found, Records: []string{strings.Repeat("s", 20*250)}},
	} {
		a := ask(t, c, question)
		slices.Sort(a.Records)
		if a.Outcome != want.Outcome || !slices.Equal(a.Records, want.Records) || a.Alias != want.Alias {
			t.Errorf("%s: %+v, want %+v", question, a, want)
		}
	}
}

// manyStrings is one TXT record that needs TCP.
func manyStrings() string {
	return "manystring TXT" + strings.Repeat(" "+strings.Repeat("s", 250), 20) + "\n"
}

// Only what a validating resolver has checked is authentic, and a broken signature is an error, not an
// absent record.
func TestValidatingResolver(t *testing.T) {
	c := New([]netip.AddrPort{probetest.Validating(t)})
	t.Cleanup(c.Close)
	for zone, want := range map[string]struct {
		outcome   evidence.Outcome
		authentic bool
	}{
		"signed.test":      {evidence.Found, true},
		"none.signed.test": {evidence.NoName, true},
		"plain.test":       {evidence.Found, false},
		"bogus.test":       {evidence.ServFail, false},
	} {
		if a := ask(t, c, "txt "+zone); a.Outcome != want.outcome || a.Authentic != want.authentic {
			t.Errorf("%s: %+v", zone, a)
		}
	}
}
