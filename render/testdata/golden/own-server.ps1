# Let the device send through your own mail server.
# Domain: contoso.com
# Day: 2026-11-22
#
# Nothing is to be run in Exchange Online PowerShell.
