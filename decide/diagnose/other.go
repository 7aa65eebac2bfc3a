package diagnose

import "sendpath/decide/words"

// otherID marks that the reply is not Microsoft 365's.
const otherID = "OTHER"

// The steps for another server's reply never speak of Microsoft's settings.
var (
	askProvider  = Step{"Look the reply up in the help of that provider, or ask there.", ""}
	askRecipient = Step{"The recipient's mail server refused: send its reply to the administrator there.", ""}
	checkServer  = Step{"If Microsoft 365 was meant: check which server name the device uses; this reply came from another one.", ""}
)

// An other is a mail server or service that is not Microsoft 365, and what gives it away.
type other struct {
	title, cause words.Text
	inTheWay     bool // software that can sit between a device and Microsoft 365
	fix          []Step
	says         []string // words that only it, or its kind, prints
	hosts        []string // host names; they decide only where nothing of Microsoft is seen
}

const (
	otherTitle    words.Text = "The reply comes from a mail server that is not Microsoft 365"
	otherCause    words.Text = "Another mail server or provider answered. Changing something in Microsoft 365 does not change its answer."
	interceptText words.Text = "The connection was meant for Microsoft 365, but another mail server answered: a provider or firewall intercepts outgoing SMTP. No setting in Microsoft 365 helps."
)

// unknownOther is the reply of a server that is known only not to be Microsoft's.
var unknownOther = other{title: otherTitle, cause: otherCause, fix: []Step{askProvider, checkServer}}

// intercepted is another server's reply on a connection to one of Microsoft's names.
var intercepted = other{
	title: "Something between the device and Microsoft 365 answers instead", cause: interceptText,
	fix: []Step{
		{"Ask the provider or the administrator of the firewall to let SMTP pass untouched for the device.", ""},
		{"See who answers, from a PC on the same network (the greeting after the connection names the server):", "telnet smtp.office365.com 587"},
	},
}

var others = []other{
	{"Gmail (Google) answered", otherCause, false, []Step{{"For a Gmail account: create an app password, or use OAuth, and check the user name.", ""}, {"Where Gmail is the recipient's server: its reply names what the sender's domain lacks; ask the administrator of that domain.", ""}, checkServer},
		[]string{"gsmtp", "?p=BadCredentials", "534-5.7.9 Application-specific password required", "Application-specific password required", "535-5.7.8 Username and Password not accepted", "Username and Password not accepted",
			"5.7.0 Authentication Required. For more information, go to", "5.7.0 Authentication Required", "Must issue a STARTTLS command first", "support.google.com/mail", "low reputation of the sending domain",
			"Unauthenticated email from", "The user or domain that you are sending to (or from) has a policy that prohibited the mail"},
		[]string{"smtp.gmail.com", "smtp-relay.gmail.com", "aspmx.l.google.com", "gmail-smtp-in.l.google.com"}},
	{"Yahoo answered", otherCause, false, []Step{askProvider, checkServer},
		[]string{"TSS04", "TSS05", "TSS09", "permanently deferred; Retrying will NOT succeed"}, []string{"smtp.mail.yahoo.com", ".yahoodns.net"}},
	{"iCloud (Apple) answered", otherCause, false, []Step{askProvider, checkServer}, []string{"[CS01]"}, []string{"smtp.mail.me.com", ".icloud.com"}},
	{"Amazon SES answered", otherCause, false, []Step{{"Verify the sender (and, in its sandbox, the recipient) in Amazon SES.", ""}, checkServer},
		[]string{"Message rejected: Email address is not verified", "Email address is not verified"}, []string{"amazonses.com", "email-smtp."}},
	{"A mail service provider answered", otherCause, false, []Step{askProvider, checkServer},
		[]string{"The from address does not match a verified Sender Identity", "policy violation, see https://support"},
		[]string{"smtp.sendgrid.net", "smtp-relay.brevo.com", "smtp-relay.sendinblue.com", "smtp.mailgun.org", "smtp.zoho.com", "smtp.zoho.eu", "mail.gandi.net", "smtp.forpsi.com",
			"smtp.ionos", "smtp.1und1.de", "smtp.strato.de", "mail.gmx.net", "smtp.web.de", "smtp.aruba.it", "smtps.aruba.it", "smtp.ovh.net", "smtp.postmarkapp.com", "smtp.mandrillapp.com", "smtp.sparkpostmail.com", "smtp.mailtrap.io", "secureserver.net"}},
	{"An Exim mail server answered", otherCause, true, []Step{{"Check user name and password at the provider of that server.", ""}, checkServer},
		[]string{"535 Incorrect authentication data", "Incorrect authentication data", "Too many concurrent SMTP connections", "ESMTP Exim", "Sender verify failed", "relay not permitted"}, nil},
	{"A Postfix mail server answered", otherCause, true, []Step{{"Check user name and password, and the permission to relay, on that server.", ""}, checkServer},
		[]string{">: Relay access denied", ">: Recipient address rejected", ">: Recipient address rejected: Access denied", ">: Sender address rejected", ">: Client host rejected", "]: Client host rejected", "]: Relay access denied", "NOQUEUE: reject", "ESMTP Postfix",
			"Helo command rejected", "Client host rejected: Access denied", "Client host rejected: cannot find your", "Sender address rejected: not owned by", "5.7.0 Error: authentication failed", "535 5.7.8 Authentication failed", "5.7.8 Error: authentication failed", "5.7.8 Authentication credentials invalid", "User unknown in virtual mailbox table", "User unknown in local recipient table",
			"User unknown in relay recipient table", "blocked using zen.spamhaus.org", "blocked using sbl", "blocked using bl.spamcop.net", "blocked using prs.proofpoint.com"}, nil},
	{"A Sendmail server answered", otherCause, true, []Step{{"Allow the device's address to relay on that server.", ""}, checkServer},
		[]string{"Relaying denied", "Relaying denied. Proper authentication required", "ESMTP Sendmail"}, nil},
	{"Mimecast answered", otherCause, false, []Step{askRecipient, checkServer}, []string{"mimecast.com/docs", "community.mimecast.com"}, []string{".mimecast.com"}},
	{"Proofpoint answered", otherCause, false, []Step{askRecipient, checkServer}, []string{"prs.proofpoint.com", "support.proofpoint.com"}, []string{".pphosted.com", ".ppe-hosted.com"}},
	{"A Barracuda gateway answered", otherCause, false, []Step{askRecipient, checkServer}, []string{"cuda_nsu", "barracudacentral.org"}, []string{".barracudanetworks.com"}},
	{"Trend Micro answered", otherCause, false, []Step{askRecipient, checkServer}, []string{"ERS-RBL", "ERS-DUL", "ERS-QIL", "ers.trendmicro.com"}, nil},
	{"Cloudmark's list refused", otherCause, false, []Step{askRecipient, checkServer}, []string{"csi.cloudmark.com", "Cloudmark Sender Intelligence"}, nil},
	onPremises,
}

// onPremises prints the same words as Exchange Online, under the company's own host name.
var onPremises = other{"An Exchange server of the company answered, not Exchange Online", otherCause, false,
	[]Step{
		{"Look at that server's receive connectors: one must take mail from the device's address, with the sign-in (or anonymous relay) that the device uses.", ""},
		{"If Microsoft 365 was meant: check which server name the device uses; this reply came from another one.", ""},
	},
	[]string{"5.7.1 Client was not authenticated", "5.7.1 Client non autenticato", "5.7.1 Unable to relay", "550 Unable to relay", "Unable to relay"}, nil}

// fault makes the finding's entry; all share one id.
func (o other) fault() Fault {
	return Fault{ID: otherID, Title: o.title, Cause: o.cause, Fix: o.fix, Clears: ClearsNever, Confidence: High,
		Sources: []Source{manual}, says: o.says, shared: o.hosts, inTheWay: o.inTheWay}
}

func otherFaults() []Fault {
	out := []Fault{unknownOther.fault(), intercepted.fault()}
	for _, o := range others {
		out = append(out, o.fault())
	}
	return out
}
