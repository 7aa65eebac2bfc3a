package diagnose

// Checked is the day on which the catalogue was last held against its sources.
const Checked = "2026-11-21"

// The catalogue's sources. A date is the day of the edition that was read; "" where none is printed.
var (
	msDevices = Source{"Fix issues with printers, scanners, and LOB applications that send email", "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off", "2024-01-24"}
	ms5757    = Source{"Fix error code 5.7.57 in Exchange Online", "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/fix-error-code-5-7-57-in-exchange-online", ""}
	msAuth    = Source{"Enable or disable authenticated client SMTP submission", "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission", "2026"}
	msSubmit  = Source{"Improvements and limits of SMTP submission", "https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements", "2021"}
	msLimits  = Source{"Exchange Online limits", "https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits", "2026"}
	msNDR     = Source{"Email non-delivery reports in Exchange Online", "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online", "2026-01-07"}
	msSetup   = Source{"How to set up a multifunction device or application to send email", "https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365", "2026"}
	msBasic24 = Source{"Exchange Online to retire Basic auth for Client Submission", "https://techcommunity.microsoft.com/t5/exchange-team-blog/exchange-online-to-retire-basic-auth-for-client-submission-smtp/ba-p/4114750", "2025-06-11"}
	msBasic26 = Source{"Updated Exchange Online SMTP AUTH Basic Authentication deprecation timeline", "https://techcommunity.microsoft.com/blog/exchange/updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835", "2026-01-27"}
	msRootG2  = Source{"Trust DigiCert Global Root G2 Certificate Authority", "https://techcommunity.microsoft.com/blog/exchange/trust-digicert-global-root-g2-certificate-authority-to-avoid-exchange-online-ema/4488311", "2026-03-16"}
	msDirect  = Source{"Introducing more control over Direct Send in Exchange Online", "https://techcommunity.microsoft.com/blog/exchange/introducing-more-control-over-direct-send-in-exchange-online/4408790", "2025-08-12"}
	ms5764    = Source{"Relay access denied (5.7.64)", "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/relay-access-denied-smtp", ""}
	msRegion  = Source{"Mail sent to the wrong Office 365 region", "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/wrong-office-365-region-exo", ""}
	ms541     = Source{"Fix error code 550 5.4.1 in Exchange Online", "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/fix-error-code-550-5-4-1-in-exchange-online", ""}
	msDelist  = Source{"Use the delist portal", "https://learn.microsoft.com/defender-office-365/use-the-delist-portal-to-remove-yourself-from-the-office-365-blocked-senders-lis", ""}
	ms47500   = Source{"Fix error code 451 4.7.500-699 (ASxxx)", "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/fix-error-code-451-4-7-500-699-asxxx-in-exchange-online", ""}
	ms57705   = Source{"Fix error codes 550 5.7.703, 5.7.705, 5.7.708 and 5.7.750", "https://github.com/MicrosoftDocs/SupportArticles-docs/blob/main/Exchange/ExchangeOnline/email-delivery/ndr/fix-error-codes-550-5-7-703-550-5-7-705-550-5-7-708-550-5-7-750.md", "2026-10-02"}
	msTERRL   = Source{"Tenant outbound email limits (MC1023294)", "https://mwpro.co.uk/blog/2025/03/04/new-exchange-online-tenant-outbound-email-limits-mc1023294", "2025-03"}

	manual     = Source{"SMTP Field Manual, collected replies", "https://github.com/ActiveCampaign/smtp-field-manual", "2025-02-10"}
	mfpTLS     = Source{"Reports of devices without elliptic curves since 2 February 2025", "https://borncity.com", "2025-02"}
	ricoh860   = Source{"Ricoh MP C307 service manual, SP5-860", "https://www.easymanua.ls/ricoh/mp-c307/manual?p=1009", ""}
	ricohAuth  = Source{"Ricoh: Authentication with the destination has failed", "https://thetoolstrunk.com/authentication-with-the-destination-has-failed/", ""}
	hpCA       = Source{"HP: CA Certificates for Commercial Email Services", "https://www.manualshelf.com/manual/hp/a2w77a/hp-laserjet-enterprise-mfp-ca-certificates-for-commercial-email-services-white-paper-english/page-2.html", "2014-04"}
	hpSender   = Source{"HP Digital Sender administrator's guide", "https://www.manualshelf.com/manual/hp/c8064a/hp-digital-sender-module-administrator-s-guide-english/page-33.html", ""}
	sharpOAuth = Source{"Sharp OAuth 2.0 manual", "https://global.sharp/restricted/products/copier/downloads/manuals/bpb550wd/us/contents_08-03_004.html", ""}
	salesforce = Source{"Salesforce help 005133045: Direct Send rejections", "https://help.salesforce.com", "2026-03-05"}
	codes515   = Source{"Reply 5.7.515 of consumer Outlook", "https://github.com/fm/smtp-codes/pull/7", "2025-05-05"}
	okiManual  = Source{"OKI manual, scan errors", "https://www.manualsdir.com/manuals/204471/oki-5950.html?page=109", ""}
	schneider  = Source{"Schneider BMENOC0321 help, SMTP codes (D-SE-0021343)", "", ""}
	beckhoff   = Source{"Beckhoff TwinCAT SMTP server", "https://infosys.beckhoff.com/content/1033/tcsmssmtpsrv/11386382475.html", ""}

	report5757   = Source{"Report of 5.7.57 and 5.7.3", "https://github.com/MicrosoftDocs/OfficeDocs-Exchange/issues/1615", "2019-12"}
	reportBasic  = Source{"Reports of 5.7.139", "https://github.com/simonrob/email-oauth2-proxy/issues/66", "2022-09"}
	reportSendAs = Source{"Report of SendAsDenied", "https://github.com/jstedfast/MailKit/issues/1142", "2021-01"}
	reportLimits = Source{"Reports of submission limits", "https://github.com/MicrosoftDocs/OfficeDocs-Support/issues/1150", "2021-03"}
	reportSpam   = Source{"Report of 5.1.92", "https://github.com/MicrosoftDocs/OfficeDocs-Exchange/pull/2431", "2021-01"}
	reportMech   = Source{"Report of an unrecognized authentication type", "https://github.com/nodemailer/nodemailer-smtp-transport/issues/16", "2015-06"}
	reportTLS    = Source{"Report of implicit TLS on port 587", "https://github.com/nodemailer/nodemailer/issues/1461", "2022-09"}
	reportStart  = Source{"Report of missing STARTTLS", "https://github.com/gitbucket/gitbucket/pull/1412", "2017-01"}
	reportRelay  = Source{"Office 365 relay test script with its error table", "https://github.com/vilega/O365Troubleshooters", ""}
	reportSize   = Source{"Report of the size limits", "https://github.com/nextcloud/mail/issues/8295", "2023-03"}
	reportNet    = Source{"Reports of connection errors", "https://github.com/PHPMailer/PHPMailer/issues/1069", "2017-06"}
)
