package diagnose

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A sample is a text as a server or device prints it, and the entry that it belongs to. code and words are
// kept apart, so that noise can go around them.
type sample struct {
	id, text string
}

const (
	tailCA = " [AM0PR01CA0042.eurprd01.prod.outlook.com 2026-01-01T00:00:00.000Z 08DE000000000000]"
	tailFT = " [DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com 2026-01-01T00:00:00.000Z 08DE000000000000]"
	tailMB = " [AM0PR01MB1234.eurprd01.prod.outlook.com 2026-01-01T00:00:00.000Z 08DE000000000000]"
)

var samples = []sample{
	{"AUTH-01", "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM" + tailCA},
	{"AUTH-01", "530 5.7.57 Client not authenticated to send mail." + tailCA},
	{"AUTH-02", "535 5.7.3 Authentication unsuccessful" + tailCA},
	{"AUTH-02", "SASL authentication failed; server smtp.office365.com[192.0.2.9] said: 535 5.7.3 Authentication unsuccessful" + tailCA},
	{"AUTH-03", "535 5.7.139 Authentication unsuccessful" + tailCA},
	{"AUTH-03a", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information." + tailCA},
	{"AUTH-03b", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information." + tailCA},
	{"AUTH-03c", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled." + tailCA},
	{"AUTH-03d", "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator." + tailCA},
	{"AUTH-03e", "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect." + tailCA},
	{"AUTH-03f", "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator." + tailCA},
	{"AUTH-03g", "535 5.7.139 Authentication unsuccessful, federated STS service was unreachable" + tailCA},
	{"AUTH-03h", "535 5.7.139 Authentication unsuccessful, the federated STS URL does not support HTTPS" + tailCA},
	{"AUTH-03i", "535 5.7.139 Authentication unsuccessful, account is locked" + tailCA},
	{"AUTH-04", "550 5.7.30 Basic authentication is not supported for Client Submission." + tailCA},
	{"AUTH-05", "550 5.7.60 SMTP; Client does not have permissions to send as this sender" + tailCA},
	{"AUTH-05", "554 5.2.252 SendAsDenied; scan@contoso.com not allowed to send as anna@contoso.com; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied" + tailMB},
	{"AUTH-06", "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information." + tailCA},
	{"AUTH-06", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded" + tailMB},
	{"AUTH-07", "421 4.4.2 Message submission rate for this client has exceeded the configured limit"},
	{"AUTH-07", "421 4.4.2 Connection dropped due to SocketError" + tailCA},
	{"AUTH-08", "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients" + tailMB},
	{"AUTH-08", "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message" + tailMB},
	{"AUTH-09", "550 5.1.8 Access denied, bad outbound sender AS(42004)" + tailMB},
	{"AUTH-09", "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message due to a permanent exception with message WASCL UserAction verdict is not None. Actual verdict is Suspend" + tailMB},
	{"AUTH-10", "504 5.7.4 Unrecognized authentication type" + tailFT},
	{"AUTH-11", "451 4.7.0 Temporary server error. Please try again later. PRX2" + tailCA},
	{"AUTH-11", "454 4.7.0 Temporary authentication failure" + tailCA},
	{"AUTH-12", "421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls." + tailCA},
	{"AUTH-13", "error:1408F10B:SSL routines:ssl3_get_record:wrong version number"},
	{"AUTH-13", "connect ETIMEDOUT 192.0.2.9:465"},
	{"AUTH-13", "tls: first record does not look like a TLS handshake"},
	{"AUTH-14", "451 5.7.3 STARTTLS is required to send mail" + tailCA},
	{"AUTH-15", "SSL certificate problem: unable to get local issuer certificate"},
	{"AUTH-15", "x509: certificate signed by unknown authority"},
	{"AUTH-16", "Token update failed. Please delete the token and obtain it again."},
	{"AUTH-17", "smtp.hve.mx.microsoft: 535 5.7.3 Authentication unsuccessful"},
	{"AUTH-17", "smtp-hve.office365.com: 535 5.7.3 Authentication unsuccessful"},
	{"MX-01", "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources" + tailFT},
	{"MX-02", "550 5.7.64 TenantAttribution; Relay Access Denied ATTR8" + tailFT},
	{"MX-03", "451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35. For more information please go to https://go.microsoft.com/fwlink/?linkid=865268" + tailFT},
	{"MX-04", "451 4.4.4 Mail received as unauthenticated, incoming to a recipient domain configured in a hosted tenant which has no mail-enabled subscriptions. ATTR5" + tailFT},
	{"MX-05", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)" + tailFT},
	{"MX-05", "550 5.4.1 All recipient addresses rejected : Access denied" + tailFT},
	{"MX-06", "550 5.7.606 Access denied, banned sending IP [203.0.113.5]. To request removal from this list please visit https://sender.office.com/ and follow the directions. AS16012609" + tailFT},
	{"MX-06", "550 5.7.511 Access denied, banned sender[203.0.113.5]. To request removal from this list please forward this message to delist@microsoft.com" + tailFT},
	{"MX-07", "550 5.7.1 Service unavailable, Client host [203.0.113.5] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/203.0.113.5 AS16012611" + tailFT},
	{"MX-07", "550 5.7.1 Unfortunately, messages from [203.0.113.5] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150)."},
	{"MX-08", "451 4.7.500 Server busy. Please try again later from [203.0.113.5]. (S77719)" + tailFT},
	{"MX-08", "451 4.7.650 The mail server [203.0.113.5] has been temporarily rate limited due to IP reputation."},
	{"MX-09", "550 5.7.705 (Service unavailable.) Access denied, tenant has exceeded threshold" + tailMB},
	{"MX-09", "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. AS(7171)" + tailMB},
	{"MX-09", "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains" + tailMB},
	{"MX-10", "550 5.7.509 Access denied, sending domain [contoso.com] does not pass DMARC verification and has a DMARC policy of reject." + tailFT},
	{"MX-10", "550 5.7.23 The message was rejected because of Sender Policy Framework violation"},
	{"MX-11", "454 4.7.0 Failed to establish appropriate TLS channel: Access Denied"},
	{"MX-11", "TLS is required, but was not offered by host contoso-com.mail.protection.outlook.com[192.0.2.9]"},
	{"MX-12", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required" + tailMB},
	{"MX-13", "550 5.7.512 Access denied, message must be RFC 5322 section 3.6.2 compliant and include a valid From address" + tailFT},
	{"MX-13", "501 5.1.7 Invalid address" + tailCA},
	{"ANY-01", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup" + tailMB},
	{"ANY-01", "550 5.5.0 Requested action not taken: mailbox unavailable"},
	{"ANY-02", "554 5.3.4 STOREDRV.Submit; MapiExceptionMaxSubmissionExceeded; Message size exceeds maximum size limit" + tailMB},
	{"ANY-02", "552 5.3.4 Message size exceeds fixed maximum message size"},
	{"ANY-03", "554 5.2.121 The recipient has exceeded their limit for the number of messages they can receive per hour" + tailMB},
	{"ANY-04", "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy" + tailMB},
	{"ANY-05", "550 5.7.1 something that nobody knows" + tailFT},
	{"ANY-06", "554 5.4.14 Hop count exceeded - possible mail loop; Routing loop detected" + tailMB},
	{"NET-01", "java.net.UnknownHostException: smtp.ofice365.example"},
	{"NET-01", "getaddrinfo ENOTFOUND smtp.office365.com"},
	{"NET-02", "connect ETIMEDOUT 192.0.2.9:25"},
	{"NET-02", "connect to contoso-com.mail.protection.outlook.com[192.0.2.9]:25: Connection timed out"},
	{"NET-03", "A connection attempt failed because the connected party did not properly respond after a period of time 192.0.2.9:587"},
	{"NET-04", "connect ECONNREFUSED 192.0.2.9:587"},
	{"NET-05", "It sends 300 messages, and then times out."},
	{"NET-06", "SMTP connect() failed. https://github.com/PHPMailer/PHPMailer/wiki/Troubleshooting"},
	{"NET-06", "System.Net.Mail.SmtpException: Failure sending mail."},
	{"SYM-01", "The copier never asks for a password."},
	{"SYM-02", "The scans end up in the junk folder."},
	{"SYM-03", "It works internally but not externally."},
	{"SYM-04", "It stopped when we changed ISP."},
	{"SYM-05", "The server name is too long for the field."},
	{"SYM-06", "The device only accepts an IP."},
	{"SYM-07", "The test succeeded but nothing arrives."},
	{"SYM-08", "It works without encryption."},
	{"SYM-09", "It stopped after the password change."},
	{"SYM-10", "Another site works with the same settings."},
	{"SYM-11", "The clock is wrong on the copier."},
	{"SYM-12", "The device has only port 465."},
	{"SYM-13", "The mail shows a different sender."},
	{"SYM-14", "We use direct send with smtp.office365.com."},
	{"OTHER", "535-5.7.8 Username and Password not accepted. Learn more at https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-4 - gsmtp"},
	{"OTHER", "535 Incorrect authentication data"},
	{"OTHER", "554 5.7.1 <anna@example.com>: Relay access denied"},
	{"OTHER", "554 5.7.1 <anna@example.com>: Recipient address rejected: Access denied"},
	{"OTHER", "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1"},
	{"OTHER", "530 5.7.0 Must issue a STARTTLS command first"},
	{"OTHER", "550 5.7.1 Unable to relay"},
	{"OTHER", "554 5.7.1 Service unavailable; Client host [203.0.113.5] blocked using zen.spamhaus.org"},
}

func top(r Report) string {
	if len(r.Faults) == 0 {
		return "nothing"
	}
	return r.Faults[0].ID
}

func ids(r Report) []string {
	var out []string
	for _, f := range r.Faults {
		out = append(out, f.ID)
	}
	return out
}

func TestCataloguedTextsAreRecognised(t *testing.T) {
	for _, s := range samples {
		if r := Diagnose(Input{Text: s.text}); top(r) != s.id {
			t.Errorf("%q: got %v, want %s first", s.text, ids(r), s.id)
		}
	}
}

// How devices, consoles, mail programs and logs break a text.
var noises = []struct {
	name string
	make func(string) string
}{
	{"wrapped inside words", func(s string) string { return wrap(s, 40) }},
	{"wrapped and quoted", func(s string) string { return "> " + strings.ReplaceAll(wrap(s, 40), "\n", "\r\n> ") }},
	{"quoted twice", func(s string) string { return ">> " + s }},
	{"stamped", func(s string) string {
		return "2026-01-01 12:00:00 connected\n2026-01-01 12:00:01.250 " + s + "\n2026-01-01 12:00:02 done"
	}},
	{"stamped in brackets", func(s string) string { return "[2026-01-01T12:00:00Z] S: " + s }},
	{"syslog", func(s string) string { return "Jan  2 12:00:00 mail app[123]: " + s }},
	{"transcript", func(s string) string {
		return "S: 250 2.1.0 Sender OK\nC: DATA\nS: " + s + "\nC: QUIT\nS: 221 2.0.0 Service closing transmission channel"
	}},
	{"PHPMailer", func(s string) string { return "CLIENT -> SERVER: EHLO scan\nSERVER -> CLIENT: " + s }},
	{"swaks", func(s string) string { return " -> MAIL FROM:<scan@contoso.com>\n<** " + s + "\n -> QUIT" }},
	{".NET", func(s string) string {
		return "System.Net.Mail.SmtpException: The SMTP server requires a secure connection or the client was not authenticated. The server response was: " + s + "\n   at System.Net.Mail.SmtpClient.Send(MailMessage message)"
	}},
	{"Italian .NET", func(s string) string {
		return "Il server SMTP richiede una connessione protetta oppure il client non è stato autenticato. Risposta del server: " + s
	}},
	{"SwiftMailer", func(s string) string {
		return "Expected response code 250 but got code \"550\", with message \"" + s + "\""
	}},
	{"Python", func(s string) string { return "reply: b'" + s + "\\r\\n'" }},
	{"coloured", func(s string) string {
		return "\x1b[31;1m" + strings.ReplaceAll(s, " ", "\x1b[0m \x1b[31m") + "\x1b[0m"
	}},
	{"coloured, with a character set", func(s string) string { return "\x1b(B\x1b[m" + strings.ReplaceAll(s, " ", "\x1b(B\x1b[m ") + "\x1b(B" }},
	{"upper case", strings.ToUpper},
	{"HTML", func(s string) string {
		return "<tr><td class=\"log\">" + strings.ReplaceAll(strings.ReplaceAll(s, "<", "&lt;"), " ", "&nbsp;<b></b>") + "</td></tr>"
	}},
	{"quoted-printable", func(s string) string {
		return "Content-Transfer-Encoding: quoted-printable\n\n" + strings.ReplaceAll(wrap(strings.ReplaceAll(s, "=", "=3D"), 60), "\n", "=\n") + "=20\n"
	}},
	{"UTF-16", func(s string) string {
		var b strings.Builder
		b.WriteString("\xff\xfe")
		for i := range len(s) {
			b.WriteByte(s[i])
			b.WriteByte(0)
		}
		return b.String()
	}},
	{"control characters", func(s string) string { return "\x00\x01" + strings.ReplaceAll(s, " ", "\t") + "\x7f\x1b" }},
}

func wrap(s string, width int) string {
	var lines []string
	for len(s) > width {
		lines, s = append(lines, s[:width]), s[width:]
	}
	return strings.Join(append(lines, s), "\n")
}

func TestNoiseDoesNotMatter(t *testing.T) {
	for _, n := range noises {
		for _, s := range samples {
			text := n.make(s.text)
			if r := Diagnose(Input{Text: text}); top(r) != s.id {
				t.Errorf("%s: %q: got %v, want %s first", n.name, text, ids(r), s.id)
			}
		}
	}
}

func TestEveryEntryHasASample(t *testing.T) {
	for _, f := range Faults() {
		if strings.HasPrefix(f.ID, "PANEL-") {
			continue
		}
		if !slices.ContainsFunc(samples, func(s sample) bool { return s.id == f.ID }) {
			t.Errorf("%s is reached by no sample", f.ID)
		}
	}
}

func show(r Report) string {
	out, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return string(out) + fmt.Sprintf("%+v", r)
}
