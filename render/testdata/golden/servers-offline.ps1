# Two connectors: one from your mail server to Microsoft 365, one back. MX moves after both work.
# Domains: contoso.com
# Day: 2026-11-22
# There may be two scripts, for two places: do not run the file as a whole. Read it first, then run it part by part.

# ==== Exchange Online PowerShell (Connect-ExchangeOnline) ====
# == Look first ==
# Every domain must be in this list, and the name on the certificate too.
Get-AcceptedDomain | Format-Table DomainName,DomainType,Default
# Which connectors from your mail server are there?
Get-InboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,SenderDomains,SenderIPAddresses,TlsSenderCertificateName,RequireTls
# Which connectors to your mail server are there?
Get-OutboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,UseMXRecord,SmartHosts,RecipientDomains,AllAcceptedDomains,IsTransportRuleScoped,TlsSettings,TlsDomain,IsValidated,LastValidationTimestamp
# There is no command yet for New-OutboundConnector: a value is missing (SmartHosts). Run sendpath again with it.

# == Try without changing anything ==
# A dry run: it changes nothing.
New-InboundConnector -Name 'sendpath - contoso.com - to Microsoft 365' -ConnectorType OnPremises -SenderDomains '*' -RequireTls $true -TlsSenderCertificateName 'contoso.com' -Enabled $true -WhatIf

# == Change ==
# Create the connector from your mail server to Microsoft 365.
New-InboundConnector -Name 'sendpath - contoso.com - to Microsoft 365' -ConnectorType OnPremises -SenderDomains '*' -RequireTls $true -TlsSenderCertificateName 'contoso.com' -Enabled $true

# == See that it worked ==
# Enabled must say True. If it says False, open a support case with Microsoft.
Get-InboundConnector -Identity 'sendpath - contoso.com - to Microsoft 365' | Format-List Name,ConnectorType,SenderDomains,RequireTls,TlsSenderCertificateName,Enabled

# == To undo it ==
# Take it away again:
# Remove-InboundConnector -Identity 'sendpath - contoso.com - to Microsoft 365'

# ==== Exchange Management Shell on your own Exchange Server ====
# == Look first ==
# The connector that takes mail from the internet must name the certificate: TlsCertificateName. Set-ReceiveConnector changes it.
Get-ReceiveConnector | Format-List Identity,Enabled,Bindings,Fqdn,TlsCertificateName,RemoteIPRanges
# Which send connectors are there? Another one for * would go on sending past Microsoft 365.
Get-SendConnector | Format-List Name,Enabled,AddressSpaces,SmartHosts,RequireTLS,TlsAuthLevel,Fqdn
# There is no command yet for New-SendConnector: a value is missing (SmartHosts). Run sendpath again with it.
