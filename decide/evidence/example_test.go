package evidence_test

import (
	"fmt"
	"strings"

	"sendpath/decide/evidence"
)

// mailHosts is pure code that needs DNS: it reads what is there, and goes as far as that lets it.
func mailHosts(look *evidence.Look, domain string) (addresses []string) {
	mx, _ := look.Up(evidence.Ask(evidence.MX, domain))
	for _, record := range mx.Records {
		_, host, _ := strings.Cut(record, " ")
		a, _ := look.Up(evidence.Ask(evidence.A, host))
		addresses = append(addresses, a.Records...)
	}
	return addresses
}

// The loop that every caller of pure code runs: look, ask what is missing, look again.
func ExampleLook() {
	dns := evidence.Set{ // stands for package resolve
		evidence.Ask(evidence.MX, "contoso.com"):   {Outcome: evidence.Found, Records: []string{"10 mx.contoso.com"}},
		evidence.Ask(evidence.A, "mx.contoso.com"): {Outcome: evidence.Found, Records: []string{"192.0.2.25"}},
	}
	set := evidence.Set{}
	for {
		look := set.Look()
		addresses := mailHosts(look, "contoso.com")
		if len(look.Missing()) == 0 {
			fmt.Println(addresses)
			return
		}
		for _, question := range look.Missing() {
			fmt.Println("asking", question)
			set[question] = dns[question]
		}
	}
	// Output:
	// asking mx contoso.com
	// asking a mx.contoso.com
	// [192.0.2.25]
}
