# The Hybrid Configuration Wizard made the connectors: none is added, they are checked.
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

# == See that it worked ==
# Test the way to your mail server through the wizard's connector. It changes nothing.
foreach ($connector in @(Get-OutboundConnector | Where-Object { $_.ConnectorSource -eq 'HybridWizard' })) {
    Validate-OutboundConnector -Identity $connector.Name -Recipients 'test@contoso.com'
}
