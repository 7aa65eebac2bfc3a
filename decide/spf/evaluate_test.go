package spf

import (
	"net/netip"
	"strings"
	"testing"

	"sendpath/decide/evidence"
)

// Matched is the term of the outermost record; the path leads from there to the one that decided.
func TestEvaluateTellsWhatDecided(t *testing.T) {
	for _, tt := range []struct {
		name, record, ip string
		result           Result
		matched, path    string
	}{
		{"its own term", "v=spf1 MX +ip4:198.51.100.0/24 -all", "198.51.100.7", Pass, "+ip4:198.51.100.0/24", "contoso.com +ip4:198.51.100.0/24"},
		{"a term below", "v=spf1 a ?include:news.example -all", "203.0.113.9", Neutral, "?include:news.example", "contoso.com ?include:news.example, news.example ip4:203.0.113.0/24"},
		{"what does not match leaves no trace", "v=spf1 include:deny.example ~all", "198.51.100.7", SoftFail, "~all", "contoso.com ~all"},
		{"behind redirect=", "v=spf1 a redirect=news.example", "198.51.100.7", SoftFail, "redirect=news.example", "contoso.com redirect=news.example, news.example ~all"},
		{"nothing", "v=spf1 a", "198.51.100.7", Neutral, "", ""},
		{"an error below", "v=spf1 a include:broken.example -all", "198.51.100.7", PermError, "include:broken.example", "contoso.com include:broken.example, broken.example nonsense"},
		{"an error of its own, wherever it stands", "v=spf1 ip4:198.51.100.7 -all moo", "198.51.100.7", PermError, "moo", "contoso.com moo"},
		{"DNS that does not tell", "v=spf1 include:unread.example -all", "198.51.100.7", TempError, "include:unread.example", "contoso.com include:unread.example"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := evaluated(office(tt.record), Query{IP: netip.MustParseAddr(tt.ip), Sender: "scanner@contoso.com"})
			var steps []string
			for _, s := range e.Path {
				steps = append(steps, s.Domain+" "+s.Term)
			}
			if e.Result != tt.result || e.Matched != tt.matched || strings.Join(steps, ", ") != tt.path {
				t.Errorf("%s by %q: %q", e.Result, e.Matched, steps)
			}
			if e.Reason.ID != "spf/"+string(e.Result) {
				t.Errorf("reason %s", e.Reason.ID)
			}
		})
	}
}

func TestEvaluateIsIncompleteWithoutAnswers(t *testing.T) {
	l := evidence.Set{}.Look()
	e := Evaluate(l, Query{IP: netip.MustParseAddr("198.51.100.7"), Sender: "scanner@contoso.com"})
	if e.Complete || e.Result != TempError || len(l.Missing()) != 1 {
		t.Errorf("%+v, missing %v", e, l.Missing())
	}
}

// The domain owner's words come from outside: they cannot steer the terminal.
func TestExplanation(t *testing.T) {
	for text, want := range map[string]string{
		"%{i} is not ours, see %{d} at %{t}, says %{r}": "198.51.100.7 is not ours, see contoso.com at 1700000000, says mx.example.com",
		"\x1b[31mred":                 "",
		"%{l}":                        "a?[1mb",
		strings.Repeat("very ", 5000): strings.Repeat("very ", 100) + "...",
	} {
		z := office("v=spf1 -all exp=e.contoso.com")
		z["txt e.contoso.com"] = text
		e := evaluated(z, Query{IP: netip.MustParseAddr("198.51.100.7"), Sender: "a\x1b[1mb@contoso.com", Receiver: "mx.example.com", Time: 1700000000})
		if got := strings.ReplaceAll(e.Explanation, "\uFFFD", "?"); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// A record that is not published yet is judged in place of the published one.
func TestEvaluateRecord(t *testing.T) {
	r, _ := Parse("v=spf1 ip4:198.51.100.7 -all")
	e, _ := asking(office("v=spf1 -all"), func(l *evidence.Look) Evaluation {
		return EvaluateRecord(l, Query{IP: netip.MustParseAddr("198.51.100.7"), Domain: "Contoso.com"}, r)
	})
	if e.Result != Pass {
		t.Error(e.Result)
	}
}
