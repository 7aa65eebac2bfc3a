package render

import (
	"bytes"
	"net/netip"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// A ConfigFile is one file of a Postfix configuration.
type ConfigFile struct {
	Path string
	Mode string // as chmod takes it
	Text string
}

// notFilledIn is a server that does not exist (RFC 2606): mail for it waits instead of going astray.
const notFilledIn = "fill-in-the-mx-host.invalid"

// PostfixFiles returns the configuration of a relay for Postfix 3.7 and newer. The comments in it are said in
// lang, nil for English; Postfix reads past them, whatever letters they hold.
func PostfixFiles(r servers.Relay, lang *words.Language) []ConfigFile {
	c := relayComposer{r, lang}
	files := []ConfigFile{
		{"/etc/postfix/main.cf", "644", c.mainCF()},
		{"/etc/postfix/master.cf", "644", c.masterCF()},
		{"/etc/postfix/sender_canonical", "644", c.senderCanonical()},
	}
	if r.SignsIn() {
		files = append(files, ConfigFile{"/etc/postfix/sasl_passwd", "600", c.saslPasswd()})
	}
	if r.Upstream == servers.UpstreamOAuth {
		files = append(files, ConfigFile{"/etc/sasl-xoauth2.conf", "644", oauthConf(r)})
	}
	return files
}

// A setting group is some parameters of main.cf below the reason for them.
type settingGroup struct {
	why      words.Text
	settings [][2]string
}

// mainCF writes main.cf. Every value goes through cfValue.
func (c relayComposer) mainCF() string {
	var b strings.Builder
	for i, g := range settingGroups(c.Relay) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(comment(c.say(g.why)))
		for _, s := range g.settings {
			b.WriteString(strings.TrimRight(s[0]+" = "+cfValue(s[1]), " ") + "\n")
		}
	}
	return b.String()
}

func settingGroups(r servers.Relay) []settingGroup {
	return []settingGroup{
		{"A relay and nothing else: it has no mailboxes, and takes mail for no domain of its own.", [][2]string{
			{"compatibility_level", "3.6"},
			{"myhostname", r.HostName},
			{"myorigin", r.Domain},
			{"mydestination", ""},
			{"relay_domains", ""},
			{"relay_transport", "smtp"},
			{"local_recipient_maps", ""},
			{"local_transport", "error:5.1.1 this relay has no mailboxes"},
			{"alias_maps", ""},
			{"alias_database", ""},
			{"biff", "no"},
		}},
		{"Only these devices may send through it. Everybody else is refused, whatever the recipient.", [][2]string{
			{"mynetworks", mynetworks(r.Devices)},
			{"inet_interfaces", "all"},
			{"inet_protocols", "all"},
			{"smtpd_client_restrictions", "permit_mynetworks, reject"},
			{"smtpd_relay_restrictions", "permit_mynetworks, reject"},
			{"disable_vrfy_command", "yes"},
			{"smtpd_banner", r.HostName + " ESMTP"},
		}},
		deviceEncryption(r),
		upstreamSettings(r),
		{"What cannot be delivered waits and is tried again; after five days its sender is told.", [][2]string{
			{"maximal_queue_lifetime", "5d"},
			{"bounce_queue_lifetime", "1d"},
			{"queue_run_delay", "5m"},
			{"minimal_backoff_time", "5m"},
			{"maximal_backoff_time", "1h"},
			{"message_size_limit", "36700160"},
			{"mailbox_size_limit", "0"},
		}},
		{"Senders that Microsoft would refuse are rewritten, in the envelope and in the header.", [][2]string{
			{"sender_canonical_maps", "regexp:/etc/postfix/sender_canonical"},
			{"sender_canonical_classes", "envelope_sender, header_sender"},
			{"local_header_rewrite_clients", "permit_mynetworks"},
		}},
	}
}

// cfValue writes a value of main.cf on one line, in which nothing is expanded: $$ stands for one $
// (postconf(5)).
func cfValue(value string) string { return strings.ReplaceAll(clean.Line(value, 0), "$", "$$") }

// mynetworks writes addresses as Postfix takes them: IPv6 in brackets.
func mynetworks(devices []netip.Prefix) string {
	var list []string
	for _, d := range devices {
		text := d.String()
		if d.Addr().Is6() {
			text = "[" + d.Addr().String() + "]" + strings.TrimPrefix(text, d.Addr().String())
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

// deviceEncryption offers the devices what they can do.
func deviceEncryption(r servers.Relay) settingGroup {
	if r.DeviceTLS == decide.TLSNone {
		return settingGroup{"The devices do no encryption.", [][2]string{{"smtpd_tls_security_level", "none"}}}
	}
	why := words.Text("Encryption with the devices, with a certificate of the relay's own.")
	if r.DeviceTLS == decide.TLSOld || r.DeviceTLS == decide.TLSImplicit {
		why = "Encryption with the devices, with a certificate of the relay's own. Old ones are let in by master.cf."
	}
	return settingGroup{why, [][2]string{
		{"smtpd_tls_security_level", "may"},
		{"smtpd_tls_chain_files", "/etc/postfix/tls/devices-key.pem, /etc/postfix/tls/devices.pem"},
		{"smtpd_tls_protocols", ">=TLSv1.2"},
		{"smtpd_tls_mandatory_protocols", ">=TLSv1.2"},
		{"smtpd_tls_loglevel", "1"},
	}}
}

// upstreamSettings are the way to Microsoft: TLS 1.2 or newer to a server whose certificate is
// verified, and what makes Microsoft recognise the relay.
func upstreamSettings(r servers.Relay) settingGroup {
	server := r.Server
	if server == "" {
		server = notFilledIn
	}
	g := settingGroup{"To Microsoft: TLS 1.2 or newer, and only to the server whose certificate holds this name.", [][2]string{
		{"relayhost", "[" + server + "]:" + r.Port},
		{"smtp_tls_security_level", "secure"},
		{"smtp_tls_secure_cert_match", "nexthop"},
		{"smtp_tls_mandatory_protocols", ">=TLSv1.2"},
		{"smtp_tls_mandatory_ciphers", "high"},
		{"smtp_tls_CAfile", "/etc/ssl/certs/ca-certificates.crt"},
		{"smtp_tls_loglevel", "1"},
	}}
	switch r.Upstream {
	case servers.UpstreamAddress: // the address is all
	case servers.UpstreamCertificate:
		g.settings = append(g.settings, [2]string{"smtp_tls_chain_files", "/etc/postfix/tls/relay-key.pem, /etc/postfix/tls/relay.pem"},
			[2]string{"smtp_helo_name", r.CertificateName})
	default:
		g.settings = append(g.settings, signIn(r)...)
	}
	return g
}

// signIn uses a mailbox within its limits: one connection, one message every two seconds.
func signIn(r servers.Relay) [][2]string {
	mechanisms := "xoauth2"
	if r.Upstream == servers.UpstreamPassword {
		mechanisms = "plain, login"
	}
	return [][2]string{
		{"smtp_sasl_auth_enable", "yes"},
		{"smtp_sasl_password_maps", "texthash:/etc/postfix/sasl_passwd"},
		{"smtp_sasl_mechanism_filter", mechanisms},
		{"smtp_sasl_security_options", "noanonymous"},
		{"smtp_sasl_tls_security_options", "noanonymous"},
		{"smtp_destination_concurrency_limit", "1"},
		{"smtp_destination_rate_delay", "2s"},
	}
}

// services are the parts of Postfix that a relay needs, none of them in a chroot: the client reads
// certificates, tokens and the plug-in where they are installed.
const services = `pickup     unix       n - n 60    1 pickup
cleanup    unix       n - n -     0 cleanup
qmgr       unix       n - n 300   1 qmgr
tlsmgr     unix       - - n 1000? 1 tlsmgr
rewrite    unix       - - n -     - trivial-rewrite
bounce     unix       - - n -     0 bounce
defer      unix       - - n -     0 bounce
trace      unix       - - n -     0 bounce
verify     unix       - - n -     1 verify
flush      unix       n - n 1000? 0 flush
proxymap   unix       - - n -     - proxymap
proxywrite unix       - - n -     1 proxymap
showq      unix       n - n -     - showq
error      unix       - - n -     - error
retry      unix       - - n -     - error
discard    unix       - - n -     - discard
anvil      unix       - - n -     1 anvil
scache     unix       - - n -     1 scache
postlog    unix-dgram n - n -     1 postlogd
`

// oldTLS lets TLS 1.0 into this one service: Debian's OpenSSL refuses it unless told otherwise.
const oldTLS = `  -o smtpd_tls_protocols=>=TLSv1
  -o smtpd_tls_mandatory_protocols=>=TLSv1
  -o smtpd_tls_ciphers=medium
  -o smtpd_tls_mandatory_ciphers=medium
  -o { tls_medium_cipherlist = DEFAULT:@SECLEVEL=0 }
  -o tls_config_file=none
`

// masterCF writes master.cf.
func (c relayComposer) masterCF() string {
	const takes = "       inet       n - n -     - smtpd\n"
	inet, client := "smtp"+takes, "smtp       unix       - - n -     - smtp\n"
	switch c.DeviceTLS {
	case decide.TLSOld:
		inet = comment(c.say("The devices know nothing newer than TLS 1.0 or 1.1.")) + inet + oldTLS
	case decide.TLSImplicit:
		inet += comment(c.say("The devices know only SSL from the first octet on, and often only an old one.")) +
			"smtps" + takes[1:] + "  -o smtpd_tls_wrappermode=yes\n" + oldTLS
	}
	if c.Upstream == servers.UpstreamAddress {
		client = comment(c.say("The connector knows IPv4 addresses only.")) + client + "  -o inet_protocols=ipv4\n"
	}
	return comment("service  type  private unprivileged chroot wakeup maxproc command") + inet + client + services
}

// senderCanonical rewrites senders: all of them where a mailbox signs in, those of other domains where
// a connector lets the relay in.
func (c relayComposer) senderCanonical() string {
	result := regexpResult(c.Mailbox)
	if c.SignsIn() {
		return comment(c.say("A mailbox may send only as itself.")) + "/^.+$/  " + result + "\n"
	}
	return comment(c.say("A connector relays the organisation's own domains only. Other accepted domains: add them within the brackets, with | between.")) +
		"!/@(" + regexpQuote(c.Domain) + ")$/  " + result + "\n"
}

// regexpQuote writes text as a pattern of regexp_table(5) that matches it and nothing else.
func regexpQuote(text string) string {
	var b strings.Builder
	for _, r := range clean.Line(text, 0) {
		if strings.ContainsRune(`\.[](){}*+?|^$/`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// regexpResult writes text as a result of regexp_table(5), where $ begins a substitution.
func regexpResult(text string) string { return strings.ReplaceAll(clean.Line(text, 0), "$", "$$") }

// saslPasswd names the mailbox. The password itself is typed in by hand.
func (c relayComposer) saslPasswd() string {
	secret := "/etc/tokens/relay"
	why := words.Text("The path names the file with the token, which the plug-in renews.")
	if c.Upstream == servers.UpstreamPassword {
		secret = decide.SayValue(decide.PasswordPlaceholder, c.lang)
		why = "Put the password in the place of the brackets here, on the relay, and nowhere else."
	}
	return comment(c.say(why)) + "[" + clean.Line(c.Server, 0) + "]:" + c.Port + "  " + clean.Line(c.Mailbox, 0) + ":" + secret + "\n"
}

// oauthConf is the configuration of the plug-in (README of sasl-xoauth2).
func oauthConf(r servers.Relay) string {
	var b bytes.Buffer
	encode(&b, struct { // strings always encode
		ID       string `json:"client_id"`
		Secret   string `json:"client_secret"`
		Endpoint string `json:"token_endpoint"`
	}{servers.ApplicationPlaceholder, "", r.TokenEndpoint}, "  ")
	return b.String()
}
