package servers

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

// A stepRule is one line of the run sheet and when it belongs there. The order of the table is the
// order of doing, and it protects mail: each way is opened and tested before anything is sent along it,
// MX moves after that, and what locks senders out comes last. The texts take the arguments of
// arguments, by number.
type stepRule struct {
	id, where         string
	who               words.Text
	when              decide.Condition
	text, check, undo words.Text
	wait              words.Text
}

const (
	// serverAdmin does steps that package decide does not know.
	serverAdmin words.Text = "whoever runs the mail server"

	reachesMicrosoft words.Text = "On the mail server, Windows: Test-NetConnection %[4]s -Port 25 says TcpTestSucceeded: True; Linux: nc -vz %[4]s 25 connects."
)

var (
	mxMoves  = decide.All(createsOutbound, decide.Is(decide.ServerMXNow, MXOwn))
	mxFilter = decide.Is(decide.ServerMXNow, MXFilter)

	spfChanges = decide.Condition{
		Says:  words.Sentencef("an SPF record changes"),
		Holds: func(s *decide.Situation) bool { return s.SPFChange == "edit" },
	}
	spfUnread = decide.Condition{
		Says:  words.Sentencef("an SPF record could not be read, and none is known to change"),
		Holds: func(s *decide.Situation) bool { return s.SPFChange == "unknown" },
	}
)

var stepTable = []stepRule{
	// Look before changing anything
	{
		id: "connectors/look", where: "exchange", who: decide.TenantAdmin, when: creates,
		text:  "Look at the connectors that are there, with the first part of the script. If one for the same direction exists, change that one instead of adding a second; leave those of the Hybrid Configuration Wizard alone.",
		check: "You know for each direction whether there is one, and what it holds.",
	},
	{
		id: "hybrid/check", where: "exchange", who: decide.TenantAdmin, when: hybrid,
		text:  "Look at the wizard's connectors, with the first part of the script, and add none.",
		check: "For each direction one connector shows ConnectorSource: HybridWizard and Enabled: True.",
	},
	{
		id: "hybrid/validate", where: "exchange", who: decide.TenantAdmin, when: decide.All(hybrid, outbound),
		text:  "Test the connector to your mail server with the script.",
		check: "Every task of Validate-OutboundConnector succeeds.",
	},
	{
		id: "hybrid/repair", where: "server", who: serverAdmin, when: hybrid,
		text:  "If a certificate, a name or an address has changed since, run the wizard again instead of changing its connectors by hand.",
		check: "The connectors show the new values.",
	},

	// Microsoft 365
	{
		id: "domain/accepted", where: "exchange", who: decide.TenantAdmin, when: decide.Anytime,
		text:  "See that each of these is an accepted domain of the organisation: %[1]s.",
		check: "Exchange admin centre > Mail flow > Accepted domains lists them.",
	},
	{
		id: "certificate/accepted-domain", where: "exchange", who: decide.TenantAdmin, when: byCertificate,
		text:  "Add %[2]s, the name on the certificate, as an accepted domain, unless it is one.",
		check: "Get-AcceptedDomain lists %[2]s.",
		undo:  "Remove the accepted domain.",
	},

	// From the own server to Microsoft 365
	{
		id: "network/port-25-out", where: "network", who: decide.NetworkAdmin, when: inbound,
		text:  "Let the mail server, and only the mail server, out on port 25 to %[4]s.",
		check: reachesMicrosoft,
		undo:  "Remove the firewall rule.",
	},
	{
		id: "connector/inbound", where: "exchange", who: decide.TenantAdmin, when: createsInbound,
		text:  "Create the connector \"%[8]s\", with the script or in the admin centre.",
		check: "Get-InboundConnector shows it with Enabled: True.",
		undo:  "Remove-InboundConnector; your server's mail to outsiders is then refused, so turn its send connector round first.",
		wait:  decide.ServerWait,
	},
	{
		id: "dns/spf", where: "dns", who: decide.DNSAdmin, when: spfChanges,
		text:  "Publish the SPF records as shown: replace the record that is there, never add a second one. As long as your server also delivers to the internet itself, its address stays in them.",
		check: "nslookup -type=txt for each domain shows exactly one line that starts with v=spf1.",
		undo:  "Put the old records back: they are printed with the new ones.",
		wait:  decide.DNSWait,
	},
	{
		id: "dns/spf-unread", where: "dns", who: decide.DNSAdmin, when: spfUnread,
		text:  "The SPF records could not be read: look at the one of each domain, and let it include Microsoft 365. Change nothing before you have seen it, or run sendpath again when DNS answers.",
		check: "nslookup -type=txt for each domain shows exactly one line that starts with v=spf1.",
	},
	{
		id: "server/send-connector", where: "server", who: serverAdmin, when: decide.All(createsInbound, ownServer),
		text:  "Create the send connector \"%[8]s\" on the Exchange Server, with the second script, and switch off any other one for *.",
		check: "Get-SendConnector shows RequireTLS: True and the smart host %[4]s.",
		undo:  "Remove-SendConnector, and switch the old one on again.",
	},
	{
		id: "server/present-certificate", where: "server", who: serverAdmin,
		when:  decide.All(byCertificate, decide.Not(ownServer)),
		text:  "Let the mail server present the certificate for %[2]s, with its whole chain, when it delivers to Microsoft 365.",
		check: "swaks --server %[4]s --port 25 --tls --tls-cert <file> --tls-key <file> from the mail server is accepted.",
		undo:  "Take the certificate out of the client's settings.",
	},
	{
		id: "server/smart-host", where: "server", who: serverAdmin, when: decide.All(createsInbound, decide.Not(ownServer)),
		text:  "Set your mail server's smart host (relay host) to %[4]s, port 25, with STARTTLS demanded, TLS 1.2 or newer, and the server's certificate verified.",
		check: "Its log shows TLS 1.2 or 1.3 for each delivery to %[4]s.",
		undo:  "Set the old smart host again, or none.",
	},
	{
		id: "test/to-microsoft", where: "server", who: serverAdmin, when: inbound,
		text:  "Send from a mailbox on your mail server to one in Microsoft 365, and to one outside.",
		check: "Both arrive. Get-MessageTraceV2 shows them; what was refused at the door (5.7.64) stands only in your server's log.",
	},

	// From Microsoft 365 to the own server
	{
		id: "network/port-25-in", where: "network", who: decide.NetworkAdmin, when: outbound,
		text:  "Open port 25 of the mail server to every address range of Exchange Online: https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges.",
		check: "The rule holds all ranges for port 25, IPv4 and, if your server has IPv6, IPv6.",
		undo:  "Remove the firewall rule.",
	},
	{
		id: "connector/outbound", where: "exchange", who: decide.TenantAdmin, when: createsOutbound,
		text:  "Create the connector \"%[9]s\", with the script or in the admin centre.",
		check: "Get-OutboundConnector shows it with SmartHosts %[5]s.",
		undo:  "Move MX away from Microsoft 365 first if mailboxes on your server depend on it; then Remove-OutboundConnector.",
	},
	{
		id: "connector/validate", where: "exchange", who: decide.TenantAdmin, when: createsOutbound,
		text:  "Validate the connector with %[7]s, and record it: the command that tests does not record.",
		check: "Get-OutboundConnector shows IsValidated: True and the time.",
	},
	{
		id: "domain/type", where: "exchange", who: decide.TenantAdmin, when: createsOutbound,
		text:  "For a domain with mailboxes on your mail server that Microsoft 365's directory does not hold, set the type Internal relay: otherwise mail to them is refused before it reaches the connector.",
		check: "Get-AcceptedDomain shows DomainType: InternalRelay for it.",
		undo:  "Set the type back to Authoritative.",
	},
	{
		id: "rule/redirect", where: "exchange", who: decide.TenantAdmin,
		when:  decide.All(createsOutbound, decide.Is(decide.ServerScope, ByRule)),
		text:  "Create the mail flow rule that redirects messages to the connector \"%[9]s\" (New-TransportRule, RouteMessageOutboundConnector): without it the connector is never used. Start with one mailbox.",
		check: "A message that meets the rule arrives on your mail server, one that does not stays in Microsoft 365.",
		undo:  "Switch the rule off.",
	},
	{
		id: "test/from-microsoft", where: "exchange", who: decide.TenantAdmin, when: outbound,
		text:  "Send from a mailbox in Microsoft 365 to %[7]s.",
		check: "It arrives. Get-MessageTraceV2 and Get-MessageTraceDetailV2 name the connector that it took.",
	},

	// MX, last
	{
		id: "mx/prepare", where: "dns", who: decide.DNSAdmin, when: mxMoves,
		text:  "A day before moving MX, shorten the time to live of the domains' MX records to five minutes.",
		check: "nslookup -debug -type=mx shows the short ttl.",
		undo:  "Set the old time to live again.",
		wait:  "As long as the old time to live.",
	},
	{
		id: "mx/move", where: "dns", who: decide.DNSAdmin, when: mxMoves,
		text:  "Only when both tests have passed: point the MX record of each domain to the host that Microsoft 365 admin centre > Settings > Domains > DNS records names for it, and take out the old ones.",
		check: "nslookup -type=mx for each domain shows that host alone; mail from outside arrives on both sides.",
		undo:  "Put the old MX records back: mail goes straight to your server again.",
		wait:  decide.DNSWait,
	},
	{
		id: "mx/filter", where: "dns", who: decide.DNSAdmin, when: decide.All(outbound, mxFilter),
		text:  "Leave MX at the filter, or move it to Microsoft 365 on purpose: it is a choice of its own. While it stays, the filter delivers to Microsoft 365 or to your server, as it is set today.",
		check: "Mail from outside arrives on both sides.",
	},
	{
		id: "network/close", where: "network", who: decide.NetworkAdmin, when: mxMoves,
		text:  "A week after moving MX, close port 25 of your mail server for everybody but Exchange Online's ranges: who still delivers to the old address goes past the filter.",
		check: "Test-NetConnection to it from another line fails; mail from Microsoft 365 still arrives.",
		undo:  "Open the port again.",
		wait:  "A week, because some senders keep old MX records.",
	},
}

// steps fills in the run sheet.
func (b *builder) steps() []decide.Step {
	list := []decide.Step{}
	args := b.arguments()
	for i := range stepTable {
		r := &stepTable[i]
		if !b.is(r.when) {
			continue
		}
		list = append(list, decide.Step{ID: r.id, Where: r.where, Text: b.lang.Fill(r.text, args), Check: b.lang.Fill(r.check, args),
			Undo: b.lang.Fill(r.undo, args), Wait: b.lang.Fill(r.wait, args), Who: b.lang.Fill(r.who, args)})
	}
	return list
}
