package servers

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

// The values of the answers about own mail servers that are not yes, no or unknown.
const (
	BothWays      = "both"
	ToMicrosoft   = "to-microsoft"
	FromMicrosoft = "from-microsoft"

	ExchangeServer = "exchange"
	OtherServer    = "other"

	ByCertificate = "certificate"
	ByIP          = "ip"

	AllAccepted = "all-accepted"
	SomeDomains = "domains"
	ByRule      = "rule"

	TLSName = "name"
	TLSCA   = "ca"
	TLSAny  = "any"
	TLSOff  = "off"

	MXMicrosoft = "microsoft"
	MXOwn       = "own"
	MXFilter    = "filter"
)

// Conditions that several tables share.
var (
	creates   = decide.IsNot(decide.ServerHybridWizard, decide.Yes)
	hybrid    = decide.Is(decide.ServerHybridWizard, decide.Yes)
	inbound   = decide.IsNot(decide.ServerDirection, FromMicrosoft)
	outbound  = decide.IsNot(decide.ServerDirection, ToMicrosoft)
	ownServer = decide.Is(decide.ServerKind, ExchangeServer)

	createsInbound  = decide.All(creates, inbound)
	createsOutbound = decide.All(creates, outbound)
	byCertificate   = decide.All(createsInbound, decide.Is(decide.ServerIdentifyBy, ByCertificate))
	byAddress       = decide.All(createsInbound, decide.Is(decide.ServerIdentifyBy, ByIP))
)

// Questions is the questionnaire about connectors between Microsoft 365 and own mail servers.
var Questions = decide.NewQuestionnaire("servers", []decide.Question{
	{
		Key:   decide.Customer,
		Short: "Customer",
		Ask:   "Which customer is this for?",
		Why:   "The name goes on the documents and into the names of the connectors.",
		Parse: decide.Device.ByKey(decide.Customer).Parse,
		Asked: decide.Never, Relevant: decide.Anytime, When: "always; never asked",
	},
	{
		Key: decide.ServerDomains, List: true,
		Short: "Mail domains",
		Ask:   "Which mail domains do the mail servers and Microsoft 365 share?",
		Why:   "Each must be an accepted domain of your Microsoft 365 organisation. Their DNS is read while you answer the next questions.",
		Parse: parseDomains,
		Asked: decide.Required, Relevant: decide.Anytime, When: "always",
	},
	{
		Key:   decide.ServerDirection,
		Short: "Direction",
		Ask:   "In which direction does mail have to flow?",
		Why:   "There is one connector for each direction.",
		Choices: []decide.Choice{
			{Value: BothWays, Text: "Both ways: there are mailboxes on both sides"},
			{Value: ToMicrosoft, Text: "Only from your mail server to Microsoft 365, for example to reach the internet through it"},
			{Value: FromMicrosoft, Text: "Only from Microsoft 365 to your mail server, for example because it filters the mail"},
		},
		Assume:   decide.Constantly(BothWays),
		Relevant: decide.Anytime, When: "always",
	},
	{
		Key:   decide.ServerKind,
		Short: "Mail server",
		Ask:   "Which mail server is it?",
		Why:   "For Exchange Server the commands of its own side are printed too.",
		Choices: []decide.Choice{
			{Value: ExchangeServer, Text: "Exchange Server"},
			{Value: OtherServer, Text: "Another one, for example Postfix"},
		},
		Assume:   decide.Constantly(OtherServer),
		Relevant: decide.Anytime, When: "always",
	},
	{
		Key:   decide.ServerHybridWizard,
		Short: "Hybrid wizard",
		Ask:   "Has the Hybrid Configuration Wizard been run?",
		Why:   "It makes the connectors itself: then none is added, and those that exist are checked.",
		Choices: []decide.Choice{
			{Value: decide.No, Text: "No"},
			{Value: decide.Yes, Text: "Yes"},
			{Value: decide.Unknown, Text: "I don't know"},
		},
		FindOut:  "In Exchange Online PowerShell: Get-InboundConnector | Format-List Name,ConnectorSource, and the same with Get-OutboundConnector. ConnectorSource: HybridWizard means yes.",
		Assume:   decide.Constantly(decide.No),
		Relevant: decide.Anytime, When: "always",
	},
	{
		Key:   decide.ServerIdentifyBy,
		Short: "Recognised by",
		Ask:   "How shall Microsoft 365 recognise your mail server?",
		Why:   "Mail that cannot be attributed to your organisation is not relayed. Microsoft recommends the certificate.",
		Choices: []decide.Choice{
			{Value: ByCertificate, Text: "By its TLS certificate from a public authority"},
			{Value: ByIP, Text: "By its public IPv4 address, which nobody else uses"},
		},
		Assume:   decide.Constantly(ByCertificate),
		Relevant: createsInbound, When: "if mail flows to Microsoft 365 and the hybrid wizard was not run",
	},
	{
		Key:      decide.ServerCertificateName,
		Short:    "Name on it",
		Ask:      "Which name is on the certificate?",
		Why:      "The connector must hold exactly that name, and it must be an accepted domain.",
		Parse:    parseCertificateName,
		Assume:   func(a *decide.Answers, _ decide.Day) string { return first(a[decide.ServerDomains]) },
		Asked:    decide.Prefilled,
		Relevant: byCertificate, When: "if the server is recognised by its certificate",
	},
	{
		Key: decide.ServerPublicIPs, List: true,
		Short:    "Public addresses",
		Ask:      "From which public addresses does the mail server send?",
		Why:      "They go into the connector and the SPF records. With several lines, give the address of each.",
		Parse:    decide.Device.ByKey(decide.PublicIPs).Parse,
		Relevant: byAddress, When: "if the server is recognised by its address",
	},
	{
		Key:      decide.ServerSmartHost,
		Short:    "Smart host",
		Ask:      "At which public name or IPv4 address does your mail server take mail from Microsoft 365?",
		Why:      "The connector delivers to it on port 25: it is the connector's smart host.",
		Parse:    parseSmartHost,
		Relevant: createsOutbound, When: "if mail flows from Microsoft 365 and the hybrid wizard was not run",
	},
	{
		Key:   decide.ServerScope,
		Short: "Which mail",
		Ask:   "Which mail shall take the connector to your mail server?",
		Why:   "The connector's use: the admin centre asks for it on its second page.",
		Choices: []decide.Choice{
			{Value: AllAccepted, Text: "Mail to all accepted domains"},
			{Value: SomeDomains, Text: "Only mail to certain domains"},
			{Value: ByRule, Text: "Only mail that a mail flow rule redirects to it"},
		},
		Assume:   decide.Constantly(AllAccepted),
		Relevant: createsOutbound, When: "if mail flows from Microsoft 365 and the hybrid wizard was not run",
	},
	{
		Key: decide.ServerScopeDomains, List: true,
		Short:    "Its domains",
		Ask:      "Mail to which domains shall take it?",
		Why:      "Exact names are the clearest; *.contoso.com stands for all subdomains.",
		Parse:    parseScopeDomains,
		Assume:   func(a *decide.Answers, _ decide.Day) string { return a[decide.ServerDomains] },
		Asked:    decide.Prefilled,
		Relevant: decide.All(createsOutbound, decide.Is(decide.ServerScope, SomeDomains)), When: "if only certain domains take the connector",
	},
	{
		Key:   decide.ServerTLS,
		Short: "Encryption",
		Ask:   "What must Microsoft 365 demand of your mail server's encryption?",
		Why:   "With a name to compare, nobody else can pose as your server.",
		Choices: []decide.Choice{
			{Value: TLSName, Text: "TLS, and a certificate of a public authority with a certain name"},
			{Value: TLSCA, Text: "TLS, and a certificate of a public authority with any name"},
			{Value: TLSAny, Text: "TLS with any certificate, even a self-signed one"},
			{Value: TLSOff, Text: "Nothing: mail may cross the internet in clear"},
		},
		Assume:   decide.Constantly(TLSName),
		Relevant: createsOutbound, When: "if mail flows from Microsoft 365 and the hybrid wizard was not run",
	},
	{
		Key:      decide.ServerTLSName,
		Short:    "Name to compare",
		Ask:      "Which name must be on your mail server's certificate?",
		Why:      "Microsoft 365 delivers only if the certificate holds it.",
		Parse:    parseTLSName,
		Assume:   func(a *decide.Answers, _ decide.Day) string { return hostName(a[decide.ServerSmartHost]) },
		Asked:    decide.Prefilled,
		Relevant: decide.All(createsOutbound, decide.Is(decide.ServerTLS, TLSName)), When: "if the name on the certificate is compared",
	},
	{
		Key:   decide.ServerMXNow,
		Short: "MX today",
		Ask:   "Where do the domains' MX records point today?",
		Why:   "They move to Microsoft 365 only after the connector to your mail server works.",
		Choices: []decide.Choice{
			{Value: MXMicrosoft, Text: "To Microsoft 365"},
			{Value: MXOwn, Text: "To your own mail server"},
			{Value: MXFilter, Text: "To a mail filter of somebody else"},
			{Value: decide.Unknown, Text: "I don't know"},
		},
		FindOut:  "nslookup -type=mx <domain>: names ending in mail.protection.outlook.com or mx.microsoft are Microsoft 365.",
		Asked:    decide.FromDNS,
		Relevant: decide.Anytime, When: "always; asked when DNS leaves it open",
	},
	{
		Key: decide.ServerTestAddresses, List: true,
		Short:    "Test addresses",
		Ask:      "Which address on your mail server can be used for a test, one for each domain?",
		Why:      "The connector is validated with a message to each of them.",
		Parse:    parseAddresses,
		Relevant: outbound, When: "if mail flows from Microsoft 365",
	},
})

// assumed lists the relevant answers that were unknown or not given and may be unknown, and that DNS does not tell.
func (b *builder) assumed() []decide.Assumption {
	list := []decide.Assumption{}
	for i := range Questions.Questions {
		q := &Questions.Questions[i]
		given := b.Given[q.Key]
		if !q.MayBeUnknown() || given != "" && given != decide.Unknown || q.Key == decide.ServerMXNow && b.mxIsRead() {
			continue
		}
		list = append(list, decide.Assumption{Question: q.Name(), Value: b.Answers[q.Key],
			FindOut: b.lang.Say(q.FindOut), Otherwise: []decide.Otherwise{}})
	}
	return list
}

// headlines say what the plan comes to; the first that holds is said.
var headlines = []struct {
	when decide.Condition
	text words.Text
}{
	{hybrid, "The Hybrid Configuration Wizard made the connectors: none is added, they are checked."},
	{decide.Not(outbound), "One connector, from your mail server to Microsoft 365."},
	{decide.All(decide.Not(inbound), mxMoves), "One connector, from Microsoft 365 to your mail server. MX moves after it works."},
	{decide.Not(inbound), "One connector, from Microsoft 365 to your mail server."},
	{mxMoves, "Two connectors: one from your mail server to Microsoft 365, one back. MX moves after both work."},
	{decide.Anytime, "Two connectors: one from your mail server to Microsoft 365, one back."},
}

func (b *builder) headline() string {
	for _, h := range headlines {
		if b.is(h.when) {
			return b.lang.Say(h.text)
		}
	}
	return ""
}
