package decide

import "strings"

// Rules is every rule. A method is possible when no rule excludes it; the order of the table decides
// nothing. RULES.md is the same table for reading.
var Rules = []Rule{
	// Own server
	{
		ID: "own-server/first", Method: OwnServerMethod, Effect: Prefers,
		Short:  "own mail server",
		When:   Is(OwnServer, Yes),
		Text:   "There is a mail server of your own: devices hand their mail to it, and it deals with Microsoft 365.",
		Source: setupArticle,
	},

	// SMTP AUTH client submission
	{
		ID: "smtp-auth/needs-tls-1.2", Method: SMTPAuth, Effect: Excludes,
		Short:  "no TLS 1.2",
		When:   Is(TLS, TLSNone, TLSOld),
		Text:   "Microsoft's sign-in server demands STARTTLS with TLS 1.2 or newer, which this device does not do.",
		Source: authArticle,
	},
	{
		ID: "smtp-auth/no-implicit-tls", Method: SMTPAuth, Effect: Excludes,
		Short:  "only SSL on port 465",
		When:   Is(TLS, TLSImplicit),
		Text:   "The device knows only SSL on port 465, which none of Microsoft's servers offers.",
		Source: setupArticle,
	},
	{
		ID: "smtp-auth/needs-login", Method: SMTPAuth, Effect: Excludes,
		Short:  "cannot sign in",
		When:   Is(Login, LoginNone),
		Text:   "The device cannot sign in with a mailbox.",
		Source: setupArticle,
	},
	{
		ID: "smtp-auth/needs-port", Method: SMTPAuth, Effect: Excludes,
		Short:  "ports 587, 25 blocked",
		When:   All(Is(Port587, PortBlocked), Is(Port25, PortBlocked)),
		Text:   "Ports 587 and 25 are both blocked, so the sign-in server cannot be reached.",
		Source: setupArticle,
	},
	{
		ID: "smtp-auth/one-sender", Method: SMTPAuth, Effect: Excludes,
		Short:  "many sender addresses",
		When:   Is(Senders, ManySenders),
		Text:   "A signed-in mailbox may send only as itself, and this device sends from many addresses.",
		Source: setupArticle,
	},
	{
		ID: "smtp-auth/volume", Method: SMTPAuth, Effect: Excludes,
		Short:  "too much mail",
		When:   Is(Volume, HighVolume, BulkVolume),
		Text:   "A mailbox may send %s messages a minute and reach %s recipients a day, which is not enough here.",
		Args:   func(*Situation) []any { return []any{MessagesPerMinute, RecipientsPerDay} },
		Source: limitsArticle,
	},
	{
		ID: "smtp-auth/blocked", Method: SMTPAuth, Effect: Excludes,
		Short:  "SMTP AUTH is off",
		When:   Is(SMTPAuthState, AuthBlocked),
		Text:   "SMTP AUTH is off for this mailbox and stays off.",
		Source: authArticle,
	},
	{
		ID: "smtp-auth/password-refused", Method: SMTPAuth, Effect: Excludes,
		Short:  "passwords refused",
		When:   All(Is(SMTPAuthState, AuthOAuthOnly), Is(Login, LoginPassword)),
		Text:   "Passwords are refused for this mailbox, and the device can sign in only with a password.",
		Source: basicArticle,
	},
	{
		ID: "smtp-auth/first", Method: SMTPAuth, Effect: Prefers,
		When:   methodIs(SMTPAuth),
		Text:   "Microsoft lists signing in with a mailbox first: it reaches everybody and needs neither a fixed address nor a connector.",
		Source: setupArticle,
	},

	// SMTP relay
	{
		ID: "relay/needs-port-25", Method: Relay, Effect: Excludes,
		Short:  "port 25 blocked",
		When:   Is(Port25, PortBlocked),
		Text:   "A relay uses port 25, which is blocked here.",
		Source: setupArticle,
	},
	{
		ID: "relay/no-bulk", Method: Relay, Effect: Excludes,
		Short:  "mass mail",
		When:   Is(Volume, BulkVolume),
		Text:   "A relay connector is not for newsletters; such use is treated as misuse.",
		Source: connectorArticle,
	},
	{
		ID: "relay/needs-static-ip", Method: Relay, Effect: Excludes,
		Short:  "no static address, no certificate",
		When:   All(noCertificate, Is(Location, OnPremises), IsNot(StaticIP, Yes)),
		Text:   "A connector recognises a sender by its static public address or its TLS certificate; this one has neither.",
		Source: setupArticle,
	},
	{
		ID: "relay/needs-own-premises", Method: Relay, Effect: Excludes,
		Short:  "hosted, no certificate",
		When:   All(noCertificate, Is(Location, ThirdParty)),
		Text:   "A relay by address works only from your own premises; a sender hosted elsewhere needs a certificate.",
		Source: setupArticle,
	},
	{
		ID: "relay/needs-own-address", Method: Relay, Effect: Excludes,
		Short:  "shared public address",
		When:   All(noCertificate, Is(Location, OnPremises), Is(StaticIP, Yes), Is(SharedIP, Yes)),
		Text:   "Another organisation sends from the same public address, so Microsoft could not tell whose mail it is.",
		Source: attributionArticle,
	},
	{
		ID: "relay/needs-ipv4", Method: Relay, Effect: Excludes,
		Short:  "only IPv6 addresses",
		When:   All(noCertificate, Is(Location, OnPremises), Is(StaticIP, Yes), Is(SharedIP, No), ipv6Only),
		Text:   "A connector takes IPv4 addresses only, and only IPv6 addresses were given.",
		Source: connectorCmdlet,
	},
	{
		ID: "relay/known-address", Method: Relay, Effect: Prefers,
		When:   All(methodIs(Relay), authenticatedBy(ByIP)),
		Text:   "The site has a static public address of its own, so a connector can recognise it; then any sender of your domains reaches everybody, without a password that could end.",
		Source: relayArticle,
	},
	{
		ID: "relay/known-certificate", Method: Relay, Effect: Prefers,
		When:   All(methodIs(Relay), authenticatedBy(ByCertificate)),
		Text:   "A connector can recognise the sender by its certificate, wherever it stands; Microsoft prefers that to an address.",
		Source: attributionArticle,
	},
	{
		ID: "relay/before-password", Method: Relay, Effect: Prefers,
		When:   All(methodIs(Relay), possible(SMTPAuth)),
		Text:   "A relay lasts: password sign-in is switched off by default at the end of December 2026, so relay comes first.",
		Source: basicArticle,
	},
	{
		ID: "relay/before-direct-send", Method: Relay, Effect: Prefers,
		When:   All(methodIs(Relay), possible(DirectSend)),
		Text:   "Direct Send would work too. The articles of 2016 and 2022 put it before relay; since then Microsoft discourages it and lets organisations reject it, so relay comes first. The policy \"simplest\" would choose otherwise.",
		Source: directSendArticle,
	},

	// Direct Send
	{
		ID: "direct-send/internal-only", Method: DirectSend, Effect: Excludes,
		Short:  "recipients outside",
		When:   Is(Recipients, External),
		Text:   "Direct Send reaches only mailboxes in your own organisation, and there are recipients outside.",
		Source: setupArticle,
	},
	{
		ID: "direct-send/needs-port-25", Method: DirectSend, Effect: Excludes,
		Short:  "port 25 blocked",
		When:   Is(Port25, PortBlocked),
		Text:   "Direct Send uses port 25, which is blocked here.",
		Source: setupArticle,
	},
	{
		ID: "direct-send/no-bulk", Method: DirectSend, Effect: Excludes,
		Short:  "mass mail",
		When:   Is(Volume, BulkVolume),
		Text:   "Direct Send is not for newsletters.",
		Source: setupArticle,
	},
	{
		ID: "direct-send/rejected", Method: DirectSend, Effect: Excludes,
		Short:  "it is rejected",
		When:   All(Is(Recipients, Internal), Is(DirectSendState, DirectRejected)),
		Text:   "The organisation rejects Direct Send (RejectDirectSend), or it is not known that it accepts it.",
		Source: directSendArticle,
	},
	{
		ID: "direct-send/left", Method: DirectSend, Effect: Prefers,
		When:   All(methodIs(DirectSend), Not(possible(Relay))),
		Text:   "Direct Send is what is left: it needs neither sign-in nor a connector, and reaches the colleagues this device writes to.",
		Source: directSendArticle,
	},
	{
		ID: "direct-send/simplest", Method: DirectSend, Effect: Prefers,
		When:   All(methodIs(DirectSend), possible(Relay)),
		Text:   "The policy \"simplest\" takes Direct Send before relay, as the articles of 2016 and 2022 did.",
		Source: setupArticle,
	},

	// What to know
	{
		ID: "basic/ends", Method: SMTPAuth, Effect: Warns,
		When:   All(methodIs(SMTPAuth), authenticatedBy(ByPassword)),
		Text:   "Signing in with a password is switched off by default at the end of December 2026. An administrator can switch it on again; in the second half of 2027 Microsoft announces when it ends for good.",
		Source: basicArticle,
	},
	{
		ID: "basic/stale-answer", Method: SMTPAuth, Effect: Warns,
		When:   All(fromDay(BasicEnds), givenIs(SMTPAuthState, AuthAllowed), Is(Login, LoginPassword)),
		Text:   "The answer says that a password is accepted. Was that confirmed after Microsoft's switch at the end of December 2026?",
		Source: basicArticle,
	},
	{
		ID: "smtp-auth/limits", Method: SMTPAuth, Effect: Warns,
		When:   methodIs(SMTPAuth),
		Text:   "One mailbox takes %s connections at once, %s messages a minute and %s recipients a day, and copies land in its Sent Items.",
		Args:   func(*Situation) []any { return []any{ConnectionsPerSender, MessagesPerMinute, RecipientsPerDay} },
		Source: limitsArticle,
	},
	{
		ID: "ipv6-egress", Method: Relay, Effect: Warns,
		When: All(methodIs(Relay), authenticatedBy(ByIP), endpointHasIPv6),
		Text: ipv6Warning, Args: endpointHost,
		Source: ipv6Article,
	},
	{
		ID: "ipv6-egress", Method: DirectSend, Effect: Warns,
		When: All(methodIs(DirectSend), endpointHasIPv6),
		Text: ipv6Warning, Args: endpointHost,
		Source: ipv6Article,
	},
	{
		ID: "connector/disabled", Method: Relay, Effect: Warns,
		When:   All(methodIs(Relay), Is(ExistingConnector, No)),
		Text:   "In organisations made since 2023 a new connector may be created switched off. Check its Enabled value right away, and open a support case early if it is False.",
		Source: connectorArticle,
	},
	{
		ID: "relay/envelope-sender", Method: Relay, Effect: Warns,
		When:   All(methodIs(Relay), authenticatedBy(ByIP)),
		Text:   "MAIL FROM must be an address in one of your accepted domains; messages with an empty MAIL FROM, such as bounces, do not relay to outsiders.",
		Source: relayArticle,
	},
	{
		ID: "public-ips-missing", Method: Relay, Effect: Warns,
		When:   All(methodIs(Relay), authenticatedBy(ByIP), Is(PublicIPs, "")),
		Text:   "The public address was not given: the connector cannot be created without it, and SPF goes without it.",
		Source: setupArticle,
	},
	{
		ID: "certificate/name", Method: Relay, Effect: Warns,
		When:   All(methodIs(Relay), authenticatedBy(ByCertificate), givenIs(CertificateName, "")),
		Text:   "The name on the certificate was not given; %s is assumed. It must be the name in the certificate, and an accepted domain.",
		Args:   func(s *Situation) []any { return []any{ShowDomain(s.Answers[CertificateName])} },
		Source: attributionArticle,
	},
	{
		ID: "volume/terrl", Method: Relay, Effect: Warns,
		When:   All(methodIs(Relay), Is(Recipients, External), Is(Volume, HighVolume)),
		Text:   "Recipients outside count against the organisation's daily limit (TERRL), which grows with its licences: see Reports > Mail flow > Tenant Outbound External Recipients Rate in the Exchange admin centre.",
		Source: tenantLimitArticle,
	},
	{
		ID: "filter-in-front", Method: SMTPAuth, Effect: Warns,
		When:   All(methodIs(SMTPAuth), filterInFront),
		Text:   "%s gets the domain's mail before Microsoft. Signing in does not depend on it; do not enter its name in the device.",
		Args:   filterHost,
		Source: directSendArticle,
	},
	{
		ID: "filter-in-front", Method: Relay, Effect: Warns,
		When: All(methodIs(Relay), filterInFront),
		Text: filterWarning, Args: filterHost,
		Source: directSendArticle,
	},
	{
		ID: "filter-in-front", Method: DirectSend, Effect: Warns,
		When: All(methodIs(DirectSend), filterInFront),
		Text: filterWarning, Args: filterHost,
		Source: directSendArticle,
	},
	{
		ID: "direct-send/dmarc", Method: DirectSend, Effect: Warns,
		When:   All(methodIs(DirectSend), dmarcEnforces, addressNotInSPF),
		Text:   "DMARC for the domain says p=%s, and the public address is not in SPF: until it is, Microsoft refuses the device's mail (5.7.509). Direct Send mail is not signed, so SPF is all it has.",
		Args:   func(s *Situation) []any { return []any{s.Survey.DMARC.Policy} },
		Source: directSendArticle,
	},
	{
		ID: "direct-send/groups", Method: DirectSend, Effect: Warns,
		When:   methodIs(DirectSend),
		Text:   "Groups and some mailboxes accept only signed-in senders: mail to them is refused until they allow senders from outside.",
		Source: ndrArticle,
	},
	{
		ID: "direct-send/junk", Method: DirectSend, Effect: Warns,
		When:   methodIs(DirectSend),
		Text:   "Microsoft filters Direct Send like mail from a stranger: without a static address in SPF it may land in Junk.",
		Source: directSendArticle,
	},
	{
		ID: "clear-text", Method: Relay, Effect: Warns,
		When:   All(methodIs(Relay), authenticatedBy(ByIP), IsNot(TLS, TLS12)),
		Text:   clearTextWarning,
		Source: tlsArticle,
	},
	{
		ID: "clear-text", Method: DirectSend, Effect: Warns,
		When:   All(methodIs(DirectSend), IsNot(TLS, TLS12)),
		Text:   clearTextWarning,
		Source: tlsArticle,
	},
	{
		ID: "spf/speaks-for-all", Method: Relay, Effect: Warns,
		When:   All(methodIs(Relay), IsNot(PublicIPs, "")),
		Text:   speaksForAllWarning,
		Args:   func(s *Situation) []any { return []any{strings.ReplaceAll(s.Answers[PublicIPs], " ", ", ")} },
		Source: spfArticle,
	},
	{
		ID: "spf/speaks-for-all", Method: DirectSend, Effect: Warns,
		When:   All(methodIs(DirectSend), IsNot(PublicIPs, "")),
		Text:   speaksForAllWarning,
		Args:   func(s *Situation) []any { return []any{strings.ReplaceAll(s.Answers[PublicIPs], " ", ", ")} },
		Source: spfArticle,
	},
	{
		ID: "sender/onmicrosoft", Method: SMTPAuth, Effect: Warns,
		When: All(methodIs(SMTPAuth), Is(Recipients, External), initialDomain), Text: onMicrosoftWarning, Source: initialDomainArticle,
	},
	{
		ID: "sender/onmicrosoft", Method: Relay, Effect: Warns,
		When: All(methodIs(Relay), Is(Recipients, External), initialDomain), Text: onMicrosoftWarning, Source: initialDomainArticle,
	},
}

// Sentences that two rules share.
const (
	ipv6Warning = "%s has IPv6 addresses too. A device that reaches it over IPv6 matches neither the connector nor the address in SPF: " +
		"switch IPv6 off on the device, use a certificate, or run Disable-IPv6ForAcceptedDomain for the domain."
	filterWarning = "%s gets the domain's mail before Microsoft. Never point the device at it. " +
		"If a connector accepts mail from the filter only, Microsoft answers 5.7.51 to this device: test before you promise anything."
	clearTextWarning    = "Encryption is off: every scan crosses the internet in clear, for anybody on the way to read."
	speaksForAllWarning = "With %s in SPF, every computer behind that address may send as your domain: let only the device out on port 25."
	onMicrosoftWarning  = "From an onmicrosoft.com address an organisation reaches 100 outside recipients a day: use a domain of your own."
)

func endpointHost(s *Situation) []any { return []any{s.Survey.Endpoint.Host} }
func filterHost(s *Situation) []any   { return []any{s.Survey.Endpoint.Filter} }
