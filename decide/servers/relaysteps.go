package servers

import (
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// A relayRule is a line of a relay's run sheet or one of its warnings, and when it belongs there. The
// texts may use %[1]s the domain, %[2]s the mailbox, %[3]s the server, %[4]s its port, %[5]s the name
// on the certificate, %[6]s the devices, %[7]s the public addresses, %[8]s the relay's own name, %[9]s
// the mailbox as one word of a shell.
type relayRule struct {
	id, where         string
	who               words.Text
	when              func(*relayBuilder) bool
	text, check, undo words.Text
}

func everyRelay(*relayBuilder) bool { return true }

func upstream(kinds ...Upstream) func(*relayBuilder) bool {
	return func(b *relayBuilder) bool {
		for _, kind := range kinds {
			if b.Upstream == kind {
				return true
			}
		}
		return false
	}
}

func deviceTLS(values ...string) func(*relayBuilder) bool {
	return func(b *relayBuilder) bool {
		for _, value := range values {
			if b.DeviceTLS == value {
				return true
			}
		}
		return false
	}
}

func encryptsDevices(b *relayBuilder) bool { return b.DeviceTLS != decide.TLSNone }

var (
	signsIn  = upstream(UpstreamOAuth, UpstreamPassword)
	connects = upstream(UpstreamAddress, UpstreamCertificate)
)

// relaySteps set up Postfix on Debian.
var relaySteps = []relayRule{
	{
		id: "relay/machine", where: "network", who: decide.NetworkAdmin, when: everyRelay,
		text:  "Take a small Linux computer that is always on, with a fixed address in the devices' network, updates that install themselves and a right clock. Debian 12 and 13 were looked at.",
		check: "timedatectl says: System clock synchronized: yes.",
	},
	{
		id: "relay/install", where: "network", who: serverAdmin, when: everyRelay,
		text:  "Install the packages: apt install postfix ca-certificates libsasl2-modules openssl. To Postfix's question answer: No configuration.",
		check: "postconf mail_version shows 3.7 or newer.",
		undo:  "apt remove postfix",
	},
	{
		id: "relay/plugin", where: "network", who: serverAdmin, when: upstream(UpstreamOAuth),
		text:  "Install the SASL plug-in sasl-xoauth2 0.23 or newer from https://github.com/tarickb/sasl-xoauth2. Debian 12 and 13 have no package of it: build it from source with -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_SYSCONFDIR=/etc. Fedora and EPEL have a package, Ubuntu its author's archive ppa:sasl-xoauth2/stable.",
		check: "saslpluginviewer -c (package sasl2-bin) lists the mechanism XOAUTH2.",
		undo:  "Remove the files that the installation named.",
	},
	{
		id: "relay/application", where: "entra", who: decide.TenantAdmin, when: upstream(UpstreamOAuth),
		text:  "Register an application in Entra for this organisation only, without a redirect address, with \"Allow public client flows\" set to Yes and the delegated permission SMTP.Send, and give admin consent. Its application id and the tenant id go into /etc/sasl-xoauth2.conf.",
		check: "The application's page shows SMTP.Send as granted.",
		undo:  "Delete the application: its tokens end with it.",
	},
	{
		id: "relay/mailbox", where: "exchange", who: decide.TenantAdmin, when: signsIn,
		text:  "Give the relay a licensed mailbox of its own, %[2]s, and switch SMTP AUTH on for it with the script.",
		check: "Get-CASMailbox for it shows SmtpClientAuthenticationDisabled: False.",
		undo:  "Set the value back to $null; remove the mailbox.",
	},
	{
		id: "relay/certificate", where: "network", who: serverAdmin, when: upstream(UpstreamCertificate),
		text:  "Get a certificate of a public authority for %[5]s and put key and whole chain into /etc/postfix/tls/relay-key.pem (mode 600) and /etc/postfix/tls/relay.pem. Renew it by itself: certificates live ever shorter.",
		check: "openssl x509 -in /etc/postfix/tls/relay.pem -noout -subject -enddate -ext extendedKeyUsage shows the name, and TLS Web Client Authentication.",
	},
	{
		id: "relay/accepted-domain", where: "exchange", who: decide.TenantAdmin, when: upstream(UpstreamCertificate),
		text:  "Add %[5]s as an accepted domain.",
		check: "Get-AcceptedDomain lists it.",
		undo:  "Remove the accepted domain.",
	},
	{
		id: "relay/connector", where: "exchange", who: decide.TenantAdmin, when: connects,
		text:  "Create the connector that lets the relay in, with the script.",
		check: "Get-InboundConnector shows it with Enabled: True.",
		undo:  "Remove-InboundConnector; mail from the devices to outsiders is then refused.",
	},
	{
		id: "relay/spf", where: "dns", who: decide.DNSAdmin, when: upstream(UpstreamAddress),
		text:  "See that the SPF record of %[1]s allows %[7]s: sendpath spf %[1]s --add with that address shows the record to publish in place of the old one.",
		check: "sendpath spf %[1]s --ip with that address says pass.",
		undo:  "Put the old record back.",
	},
	{
		id: "relay/port", where: "network", who: decide.NetworkAdmin, when: everyRelay,
		text:  "Let the relay, and only the relay, out on port %[4]s to %[3]s. Let nothing in from the internet to it.",
		check: "On the relay: posttls-finger -c -l secure -p '>=TLSv1.2' -F /etc/ssl/certs/ca-certificates.crt '[%[3]s]:%[4]s' says Verified TLS connection established.",
		undo:  "Remove the firewall rule.",
	},
	{
		id: "relay/device-certificate", where: "network", who: serverAdmin, when: encryptsDevices,
		text:  "Make the certificate that the relay shows to the devices: mkdir -p /etc/postfix/tls, then openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=%[8]s -addext subjectAltName=DNS:%[8]s -keyout /etc/postfix/tls/devices-key.pem -out /etc/postfix/tls/devices.pem, then chmod 600 on the key.",
		check: "openssl x509 -in /etc/postfix/tls/devices.pem -noout -subject shows the name.",
	},
	{
		id: "relay/files", where: "network", who: serverAdmin, when: everyRelay,
		text:  "Write the files below into place, keeping copies of those that were there. Files with a secret belong to root with mode 600; the secret is typed there and nowhere else.",
		check: "postfix check says nothing, and postconf -n shows no warning.",
		undo:  "Put the old files back and run: postfix reload.",
	},
	{
		id: "relay/token", where: "network", who: serverAdmin, when: upstream(UpstreamOAuth),
		text:  "Fetch the first token, as the mailbox %[2]s: sasl-xoauth2-tool get-token outlook /etc/tokens/relay --client-id=<application (client) id> --tenant=<tenant id> --use-device-flow, with --cloud for a national cloud; then chown -R postfix:postfix /etc/tokens and chmod 700 /etc/tokens.",
		check: "sasl-xoauth2-tool test-token-refresh /etc/tokens/relay succeeds.",
		undo:  "Delete the file, and revoke the mailbox's sessions in Entra.",
	},
	{
		id: "relay/start", where: "network", who: serverAdmin, when: everyRelay,
		text:  "Start it: systemctl restart postfix.",
		check: "systemctl status postfix says active, and postqueue -p says that the queue is empty.",
		undo:  "systemctl stop postfix",
	},
	{
		id: "relay/test-device", where: "device", who: decide.AtTheDevice, when: everyRelay,
		text:  "Enter the relay in the device: its address as server, port 25, no sign-in. Send a scan to somebody inside and to somebody outside.",
		check: "Both arrive; journalctl --facility=mail on the relay shows status=sent for each.",
	},
	{
		id: "relay/test-others", where: "network", who: decide.NetworkAdmin, when: everyRelay,
		text:  "Try it from a computer that is not in the list: swaks --server <relay> --to %[9]s.",
		check: "It is refused with 554. From outside your network there is no answer at all.",
	},
	{
		id: "relay/test-queue", where: "network", who: serverAdmin, when: everyRelay,
		text:  "Take the relay's internet line away, send a scan, restart the relay, give the line back.",
		check: "The scan waits in postqueue -p and arrives by itself within minutes.",
	},
	{
		id: "relay/watch", where: "network", who: serverAdmin, when: everyRelay,
		text:  "Let somebody be told when mail waits longer than an hour, and when a certificate or a token comes near its end.",
		check: "A message that cannot be delivered brings an alarm.",
	},
}

// exchangeSteps are the same on an Exchange Server.
var exchangeSteps = []relayRule{
	{
		id: "exchange/receive-connector", where: "server", who: serverAdmin, when: everyRelay,
		text:  "Create the receive connector for %[6]s, and for nothing else, with the commands below.",
		check: "Get-ReceiveConnector shows RemoteIPRanges with the devices only.",
		undo:  "Remove-ReceiveConnector.",
	},
	{
		id: "exchange/send-connector", where: "server", who: serverAdmin, when: everyRelay,
		text:  "See that the server itself sends through Microsoft 365: sendpath servers prints its send connector and what belongs to it.",
		check: "A message from a mailbox on the server reaches somebody outside.",
	},
	{
		id: "exchange/test-device", where: "device", who: decide.AtTheDevice, when: everyRelay,
		text:  "Enter the server in the device, port 25, no sign-in. Send a scan to somebody inside and to somebody outside.",
		check: "Both arrive.",
	},
	{
		id: "exchange/test-others", where: "network", who: decide.NetworkAdmin, when: everyRelay,
		text:  "Try it from a computer that is not in the list, to an address outside.",
		check: "It is refused: unable to relay.",
	},
}

// openWarnings are about who gets in; they hold for any software.
var openWarnings = []relayRule{
	{id: "relay/devices-missing", when: func(b *relayBuilder) bool { return len(b.Devices) == 0 },
		text: "The addresses of the devices are missing: until they are filled in, the relay takes mail from nobody."},
	{id: "relay/never-open", when: everyRelay,
		text: "Whoever can use the relay can send as your domain. Keep the list of devices short, and never make the relay reachable from the internet."},
	{id: "clear-text", when: deviceTLS(decide.TLSNone),
		text: "Between device and relay mail is in clear: keep both in one network of your own. To Microsoft it is encrypted."},
}

// relayWarnings are about the way from Postfix into Microsoft 365. How long a token lasts:
// learn.microsoft.com/azure/active-directory/develop/refresh-tokens, read 2026-11-22.
var relayWarnings = []relayRule{
	{id: "relay/server-missing", when: func(b *relayBuilder) bool { return b.Server == "" },
		text: "The organisation's own host at Microsoft could not be read from DNS: until it is filled in from Microsoft 365 admin centre > Settings > Domains > DNS records, mail waits in the queue."},
	{id: "relay/server-unsure", when: func(b *relayBuilder) bool {
		return b.SignsIn() && !decide.CloudByName(b.plan.Cloud).SubmitSure
	},
		text: "For this cloud Microsoft's own documents do not name %[3]s as the sign-in server: confirm it with your administrator."},
	{id: "relay/old-tls", when: deviceTLS(decide.TLSOld),
		text: "The relay takes TLS 1.0 and 1.1 from the devices, which is breakable: keep both in one network of your own. To Microsoft it uses TLS 1.2 or newer."},
	{id: "relay/senders-rewritten", when: signsIn,
		text: "A mailbox may send only as itself, so every message leaves as %[2]s: recipients no longer see who scanned. With a connector each keeps the own address."},
	{id: "relay/one-mailbox", when: signsIn,
		text: "All devices together share the mailbox's limits: 30 messages a minute, 10,000 recipients a day, 3 connections. The relay sends one message every two seconds over one connection."},
	{id: "relay/token-ends", when: upstream(UpstreamOAuth),
		text: "A token that is not used for 90 days ends, and it may end when the mailbox's password or a policy changes: then sign in again with the tool."},
	{id: "basic/ends", when: func(b *relayBuilder) bool { return b.Upstream == UpstreamPassword && b.AsOf < decide.BasicEnds },
		text: "Signing in with a password is switched off by default at the end of December 2026: set up OAuth or a connector before."},
	{id: "basic/off", when: func(b *relayBuilder) bool { return b.Upstream == UpstreamPassword && b.AsOf >= decide.BasicEnds },
		text: "Signing in with a password is off by default since the end of December 2026, and Microsoft announces its final removal in the second half of 2027: this works only where it was switched on again."},
	{id: "relay/foreign-senders", when: connects,
		text: "A connector relays mail of your own domains only: senders outside %[1]s are rewritten to %[2]s. Add your other accepted domains to the file sender_canonical."},
	{id: "address/null-sender", when: upstream(UpstreamAddress),
		text: "A connector by address does not relay mail with an empty sender, such as bounces, to people outside."},
	{id: "ipv6-egress", when: upstream(UpstreamAddress),
		text: "The connector knows IPv4 addresses only, so the relay delivers over IPv4 only."},
	{id: "certificate/client-authentication", when: upstream(UpstreamCertificate),
		text: "Public authorities stop issuing certificates for client authentication (DigiCert on 1 March 2027). Whether Exchange Online demands it is not documented: test with the renewed certificate before the old one ends."},
	{id: "connector/disabled", when: connects,
		text: "In tenants made since 2023 the connector may be created switched off: look at Enabled, and open a support case early."},
	{id: "relay/port-25-blocked", when: func(b *relayBuilder) bool { return !b.SignsIn() && b.answers[decide.Port25] == decide.PortBlocked },
		text: "The answers say that port 25 is blocked: the relay needs it open to Microsoft."},
}

// pick fills in the steps that apply.
func (b *relayBuilder) pick(table []relayRule) []decide.Step {
	list := []decide.Step{}
	args := b.arguments()
	for i := range table {
		if r := &table[i]; r.when(b) {
			list = append(list, decide.Step{ID: r.id, Where: r.where, Text: b.lang.Fill(r.text, args), Check: b.lang.Fill(r.check, args),
				Undo: b.lang.Fill(r.undo, args), Who: b.lang.Fill(r.who, args)})
		}
	}
	return list
}

// warn fills in the warnings that apply.
func (b *relayBuilder) warn(table []relayRule) []decide.Warning {
	list := []decide.Warning{}
	args := b.arguments()
	for i := range table {
		if r := &table[i]; r.when(b) {
			list = append(list, decide.Warning{ID: r.id, Text: b.lang.Fill(r.text, args)})
		}
	}
	return list
}

func (b *relayBuilder) arguments() []any {
	server := b.Server
	if server == "" {
		server = b.lang.Say("<MX host from the admin centre>")
	}
	devices := strings.Join(b.Named(), ", ")
	if devices == "" {
		devices = b.lang.Say("<the addresses of the devices>")
	}
	addresses := strings.ReplaceAll(b.answers[decide.PublicIPs], " ", ", ")
	if addresses == "" {
		addresses = b.lang.Say("<the site's public address>")
	}
	return []any{decide.ShowDomain(b.Domain), b.Mailbox, server, b.Port, b.CertificateName, devices, addresses, b.HostName, shellWord(b.Mailbox)}
}
