package ui

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

// asWizard is the environment variable that makes the test binary be the wizard: tests start it in a
// terminal of their own.
const asWizard = "SENDPATH_TEST_WIZARD"

func TestMain(m *testing.M) {
	if os.Getenv(asWizard) == "" {
		os.Exit(m.Run())
	}
	o := Options{
		AsOf: "2026-11-21", Asker: contoso, Color: os.Getenv("NO_COLOR") == "", AllowDocumentation: true,
		SaveIn: os.Getenv("SENDPATH_TEST_SAVE"), State: os.Getenv("SENDPATH_TEST_STATE"),
	}
	breakIn(os.Getenv(brokenPart), &o)
	outcome, err := Run(context.Background(), o)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	case outcome.Interrupted:
		os.Exit(130)
	}
	os.Exit(0)
}

// A zone answers from a list; a name that is not in it does not exist.
type zone evidence.Set

func (z zone) Ask(_ context.Context, questions []evidence.Question) evidence.Set {
	set := evidence.Set{}
	for _, q := range questions {
		answer, ok := z[q]
		if !ok {
			answer = evidence.Answer{Outcome: evidence.NoName}
		}
		answer.From, answer.At = "192.0.2.53:53", "2026-11-21T09:00:00Z"
		set[q] = answer
	}
	return set
}

func found(records ...string) evidence.Answer {
	return evidence.Answer{Outcome: evidence.Found, Records: records}
}

var contoso = zone{
	evidence.Ask(evidence.MX, "contoso.com"):                                    found("0 contoso-com.mail.protection.outlook.com"),
	evidence.Ask(evidence.NS, "contoso.com"):                                    found("ns1.example.net", "ns2.example.net"),
	evidence.Ask(evidence.TXT, "contoso.com"):                                   found("v=spf1 include:spf.protection.outlook.com include:mail.example.net -all"),
	evidence.Ask(evidence.TXT, "spf.protection.outlook.com"):                    found("v=spf1 ip4:192.0.2.0/24 -all"),
	evidence.Ask(evidence.TXT, "mail.example.net"):                              found("v=spf1 ip4:203.0.113.77 -all"),
	evidence.Ask(evidence.TXT, "_dmarc.contoso.com"):                            found("v=DMARC1; p=none"),
	evidence.Ask(evidence.A, "contoso-com.mail.protection.outlook.com"):         found("192.0.2.25"),
	evidence.Ask(evidence.AAAA, "contoso-com.mail.protection.outlook.com"):      {Outcome: evidence.NoData},
	evidence.Ask(evidence.MX, "tailspin.example"):                               found("10 mail.tailspin.example"),
	evidence.Ask(evidence.TXT, "tailspin.example"):                              {Outcome: evidence.NoData},
	evidence.Ask(evidence.MX, "fabrikam.example"):                               found("10 mx1.hornetsecurity.com"),
	evidence.Ask(evidence.TXT, "fabrikam.example"):                              {Outcome: evidence.NoData},
	evidence.Ask(evidence.TXT, "_dmarc.fabrikam.example"):                       {Outcome: evidence.ServFail},
	evidence.Ask(evidence.A, "fabrikam-example.mail.protection.outlook.com"):    found("192.0.2.26"),
	evidence.Ask(evidence.NS, "fabrikam.example"):                               found("ns1.example.net"),
	evidence.Ask(evidence.AAAA, "fabrikam-example.mail.protection.outlook.com"): found("2001:db8::26"),
}

// clock is a time that stands still.
var clock = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// newTestModel is the wizard in a window, without colour, its clock standing still.
func newTestModel(width, height int, edit ...func(*Options)) Model {
	o := Options{AsOf: "2026-11-21", Asker: contoso, AllowDocumentation: true, Now: func() time.Time { return clock },
		Copy: func(context.Context, string) (Route, error) { return BySystem, nil }}
	for _, e := range edit {
		e(&o)
	}
	env := &environment{Options: o.withDefaults(), ctx: context.Background()}
	env.keeper = newKeeper(o.State, decide.Form{AllowDocumentation: true})
	m := newModel(env, noStyles())
	m.width, m.height = width, height
	return m
}
