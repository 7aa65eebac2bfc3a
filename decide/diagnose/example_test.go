package diagnose_test

import (
	"fmt"

	"sendpath/decide/diagnose"
)

func ExampleDiagnose() {
	report := diagnose.Diagnose(diagnose.Input{
		Text:   "21:14:03 scan to mail failed: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
		Method: diagnose.SMTPAuth,
	})
	for _, finding := range report.Faults[:1] {
		fmt.Println(finding.ID, finding.Confidence)
		fmt.Println(finding.Title)
		fmt.Println(finding.Fix[0].Say(nil))
	}
	// Output:
	// AUTH-03a high
	// SMTP AUTH is switched off for the organisation
	// Allow it for this mailbox only, the mailbox beats the organisation: Microsoft 365 admin centre > Users > Active users > the user > Mail > Manage email apps > Authenticated SMTP.
}
