# Two connectors: one from your mail server to Microsoft 365, one back. MX moves after both work.
# Customer: O'Brien & Söhne
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
# Which connectors apply to mail to the test addresses? More than one for an address: see the warning about several connectors.
foreach ($address in @('test@contoso.com')) {
    $domain = ($address -split '@')[-1]
    foreach ($connector in @(Get-OutboundConnector)) {
        $named = @($connector.RecipientDomains | Where-Object { $domain -like $_ })
        if ($connector.Enabled -and ($connector.AllAcceptedDomains -or $named.Count -gt 0)) {
            [PSCustomObject]@{ Address = $address; Connector = $connector.Name; IsTransportRuleScoped = $connector.IsTransportRuleScoped }
        }
    }
}

# == Try without changing anything ==
# A dry run: it changes nothing.
New-InboundConnector -Name 'sendpath - O''Brien & Söhne - to Microsoft 365' -ConnectorType OnPremises -SenderDomains '*' -RequireTls $true -TlsSenderCertificateName 'mail.contoso.com' -Enabled $true -WhatIf
# A dry run: it changes nothing.
New-OutboundConnector -Name 'sendpath - O''Brien & Söhne - from Microsoft 365' -ConnectorType OnPremises -UseMXRecord $false -SmartHosts 'mail.contoso.com' -AllAcceptedDomains $true -TlsSettings DomainValidation -TlsDomain 'mail.contoso.com' -Enabled $true -WhatIf

# == Change ==
# Create the connector from your mail server to Microsoft 365.
New-InboundConnector -Name 'sendpath - O''Brien & Söhne - to Microsoft 365' -ConnectorType OnPremises -SenderDomains '*' -RequireTls $true -TlsSenderCertificateName 'mail.contoso.com' -Enabled $true
# Create the connector from Microsoft 365 to your mail server.
New-OutboundConnector -Name 'sendpath - O''Brien & Söhne - from Microsoft 365' -ConnectorType OnPremises -UseMXRecord $false -SmartHosts 'mail.contoso.com' -AllAcceptedDomains $true -TlsSettings DomainValidation -TlsDomain 'mail.contoso.com' -Enabled $true

# == See that it worked ==
# Enabled must say True. If it says False, open a support case with Microsoft.
Get-InboundConnector -Identity 'sendpath - O''Brien & Söhne - to Microsoft 365' | Format-List Name,ConnectorType,SenderDomains,RequireTls,TlsSenderCertificateName,Enabled
# It must show what was set.
Get-OutboundConnector -Identity 'sendpath - O''Brien & Söhne - from Microsoft 365' | Format-List Name,ConnectorType,UseMXRecord,SmartHosts,AllAcceptedDomains,TlsSettings,TlsDomain,Enabled
# Test it: a message goes to each address. Every task must succeed.
Validate-OutboundConnector -Identity 'sendpath - O''Brien & Söhne - from Microsoft 365' -Recipients 'test@contoso.com'
# Only then: the test does not record that it succeeded, this does.
Set-OutboundConnector -Identity 'sendpath - O''Brien & Söhne - from Microsoft 365' -IsValidated $true -LastValidationTimestamp (Get-Date).ToUniversalTime()

# == To undo it ==
# Take it away again:
# Remove-InboundConnector -Identity 'sendpath - O''Brien & Söhne - to Microsoft 365'
# Take it away again:
# Remove-OutboundConnector -Identity 'sendpath - O''Brien & Söhne - from Microsoft 365'

# ==== Exchange Management Shell on your own Exchange Server ====
# == Look first ==
# The connector that takes mail from the internet must name the certificate: TlsCertificateName. Set-ReceiveConnector changes it.
Get-ReceiveConnector | Format-List Identity,Enabled,Bindings,Fqdn,TlsCertificateName,RemoteIPRanges
# Which send connectors are there? Another one for * would go on sending past Microsoft 365.
Get-SendConnector | Format-List Name,Enabled,AddressSpaces,SmartHosts,RequireTLS,TlsAuthLevel,Fqdn

# == Try without changing anything ==
# A dry run: it changes nothing.
New-SendConnector -Name 'sendpath - O''Brien & Söhne - to Microsoft 365' -AddressSpaces '*' -Fqdn 'mail.contoso.com' -DNSRoutingEnabled $false -SmartHosts 'contoso-com.mail.protection.outlook.com' -RequireTLS $true -TlsAuthLevel CertificateValidation -WhatIf

# == Change ==
# Let your mail server send everything through Microsoft 365.
New-SendConnector -Name 'sendpath - O''Brien & Söhne - to Microsoft 365' -AddressSpaces '*' -Fqdn 'mail.contoso.com' -DNSRoutingEnabled $false -SmartHosts 'contoso-com.mail.protection.outlook.com' -RequireTLS $true -TlsAuthLevel CertificateValidation

# == See that it worked ==
# It must show what was set.
Get-SendConnector -Identity 'sendpath - O''Brien & Söhne - to Microsoft 365' | Format-List Name,AddressSpaces,Fqdn,DNSRoutingEnabled,SmartHosts,RequireTLS,TlsAuthLevel

# == To undo it ==
# Take it away again:
# Remove-SendConnector -Identity 'sendpath - O''Brien & Söhne - to Microsoft 365'
