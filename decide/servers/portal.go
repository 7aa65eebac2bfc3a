package servers

import (
	"strings"

	"sendpath/decide"
)

// The pages of the Exchange admin centre, in its own words and order.

// inboundPortal makes the connector from the own server.
func (b *builder) inboundPortal() []string {
	say := b.lang.Say
	identify := say("Authenticating sent email: \"By verifying that the subject name on the certificate that the sending server uses to authenticate with Office 365 matches the domain entered in the text box below\". Enter %s. Next.", b.Answers[decide.ServerCertificateName])
	if b.is(byAddress) {
		identify = say("Authenticating sent email: \"By verifying that the IP address of the sending server matches one of the following IP addresses, which belong exclusively to your organization\". Enter %s, one at a time, and press + after each. Next.", b.shownAddresses())
	}
	return []string{
		say("Open https://admin.exchange.microsoft.com/#/connectors (Mail flow > Connectors) and look for a connector from \"Your organization's email server\". If there is one, change it instead of adding a second."),
		say("Choose \"Add a connector\"."),
		say("Connection from: \"Your organization's email server\". Connection to is fixed then. Next."),
		say("Connector name: \"%s\". Leave \"Turn it on\" set and \"Retain internal Exchange email headers\" clear. Next.", b.name(ToMicrosoft)),
		identify,
		say("Review, and choose \"Create connector\". See that its status is On."),
	}
}

// outboundPortal makes the connector to the own server.
func (b *builder) outboundPortal() []string {
	say := b.lang.Say
	steps := []string{
		say("Open https://admin.exchange.microsoft.com/#/connectors (Mail flow > Connectors) and look for a connector from Office 365 to \"Your organization's email server\". If there is one, change it instead of adding a second."),
		say("Choose \"Add a connector\"."),
		say("Connection from: Office 365. Connection to: \"Your organization's email server\". Next."),
		say("Connector name: \"%s\". Leave \"Turn it on\" set and \"Retain internal Exchange email headers\" clear. Next.", b.name(FromMicrosoft)),
		b.usePage(),
		say("Routing: enter %s and press +. Next.", b.shownHost()),
		b.securityPage(),
	}
	return append(steps,
		say("Validation email: enter %s, press + after each, and choose Validate. Wait until every line has succeeded. Next.", b.shownTests()),
		say("Review, and choose \"Create connector\"."))
}

func (b *builder) usePage() string {
	switch b.Answers[decide.ServerScope] {
	case SomeDomains:
		return b.lang.Say("Use of connector: \"Only when email messages are sent to these domains\". Enter %s, and press + after each. Next.", b.shown(decide.ServerScopeDomains))
	case ByRule:
		return b.lang.Say("Use of connector: \"Only when I have a transport rule set up that redirects messages to this connector\". Next.")
	}
	return b.lang.Say("Use of connector: \"For email messages sent to all accepted domains in your organization\". Next.")
}

func (b *builder) securityPage() string {
	switch b.Answers[decide.ServerTLS] {
	case TLSCA:
		return b.lang.Say("Security restrictions: \"Always use Transport Layer Security (TLS) to secure the connection\" and \"Issued by a trusted certificate authority (CA)\". Leave the domain name empty. Next.")
	case TLSAny:
		return b.lang.Say("Security restrictions: \"Always use Transport Layer Security (TLS) to secure the connection\" and \"Any digital certificate, including self-signed certificates\". Next.")
	case TLSOff:
		return b.lang.Say("Security restrictions: clear \"Always use Transport Layer Security (TLS) to secure the connection\". Next.")
	}
	return b.lang.Say("Security restrictions: \"Always use Transport Layer Security (TLS) to secure the connection\", \"Issued by a trusted certificate authority (CA)\", and \"Add the subject name or subject alternative name (SAN) matches this domain name\": %s. Next.", b.Answers[decide.ServerTLSName])
}

func (b *builder) shown(key decide.Key) string { return strings.Join(b.list(key), ", ") }

func (b *builder) shownAddresses() string {
	if addresses := b.addresses(); len(addresses) > 0 {
		return strings.Join(addresses, ", ")
	}
	return b.lang.Say("<the public IPv4 address of your mail server>")
}

func (b *builder) shownHost() string {
	if host := b.Answers[decide.ServerSmartHost]; host != "" {
		return host
	}
	return b.lang.Say("<the public name of your mail server>")
}

func (b *builder) shownTests() string {
	if tests := b.shown(decide.ServerTestAddresses); tests != "" {
		return tests
	}
	return b.lang.Say("<an address on your mail server, one for each domain>")
}

func (b *builder) shownEndpoint() string {
	if hosts := b.endpoint(); len(hosts) > 0 {
		return hosts[0]
	}
	return b.lang.Say("<MX host from the admin centre>")
}
