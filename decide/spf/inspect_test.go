package spf

import (
	"fmt"
	"strings"
	"testing"

	"sendpath/decide/evidence"
)

func inspected(z zone, domain string) Tree {
	tree, _ := asking(z, func(l *evidence.Look) Tree { return Inspect(l, domain) })
	return tree
}

func TestInspectCountsToTheEnd(t *testing.T) {
	for _, tt := range []struct {
		name, record   string
		lookups, voids int
		problems       string
	}{
		{"only addresses", "v=spf1 ip4:192.0.2.1 ip6:2001:db8::/32 exp=e.contoso.com -all", 0, 0, ""},
		{"each kind costs one", "v=spf1 a mx exists:contoso.com include:news.example redirect=none.example -all", 4, 0, ""},
		{"below counts", "v=spf1 include:wrap.example -all", 2, 0, ""},
		{"redirect= is followed without all", "v=spf1 redirect=wrap.example", 2, 0, ""},
		{"behind all nothing costs", "v=spf1 -all a:gone.example include:wrap.example", 0, 0, ""},
		{"nor below", "v=spf1 include:late.example -all", 1, 0, ""},
		{"macros cost one and are not looked up", "v=spf1 include:%{d}.gone.example exists:%{i}.gone.example -all", 2, 0, ""},
		{"a is void without A and AAAA", "v=spf1 a:gone.example a:six.example a -all", 3, 1, ""},
		{"mx is void without MX, not without addresses", "v=spf1 mx:gone.example mx -all", 2, 1, ""},
		{"include is void without TXT", "v=spf1 include:gone.example -all", 1, 1, "syntax"},
		{"a TXT that is no record is not void", "v=spf1 include:other.example -all", 1, 0, "syntax"},
		{"three are too many", "v=spf1 a:gone.example mx:gone.example exists:gone.example -all", 3, 3, "voids"},
		{"past the limits", "v=spf1" + strings.Repeat(" include:wrap.example", 7) + " -all", 14, 0, "lookups"},
		{"a loop costs what it says, once", "v=spf1 include:loop.example -all", 2, 0, "loop"},
		{"broken terms cost nothing", "v=spf1 a:nodot mx: -all", 0, 0, "syntax syntax"},
		{"what DNS cannot tell is not void", "v=spf1 include:unread.example a:silent.example -all", 2, 0, "unread unread"},
		{"several records below", "v=spf1 include:several.example -all", 1, 0, "syntax"},
		{"names that DNS cannot have", "v=spf1 a:x..example.com -all", 1, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			z := office(tt.record)
			z["aaaa six.example"] = "2001:db8::6"
			z["a silent.example"] = failing
			z["aaaa silent.example"] = "2001:db8::6"
			tree := inspected(z, "contoso.com")
			if tree.Lookups != tt.lookups || tree.VoidLookups != tt.voids || ids(tree.Problems) != tt.problems {
				t.Errorf("%s: %d lookups, %d voids, problems %q", tt.record, tree.Lookups, tree.VoidLookups, ids(tree.Problems))
			}
			for _, p := range tree.Problems {
				if said := p.Say(nil); strings.Contains(said, "%!") {
					t.Error(said)
				}
			}
		})
	}
}

func TestInspectWithoutOneRecord(t *testing.T) {
	for _, tt := range []struct {
		name     string
		zone     zone
		state    State
		records  int
		problems string
	}{
		{"none", office(), Known, 0, ""},
		{"several", office("v=spf1 a -all", "v=spf1 mx -all"), Known, 2, "syntax"},
		{"unread", zone{"txt contoso.com": failing}, Unread, 0, "unread"},
	} {
		tree := inspected(tt.zone, "contoso.com")
		if tree.State != tt.state || len(tree.Texts) != tt.records || tree.Nodes != nil || ids(tree.Problems) != tt.problems {
			t.Errorf("%s: %+v", tt.name, tree)
		}
	}
}

// The terms of one level are asked together: the rounds are the depth of the tree, not its size.
func TestSiblingsAreAskedAtOnce(t *testing.T) {
	z := office("v=spf1 a mx include:news.example include:wrap.example include:deny.example a:gone.example -all")
	_, rounds := asking(z, func(l *evidence.Look) Tree { return Inspect(l, "contoso.com") })
	if rounds != 3 {
		t.Errorf("%d rounds, want 3: contoso.com, wrap.example, %s", rounds, cloud)
	}
	q := Query{IP: prefixes("2001:db8::7")[0].Addr(), Sender: "scanner@contoso.com"}
	_, rounds = asking(z, func(l *evidence.Look) Evaluation { return Evaluate(l, q) })
	if rounds > 4 {
		t.Errorf("%d rounds, want at most 4: one more for the mail server's address", rounds)
	}
}

// A tree that grows without end is cut, and says so.
func TestInspectIsBounded(t *testing.T) {
	hostile := func(q evidence.Question) evidence.Answer {
		label, _, _ := strings.Cut(q.Name, ".")
		text := "v=spf1"
		for i := range 10 {
			text += fmt.Sprintf(" include:%s%d.example", label[:min(len(label), 50)], i)
		}
		return evidence.Answer{Outcome: evidence.Found, Records: []string{text}}
	}
	set := evidence.Set{}
	for range 100 {
		l := set.Look()
		tree := Inspect(l, "x.example")
		if len(l.Missing()) == 0 {
			if !strings.Contains(ids(tree.Problems), "unread") || tree.Lookups <= MaxLookups {
				t.Errorf("%d lookups, problems %s", tree.Lookups, ids(tree.Problems))
			}
			return
		}
		for _, q := range l.Missing() {
			set[q] = hostile(q)
		}
		if len(set) > maxOpened*maxDepth {
			t.Fatalf("%d questions", len(set))
		}
	}
	t.Error("no end after 100 rounds")
}

// Whoever sends over IPv6 is told apart: names without IPv6 addresses in front of an ip6 term hide it.
func TestNamesWithoutIPv6HideWhatIsBehindThem(t *testing.T) {
	for _, tt := range []struct{ record, term string }{
		{"v=spf1 a a:mail.contoso.com a include:" + cloud + " -all", "include:" + cloud},
		{"v=spf1 a a:mail.contoso.com a redirect=" + cloud, "redirect=" + cloud},
		{"v=spf1 redirect=" + cloud + " a a:mail.contoso.com a", "redirect=" + cloud},
		{"v=spf1 exists:%{i}.x.example a a ip6:2001:db8::/48 -all", "ip6:2001:db8::/48"},
		{"v=spf1 include:" + cloud + " a a:mail.contoso.com a -all", ""},  // in front of them
		{"v=spf1 a a:mail.contoso.com include:" + cloud + " -all", ""},    // two are allowed
		{"v=spf1 a a:mail.contoso.com mx include:" + cloud + " -all", ""}, // an MX record is there
		{"v=spf1 a a a ip4:198.51.100.7 -all", ""},                        // nobody who is named sends over IPv6
		{"v=spf1 a a a -all ip6:2001:db8::/48", ""},                       // it is never reached
	} {
		tree := inspected(office(tt.record), "contoso.com")
		got, _ := hiddenIPv6(tree.Nodes, 0)
		if got != tt.term || (ids(tree.Problems) == "voids-ipv6") != (tt.term != "") {
			t.Errorf("%s: hidden is %q, told %q", tt.record, got, ids(tree.Problems))
		}
	}
}
