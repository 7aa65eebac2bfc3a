package servers

import (
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// A prerequisiteRule is one line of the checklist, and when it belongs there. The texts take the
// arguments of arguments, by number.
type prerequisiteRule struct {
	when        decide.Condition
	text, check words.Text
}

// prerequisiteTable follows Microsoft's article (configure connectors to route mail between Microsoft
// 365 and your own email servers), with the condition for relaying that its Italian edition lost.
var prerequisiteTable = []prerequisiteRule{
	{decide.Anytime,
		"Your mail server can send mail to the internet and take mail from it.",
		"Send a message to an address outside and answer it."},
	{decide.Anytime,
		"The account that you use may change connectors: Exchange administrator or organisation management.",
		"Exchange admin centre > Mail flow > Connectors shows \"Add a connector\"."},
	{decide.Anytime,
		"Every domain is an accepted domain of the organisation: %[1]s.",
		"Get-AcceptedDomain lists each of them."},
	{hybrid,
		"The wizard's connectors are there and switched on.",
		"Get-InboundConnector and Get-OutboundConnector show ConnectorSource: HybridWizard and Enabled: True."},
	{byCertificate,
		"Your mail server has a certificate of a public authority for %[2]s and sends its whole chain. A self-signed one is refused.",
		"openssl s_client -starttls smtp -connect <your mail server>:25 -showcerts shows the name and every certificate up to the root's."},
	{byCertificate,
		"%[2]s, the name on the certificate, is itself an accepted domain. Or else every domain and subdomain that your server sends from is one: one of the two is enough to relay to the internet, both are best.",
		"Get-AcceptedDomain lists %[2]s."},
	{byAddress,
		"Your mail server always reaches the internet from %[3]s, and nobody else sends from there.",
		"On the mail server, ask a what-is-my-address page, over every line it has."},
	{byAddress,
		"Every domain and subdomain that your server sends from is an accepted domain: mail from others, and bounces with an empty sender, are not relayed.",
		"Get-AcceptedDomain lists each of them."},
	{inbound,
		"Your mail server may go out on port 25 to Microsoft 365.",
		reachesMicrosoft},
	{decide.All(createsOutbound, smartHostIsAddress),
		"%[5]s is the public address at which your mail server takes mail, and it never changes.",
		"The firewall's rule for port 25 names it."},
	{decide.All(createsOutbound, decide.Not(smartHostIsAddress)),
		"You know the public name of your mail server: %[5]s.",
		"nslookup %[5]s gives the address at which your firewall lets mail in."},
	{outbound,
		"Port 25 of your mail server is open to every address range of Exchange Online.",
		"The firewall's rule holds the ranges for port 25 of https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges, and is kept up to date."},
	{decide.All(createsOutbound, decide.IsNot(decide.ServerTLS, TLSOff)),
		"Your mail server offers STARTTLS with TLS 1.2 or newer.",
		"openssl s_client -starttls smtp -connect %[5]s:25 -tls1_2 shows a certificate."},
	{decide.All(createsOutbound, decide.Is(decide.ServerTLS, TLSName, TLSCA)),
		"Its certificate comes from a public authority and is valid.",
		"The same command ends with: Verify return code: 0 (ok)."},
	{decide.All(createsOutbound, decide.Is(decide.ServerTLS, TLSName)),
		"The certificate holds the name %[6]s.",
		"The same command with -verify_hostname %[6]s still ends with: Verify return code: 0 (ok)."},
	{decide.All(createsOutbound, ownServer, decide.IsNot(decide.ServerTLS, TLSOff)),
		"The receive connector that takes mail from the internet is bound to that certificate (Set-ReceiveConnector, TlsCertificateName).",
		"Get-ReceiveConnector | Format-List Identity,Fqdn,TlsCertificateName shows it."},
	{outbound,
		"There is a mailbox for the test on your mail server in every domain: %[7]s.",
		"A message from inside your network arrives in each."},
}

var smartHostIsAddress = decide.Condition{
	Says: words.Sentencef("`%s` is an address", decide.ServerSmartHost),
	Holds: func(s *decide.Situation) bool {
		host := s.Answers[decide.ServerSmartHost]
		return host != hostName(host)
	},
}

// prerequisites fills in the checklist.
func (b *builder) prerequisites() []Prerequisite {
	list := []Prerequisite{}
	args := b.arguments()
	for i := range prerequisiteTable {
		if r := &prerequisiteTable[i]; b.is(r.when) {
			list = append(list, Prerequisite{b.lang.Fill(r.text, args), b.lang.Fill(r.check, args)})
		}
	}
	return list
}

// arguments are what the texts of the tables may use: %[1]s the domains, %[2]s the name on the
// certificate, %[3]s the public addresses, %[4]s the endpoint, %[5]s the smart host, %[6]s the name
// that is compared, %[7]s the test addresses, %[8]s and %[9]s the names of the connectors to and from
// Microsoft 365.
func (b *builder) arguments() []any {
	return []any{b.shownDomains(), b.Answers[decide.ServerCertificateName], b.shownAddresses(), b.shownEndpoint(), b.shownHost(),
		b.Answers[decide.ServerTLSName], b.shownTests(), b.name(ToMicrosoft), b.name(FromMicrosoft)}
}

func (b *builder) shownDomains() string {
	var shown []string
	for _, domain := range b.list(decide.ServerDomains) {
		shown = append(shown, decide.ShowDomain(domain))
	}
	return strings.Join(shown, ", ")
}
