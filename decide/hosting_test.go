package decide

import (
	"strings"
	"testing"

	"sendpath/decide/evidence"
)

func TestThePlaceWhereDNSIsEdited(t *testing.T) {
	for _, tt := range []struct {
		servers string
		place   string
	}{
		{"", ""},
		{"ada.ns.cloudflare.com bob.ns.cloudflare.com", "Cloudflare (name servers ada.ns.cloudflare.com, bob.ns.cloudflare.com)"},
		{"ns-12.awsdns-01.com ns-600.awsdns-11.co.uk", "Amazon Route 53 (name servers ns-12.awsdns-01.com, ns-600.awsdns-11.co.uk)"},
		{"dns3.arubadns.net dns4.arubadns.cz", "Aruba (name servers dns3.arubadns.net, dns4.arubadns.cz)"},
		{"ns1.example.net", "where the name servers ns1.example.net are managed"},
		{"ns1.example.net ada.ns.cloudflare.com", "where the name servers ns1.example.net, ada.ns.cloudflare.com are managed"},
		{"ns.cloudflare.com.example.net", "where the name servers ns.cloudflare.com.example.net are managed"},
	} {
		set := healthyDNS()
		set[evidence.Ask(evidence.NS, "contoso.com")] = evidence.Answer{Outcome: evidence.Found, Records: strings.Fields(tt.servers)}
		p := Decide(Case{Answers: office(), AsOf: days[0]}, set)
		if p.DNSPlace != tt.place {
			t.Errorf("%s: %q, want %q", tt.servers, p.DNSPlace, tt.place)
		}
		for _, step := range p.Steps {
			if want := map[bool]string{true: tt.place}[step.Where == "dns"]; step.Place != want {
				t.Errorf("step %s: place %q, want %q", step.ID, step.Place, want)
			}
		}
	}
}
