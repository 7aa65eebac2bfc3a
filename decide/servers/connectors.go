package servers

import (
	"strings"

	"sendpath/decide"
)

// A parameterRule is one parameter of a cmdlet, and when it is written. Parameters that belong together
// share their condition; those that exclude each other have conditions that do.
type parameterRule struct {
	name  string
	when  decide.Condition
	value func(*builder) any
}

// A connectorRule is a connector, and when it is made.
type connectorRule struct {
	direction  string
	cmdlet     string
	shell      Shell
	when       decide.Condition
	parameters []parameterRule
	portal     func(*builder) []string
}

func always(value any) func(*builder) any { return func(*builder) any { return value } }

func listOf(key decide.Key) func(*builder) any {
	return func(b *builder) any { return append([]string{}, b.list(key)...) }
}

func nameFor(direction string) func(*builder) any {
	return func(b *builder) any { return b.name(direction) }
}

// connectorTable is every connector that can be made, in the order of making: the way out of the own
// server is opened before anything is sent to it (New-InboundConnector, New-OutboundConnector,
// New-SendConnector in the Exchange PowerShell reference).
var connectorTable = []connectorRule{
	{
		direction: ToMicrosoft, cmdlet: "New-InboundConnector", shell: ExchangeOnline, when: createsInbound,
		parameters: []parameterRule{
			{"Name", decide.Anytime, nameFor(ToMicrosoft)},
			{"ConnectorType", decide.Anytime, always(Keyword("OnPremises"))},
			{"SenderDomains", decide.Anytime, always([]string{"*"})},
			{"SenderIPAddresses", byAddress, func(b *builder) any { return b.addresses() }},
			// The reference says both that RequireTls is true by default and that it acts on Partner
			// connectors only: saying it leaves nothing to that.
			{"RequireTls", byAddress, always(false)},
			{"RequireTls", byCertificate, always(true)},
			{"TlsSenderCertificateName", byCertificate, func(b *builder) any { return b.Answers[decide.ServerCertificateName] }},
			{"Enabled", decide.Anytime, always(true)},
		},
		portal: (*builder).inboundPortal,
	},
	{
		direction: FromMicrosoft, cmdlet: "New-OutboundConnector", shell: ExchangeOnline, when: createsOutbound,
		parameters: []parameterRule{
			{"Name", decide.Anytime, nameFor(FromMicrosoft)},
			{"ConnectorType", decide.Anytime, always(Keyword("OnPremises"))},
			// Smart hosts need UseMXRecord to be false, in the same command.
			{"UseMXRecord", decide.Anytime, always(false)},
			{"SmartHosts", decide.Anytime, listOf(decide.ServerSmartHost)},
			{"AllAcceptedDomains", decide.Is(decide.ServerScope, AllAccepted), always(true)},
			{"RecipientDomains", decide.Is(decide.ServerScope, SomeDomains), listOf(decide.ServerScopeDomains)},
			{"IsTransportRuleScoped", decide.Is(decide.ServerScope, ByRule), always(true)},
			{"TlsSettings", decide.Is(decide.ServerTLS, TLSName), always(Keyword("DomainValidation"))},
			{"TlsDomain", decide.Is(decide.ServerTLS, TLSName), func(b *builder) any { return b.Answers[decide.ServerTLSName] }},
			{"TlsSettings", decide.Is(decide.ServerTLS, TLSCA), always(Keyword("CertificateValidation"))},
			{"TlsSettings", decide.Is(decide.ServerTLS, TLSAny), always(Keyword("EncryptionOnly"))},
			{"Enabled", decide.Anytime, always(true)},
		},
		portal: (*builder).outboundPortal,
	},
	{
		direction: ToMicrosoft, cmdlet: "New-SendConnector", shell: ExchangeManagementShell,
		when: decide.All(createsInbound, ownServer),
		parameters: []parameterRule{
			{"Name", decide.Anytime, nameFor(ToMicrosoft)},
			{"AddressSpaces", decide.Anytime, always([]string{"*"})},
			{"Fqdn", byCertificate, func(b *builder) any { return b.Answers[decide.ServerCertificateName] }},
			{"DNSRoutingEnabled", decide.Anytime, always(false)},
			{"SmartHosts", decide.Anytime, func(b *builder) any { return b.endpoint() }},
			// TlsAuthLevel needs RequireTLS.
			{"RequireTLS", decide.Anytime, always(true)},
			{"TlsAuthLevel", decide.Anytime, always(Keyword("CertificateValidation"))},
		},
		portal: func(*builder) []string { return []string{} },
	},
}

// build makes the connectors of the case.
func (b *builder) build() []Connector {
	list := []Connector{}
	for _, rule := range connectorTable {
		if !b.is(rule.when) {
			continue
		}
		c := Connector{Direction: rule.direction, Cmdlet: rule.cmdlet, Shell: rule.shell, Missing: []string{}, Portal: rule.portal(b)}
		for _, p := range rule.parameters {
			if !b.is(p.when) {
				continue
			}
			value := p.value(b)
			if values, isList := value.([]string); isList && len(values) == 0 {
				c.Missing = append(c.Missing, p.name)
			}
			c.Parameters = append(c.Parameters, Parameter{p.name, value})
		}
		list = append(list, c)
	}
	return list
}

const (
	maxName    = 64 // New-OutboundConnector, Name
	toSuffix   = " - to Microsoft 365"
	fromSuffix = " - from Microsoft 365"
)

// name names the connector of a direction after the customer, or the first domain.
func (b *builder) name(direction string) string {
	suffix := toSuffix
	if direction == FromMicrosoft {
		suffix = fromSuffix
	}
	name := []rune(decide.ConnectorName(b.customer, first(b.Answers[decide.ServerDomains])))
	name = name[:min(len(name), maxName-len(suffix))]
	return strings.TrimSpace(string(name)) + suffix
}

// addresses are the addresses that a connector takes: IPv4 only.
func (b *builder) addresses() []string {
	list := []string{}
	for _, address := range b.list(decide.ServerPublicIPs) {
		if strings.Contains(address, ".") {
			list = append(list, address)
		}
	}
	return list
}

// endpoint is the organisation's MX host at Microsoft, empty while DNS does not show it: it cannot be
// derived from the domain.
func (b *builder) endpoint() []string {
	for _, s := range b.surveys {
		if s.Endpoint.Confirmed {
			return []string{s.Endpoint.Host}
		}
	}
	return []string{}
}
