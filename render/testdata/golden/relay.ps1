# Let the device send through contoso-com.mail.protection.outlook.com on port 25; a connector recognises the site by its public address.
# Customer: O'Brien & Söhne
# Domain: contoso.com
# Day: 2026-11-22
# For Exchange Online PowerShell. Read it first, then run it part by part.

# == Look first ==
# The sender's domain must be in this list, and the name on a certificate too.
Get-AcceptedDomain | Format-Table DomainName,DomainType,Default
# Which connectors are there?
Get-InboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,SenderDomains,SenderIPAddresses,TlsSenderCertificateName,RequireTls

# == Try without changing anything ==
# A dry run: it changes nothing.
New-InboundConnector -Name 'sendpath - O''Brien & Söhne' -ConnectorType OnPremises -SenderDomains '*' -SenderIPAddresses '198.51.100.7' -RequireTls $false -Enabled $true -WhatIf

# == Change ==
# Create the connector.
New-InboundConnector -Name 'sendpath - O''Brien & Söhne' -ConnectorType OnPremises -SenderDomains '*' -SenderIPAddresses '198.51.100.7' -RequireTls $false -Enabled $true

# == See that it worked ==
# Enabled must say True. If it says False, open a support case with Microsoft.
Get-InboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' } | Format-List Name,Enabled,SenderIPAddresses,TlsSenderCertificateName

# == To undo it ==
# Take it away again:
# Remove-InboundConnector -Identity 'sendpath - O''Brien & Söhne'
