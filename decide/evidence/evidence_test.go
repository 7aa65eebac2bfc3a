package evidence

import (
	"net/netip"
	"slices"
	"strconv"
	"testing"
)

func TestReverseNames(t *testing.T) {
	for addr, want := range map[string]string{
		"198.51.100.7":        "7.100.51.198.in-addr.arpa",
		"::ffff:198.51.100.7": "7.100.51.198.in-addr.arpa",
		"2001:db8::1":         "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
	} {
		if got := AskPTR(netip.MustParseAddr(addr)).Name; got != want {
			t.Errorf("%s: %s", addr, got)
		}
	}
}

func TestQuestionsReadBack(t *testing.T) {
	q := Ask(MX, "Contoso.COM.")
	if q.String() != "mx contoso.com" {
		t.Errorf("%s", q)
	}
	if again, ok := ParseQuestion(q.String()); !ok || again != q {
		t.Errorf("%v, %v", again, ok)
	}
	for _, text := range []string{"", "mx", "mx ", "any contoso.com", "contoso.com"} {
		if q, ok := ParseQuestion(text); ok {
			t.Errorf("%q was read as %v", text, q)
		}
	}
}

func TestALookRemembersWhatIsMissingOnce(t *testing.T) {
	have, lack := Ask(TXT, "contoso.com"), Ask(MX, "contoso.com")
	look := Set{have: {Outcome: Found, Records: []string{"v=spf1 -all"}}}.Look()
	for range 2 {
		if _, ok := look.Up(have); !ok {
			t.Error("an answer that is there was not found")
		}
		if _, ok := look.Up(lack); ok {
			t.Error("an answer that is not there was found")
		}
	}
	if !slices.Equal(look.Missing(), []Question{lack}) || look.Misses() != 2 {
		t.Errorf("%v, missed %d times", look.Missing(), look.Misses())
	}
}

func TestManyMissingQuestionsAreRememberedOnceAndInOrder(t *testing.T) {
	var want []Question
	for i := range 5 * few {
		want = append(want, Ask(A, strconv.Itoa(i)+".example.com"))
	}
	look := Set{}.Look()
	for range 2 {
		for _, q := range want {
			look.Up(q)
		}
	}
	if !slices.Equal(look.Missing(), want) {
		t.Errorf("%v", look.Missing())
	}
}

// The four ways of having no records stay apart: only two of them say something about the domain.
func TestOutcomes(t *testing.T) {
	for outcome, want := range map[Outcome][2]bool{ // known, void
		Found: {true, false}, NoData: {true, true}, NoName: {true, true},
		ServFail: {}, Refused: {}, Timeout: {}, Unusable: {}, Offline: {},
	} {
		if a := (Answer{Outcome: outcome}); a.Known() != want[0] || a.Void() != want[1] {
			t.Errorf("%s: known %v, void %v", outcome, a.Known(), a.Void())
		}
	}
}
