# Let the device sign in as scanner@contoso.com at smtp.office365.com, port 587, with the mailbox's password.
# Domain: contoso.com
# Day: 2026-11-22
# For Exchange Online PowerShell. Read it first, then run it part by part.

# == Look first ==
# Is SMTP AUTH off for the organisation? True means off; a mailbox may still be on.
Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled
# And for the mailbox? True: off. False: on. Empty: as the organisation.
Get-CASMailbox -Identity 'scanner@contoso.com' | Format-List SmtpClientAuthenticationDisabled

# == Change ==
# Switch it on for this mailbox only.
Set-CASMailbox -Identity 'scanner@contoso.com' -SmtpClientAuthenticationDisabled $false

# == See that it worked ==
# It must say False now.
Get-CASMailbox -Identity 'scanner@contoso.com' | Format-List SmtpClientAuthenticationDisabled

# == To undo it ==
# Back to following the organisation:
# Set-CASMailbox -Identity 'scanner@contoso.com' -SmtpClientAuthenticationDisabled $null
