package decide

// The script is for Exchange Online PowerShell: look first, try, change, verify, undo.

const readConnectors = "Get-InboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,SenderDomains,SenderIPAddresses,TlsSenderCertificateName,RequireTls"

const newByAddress = "New-InboundConnector -Name %s -ConnectorType OnPremises -SenderDomains %s -SenderIPAddresses %s -RequireTls $false -Enabled $true"

const newByCertificate = "New-InboundConnector -Name %s -ConnectorType OnPremises -SenderDomains %s -RequireTls $true -TlsSenderCertificateName %s -Enabled $true"

// extendByAddress adds addresses to the connector that is there. Set-InboundConnector replaces the
// whole list, so it gets the addresses found plus the new ones.
const extendByAddress = `$connector = Get-InboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' -and $_.ConnectorSource -ne 'HybridWizard' -and $_.SenderIPAddresses } | Select-Object -First 1
if ($connector) {
    $addresses = @($connector.SenderIPAddresses) + @(%s) | Select-Object -Unique
    Set-InboundConnector -Identity $connector.Name -SenderIPAddresses $addresses
} else {
    ` + newByAddress + `
}`

const addByCertificate = `$connector = Get-InboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' -and $_.TlsSenderCertificateName -eq %s } | Select-Object -First 1
if (-not $connector) {
    ` + newByCertificate + `
}`

func (b *builder) script(c *Connector) []Command {
	switch b.Method {
	case SMTPAuth:
		return b.authScript()
	case Relay:
		return b.relayScript(c)
	case DirectSend:
		return b.directScript()
	}
	return nil
}

func (b *builder) authScript() []Command {
	say, mailbox := b.lang.Say, []any{b.Answers[Sender]}
	const read = "Get-CASMailbox -Identity %s | Format-List SmtpClientAuthenticationDisabled"
	return []Command{
		{PartRead, say("Is SMTP AUTH off for the organisation? True means off; a mailbox may still be on."), "Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled", nil},
		{PartRead, say("And for the mailbox? True: off. False: on. Empty: as the organisation."), read, mailbox},
		{PartDo, say("Switch it on for this mailbox only."), "Set-CASMailbox -Identity %s -SmtpClientAuthenticationDisabled $false", mailbox},
		{PartVerify, say("It must say False now."), read, mailbox},
		{PartUndo, say("Back to following the organisation:"), "Set-CASMailbox -Identity %s -SmtpClientAuthenticationDisabled $null", mailbox},
	}
}

func (b *builder) directScript() []Command {
	say := b.lang.Say
	return []Command{
		{PartRead, say("Is Direct Send rejected? It must say False."), "Get-OrganizationConfig | Select-Object Identity,RejectDirectSend", nil},
		{PartRead, say("The sender's domain must be in this list."), "Get-AcceptedDomain | Format-Table DomainName,DomainType,Default", nil},
		{PartRead, say("A connector that accepts mail only from a filter refuses this device (5.7.51)."), readConnectors, nil},
	}
}

func (b *builder) relayScript(c *Connector) []Command {
	say := b.lang.Say
	commands := []Command{
		{PartRead, say("The sender's domain must be in this list, and the name on a certificate too."), "Get-AcceptedDomain | Format-Table DomainName,DomainType,Default", nil},
		{PartRead, say("Which connectors are there?"), readConnectors, nil},
	}
	if c.TLSSenderCertificate == "" && len(c.SenderIPAddresses) == 0 {
		return append(commands, Command{PartRead, say("The public address is missing, so there is no command yet that creates the connector. Run sendpath again with it."), "", nil})
	}
	return append(commands, b.change(c)...)
}

// change creates the connector, or extends the one that is there.
func (b *builder) change(c *Connector) []Command {
	say := b.lang.Say
	line, args := newByAddress, []any{c.Name, c.SenderDomains, c.SenderIPAddresses}
	if c.TLSSenderCertificate != "" {
		line, args = newByCertificate, []any{c.Name, c.SenderDomains, c.TLSSenderCertificate}
	}
	verify := Command{PartVerify, say("Enabled must say True. If it says False, open a support case with Microsoft."),
		"Get-InboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' } | Format-List Name,Enabled,SenderIPAddresses,TlsSenderCertificateName", nil}
	switch {
	case c.Existing && c.TLSSenderCertificate != "":
		return []Command{
			{PartDo, say("Add a connector for the certificate, unless one has that name already."), addByCertificate, append([]any{c.TLSSenderCertificate}, args...)},
			verify,
		}
	case c.Existing:
		return []Command{
			{PartDo, say("Add the addresses to the connector that is there; one that the hybrid wizard made stays as it is and a second one is made."), extendByAddress, append([]any{c.SenderIPAddresses}, args...)},
			verify,
			{PartUndo, say("Set the list back to what the first command showed:"), "Set-InboundConnector -Identity '<name>' -SenderIPAddresses '<the old addresses>'", nil},
		}
	}
	return []Command{
		{PartTry, say("A dry run: it changes nothing."), line + " -WhatIf", args},
		{PartDo, say("Create the connector."), line, args},
		verify,
		{PartUndo, say("Take it away again:"), "Remove-InboundConnector -Identity %s", []any{c.Name}},
	}
}
