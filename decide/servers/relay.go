package servers

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

// An Upstream is how a local relay gets into Microsoft 365.
type Upstream string

// The upstreams. UpstreamPassword lasts only while passwords are taken, and is used only when asked for.
const (
	UpstreamAddress     Upstream = "ip"          // a connector knows the site by its public address
	UpstreamCertificate Upstream = "certificate" // a connector knows the relay by its certificate
	UpstreamOAuth       Upstream = "oauth"       // the relay signs in with a mailbox and a token
	UpstreamPassword    Upstream = "password"    // the relay signs in with a mailbox and its password
)

// Upstreams returns every upstream.
func Upstreams() []Upstream {
	return []Upstream{UpstreamAddress, UpstreamCertificate, UpstreamOAuth, UpstreamPassword}
}

// RelayOptions are what a plan for a device does not know about the relay.
type RelayOptions struct {
	Devices  []netip.Prefix  // who may send through it, as read by ParseDeviceAddress
	Upstream Upstream        // "" takes the one that fits the plan's answers
	Language *words.Language // nil for English
}

// A Relay is a small mail server in the device's network that takes the devices' mail and hands it to
// Microsoft 365.
type Relay struct {
	Domain   string
	Customer string
	AsOf     decide.Day
	Language string

	Devices   []netip.Prefix
	DeviceTLS string // as the answer tls: none, old, implicit or 1.2
	HostName  string // the relay's own name

	Upstream        Upstream
	Server          string // where it delivers, "" while it is not known
	Port            string
	Mailbox         string // signs in, or stands in for senders outside the domain
	CertificateName string // for UpstreamCertificate
	TokenEndpoint   string // for UpstreamOAuth; holds the placeholder of the tenant

	Script   []decide.Command // for Exchange Online: what lets the relay in
	Receive  []decide.Command // for Exchange Server in the relay's place: what lets the devices in
	Steps    []decide.Step    // for Postfix
	Warnings []decide.Warning // for Postfix

	ExchangeSteps    []decide.Step
	ExchangeWarnings []decide.Warning
}

// SignsIn reports whether the relay uses a mailbox rather than a connector.
func (r *Relay) SignsIn() bool {
	return r.Upstream == UpstreamOAuth || r.Upstream == UpstreamPassword
}

// widestDevices bounds a range of devices: a relay is open to named devices, not to a network of
// thousands.
const widestDevices = 24

// ParseDeviceAddress reads the address of a device in the local network, or a range of at most 256.
func ParseDeviceAddress(text string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(text)
	if !strings.Contains(text, "/") {
		var addr netip.Addr
		if addr, err = netip.ParseAddr(text); err == nil {
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
	}
	switch {
	case err != nil || strings.Contains(text, "%"):
		return netip.Prefix{}, words.Sentencef("%s is not an IP address or a range such as 192.168.10.0/24", quoted(text))
	case prefix.Addr().Is4In6():
		return netip.Prefix{}, words.Sentencef("%s is an IPv4 address written as IPv6: write it as IPv4", quoted(text))
	case prefix.Addr().BitLen()-prefix.Bits() > 32-widestDevices:
		return netip.Prefix{}, words.Sentencef("%s is wider than 256 addresses: name the devices, or smaller ranges", quoted(text))
	case prefix.Addr().IsUnspecified() || prefix.Addr().IsMulticast():
		return netip.Prefix{}, words.Sentencef("%s is no address of a device", quoted(text))
	}
	return prefix.Masked(), nil
}

// LocalRelay works out the relay that carries the mail of a plan's device.
func LocalRelay(p decide.Plan, o RelayOptions) Relay {
	_, answers, _ := decide.Device.Settle(p.Answers.Answers, p.AsOf)
	r := Relay{
		Domain: p.Domain, Customer: p.Customer, AsOf: p.AsOf, Language: o.Language.Code(),
		Devices: append([]netip.Prefix{}, o.Devices...), DeviceTLS: answers[decide.TLS], HostName: "relay." + p.Domain,
		Upstream: o.Upstream, Mailbox: answers[decide.Sender], CertificateName: answers[decide.CertificateName],
	}
	if r.Mailbox == "" {
		r.Mailbox = "scanner@" + p.Domain
	}
	if r.Upstream == "" {
		r.Upstream = fittingUpstream(&answers)
	}
	if r.CertificateName == "" {
		r.CertificateName = r.HostName
	}
	b := &relayBuilder{Relay: &r, plan: p, answers: answers, lang: o.Language}
	b.findServer()
	r.Script, r.Receive = b.script(), b.receive()
	r.Steps, r.ExchangeSteps = b.pick(relaySteps), b.pick(exchangeSteps)
	r.Warnings, r.ExchangeWarnings = b.warn(slices.Concat(openWarnings, relayWarnings)), b.warn(openWarnings)
	return r
}

// fittingUpstream takes the most durable way that the answers allow. A server can hold a certificate
// even where the device cannot, so many senders without an own address lead to that.
func fittingUpstream(a *decide.Answers) Upstream {
	connects := a[decide.Port25] == decide.PortOpen
	onlyIPv6 := a[decide.PublicIPs] != "" && !strings.Contains(a[decide.PublicIPs], ".")
	ownAddress := a[decide.StaticIP] == decide.Yes && a[decide.SharedIP] == decide.No && a[decide.Location] == decide.OnPremises && !onlyIPv6
	switch {
	case connects && ownAddress:
		return UpstreamAddress
	case connects && (a[decide.Certificate] == decide.Yes || a[decide.Senders] == decide.ManySenders || a[decide.Volume] == decide.HighVolume):
		return UpstreamCertificate
	}
	return UpstreamOAuth
}

type relayBuilder struct {
	*Relay
	plan    decide.Plan
	answers decide.Answers
	lang    *words.Language
}

// findServer fills in where the relay delivers: the sign-in host of the cloud, or the organisation's
// own endpoint, which stays empty while DNS does not show it.
func (b *relayBuilder) findServer() {
	cloud := decide.CloudByName(b.plan.Cloud)
	if !b.SignsIn() {
		b.Port = "25"
		if b.plan.Endpoint.Confirmed {
			b.Server = b.plan.Endpoint.Host
		}
		return
	}
	b.Server, b.Port = cloud.SubmitHost, "587"
	if b.answers[decide.Port587] == decide.PortBlocked {
		b.Port = "25"
	}
	b.TokenEndpoint = "https://" + signInHost(cloud.Name) + "/" + tenantPlaceholder + "/oauth2/v2.0/token"
}

// Placeholders in files that somebody fills in.
const (
	tenantPlaceholder      = "<tenant id>"
	ApplicationPlaceholder = "<application (client) id>"
)

// signInHost is where tokens come from (README of sasl-xoauth2, national clouds).
func signInHost(cloud string) string {
	switch cloud {
	case decide.GCCHigh, decide.DoD:
		return "login.microsoftonline.us"
	case decide.China:
		return "login.partner.microsoftonline.cn"
	}
	return "login.microsoftonline.com"
}

// script lets the relay in: a connector, or sign-in for one mailbox.
func (b *relayBuilder) script() []decide.Command {
	say, mailbox := b.lang.Say, []any{b.Mailbox}
	if b.SignsIn() {
		const read = "Get-CASMailbox -Identity %s | Format-List SmtpClientAuthenticationDisabled"
		return []decide.Command{
			{Part: decide.PartRead, Why: say("Is signing in for sending off for the relay's mailbox? True: off. Empty: as the organisation."), Line: read, Args: mailbox},
			{Part: decide.PartDo, Why: say("Switch it on for this mailbox only."), Line: "Set-CASMailbox -Identity %s -SmtpClientAuthenticationDisabled $false", Args: mailbox},
			{Part: decide.PartVerify, Why: say("It must say False now."), Line: read, Args: mailbox},
			{Part: decide.PartUndo, Why: say("Back to following the organisation:"), Line: "Set-CASMailbox -Identity %s -SmtpClientAuthenticationDisabled $null", Args: mailbox},
		}
	}
	inner := newBuilder(Case{Answers: b.asServer(), AsOf: b.AsOf, Language: b.lang}, evidence.Set{}.Look())
	return inner.online()
}

// asServer are the answers about a mail server that the relay amounts to.
func (b *relayBuilder) asServer() decide.Answers {
	identify := ByCertificate
	if b.Upstream == UpstreamAddress {
		identify = ByIP
	}
	return decide.Answers{}.
		With(decide.Customer, b.Customer).
		With(decide.ServerDomains, b.Domain).
		With(decide.ServerDirection, ToMicrosoft).
		With(decide.ServerKind, OtherServer).
		With(decide.ServerHybridWizard, decide.No).
		With(decide.ServerIdentifyBy, identify).
		With(decide.ServerCertificateName, b.CertificateName).
		With(decide.ServerPublicIPs, b.answers[decide.PublicIPs])
}

// receive lets the devices in at an Exchange Server (allow anonymous relay on Exchange servers).
func (b *relayBuilder) receive() []decide.Command {
	say := b.lang.Say
	name := decide.ConnectorName("devices of "+b.Domain, "")
	const find = "Get-ReceiveConnector | Where-Object { $_.Name -eq %s }"
	commands := []decide.Command{{Part: decide.PartRead, Line: "Get-ReceiveConnector | Format-List Identity,Bindings,RemoteIPRanges,PermissionGroups",
		Why: say("Which receive connectors are there?")}}
	if len(b.Devices) == 0 {
		return append(commands, decide.Command{Part: decide.PartRead, Why: say("The addresses of the devices are missing, so there is no command yet that lets them in. Run sendpath again with them.")})
	}
	return append(commands,
		decide.Command{Part: decide.PartDo, Line: "New-ReceiveConnector -Name %s -TransportRole FrontendTransport -Custom -Bindings '0.0.0.0:25' -RemoteIPRanges %s", Args: []any{name, b.Named()},
			Why: say("A connector for these devices only. Never put a whole network or 0.0.0.0-255.255.255.255 here: that is an open relay.")},
		decide.Command{Part: decide.PartDo, Line: find + " | Set-ReceiveConnector -PermissionGroups AnonymousUsers", Args: []any{name},
			Why: say("The devices do not sign in.")},
		decide.Command{Part: decide.PartDo, Line: find + " | Add-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' -ExtendedRights 'ms-Exch-SMTP-Accept-Any-Recipient'", Args: []any{name},
			Why: say("They may write to people outside. Leave this out where all recipients are inside.")},
		decide.Command{Part: decide.PartVerify, Line: find + " | Format-List Identity,Bindings,RemoteIPRanges,PermissionGroups", Args: []any{name},
			Why: say("RemoteIPRanges must hold the devices and nothing else.")},
		decide.Command{Part: decide.PartUndo, Line: find + " | Remove-ReceiveConnector", Args: []any{name}, Why: say("Take it away again:")})
}

// Named returns the devices as people write them: single addresses without a length.
func (r *Relay) Named() []string {
	list := []string{}
	for _, d := range r.Devices {
		text := d.String()
		if d.IsSingleIP() {
			text = d.Addr().String()
		}
		list = append(list, text)
	}
	return list
}
