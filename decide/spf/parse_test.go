package spf

import (
	"slices"
	"strings"
	"testing"
)

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		"v=spf1":            true,
		"V=SPF1 -all":       true,
		"v=spf1 ":           true,
		" v=spf1 -all":      false,
		"v=spf10":           false,
		"v=spf1\t-all":      false,
		"v=spf":             false,
		"":                  false,
		"spf2.0/pra":        false,
		"\"v=spf1 -all\"":   false,
		"v=spf1-all":        false,
		"v=DMARC1; p=none;": false,
	} {
		if Is(text) != want {
			t.Errorf("Is(%q) = %v", text, !want)
		}
	}
}

func TestTermsAreReadByTheGrammar(t *testing.T) {
	for _, term := range []string{
		"all", "-ALL", "include:a.example", "+a", "a/0", "a//0", "a/24//64", "a:%{d}/24", "a:foo:bar/baz.example.com", "mx:x.example.com./32//128",
		"ptr", "ptr:example.com", "ip4:192.0.2.1", "ip4:0.0.0.0/0", "ip6:::1/128", "ip6:::ffff:192.0.2.1", "ip6:2001:DB8::/32",
		"exists:%{ir}.%{l1r-}._spf.%{d2}", "exists:%{l2R+-,/_=.}.example.com", "a:%%%_%-.example.com", "a:x%_", "include:_spf.example.xn--p1ai", "a:example.1-1",
		"redirect=_spf.example.com", "exp=%{d2}", "x-y.z_1=", "moo=%{c}:/%%", "a=b", "all=", "include=a.example/",
	} {
		if parsed, wrong := parseTerm(term); wrong != "" || parsed.Text != term || parsed.Kind == Broken {
			t.Errorf("%s: %s", term, wrong)
		}
	}
	for _, term := range []string{
		"-", "+-all", "all:", "all/8", "all.", "include", "include:", "include:com", "include:a.example/24", "Include:%{x}.example.com",
		"a:", "a/", "a/33", "a//129", "a/024", "a/24/64", "a:192.0.2.1", "a:example", "a:example.com:8080", "a:example.-com", "a:example.com-", "a:%{d", "a:%", "a:%{d0}", "a:%{dz}", "a:%{d}x", "a:%{c}",
		"mx:/24", "ptr/24", "ptr:", "ip4", "ip4:", "ip4:192.0.2", "ip4:192.0.2.01", "ip4:192.0.2.1/", "ip4:192.0.2.1/33", "ip4:192.0.2.1//32", "ip4:2001:db8::1", "ip6:192.0.2.1", "ip6:2001:db8::1%eth0", "ip6:::1/0128",
		"exists", "exists:%(ir).example.com", "redirect:a.example", "redirect=", "redirect=-all", "exp=", "exp=%{r}", "=all", "1up=foo", "foo=%abc", "ipv4:192.0.2.1", "moo", "a\tmx", "a:\u00e8.example.com", "-foo=bar",
	} {
		if parsed, wrong := parseTerm(term); wrong == "" {
			t.Errorf("%s was read as %+v", term, parsed)
		}
	}
}

func TestModifiersStandOnce(t *testing.T) {
	_, problems := Parse("v=spf1 exp=a.example.com x=1 x=1 redirect=b.example.com EXP=c.example.com redirect=d.example.com")
	if got := ids(problems); got != "syntax syntax" || problems[0].Args[0] != "EXP=c.example.com" {
		t.Errorf("%s %v", got, problems)
	}
}

// Whatever the text: it prints back, a record is as good as its printed form, and every problem
// can be said without what would steer a terminal.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"v=spf1 a:%{d}/24//64  mx -all ", "v=spf1", "V=SPF1 redirect=%{ir}.x.y exp=", "v=spf1 \x1b[31m ip4:1.2.3.4/33", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, problems := Parse(text)
		if r.String() != text {
			t.Fatalf("%q prints as %q", text, r)
		}
		for _, p := range problems {
			if said := p.Say(nil); strings.ContainsAny(said, "\x1b\n\r\x00") {
				t.Errorf("%q", said)
			}
		}
		broken := 0
		for _, term := range r.terms {
			again, wrong := parseTerm(term.Text)
			if term.Kind == Broken {
				broken++
			} else if wrong != "" || again != term {
				t.Errorf("%q was read as %+v, alone as %+v (%s)", term.Text, term, again, wrong)
			}
		}
		if Is(text) && broken != len(problems) {
			t.Errorf("%q: %d broken terms, %d problems", text, broken, len(problems))
		}
		twice, _ := joined([]Record{r, r})
		for _, made := range []Record{r, r.with(r.terms), twice} {
			if _, want := Parse(made.String()); !slices.EqualFunc(made.wrong(), want, Problem.same) {
				t.Errorf("%q has the problems %v, not %v", made, made.wrong(), want)
			}
		}
	})
}
