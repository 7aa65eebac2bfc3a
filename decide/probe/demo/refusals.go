package demo

import "sendpath/decide/words"

// A refusal is what one of Microsoft's servers says when it does not do something. The words are those
// that package diagnose recognises; the host in brackets comes after them.
type refusal string

const (
	startTLSFirst  refusal = "451 5.7.3 STARTTLS is required to send mail"
	signInFirst    refusal = "530 5.7.57 Client not authenticated to send mail."
	otherMechanism refusal = "504 5.7.4 Unrecognized authentication type"
	offForTenant   refusal = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information."
	offForMailbox  refusal = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information."
	basicOff       refusal = "535 5.7.139 Authentication unsuccessful, basic authentication is disabled."
	basicRetired   refusal = "550 5.7.30 Basic authentication is not supported for Client Submission."
	defaults       refusal = "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator."
	wrongPassword  refusal = "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect."
	policy         refusal = "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator."
	noSuchAccount  refusal = "535 5.7.3 Authentication unsuccessful"
	tooMany        refusal = "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending"
	sendAsDenied   refusal = "554 5.2.252 SendAsDenied; %s not allowed to send as %s"
	noDirectSend   refusal = "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources"
	relayDenied    refusal = "550 5.7.64 TenantAttribution; Relay Access Denied"
	noSuchMailbox  refusal = "550 5.4.1 Recipient address rejected: Access denied."
)

// mailboxes that cannot sign in with a password, by the part before the @, in every organisation.
var mailboxes = map[string]refusal{
	"off":      offForMailbox,
	"basic":    basicOff,
	"retired":  basicRetired,
	"defaults": defaults,
	"policy":   policy,
}

// What makes the servers refuse, beside the mailboxes above.
const (
	wrongSecret = "wrong"  // as a password or token
	busyMailbox = "busy"   // signs in, and has too many connections
	noRecipient = "nobody" // at the MX host
)

// A Lesson is a refusal that a trainee can bring about.
type Lesson struct {
	Do    words.Text // what to do, with the address or name as argument
	With  string     // the address or name
	Fault string     // the entry of package diagnose that explains what comes back
}

var lessons = []Lesson{
	{"Sign in as %s: SMTP AUTH is off for the organisation.", "scanner@fabrikam.com", "AUTH-03a"},
	{"Sign in as %s: SMTP AUTH is off for the mailbox.", "off@contoso.com", "AUTH-03b"},
	{"Sign in as %s: signing in with a password is switched off.", "basic@contoso.com", "AUTH-03c"},
	{"Sign in as %s: security defaults are on.", "defaults@contoso.com", "AUTH-03d"},
	{"Sign in with the password %s: it is not the right one.", "wrong", "AUTH-03e"},
	{"Sign in as %s: a policy forbids it.", "policy@contoso.com", "AUTH-03f"},
	{"Sign in as %s: signing in with a password has ended for good.", "retired@contoso.com", "AUTH-04"},
	{"Sign in as %s, send from another address of the domain: the mailbox may not.", "scanner@contoso.com", "AUTH-05"},
	{"Sign in as %s: too many connections are open.", "busy@contoso.com", "AUTH-06"},
	{"Send to a recipient of %s without signing in: Direct Send is switched off.", "fabrikam.com", "MX-01"},
	{"Relay for %s to somebody outside: no connector knows the address.", "agency.example", "MX-02"},
	{"Send to %s without signing in: there is no such recipient.", "nobody@contoso.com", "MX-05"},
}
