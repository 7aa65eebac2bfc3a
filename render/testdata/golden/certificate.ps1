# Let the sender deliver to contoso-com.mail.protection.outlook.com on port 25; a connector recognises it by its certificate.
# Domain: contoso.com
# Day: 2026-11-22
# For Exchange Online PowerShell. Read it first, then run it part by part.

# == Look first ==
# The sender's domain must be in this list, and the name on a certificate too.
Get-AcceptedDomain | Format-Table DomainName,DomainType,Default
# Which connectors are there?
Get-InboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,SenderDomains,SenderIPAddresses,TlsSenderCertificateName,RequireTls

# == Change ==
# Add a connector for the certificate, unless one has that name already.
$connector = Get-InboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' -and $_.TlsSenderCertificateName -eq 'contoso.com' } | Select-Object -First 1
if (-not $connector) {
    New-InboundConnector -Name 'sendpath - contoso.com' -ConnectorType OnPremises -SenderDomains '*' -RequireTls $true -TlsSenderCertificateName 'contoso.com' -Enabled $true
}

# == See that it worked ==
# Enabled must say True. If it says False, open a support case with Microsoft.
Get-InboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' } | Format-List Name,Enabled,SenderIPAddresses,TlsSenderCertificateName
