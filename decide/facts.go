package decide

// This file is the one place for facts with a date: what Microsoft announced, limits, names of clouds,
// and the articles they come from.

// BasicEnds is the day from which Basic authentication for SMTP AUTH counts as off by default.
// Microsoft announced "end of December 2026" without a day; the last day of the year is our reading.
const BasicEnds Day = "2026-12-31"

// Limits of SMTP AUTH client submission, for each mailbox (Exchange Online limits).
const (
	MessagesPerMinute    = 30
	RecipientsPerDay     = 10000
	ConnectionsPerSender = 3
)

// A Source is an article that a person read and on which day.
type Source struct {
	Title   string `json:"title"`
	URL     string `json:"url"`
	Checked Day    `json:"checked"`
}

const checked Day = "2026-11-21"

// The articles behind the rules.
var (
	setupArticle = Source{"Set up a multifunction device or application to send email using Microsoft 365",
		"https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365", checked}
	basicArticle = Source{"Updated Exchange Online SMTP AUTH Basic Authentication Deprecation Timeline",
		"https://techcommunity.microsoft.com/blog/exchange/updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835", checked}
	authArticle = Source{"Enable or disable authenticated client SMTP submission (SMTP AUTH) in Exchange Online",
		"https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission", checked}
	tlsArticle = Source{"Understanding email scenarios if TLS versions cannot be agreed on with Exchange Online",
		"https://techcommunity.microsoft.com/blog/exchange/understanding-email-scenarios-if-tls-versions-cannot-be-agreed-on-with-exchange-/2065089", checked}
	relayArticle = Source{"Updated Requirements for SMTP Relay through Exchange Online",
		"https://techcommunity.microsoft.com/blog/exchange/updated-requirements-for-smtp-relay-through-exchange-online/3851357", checked}
	attributionArticle = Source{"MC1226222: prevent/fix guidance for on-premises connectors configuration",
		"https://message.cengizyilmaz.net/message/mc1226222-preventfix-guidance-for-on-premises-connectors-configuration", checked}
	connectorArticle = Source{"Inbound connector FAQ",
		"https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/inbound-connector-faq", checked}
	connectorCmdlet = Source{"New-InboundConnector (Exchange PowerShell reference)",
		"https://learn.microsoft.com/powershell/module/exchange/new-inboundconnector", checked}
	directSendArticle = Source{"Introducing more control over Direct Send in Exchange Online",
		"https://techcommunity.microsoft.com/blog/exchange/introducing-more-control-over-direct-send-in-exchange-online/4408790", checked}
	limitsArticle = Source{"Exchange Online limits",
		"https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits", checked}
	tenantLimitArticle = Source{"Introducing Exchange Online Tenant Outbound Email Limits",
		"https://techcommunity.microsoft.com/blog/exchange/introducing-exchange-online-tenant-outbound-email-limits/4372797", checked}
	spfArticle = Source{"Set up SPF to identify valid email sources for your Microsoft 365 domain",
		"https://learn.microsoft.com/defender-office-365/email-authentication-spf-configure", checked}
	ipv6Article = Source{"IPv6 updates for Exchange Online",
		"https://techcommunity.microsoft.com/t5/exchange-team-blog/ipv6-updates-for-exchange-online/ba-p/4283063", checked}
	ndrArticle = Source{"Email non-delivery reports in Exchange Online",
		"https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online", checked}
	acsArticle = Source{"Azure Communication Services: SMTP authentication",
		"https://learn.microsoft.com/azure/communication-services/quickstarts/email/send-email-smtp/smtp-authentication", checked}
	hveArticle = Source{"Manage high volume emails for Microsoft 365",
		"https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365", checked}
	initialDomainArticle = Source{"Exchange Online limits external mail from onmicrosoft.com addresses (report of the Exchange Team's post of August 2025)",
		"https://www.windowsnews.ai/article/microsoft-slashes-external-email-from-onmicrosoftcom-to-100-recipients-daily-in-anti-abuse-push.378666", checked}
)

// A CloudFacts is what differs between Microsoft's clouds.
type CloudFacts struct {
	Name       string   // the value of the key cloud
	SubmitHost string   // where devices sign in (SMTP AUTH), port 587
	SubmitSure bool     // Microsoft's own documents name SubmitHost; otherwise third parties do
	MXSuffixes []string // the endings of a tenant's own MX host, the classic one first
	SPFInclude string
	HighVolume bool // High Volume Email is announced for it
}

var clouds = []CloudFacts{
	{Name: Worldwide, SubmitHost: "smtp.office365.com", SubmitSure: true,
		MXSuffixes: []string{".mail.protection.outlook.com", ".mx.microsoft"},
		SPFInclude: "spf.protection.outlook.com", HighVolume: true},
	{Name: GCC, SubmitHost: "smtp.office365.com", SubmitSure: true,
		MXSuffixes: []string{".mail.protection.outlook.com", ".mx.microsoft"},
		SPFInclude: "spf.protection.outlook.com"},
	// The endpoint list of 2023 names outlook.office365.us; smtp.office365.us is in wide use.
	{Name: GCCHigh, SubmitHost: "smtp.office365.us",
		MXSuffixes: []string{".mail.protection.office365.us"},
		SPFInclude: "spf.protection.office365.us"},
	{Name: DoD, SubmitHost: "outlook-dod.office365.us", SubmitSure: true,
		MXSuffixes: []string{".mail.protection.office365.us"},
		SPFInclude: "spf.protection.office365.us"},
	{Name: China, SubmitHost: "smtp.partner.outlook.cn",
		MXSuffixes: []string{".mail.protection.partner.outlook.cn"},
		SPFInclude: "spf.protection.partner.outlook.cn"},
}

// CloudByName returns the facts of a cloud; a name that is not in the list gives the worldwide one.
func CloudByName(name string) CloudFacts {
	for _, c := range clouds {
		if c.Name == name {
			return c
		}
	}
	return clouds[0]
}
