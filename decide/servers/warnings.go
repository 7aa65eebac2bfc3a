package servers

import (
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// A warningRule is something to know, when, and from which article. The texts take the arguments of
// arguments, by number.
type warningRule struct {
	id     string
	when   decide.Condition
	text   words.Text
	source decide.Source
}

const checked decide.Day = "2026-11-21"

// The articles behind the plan. The one on routing is read in its edition of 2021 and in its Italian
// translation of 2022.
var (
	routingArticle = decide.Source{Title: "Set up connectors to route mail between Microsoft 365 or Office 365 and your own email servers",
		URL: "https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/set-up-connectors-to-route-mail", Checked: checked}
	validateArticle = decide.Source{Title: "Validate-OutboundConnector (Exchange PowerShell reference)",
		URL: "https://learn.microsoft.com/powershell/module/exchange/validate-outboundconnector", Checked: checked}
	outboundCmdlet = decide.Source{Title: "New-OutboundConnector (Exchange PowerShell reference)",
		URL: "https://learn.microsoft.com/powershell/module/exchange/new-outboundconnector", Checked: checked}
	inboundCmdlet = decide.Source{Title: "New-InboundConnector (Exchange PowerShell reference)",
		URL: "https://learn.microsoft.com/powershell/module/exchange/new-inboundconnector", Checked: checked}
	sendCmdlet = decide.Source{Title: "New-SendConnector (Exchange PowerShell reference)",
		URL: "https://learn.microsoft.com/powershell/module/exchange/new-sendconnector", Checked: checked}
	relayArticle = decide.Source{Title: "Updated Requirements for SMTP Relay through Exchange Online",
		URL: "https://techcommunity.microsoft.com/blog/exchange/updated-requirements-for-smtp-relay-through-exchange-online/3851357", Checked: checked}
	attributionArticle = decide.Source{Title: "MC1226222: prevent/fix guidance for on-premises connectors configuration",
		URL: "https://message.cengizyilmaz.net/message/mc1226222-preventfix-guidance-for-on-premises-connectors-configuration", Checked: checked}
	troubleArticle = decide.Source{Title: "Troubleshoot Microsoft 365 mail flow (service providers)",
		URL: "https://learn.microsoft.com/exchange/mail-flow-best-practices/troubleshoot-mail-flow", Checked: checked}
	connectorFAQ = decide.Source{Title: "Inbound connector FAQ",
		URL: "https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/inbound-connector-faq", Checked: checked}
	certificateNotice = decide.Source{Title: "Sunsetting client authentication EKU from DigiCert public TLS certificates",
		URL: "https://knowledge.digicert.com/alerts/sunsetting-client-authentication-eku-from-digicert-public-tls-certificates", Checked: checked}
	ipv6Article = decide.Source{Title: "IPv6 updates for Exchange Online",
		URL: "https://techcommunity.microsoft.com/t5/exchange-team-blog/ipv6-updates-for-exchange-online/ba-p/4283063", Checked: checked}
)

func missing(key decide.Key) decide.Condition {
	return decide.Condition{
		Says:  words.Sentencef("`%s` was not given", key),
		Holds: func(s *decide.Situation) bool { return s.Given[key] == "" },
	}
}

var (
	noIPv4 = decide.Condition{
		Says:  words.Sentencef("`%s` holds no IPv4 address", decide.ServerPublicIPs),
		Holds: func(s *decide.Situation) bool { return !strings.Contains(s.Answers[decide.ServerPublicIPs], ".") },
	}
	noNameToCompare = decide.Condition{
		Says: words.Sentencef("`%s` is `%s` and there is no name", decide.ServerTLS, TLSName),
		Holds: func(s *decide.Situation) bool {
			asked := s.Given[decide.ServerTLS]
			return (asked == "" || asked == TLSName) && s.Answers[decide.ServerTLS] == TLSCA
		},
	}
	wildcardScope = decide.Condition{
		Says:  words.Sentencef("`%s` holds a wildcard", decide.ServerScopeDomains),
		Holds: func(s *decide.Situation) bool { return strings.Contains(s.Answers[decide.ServerScopeDomains], "*") },
	}
	certificateElsewhere = decide.Condition{
		Says: words.Sentencef("`%s` is not one of `%s`", decide.ServerCertificateName, decide.ServerDomains),
		Holds: func(s *decide.Situation) bool {
			return !slices.Contains(strings.Fields(s.Answers[decide.ServerDomains]), s.Answers[decide.ServerCertificateName])
		},
	}
	endpointUnknown = decide.Condition{
		Says:  words.Sentencef("DNS does not show the organisation's host at Microsoft"),
		Holds: func(s *decide.Situation) bool { return !s.Survey.Endpoint.Confirmed },
	}
	endpointHasIPv6 = decide.Condition{
		Says:  words.Sentencef("the endpoint has AAAA records"),
		Holds: func(s *decide.Situation) bool { return s.Survey.Endpoint.IPv6 },
	}
)

var warningTable = []warningRule{
	{"smart-host-missing", decide.All(createsOutbound, missing(decide.ServerSmartHost)),
		"The name of your mail server is missing, so there is no command yet that creates the connector to it.", outboundCmdlet},
	{"public-ips-missing", decide.All(byAddress, noIPv4),
		"The public IPv4 address of your mail server is missing, so there is no command yet that creates the connector from it: a connector takes IPv4 only.", inboundCmdlet},
	{"endpoint-missing", decide.All(createsInbound, endpointUnknown),
		"The organisation's own host at Microsoft could not be read from MX, and it cannot be derived from the domain: take it from Microsoft 365 admin centre > Settings > Domains > DNS records.", routingArticle},
	{"tls/no-name", decide.All(createsOutbound, noNameToCompare),
		"The certificate's name shall be compared, but there is none: the plan demands a certificate of a public authority with any name. Give tls_name.", outboundCmdlet},
	{"test-addresses-missing", decide.All(outbound, missing(decide.ServerTestAddresses)),
		"There is no test address, so the connector cannot be validated by the script.", validateArticle},
	{"certificate/name", decide.All(byCertificate, missing(decide.ServerCertificateName)),
		"The name on the certificate was not given: %[2]s is assumed. It must be exactly the name in the certificate, and an accepted domain.", attributionArticle},
	{"certificate/accepted-domain", decide.All(byCertificate, certificateElsewhere),
		"%[2]s, the name on the certificate, is none of the domains given: add it as an accepted domain, or mail with an empty sender may be refused.", relayArticle},
	{"certificate/client-authentication", byCertificate,
		"Public authorities stop issuing certificates for client authentication (DigiCert on 1 March 2027), and a server on .NET presents none without it. Whether Exchange Online demands it is not documented: test with the renewed certificate before the old one ends.", certificateNotice},
	{"address/shared", byAddress,
		"If any other organisation's mail leaves from the same address, Microsoft may attribute it to the wrong one: use a certificate then.", attributionArticle},
	{"address/null-sender", byAddress,
		"A connector by address does not relay mail with an empty sender (bounces) or with a sender outside your accepted domains; one by certificate does.", relayArticle},
	{"ipv6-egress", decide.All(byAddress, endpointHasIPv6),
		"The endpoint has IPv6 addresses: a server that connects over IPv6 misses the connector and the ip4 term of SPF. Force IPv4 on the server, use a certificate, or run Disable-IPv6ForAcceptedDomain.", ipv6Article},
	{"connector/disabled", createsInbound,
		"In tenants made since 2023 the connector may be created switched off: look at Enabled, and open a support case early.", connectorFAQ},
	{"provider/certificate", createsInbound,
		"If you run mail for several organisations: each tenant needs a certificate of its own, for a name in its own accepted domains, and a send connector of its own.", attributionArticle},
	{"provider/loop", createsInbound,
		"If you are a service provider: never put the certificate name that carries your customers' mail on a connector of your own tenant. Microsoft 365 would take their mail for yours, send it back to your servers, and it would go round in a loop.", troubleArticle},
	{"connectors/which-wins", outbound,
		"With several connectors to your mail server it is not known which one wins: Microsoft's article lists exact domain, then all accepted domains, then wildcard, but its own example lets the wildcard win over all accepted domains, and speaks of the most specific one. Keep one connector for this direction, or give each exact domains that no other holds.", routingArticle},
	{"connectors/wildcard", decide.All(createsOutbound, decide.Is(decide.ServerScope, SomeDomains), wildcardScope),
		"A wildcard is where the documents contradict each other: name the domains one by one if any other connector goes to your mail server.", routingArticle},
	{"validation/not-recorded", createsOutbound,
		"Validate-OutboundConnector tests the connector but does not record it; Set-OutboundConnector -IsValidated does, and should be run only after a test that succeeded.", validateArticle},
	{"tls/any", decide.All(createsOutbound, decide.Is(decide.ServerTLS, TLSAny)),
		"With any certificate accepted, whoever can redirect the connection can pose as your mail server.", outboundCmdlet},
	{"clear-text", decide.All(createsOutbound, decide.Is(decide.ServerTLS, TLSOff)),
		"Without TLS demanded, mail to your server may cross the internet in clear.", outboundCmdlet},
	{"send-connector/cloud-services", decide.All(createsInbound, ownServer),
		"The article of 2022 sets CloudServicesMailEnabled on the send connector; the cmdlet's reference says to use it only when Microsoft's support or documentation says so, and it belongs to hybrid set-ups. It is left out here.", sendCmdlet},
	{"filter-in-front", mxFilter,
		"Another product gets the domains' mail before Microsoft 365. A connector that accepts mail from that filter only refuses your own server's mail (5.7.51) unless its connector matches: test it.", routingArticle},
	{"mx/order", mxMoves,
		"Move MX only after the connector to your mail server is validated: before, mail to the mailboxes there would be refused.", routingArticle},
	{"hybrid/leave", hybrid,
		"The wizard's connectors are its own: change them by running it again, not by hand.", routingArticle},
}

// warnings are the rules that apply, and what DNS or the answers say against each other.
func (b *builder) warnings() []decide.Warning {
	list := append([]decide.Warning{}, decide.DayWarnings(b.AsOf, b.lang)...)
	args := b.arguments()
	for i := range warningTable {
		if r := &warningTable[i]; b.is(r.when) {
			list = append(list, decide.Warning{ID: r.id, Text: b.lang.Fill(r.text, args)})
		}
	}
	return append(append(list, b.untested()...), b.contradicted()...)
}

// untested names the domains without a test address, and the test addresses that the connector does
// not carry.
func (b *builder) untested() []decide.Warning {
	tests := b.list(decide.ServerTestAddresses)
	if !b.is(createsOutbound) || len(tests) == 0 {
		return nil
	}
	var list []decide.Warning
	for _, domain := range b.list(decide.ServerDomains) {
		if b.covers(domain) && !slices.ContainsFunc(tests, func(a string) bool { return domainOf(a) == domain }) {
			list = append(list, decide.Warning{ID: "test-addresses/domain", Text: b.lang.Say("No test address is in %s, so the way to it stays untested.", decide.ShowDomain(domain))})
		}
	}
	for _, address := range tests {
		if !b.covers(domainOf(address)) {
			list = append(list, decide.Warning{ID: "test-addresses/outside", Text: b.lang.Say("Mail to %s does not take this connector: its domain is not among those that do.", address)})
		}
	}
	return list
}

// contradicted names what DNS says against the answers.
func (b *builder) contradicted() []decide.Warning {
	var list []decide.Warning
	given := b.Given[decide.ServerMXNow]
	for _, s := range b.surveys {
		if !s.Exists {
			list = append(list, decide.Warning{ID: "domain/unknown", Text: b.lang.Say("DNS knows no domain %s. Check the spelling.", decide.ShowDomain(s.Domain))})
		}
		if now := mxOf(s.Endpoint); s.Endpoint.Kind != decide.KindUnknown && s.Exists && given != "" && given != decide.Unknown && now != given {
			list = append(list, decide.Warning{ID: "mx/differs", Text: b.lang.Say("The answer says that MX points to \"%s\", but DNS says \"%s\" for %s. The answer was followed: check it.",
				b.mxWords(given), b.mxWords(now), decide.ShowDomain(s.Domain))})
		}
	}
	return list
}

func (b *builder) mxWords(value string) string {
	return Questions.ByKey(decide.ServerMXNow).Words(value, b.lang)
}

// sources are the articles behind the plan, each once.
func (b *builder) sources() []decide.Source {
	list := []decide.Source{routingArticle}
	for i := range warningTable {
		if r := &warningTable[i]; b.is(r.when) && !slices.Contains(list, r.source) {
			list = append(list, r.source)
		}
	}
	return list
}
