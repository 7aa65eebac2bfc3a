package diagnose

import "sendpath/decide/words"

// A Symptom is what a user sees when there is no reply to paste. Question is how the user would say it.
type Symptom struct {
	Question words.Text
	Fault    Fault
}

// Symptoms returns the guided walk: what to ask, in order, and what each "yes" means.
func Symptoms() []Symptom {
	out := make([]Symptom, len(symptoms))
	copy(out, symptoms)
	return out
}

func symptomFaults() []Fault {
	var out []Fault
	for _, s := range symptoms {
		out = append(out, s.Fault)
	}
	return out
}

// A symptom's words are matched in free text too, but only weakly: people describe the same thing in many ways.
var symptoms = []Symptom{
	{"The device never asks for a user name and password.", Fault{
		ID: "SYM-01", Title: "The device does not sign in",
		Cause: "It sends without a sign-in to a server that demands one.",
		Fix: []Step{
			{"If there is a field for it, enter the mailbox address and its password, and switch SMTP authentication on.", ""},
			{"If there is no such field, use direct send (own organisation only) or relay.", ""},
		},
		Change:      []Change{{DirectSend, "No field for credentials, all recipients are inside."}, {Relay, "No field for credentials, and mail goes outside too."}},
		contradicts: []Contradiction{{"login", "none", ""}},
		on:          onAuth, Clears: ClearsNever, Confidence: Low, Sources: []Source{msDevices},
		vague: []string{"never asks for a password", "never asks for password", "does not ask for a password", "no field for a password", "no password field"},
	}},
	{"Mail arrives, but in the junk folder.", Fault{
		ID: "SYM-02", Title: "Mail lands in the junk folder",
		Cause: "With direct send or relay: the site's public address is not in the SPF record, it has changed, no connector matches, or the sender looks forged.",
		Fix: []Step{egress, addressInSPF,
			{"Switch DKIM on for the domain.", ""}, addConnector},
		Change:      []Change{{SMTPAuth, "No static address."}},
		contradicts: []Contradiction{{"public_ips", "", ""}, {"static_ip", "", ""}},
		on:          onMX, Clears: ClearsNever, Confidence: Low, Sources: []Source{msDevices},
		vague: []string{"junk folder", "junk mail folder", "lands in junk", "goes to junk", "in spam folder", "goes to spam"},
	}},
	{"Mail to colleagues arrives, mail to outside addresses does not.", Fault{
		ID: "SYM-03", Title: "Inside works, outside does not",
		Cause: "Direct send reaches the own organisation only; that is by design. With relay, the connector no longer matches.",
		Fix:   []Step{egress, readInbound, {"Update the connector and the SPF record.", ""}},
		Change: []Change{{Relay, "It was direct send, and the site has a static address or a certificate."},
			{SMTPAuth, "It was direct send, without static address and certificate."}},
		contradicts: []Contradiction{{"recipients", "external", ""}, {"public_ips", "", Relay}},
		on:          onMX, Clears: ClearsNever, Confidence: Low, Sources: []Source{msDevices},
		vague: []string{"internal works but external", "works internally but not externally", "cannot send to external", "can't send to external", "only internal recipients", "external recipients do not receive"},
	}},
	{"It worked until the internet line, provider or public address changed.", Fault{
		ID: "SYM-04", Title: "It stopped when the line changed",
		Cause:       "Connector and SPF record still hold the old public address.",
		Fix:         []Step{egress, readInbound, {"Update the connector and the SPF record.", ""}, {"Ask the provider whether the new address is static.", ""}},
		Change:      []Change{{SMTPAuth, "The new address is dynamic."}},
		contradicts: []Contradiction{{"public_ips", "", ""}, {"static_ip", "", ""}},
		on:          onMX, Clears: ClearsNever, Confidence: Low, Sources: []Source{msDevices},
		vague: []string{"changed provider", "changed ISP", "new ISP", "new internet provider", "new internet line", "public IP changed", "new public IP"},
	}},
	{"The server name is too long for the device's field.", Fault{
		ID: "SYM-05", Title: "The MX name does not fit into the field",
		Cause: "The device takes only short names.",
		Fix: []Step{
			{"With TLS 1.2 and a sign-in: smtp.office365.com is short.", ""},
			{"Otherwise a relay of your own on site, or an alias in your DNS; the alias only where the device does not check the name in the certificate.", ""},
		},
		Change: []Change{{SMTPAuth, "The device signs in and speaks TLS 1.2."}, {LocalRelay, "It does not."}},
		on:     onMX, Clears: ClearsNever, Confidence: Low, Sources: []Source{msDevices},
		vague: []string{"name too long", "hostname too long", "too long for the field", "server name is too long"},
	}},
	{"The device takes only an address (numbers), no server name.", Fault{
		ID: "SYM-06", Title: "An address instead of the server's name",
		Cause:  "Microsoft's addresses change, and the certificate holds the name: an address works for a while at best.",
		Fix:    []Step{{"Enter the name, and set a DNS server on the device.", ""}, {"Where a name is impossible: a relay of your own on site.", ""}},
		Change: []Change{{SMTPAuth, "A name fits after all, and the device signs in with TLS 1.2."}, {LocalRelay, "Only an address can be entered."}},
		on:     onAny, Clears: ClearsNever, Confidence: Low, Sources: []Source{msDevices},
		vague: []string{"only accepts an IP", "only an IP address", "IP address instead of the name"},
	}},
	{"The device's test succeeds, but nothing arrives and no message trace shows it.", Fault{
		ID: "SYM-07", Title: "The test succeeds, and nothing arrives",
		Cause: "The device tests the connection only. The refusal comes later, at the recipient (a listed address, a blocked address, direct send rejected), or the message is in junk or quarantine.",
		Fix: []Step{
			{"Send a real test message, and read the device's job log for the reply.", ""},
			{"Look into the junk folder and the quarantine.", ""},
			{"Look the site's public address up at Spamhaus and at https://sender.office.com/.", ""},
		},
		on: onMX, Clears: ClearsNever, Confidence: Low, Sources: []Source{manual},
		vague: []string{"test succeeds but nothing arrives", "test succeeded but", "test is successful but", "nothing arrives", "connection test successful but"},
	}},
	{"It works with encryption off, and fails with TLS or STARTTLS.", Fault{
		ID: "SYM-08", Title: "It works without encryption only",
		Cause:       "The device's TLS is too old, and the MX endpoint takes the mail without it.",
		Fix:         []Step{{"Install newer firmware, and switch TLS 1.2 on in the security page.", ""}, {"Until then stay with relay, encryption off; the scan crosses the internet in clear.", ""}},
		Change:      []Change{{Relay, "There is no firmware with TLS 1.2."}, {LocalRelay, "Mail must not cross the internet in clear."}},
		contradicts: []Contradiction{{"tls", "old", ""}},
		on:          onMX, Clears: ClearsNever, Confidence: Low, Sources: []Source{mfpTLS},
		vague: []string{"works without encryption", "works without TLS", "works with encryption off", "works with encryption None", "None works", "fails with STARTTLS"},
	}},
	{"It stopped after MFA, security defaults or a new password.", Fault{
		ID: "SYM-09", Title: "It stopped after a change of sign-in",
		Cause:       "The device still has the old password, or password sign-ins are now refused.",
		Fix:         []Step{{"A new password: enter it on the device.", ""}, signInLog, readMailbox},
		Change:      []Change{{Relay, "Password sign-ins stay refused."}},
		contradicts: []Contradiction{{"smtp_auth", "", ""}},
		on:          onAuth, Clears: ClearsNever, Confidence: Low, Sources: []Source{reportBasic},
		vague: []string{"since we enabled MFA", "after enabling MFA", "after enabling security defaults", "after the password change", "after changing the password", "since the password change"},
	}},
	{"One site works, another with the same settings does not.", Fault{
		ID: "SYM-10", Title: "One site fails, another works",
		Cause: "Conditional Access by location, or the port or public address of that site.",
		Fix: []Step{signInLog,
			{"Try the port from a PC at the failing site:", "Test-NetConnection <server> -Port <port>"}},
		on: onAny, Clears: ClearsNever, Confidence: Low, Sources: []Source{report5757},
		vague: []string{"other site works", "another site works", "works at the other site", "works from the other office", "one site fails"},
	}},
	{"The device finds every certificate invalid, or shows a wrong date.", Fault{
		ID: "SYM-11", Title: "The device's clock is wrong",
		Cause: "With a wrong date every certificate is invalid, and sign-ins that depend on time fail.",
		Fix:   []Step{{"Set date and time, best with a time server (NTP); after a loss of battery power, too.", ""}},
		on:    onAny, Clears: ClearsNever, Confidence: Low, Sources: []Source{msRootG2},
		vague: []string{"clock skew", "date is wrong", "clock is wrong", "wrong date and time", "all certificates are invalid", "every certificate invalid"},
	}},
	{"The device offers only SSL or port 465.", Fault{
		ID: "SYM-12", Title: "Only SSL on its own port",
		Cause: "Microsoft 365 does not offer implicit TLS, the \"SSL\" of port 465.",
		Fix:   []Step{{"Look for STARTTLS (\"TLS\", \"explicit\") and set port 587.", ""}},
		Change: []Change{{Relay, "The device has only SSL: port 25 without encryption; the scan then crosses the internet in clear."},
			{DirectSend, "As for relay, and all recipients are inside."}},
		contradicts: []Contradiction{{"tls", "implicit", ""}},
		on:          onAuth, Clears: ClearsNever, Confidence: Low, Sources: []Source{msSetup},
		vague:  []string{"only port 465", "port 465", ":465", "port: 465", "port=465"},
		yields: []string{"AUTH-", "MX-", "ANY-", "NET-01"},
	}},
	{"Mail arrives, but with another sender than expected.", Fault{
		ID: "SYM-13", Title: "The sender shown is another one",
		Cause:       "With relay and direct send any address of an accepted domain can be the sender; when signing in, it is the mailbox.",
		Fix:         []Step{{"Set the sender's address on the device.", ""}},
		contradicts: []Contradiction{{"sender", "", ""}},
		on:          onAny, Clears: ClearsNever, Confidence: Low, Sources: []Source{msSetup},
		vague: []string{"wrong sender is shown", "different sender is shown", "shows a different sender", "sender shown differs"},
	}},
	{"The server name and the way of sending do not belong together.", Fault{
		ID: "SYM-14", Title: "Server name and method do not belong together",
		Cause: "smtp.office365.com is for signing in. The domain's MX endpoint is for relay and direct send, and takes no user name and password.",
		Fix: []Step{
			{"Signing in (SMTP AUTH): smtp.office365.com, port 587, STARTTLS with TLS 1.2, user name and password.", ""},
			{"Relay or direct send: the domain's MX value, port 25, no user name and no password.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: Medium, Sources: []Source{msDevices},
		vague: []string{"direct send with smtp.office365.com", "direct send to smtp.office365.com"},
	}},
}
