package servers

import (
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// The commands, for Exchange Online and for the own Exchange Server: look first, try, change, verify, undo.

const (
	readInbound = "Get-InboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,SenderDomains,SenderIPAddresses,TlsSenderCertificateName,RequireTls"

	readOutbound = "Get-OutboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,UseMXRecord,SmartHosts,RecipientDomains,AllAcceptedDomains,IsTransportRuleScoped,TlsSettings,TlsDomain,IsValidated,LastValidationTimestamp"

	// whichApply lists every connector whose scope holds the domain of a test address.
	whichApply = `foreach ($address in @(%s)) {
    $domain = ($address -split '@')[-1]
    foreach ($connector in @(Get-OutboundConnector)) {
        $named = @($connector.RecipientDomains | Where-Object { $domain -like $_ })
        if ($connector.Enabled -and ($connector.AllAcceptedDomains -or $named.Count -gt 0)) {
            [PSCustomObject]@{ Address = $address; Connector = $connector.Name; IsTransportRuleScoped = $connector.IsTransportRuleScoped }
        }
    }
}`

	validateHybrid = `foreach ($connector in @(Get-OutboundConnector | Where-Object { $_.ConnectorSource -eq 'HybridWizard' })) {
    Validate-OutboundConnector -Identity $connector.Name -Recipients %s
}`
)

// scripts are the commands by shell; a shell without commands is left out.
func (b *builder) scripts() []Script {
	list := []Script{}
	for _, s := range []Script{{ExchangeOnline, b.online()}, {ExchangeManagementShell, b.onServer()}} {
		if len(s.Commands) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// online is the script for Exchange Online.
func (b *builder) online() []decide.Command {
	commands := []decide.Command{
		{Part: decide.PartRead, Why: b.lang.Say("Every domain must be in this list, and the name on the certificate too."), Line: "Get-AcceptedDomain | Format-Table DomainName,DomainType,Default"},
		{Part: decide.PartRead, Why: b.lang.Say("Which connectors from your mail server are there?"), Line: readInbound},
		{Part: decide.PartRead, Why: b.lang.Say("Which connectors to your mail server are there?"), Line: readOutbound},
	}
	commands = append(commands, b.whichApply()...)
	for i := range b.connectors {
		if c := &b.connectors[i]; c.Shell == ExchangeOnline {
			commands = append(commands, b.create(c)...)
		}
	}
	if b.is(hybrid) {
		commands = append(commands, b.checkHybrid()...)
	}
	return commands
}

func (b *builder) whichApply() []decide.Command {
	tests := b.list(decide.ServerTestAddresses)
	if len(tests) == 0 {
		return nil
	}
	return []decide.Command{{Part: decide.PartRead, Line: whichApply, Args: []any{tests},
		Why: b.lang.Say("Which connectors apply to mail to the test addresses? More than one for an address: see the warning about several connectors.")}}
}

func (b *builder) checkHybrid() []decide.Command {
	tests := b.list(decide.ServerTestAddresses)
	if len(tests) == 0 {
		return nil
	}
	return []decide.Command{{Part: decide.PartVerify, Line: validateHybrid, Args: []any{tests},
		Why: b.lang.Say("Test the way to your mail server through the wizard's connector. It changes nothing.")}}
}

var createTexts = map[string]words.Text{
	"New-InboundConnector":  "Create the connector from your mail server to Microsoft 365.",
	"New-OutboundConnector": "Create the connector from Microsoft 365 to your mail server.",
	"New-SendConnector":     "Let your mail server send everything through Microsoft 365.",
}

// create makes a connector, shows it and says how to take it away. A connector with a value missing
// gives no command that would run.
func (b *builder) create(c *Connector) []decide.Command {
	why := b.lang.Say(createTexts[c.Cmdlet])
	line, args := c.commandLine()
	if !c.Complete() {
		return []decide.Command{{Part: decide.PartRead,
			Why: b.lang.Say("There is no command yet for %s: a value is missing (%s). Run sendpath again with it.", c.Cmdlet, strings.Join(c.Missing, ", "))}}
	}
	noun := strings.TrimPrefix(c.Cmdlet, "New-")
	identity := []any{c.Parameters.Value("Name")}
	commands := []decide.Command{
		{Part: decide.PartTry, Why: b.lang.Say("A dry run: it changes nothing."), Line: line + " -WhatIf", Args: args},
		{Part: decide.PartDo, Why: why, Line: line, Args: args},
		{Part: decide.PartVerify, Why: b.verifyWhy(c), Line: "Get-" + noun + " -Identity %s | Format-List " + c.shownProperties(), Args: identity},
	}
	if c.Cmdlet == "New-OutboundConnector" {
		commands = append(commands, b.validate(identity)...)
	}
	return append(commands, decide.Command{Part: decide.PartUndo, Why: b.lang.Say("Take it away again:"), Line: "Remove-" + noun + " -Identity %s", Args: identity})
}

func (b *builder) verifyWhy(c *Connector) string {
	if c.Cmdlet == "New-InboundConnector" {
		return b.lang.Say("Enabled must say True. If it says False, open a support case with Microsoft.")
	}
	return b.lang.Say("It must show what was set.")
}

// validate tests the way to the own server and records that it was tested, which the test itself does
// not do (Validate-OutboundConnector, Set-OutboundConnector).
func (b *builder) validate(identity []any) []decide.Command {
	tests := b.list(decide.ServerTestAddresses)
	if len(tests) == 0 {
		return []decide.Command{{Part: decide.PartVerify, Why: b.lang.Say("To validate the connector, run sendpath again with a test address for each domain, or validate it in the admin centre.")}}
	}
	return []decide.Command{
		{Part: decide.PartVerify, Line: "Validate-OutboundConnector -Identity %s -Recipients %s", Args: append(identity, any(tests)),
			Why: b.lang.Say("Test it: a message goes to each address. Every task must succeed.")},
		{Part: decide.PartVerify, Line: "Set-OutboundConnector -Identity %s -IsValidated $true -LastValidationTimestamp (Get-Date).ToUniversalTime()", Args: identity,
			Why: b.lang.Say("Only then: the test does not record that it succeeded, this does.")},
	}
}

// shownProperties are the parameters as properties, to look at after creating.
func (c *Connector) shownProperties() string {
	var names []string
	for _, p := range c.Parameters {
		names = append(names, p.Name)
	}
	return strings.Join(names, ",")
}

// commandLine is the cmdlet with its parameters: values that somebody gave are arguments, to be quoted.
func (c *Connector) commandLine() (line string, args []any) {
	line = c.Cmdlet
	for _, p := range c.Parameters {
		line += " -" + p.Name + " "
		switch value := p.Value.(type) {
		case bool:
			line += map[bool]string{true: "$true", false: "$false"}[value]
		case Keyword:
			line += string(value)
		default:
			line += "%s"
			args = append(args, value)
		}
	}
	return line, args
}

// onServer is the script for the own Exchange Server.
func (b *builder) onServer() []decide.Command {
	if !b.is(decide.All(creates, ownServer)) {
		return nil
	}
	var commands []decide.Command
	if b.is(outbound) {
		commands = append(commands, decide.Command{Part: decide.PartRead, Line: "Get-ReceiveConnector | Format-List Identity,Enabled,Bindings,Fqdn,TlsCertificateName,RemoteIPRanges",
			Why: b.lang.Say("The connector that takes mail from the internet must name the certificate: TlsCertificateName. Set-ReceiveConnector changes it.")})
	}
	for i := range b.connectors {
		if c := &b.connectors[i]; c.Shell == ExchangeManagementShell {
			commands = append(commands, decide.Command{Part: decide.PartRead, Line: "Get-SendConnector | Format-List Name,Enabled,AddressSpaces,SmartHosts,RequireTLS,TlsAuthLevel,Fqdn",
				Why: b.lang.Say("Which send connectors are there? Another one for * would go on sending past Microsoft 365.")})
			commands = append(commands, b.create(c)...)
		}
	}
	return commands
}
