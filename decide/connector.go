package decide

import (
	"strings"
	"unicode"

	"sendpath/decide/clean"
)

// maxConnectorName is documented for outbound connectors; the same bound serves inbound ones.
const maxConnectorName = 64

// ConnectorName names a connector after the customer, or the domain.
func ConnectorName(customer, domain string) string {
	name := customer
	if strings.TrimSpace(name) == "" {
		name = domain
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || clean.Unfit(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, "sendpath - "+strings.TrimSpace(name))
	if runes := []rune(name); len(runes) > maxConnectorName {
		name = string(runes[:maxConnectorName])
	}
	return strings.TrimSpace(name)
}

func (b *builder) connector() *Connector {
	if b.Method != Relay {
		return nil
	}
	c := &Connector{
		Name: ConnectorName(b.customer, b.Answers[Domain]), Type: "OnPremises", SenderDomains: []string{"*"},
		SenderIPAddresses: []string{}, Existing: b.Answers[ExistingConnector] == Yes,
	}
	if b.Authentication == ByCertificate {
		c.TLSSenderCertificate, c.RequireTLS = b.Answers[CertificateName], true
	} else {
		c.SenderIPAddresses = append(c.SenderIPAddresses, ipv4Only(b.addresses)...)
	}
	c.Portal = b.portalSteps(c)
	return c
}

// portalSteps are the pages of the Exchange admin centre, in its own words.
func (b *builder) portalSteps(c *Connector) []string {
	say := b.lang.Say
	if c.Existing && c.TLSSenderCertificate == "" {
		return []string{
			say("Open https://admin.exchange.microsoft.com/#/connectors (Mail flow > Connectors)."),
			say("Open the connector from \"Your organization's email server\" to Office 365. Leave it alone if the hybrid wizard made it, and add one instead."),
			say("Edit \"Authenticating sent email\", and add: %s. Keep what is there.", b.identityShown(c)),
			say("Save, and see that its status is On."),
		}
	}
	return []string{
		say("Open https://admin.exchange.microsoft.com/#/connectors (Mail flow > Connectors) and choose \"Add a connector\"."),
		say("Connection from: \"Your organization's email server\". Next."),
		say("Name: \"%s\". Leave \"Turn it on\" set. Next.", c.Name),
		b.identityStep(c),
		say("Review, and choose \"Create connector\". See that its status is On."),
	}
}

func (b *builder) identityShown(c *Connector) string {
	switch {
	case c.TLSSenderCertificate != "":
		return c.TLSSenderCertificate
	case len(c.SenderIPAddresses) > 0:
		return strings.Join(c.SenderIPAddresses, ", ")
	}
	return b.lang.Say("<the site's public address>")
}

func (b *builder) identityStep(c *Connector) string {
	if c.TLSSenderCertificate != "" {
		return b.lang.Say("Authenticating sent email: by the subject name on the certificate, %s. Next.", c.TLSSenderCertificate)
	}
	return b.lang.Say("Authenticating sent email: by the IP address of the sending server. Enter %s, one at a time, and press + after each. Next.", b.identityShown(c))
}
