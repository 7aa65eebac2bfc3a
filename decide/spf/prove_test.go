package spf

import (
	"strings"
	"testing"

	"sendpath/decide/evidence"
)

func proven(z zone, before []string, after, addresses string) Proof {
	p, _ := asking(z, func(l *evidence.Look) Proof {
		return Prove(l, "contoso.com", before, after, prefixes(addresses))
	})
	return p
}

func TestProve(t *testing.T) {
	for _, tt := range []struct {
		name   string
		before []string
		after  string
		holds  bool
		lost   string
		ids    string
	}{
		{"a device is added", []string{"v=spf1 mx include:news.example -all"}, "v=spf1 ip4:198.51.100.7 mx include:news.example -all", true, "", "device kept cost"},
		{"it is not", []string{"v=spf1 mx -all"}, "v=spf1 mx -all", false, "", "device kept cost"},
		{"behind all it does not pass", []string{"v=spf1 mx -all"}, "v=spf1 mx -all ip4:198.51.100.7", false, "", "device kept cost"},
		{"a term is dropped", []string{"v=spf1 mx a -all"}, "v=spf1 ip4:198.51.100.7 a -all", false, "mx", "device lost cost"},
		{"an include is dropped", []string{"v=spf1 include:wrap.example -all"}, "v=spf1 ip4:198.51.100.7 -all", false,
			"40.92.0.0/15 2a01:111:f400::/48 include:wrap.example", "device lost lost lost cost"},
		{"a network is narrowed", []string{"v=spf1 ip4:192.0.2.0/24 -all"}, "v=spf1 ip4:198.51.100.7 ip4:192.0.2.0/25 -all", false, "192.0.2.0/24", "device lost cost"},
		{"+all goes", []string{"v=spf1 mx +all"}, "v=spf1 ip4:198.51.100.7 mx ~all", true, "", "device only-all kept cost"},
		{"redirect= becomes include", []string{"v=spf1 redirect=news.example", "v=spf1 mx -all"}, "v=spf1 ip4:198.51.100.7 include:news.example mx -all", true, "", "device kept cost"},
		{"a refusal moves in front", []string{"v=spf1 -ip4:192.0.2.1 a -all", "v=spf1 ip4:192.0.2.1 -all"}, "v=spf1 ip4:198.51.100.7 -ip4:192.0.2.1 a ip4:192.0.2.1 -all", false, "192.0.2.1/32", "device lost cost"},
		{"too many lookups", []string{"v=spf1" + strings.Repeat(" a", 10) + " -all"}, "v=spf1 ip4:198.51.100.7" + strings.Repeat(" a", 11) + " -all", false, "", "device kept cost lookups"},
		{"what DNS cannot tell does not hurt", []string{"v=spf1 include:unread.example -all"}, "v=spf1 ip4:198.51.100.7 include:unread.example -all", true, "", "device kept cost"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := proven(office(), tt.before, tt.after, "198.51.100.7")
			if p.Holds != tt.holds || strings.Join(p.Lost, " ") != tt.lost {
				t.Errorf("holds %v, lost %q", p.Holds, p.Lost)
			}
			if got := strings.ReplaceAll(ids(p.Findings), "proof/", ""); got != tt.ids {
				t.Errorf("findings %q", got)
			}
		})
	}
}

// "Could not find out" is neither a proof nor a failure.
func TestProveUnsure(t *testing.T) {
	p := proven(office(), nil, "v=spf1 include:unread.example ip4:198.51.100.7 -all", "198.51.100.7")
	if p.Holds || !p.Unsure {
		t.Errorf("holds %v, unsure %v", p.Holds, p.Unsure)
	}
}
