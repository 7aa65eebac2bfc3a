package check_test

import (
	"fmt"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/evidence"
)

// Findings judges what was seen. What could not be found out is never a fault.
func ExampleFindings() {
	subject := check.Subject{Domain: "contoso.com", Method: decide.Relay, AsOf: "2026-11-21"}
	seen := check.Observations{DNS: evidence.Set{
		evidence.Ask(evidence.MX, "contoso.com"):         {Outcome: evidence.Found, Records: []string{"0 contoso-com.mail.protection.outlook.com"}},
		evidence.Ask(evidence.TXT, "contoso.com"):        {Outcome: evidence.Found, Records: []string{"v=spf1 +all"}},
		evidence.Ask(evidence.TXT, "_dmarc.contoso.com"): {Outcome: evidence.Timeout},
	}}
	for _, finding := range check.Findings(subject, seen, nil) {
		switch finding.ID {
		case "mx", "spf", "dmarc":
			fmt.Printf("%s is %s: %s\n", finding.ID, finding.Status, finding.Text)
		}
	}
	// Output:
	// mx is ok: Mail for contoso.com goes to Microsoft 365.
	// spf is problem: The SPF record of contoso.com does not let Microsoft 365 send: include:spf.protection.outlook.com is missing.
	// dmarc is unknown: The DMARC record of contoso.com could not be read.
}
