package decide

import (
	"slices"
	"strings"

	"sendpath/decide/words"
)

// A stepRule is one line of the run sheet and when it belongs there. The order of the table is the
// order of doing, and it protects mail: the connector and SPF stand before the device, and whatever
// locks senders out stands after the test.
//
// The texts may use %[1]s the domain, %[2]s the mailbox or sender, %[3]s the server to enter,
// %[4]s the connector's name, %[5]s the public addresses, %[6]s the port, %[7]s the name on the
// certificate, %[8]s the domain as commands take it.
type stepRule struct {
	id, where         string
	who               words.Text
	when              Condition
	text, check, undo words.Text
	wait              words.Text
}

// Who does a step.
const (
	TenantAdmin  words.Text = "Microsoft 365 administrator"
	DNSAdmin     words.Text = "whoever edits the domain's DNS"
	NetworkAdmin words.Text = "whoever looks after the network"
	AtTheDevice  words.Text = "whoever stands at the device"
)

// What a step waits for.
const (
	DNSWait    words.Text = "Until the old record's time to live has passed, often an hour."
	ServerWait words.Text = "Microsoft names no time: if the test fails, wait half an hour and try again."
)

var stepTable = []stepRule{
	// Look before changing anything
	{
		id: "domain/accepted", where: "exchange", who: TenantAdmin,
		when:  Either(methodIs(SMTPAuth), methodIs(Relay), methodIs(DirectSend)),
		text:  "See that %[1]s is an accepted domain of the organisation.",
		check: "Exchange admin centre > Mail flow > Accepted domains lists it.",
	},
	{
		id: "network/address", where: "network", who: NetworkAdmin,
		when:  Either(All(methodIs(Relay), authenticatedBy(ByIP)), All(methodIs(DirectSend), IsNot(PublicIPs, ""))),
		text:  "See that the device's network reaches the internet from %[5]s, over every line it has.",
		check: "From a computer in the device's network, ask a what-is-my-address page, or run sendpath check.",
	},
	{
		id: "network/port-25", where: "network", who: NetworkAdmin,
		when:  Either(methodIs(Relay), methodIs(DirectSend)),
		text:  "Let the device, and only the device, out on port 25 to %[3]s.",
		check: "On a computer that is let out too: Test-NetConnection %[3]s -Port 25 says TcpTestSucceeded: True.",
		undo:  "Remove the firewall rule.",
	},
	{
		id: "network/port-587", where: "network", who: NetworkAdmin,
		when:  methodIs(SMTPAuth),
		text:  "Let the device out on port %[6]s to %[3]s.",
		check: "On a computer in the same network: Test-NetConnection %[3]s -Port %[6]s says TcpTestSucceeded: True.",
		undo:  "Remove the firewall rule.",
	},

	// Sign-in
	{
		id: "mailbox/own", where: "exchange", who: TenantAdmin,
		when:  methodIs(SMTPAuth),
		text:  "Give the device a licensed mailbox of its own, %[2]s: never a person's or an administrator's.",
		check: "Sign in to Outlook on the web as %[2]s and send a message.",
		undo:  "Remove the mailbox and its licence.",
		wait:  "A new mailbox can take some minutes to appear.",
	},
	{
		id: "mailbox/smtp-auth", where: "exchange", who: TenantAdmin,
		when:  methodIs(SMTPAuth),
		text:  "Switch SMTP AUTH on for this mailbox only: Microsoft 365 admin centre > Users > Active users > %[2]s > Mail > Manage email apps > Authenticated SMTP.",
		check: "Get-CASMailbox for the mailbox shows SmtpClientAuthenticationDisabled: False.",
		undo:  "Clear the box again, or set the value back to $null.",
		wait:  ServerWait,
	},
	{
		id: "entra/password-allowed", where: "entra", who: TenantAdmin,
		when:  All(methodIs(SMTPAuth), authenticatedBy(ByPassword)),
		text:  "See that no policy refuses this mailbox's password: security defaults, Conditional Access against legacy authentication, an authentication policy. Make an exception for this mailbox and this site only; where security defaults are on and stay on, choose another method.",
		check: "The Entra sign-in log of %[2]s shows a success after the test.",
		undo:  "Remove the exception.",
	},
	{
		id: "entra/oauth-consent", where: "entra", who: TenantAdmin,
		when:  All(methodIs(SMTPAuth), authenticatedBy(ByOAuth)),
		text:  "Give the device's application admin consent for SMTP.Send, as its maker describes, and sign in at the device as %[2]s.",
		check: "Entra > Enterprise applications lists the application; the sign-in log of %[2]s shows a success.",
		undo:  "Remove the consent and the application.",
	},

	// Relay
	{
		id: "connector/create", where: "exchange", who: TenantAdmin,
		when:  All(methodIs(Relay), Is(ExistingConnector, No)),
		text:  "Create the connector \"%[4]s\", with the script or in the admin centre.",
		check: "Get-InboundConnector shows it with Enabled: True.",
		undo:  "Remove-InboundConnector; mail from the device to outsiders is then refused.",
		wait:  ServerWait,
	},
	{
		id: "connector/extend", where: "exchange", who: TenantAdmin,
		when:  All(methodIs(Relay), Is(ExistingConnector, Yes)),
		text:  "Extend the connector that is there, with the script or in the admin centre. The list is replaced as a whole: keep the addresses it holds.",
		check: "Get-InboundConnector shows the old addresses and the new ones, and Enabled: True.",
		undo:  "Set the list back to the old addresses.",
		wait:  ServerWait,
	},
	{
		id: "certificate/accepted-domain", where: "exchange", who: TenantAdmin,
		when:  All(methodIs(Relay), authenticatedBy(ByCertificate)),
		text:  "Add %[7]s, the name on the certificate, as an accepted domain, and install the certificate with its whole chain on the sender.",
		check: "swaks --server %[3]s --port 25 --tls --tls-cert <file> --tls-key <file> from the sender is accepted.",
		undo:  "Remove the accepted domain.",
	},

	// Direct Send
	{
		id: "direct-send/allowed", where: "exchange", who: TenantAdmin,
		when:  methodIs(DirectSend),
		text:  "See that Direct Send is not rejected, and that no connector accepts mail from a filter only.",
		check: "Get-OrganizationConfig | Select-Object Identity,RejectDirectSend says False.",
	},

	// DNS, before the device sends
	{
		id: "dns/spf", where: "dns", who: DNSAdmin,
		when:  spfChanges("create", "edit", "merge"),
		text:  "Publish the SPF record of %[1]s as shown: replace the record that is there, never add a second one.",
		check: "nslookup -type=txt %[8]s shows exactly one line that starts with v=spf1.",
		undo:  "Put the old record back: it is printed with the new one.",
		wait:  DNSWait,
	},

	{
		id: "dns/spf-unread", where: "dns", who: DNSAdmin,
		when:  spfChanges("unknown"),
		text:  "Read the SPF record of %[1]s first: it could not be read here. If there is one, run sendpath again where DNS can be read, and extend that record; publish the one shown only where there is none.",
		check: "nslookup -type=txt %[8]s shows exactly one line that starts with v=spf1.",
		wait:  DNSWait,
	},

	// The device
	{
		id: "device/settings", where: "device", who: AtTheDevice,
		when:  Either(methodIs(SMTPAuth), methodIs(Relay), methodIs(DirectSend)),
		text:  "Type the settings into the device, field by field; set its clock and a DNS server first.",
		check: "Read each field back after saving: some pages cut long values without a word.",
		undo:  "Note the old values before you change them.",
	},
	{
		id: "test/inside", where: "device", who: AtTheDevice,
		when:  Either(methodIs(SMTPAuth), methodIs(Relay), methodIs(DirectSend)),
		text:  "Send a scan to somebody in the organisation.",
		check: "It arrives in the inbox, not in Junk. If it does not, the device's log has Microsoft's reply.",
	},
	{
		id: "test/outside", where: "device", who: AtTheDevice,
		when:  All(Either(methodIs(SMTPAuth), methodIs(Relay)), Is(Recipients, External)),
		text:  "Send a scan to somebody outside.",
		check: "It arrives, and its headers say spf=pass or dkim=pass.",
	},

	// Afterwards
	{
		id: "direct-send/reject", where: "exchange", who: TenantAdmin,
		when:  All(methodIs(Relay), Is(Recipients, Internal)),
		text:  "Only after the test: think about rejecting Direct Send for everybody else (Set-OrganizationConfig -RejectDirectSend $true). The connector keeps this device working.",
		check: "Send a scan again: it still arrives.",
		undo:  "Set-OrganizationConfig -RejectDirectSend $false.",
		wait:  "About 30 minutes.",
	},
	{
		id: "basic/plan-successor", where: "device", who: TenantAdmin,
		when:  All(methodIs(SMTPAuth), authenticatedBy(ByPassword)),
		text:  "Put the end of password sign-in into the calendar, with what follows it.",
		check: "Exchange admin centre > Reports > Mail flow > SMTP AUTH clients report shows who still signs in with a password.",
	},

	// Own server
	{
		id: "own-server/device", where: "device", who: AtTheDevice,
		when:  methodIs(OwnServerMethod),
		text:  "Enter the name or address of your own mail server in the device, with the port and the encryption that it offers.",
		check: "Send a scan to somebody in the organisation and one to somebody outside.",
	},
	{
		id: "own-server/allow", where: "network", who: NetworkAdmin,
		when:  methodIs(OwnServerMethod),
		text:  "Let that server accept mail from this device's address only, never from the internet.",
		check: "Another address in the network is refused.",
		undo:  "Take the address off the list.",
	},
}

func spfChanges(kinds ...string) Condition {
	return Condition{
		Says:  words.Sentencef("the change of the SPF record is %s", anyOf(kinds)),
		Holds: func(s *Situation) bool { return slices.Contains(kinds, s.SPFChange) },
	}
}

// steps fills in the run sheet.
func (b *builder) steps(args []any) []Step {
	steps := make([]Step, 0, 8)
	for i := range stepTable {
		r := &stepTable[i]
		if !r.when.Holds(&b.Situation) {
			continue
		}
		say := func(t words.Text) string { return b.lang.Fill(t, args) }
		step := Step{ID: r.id, Where: r.where, Text: say(r.text), Check: say(r.check),
			Undo: say(r.undo), Wait: say(r.wait), Who: say(r.who)}
		if r.where == "dns" {
			step.Place = b.dnsPlace()
		}
		steps = append(steps, step)
	}
	return steps
}

func (b *builder) stepArgs() []any {
	server := b.server()
	if !server.Confirmed && b.Method != SMTPAuth { // a hint is not a value to work with
		server.Value = b.lang.Say("<MX host from the admin centre>")
	}
	addresses := strings.ReplaceAll(b.Answers[PublicIPs], " ", ", ")
	if addresses == "" {
		addresses = b.lang.Say("<the site's public address>")
	}
	return []any{ShowDomain(b.Answers[Domain]), b.Answers[Sender], server.Value, ConnectorName(b.customer, b.Answers[Domain]),
		addresses, b.port(), b.Answers[CertificateName], b.Answers[Domain]}
}

var headlines = map[Authentication]words.Text{
	ByPassword:    "Let the device sign in as %[2]s at %[3]s, port %[6]s, with the mailbox's password.",
	ByOAuth:       "Let the device sign in with Microsoft (OAuth) as %[2]s at %[3]s, port %[6]s.",
	ByIP:          "Let the device send through %[3]s on port 25; a connector recognises the site by its public address.",
	ByCertificate: "Let the sender deliver to %[3]s on port 25; a connector recognises it by its certificate.",
}

// headline says what to do, in one sentence.
func (b *builder) headline(args []any) string {
	switch b.Method {
	case OwnServerMethod:
		return b.lang.Say("Let the device send through your own mail server.")
	case None:
		return b.lang.Say("None of the three methods fits these answers: change one of them, or take a way out below.")
	case DirectSend:
		return b.lang.Fill("Let the device deliver to %[3]s on port 25, to mailboxes of your organisation only.", args)
	}
	return b.lang.Fill(headlines[b.Authentication], args)
}
