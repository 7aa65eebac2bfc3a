# Let the device deliver to <MX host from the admin centre> on port 25, to mailboxes of your organisation only.
# Domain: xn--bcher-kva.example (bücher.example)
# Day: 2026-11-22
# For Exchange Online PowerShell. Read it first, then run it part by part.

# == Look first ==
# Is Direct Send rejected? It must say False.
Get-OrganizationConfig | Select-Object Identity,RejectDirectSend
# The sender's domain must be in this list.
Get-AcceptedDomain | Format-Table DomainName,DomainType,Default
# A connector that accepts mail only from a filter refuses this device (5.7.51).
Get-InboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,SenderDomains,SenderIPAddresses,TlsSenderCertificateName,RequireTls
