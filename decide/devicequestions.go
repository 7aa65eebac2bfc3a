package decide

// Device is the questionnaire about a device or application, in the order it is asked.
// Meaning and effect of each answer: README, "How the choice is made".
var Device = NewQuestionnaire("device", []Question{
	{
		Key:   Customer,
		Short: "Customer",
		Ask:   "Which customer is this for?",
		Why:   "The name goes on the documents and into the name of the connector.",
		Parse: parseCustomer,
		Asked: Never, Relevant: Anytime, When: "always; never asked",
	},
	{
		Key:   Domain,
		Short: "Mail domain",
		Ask:   "Which mail domain does the device send from?",
		Why:   "It must be an accepted domain of your Microsoft 365 organisation. Its DNS is read while you answer the next questions.",
		Parse: parseDomain,
		Asked: Required, Relevant: Anytime, When: "always",
	},
	{
		Key:   Cloud,
		Short: "Cloud",
		Ask:   "Which Microsoft cloud is the organisation in?",
		Why:   "Server names and the SPF include differ between the clouds, and DNS does not settle it here.",
		Choices: []Choice{
			{Worldwide, "Worldwide: the usual Microsoft 365"},
			{GCC, "GCC: United States government community cloud"},
			{GCCHigh, "GCC High: office365.us"},
			{DoD, "DoD: United States Department of Defense"},
			{China, "China: operated by 21Vianet"},
		},
		Assume: Constantly(Worldwide),
		Asked:  FromDNS, Relevant: Anytime, When: "always; asked when DNS leaves it open",
	},
	{
		Key:   OwnServer,
		Short: "Own mail server",
		Ask:   "Is there a mail server of your own at the site that accepts mail from devices?",
		Why:   "If there is one, the device should hand its mail to that server.",
		Choices: []Choice{
			{No, "No, all mailboxes are in Microsoft 365"},
			{Yes, "Yes, for example Exchange Server or Postfix"},
			{Unknown, "I don't know"},
		},
		FindOut:  "Ask who set up the e-mail, or look at what another device at the site uses as its SMTP server: a name or address inside your network means yes.",
		Assume:   Constantly(No),
		Relevant: Anytime, When: "always",
	},
	{
		Key:      DeviceID,
		Short:    "Device",
		Ask:      "Which device or application is it?",
		Why:      "The result then uses the words and the order of its own settings page. Skip it if it is not in the list.",
		Parse:    parseDevice,
		Assume:   Constantly(GenericDevice),
		Relevant: Anytime, When: "always; may be skipped",
	},
	{
		Key:   Recipients,
		Short: "Recipients",
		Ask:   "Who gets mail from the device?",
		Why:   "Direct Send reaches only mailboxes in your own organisation.",
		Choices: []Choice{
			{Internal, "Only people in our organisation"},
			{External, "People outside too, at least sometimes"},
			{Unknown, "I don't know"},
		},
		FindOut:  "Look through the device's address book for addresses outside your domains, and ask whether users type in addresses at the panel.",
		Assume:   Constantly(External),
		Relevant: noOwnServer, When: "unless there is an own server",
	},
	{
		Key:   Location,
		Short: "Location",
		Ask:   "Where does the device or application run?",
		Why:   "A relay by public address works only from your own premises, not from somebody else's data centre.",
		Choices: []Choice{
			{OnPremises, "At our site, on our own internet line"},
			{ThirdParty, "In a cloud or at a hosting company, for example Azure"},
		},
		Assume:   Constantly(OnPremises),
		Relevant: noOwnServer, When: "unless there is an own server",
	},
	{
		Key:   Login,
		Short: "Sign-in",
		Ask:   "How can the device sign in to a mail server?",
		Why:   "Signing in with a mailbox is the usual way; password sign-in is switched off by default at the end of December 2026.",
		Choices: []Choice{
			{LoginOAuth, "It can sign in with Microsoft (OAuth 2.0, modern authentication)"},
			{LoginPassword, "It stores a user name and a password"},
			{LoginNone, "It cannot sign in at all"},
			{Unknown, "I don't know"},
		},
		FindOut:  "On the device's e-mail page look for \"SMTP authentication\" with fields for user name and password, and for a button such as \"Sign in with Microsoft\", \"OAuth 2.0\" or \"token\".",
		Assume:   Constantly(LoginPassword),
		Relevant: noOwnServer, When: "unless there is an own server",
	},
	{
		Key:   TLS,
		Short: "Encryption",
		Ask:   "Which encryption does the device offer for e-mail?",
		Why:   "Microsoft's sign-in server takes STARTTLS with TLS 1.2 or newer and nothing else.",
		Choices: []Choice{
			{TLS12, "STARTTLS with TLS 1.2 or newer"},
			{TLSOld, "STARTTLS, but nothing newer than TLS 1.1"},
			{TLSImplicit, "Only \"SSL\" on port 465, no STARTTLS"},
			{TLSNone, "None"},
			{Unknown, "I don't know"},
		},
		FindOut:  "On the device's e-mail page look for STARTTLS, TLS or SSL; TLS versions often stand on its security page, and in the release notes of its firmware. Firmware updates often add TLS 1.2. \"sendpath listen\" asks the device itself.",
		Assume:   Constantly(TLS12),
		Relevant: noOwnServer, When: "unless there is an own server",
	},
	{
		Key:   Senders,
		Short: "Senders",
		Ask:   "From which addresses does it send?",
		Why:   "A signed-in mailbox may send only as itself; a relay may use any address of your domains.",
		Choices: []Choice{
			{OneSender, "One address, such as scanner@..."},
			{ManySenders, "Each user's own address, or addresses without a mailbox"},
			{Unknown, "I don't know"},
		},
		FindOut:  "Send a scan to yourself from two users' accounts at the panel and compare the sender of the two messages.",
		Assume:   Constantly(OneSender),
		Relevant: noOwnServer, When: "unless there is an own server",
	},
	{
		Key:   Sender,
		Short: "Sender address",
		Ask:   "Which sender address should it use?",
		Why:   "It is typed into the device, and for sign-in it is the mailbox itself.",
		Parse: parseSender,
		Assume: func(a *Answers, _ Day) string {
			if a[Domain] == "" {
				return ""
			}
			return "scanner@" + a[Domain]
		},
		Asked: Prefilled, Relevant: All(noOwnServer, IsNot(Senders, ManySenders)), When: "unless each user sends with their own address",
	},
	{
		Key:   Volume,
		Short: "Volume",
		Ask:   "How much does it send?",
		Why:   "A mailbox may send 30 messages a minute and reach 10,000 recipients a day.",
		Choices: []Choice{
			{NormalVolume, "A usual amount: scans, notifications"},
			{HighVolume, "More than 30 messages a minute or 10,000 recipients a day, at times"},
			{BulkVolume, "Newsletters or other mass mail"},
		},
		Assume: Constantly(NormalVolume),
		Asked:  Prefilled, Relevant: noOwnServer, When: "unless there is an own server",
	},
	{
		Key:   SMTPAuthState,
		Short: "SMTP AUTH",
		Ask:   "May this mailbox sign in for sending (SMTP AUTH)?",
		Why:   "The organisation, the mailbox, an authentication policy, Conditional Access and security defaults can each refuse it.",
		Choices: []Choice{
			{AuthAllowed, "Yes, it may sign in the way the device does"},
			{AuthOAuthOnly, "Passwords are refused, signing in with Microsoft works"},
			{AuthBlocked, "No, SMTP AUTH is off and stays off"},
			{Unknown, "I don't know"},
		},
		FindOut: "In Exchange Online PowerShell: Get-CASMailbox -Identity <mailbox> | Format-List SmtpClientAuthenticationDisabled (False: allowed; empty: Get-TransportConfig decides). Then look in Entra at security defaults and Conditional Access: with security defaults on, passwords are refused.",
		Assume: func(_ *Answers, asOf Day) string {
			if asOf >= BasicEnds {
				return AuthOAuthOnly
			}
			return AuthAllowed
		},
		Relevant: All(noOwnServer, IsNot(Login, LoginNone), Is(TLS, TLS12, Unknown)),
		When:     "if the device signs in and does TLS 1.2",
	},
	{
		Key:   StaticIP,
		Short: "Static address",
		Ask:   "Does the site have a static public IPv4 address?",
		Why:   "A relay connector recognises the site by it, and SPF can list it.",
		Choices: []Choice{
			{Yes, "Yes, it never changes"},
			{No, "No, it changes now and then"},
			{Unknown, "I don't know"},
		},
		FindOut:  "It is on the contract or the invoice of the internet line (\"static IP\"), or ask the provider. Comparing the address on two days proves only that it changes.",
		Assume:   Constantly(No),
		Relevant: noOwnServer, When: "unless there is an own server",
	},
	{
		Key: PublicIPs, List: true,
		Short:    "Public addresses",
		Ask:      "Which public addresses does the site send from?",
		Why:      "They go into the connector and the SPF record. With several lines, give the address of each.",
		Parse:    parsePublicIPs,
		Relevant: All(noOwnServer, Is(StaticIP, Yes)), When: "if the public address is static",
	},
	{
		Key:   SharedIP,
		Short: "Shared address",
		Ask:   "Does another organisation send from the same public address?",
		Why:   "Microsoft must be able to tell from the address whose mail it is; a shared one breaks that.",
		Choices: []Choice{
			{No, "No, it is ours alone"},
			{Yes, "Yes: shared office, provider's NAT, another tenant"},
			{Unknown, "I don't know"},
		},
		FindOut:  "In a shared office or behind a provider's NAT (CGNAT) it is shared. The router's internet address and the address that the outside sees differ then.",
		Assume:   Constantly(No),
		Relevant: All(noOwnServer, Is(StaticIP, Yes)), When: "if the public address is static",
	},
	{
		Key:   Certificate,
		Short: "Certificate",
		Ask:   "Can it present a TLS certificate from a public authority, issued for a name in your accepted domains?",
		Why:   "A connector can recognise the sender by its certificate instead of its address. Servers can do that, printers hardly ever.",
		Choices: []Choice{
			{No, "No"},
			{Yes, "Yes"},
			{Unknown, "I don't know"},
		},
		FindOut: "Printers cannot, as a rule. On a server, look in its mail settings for a client certificate, and whether a public authority issued it.",
		Assume:  Constantly(No),
		Relevant: All(noOwnServer, Is(TLS, TLS12, Unknown),
			Either(Is(Location, ThirdParty), IsNot(StaticIP, Yes), Is(SharedIP, Yes), ipv6Only)),
		When: "if the device does TLS 1.2 and cannot be recognised by its address",
	},
	{
		Key:      CertificateName,
		Short:    "Name on it",
		Ask:      "Which name is on the certificate?",
		Why:      "The connector must hold exactly that name, and it must be an accepted domain.",
		Parse:    parseCertificateName,
		Assume:   func(a *Answers, _ Day) string { return a[Domain] },
		Relevant: All(noOwnServer, Is(Certificate, Yes)), When: "if there is a certificate",
	},
	{
		Key:   DirectSendState,
		Short: "Direct Send",
		Ask:   "Does the organisation accept Direct Send?",
		Why:   "Many organisations reject mail that claims to come from their own domain without signing in (RejectDirectSend).",
		Choices: []Choice{
			{DirectAllowed, "Yes, it is accepted"},
			{DirectRejected, "No, it is rejected"},
			{Unknown, "I don't know"},
		},
		FindOut:  "In Exchange Online PowerShell: Get-OrganizationConfig | Select-Object Identity,RejectDirectSend. False means accepted.",
		Assume:   Constantly(DirectRejected),
		Relevant: All(noOwnServer, Is(Recipients, Internal)), When: "if all recipients are internal",
	},
	{
		Key:     Port25,
		Short:   "Port 25",
		Ask:     "Is outgoing port 25 open from the device's network?",
		Why:     "Relay and Direct Send use port 25, which many providers and cloud hosts block.",
		Choices: portChoices,
		FindOut: "On a Windows computer in the device's network, with your domain's MX host: Test-NetConnection <MX host> -Port 25. \"sendpath check\" does the same.",
		Assume:  Constantly(PortOpen),
		Asked:   FromProbe, Relevant: noOwnServer, When: "unless there is an own server; asked only when it could not be tried",
	},
	{
		Key:     Port587,
		Short:   "Port 587",
		Ask:     "Is outgoing port 587 open from the device's network?",
		Why:     "Devices that sign in use port 587.",
		Choices: portChoices,
		FindOut: "Run \"sendpath check\" on a computer in the device's network, or ask whoever looks after the firewall whether port 587 is open outwards.",
		Assume:  Constantly(PortOpen),
		Asked:   FromProbe, Relevant: noOwnServer, When: "unless there is an own server; asked only when it could not be tried",
	},
	{
		Key:   ExistingConnector,
		Short: "Connector",
		Ask:   "Is there already a connector from your own mail server to Microsoft 365?",
		Why:   "Then that one is extended instead of adding a second.",
		Choices: []Choice{
			{No, "No"},
			{Yes, "Yes"},
			{Unknown, "I don't know"},
		},
		FindOut: "Exchange admin centre > Mail flow > Connectors: a line \"From: Your organization's email server, to: Office 365\". Or in Exchange Online PowerShell: Get-InboundConnector | Format-List Name,Enabled,ConnectorType.",
		Assume:  Constantly(No),
		Asked:   OnRelay, Relevant: relayChosen, When: "when relay is chosen",
	},
	{
		Key:   Policy,
		Short: "Policy",
		Ask:   "Which order of preference applies?",
		Why:   "documented: as Microsoft lists the methods; durable: relay before a password that will be refused; simplest: the order of the articles of 2016 and 2022.",
		Choices: []Choice{
			{PolicyAuto, "By date: documented, from 31 December 2026 durable"},
			{PolicyDocumented, "Documented"},
			{PolicyDurable, "Durable"},
			{PolicySimplest, "Simplest"},
		},
		Assume: Constantly(PolicyAuto),
		Asked:  Never, Relevant: Anytime, When: "always; never asked",
	},
})

var portChoices = []Choice{
	{PortOpen, "Yes, it is open"},
	{PortBlocked, "No, it is blocked"},
	{Unknown, "I don't know"},
}

var noOwnServer = IsNot(OwnServer, Yes)

// Constantly assumes the same value whatever else was answered.
func Constantly(value string) func(*Answers, Day) string {
	return func(*Answers, Day) string { return value }
}
