package demo

import "sendpath/decide/words"

// A Customer is a made-up organisation to practise with.
type Customer struct {
	Domain string // as a person would type it
	Story  words.Text
}

var customers = []Customer{
	{"contoso.com", "Mail goes straight to Exchange Online; SPF also names a newsletter service, and DMARC only watches."},
	{"fabrikam.com", "A mail filter stands in front of Microsoft 365, DMARC refuses what fails, and Direct Send is switched off."},
	{"adventure-works.com", "The MX host is under mx.microsoft and reachable over IPv6, where a connector does not know the device."},
	{"agency.example", "The organisation is in GCC High, with server names of its own."},
	{"full.example", "The SPF record already costs nine of ten lookups, ends in redirect=, and does not name Microsoft."},
	{"bücher.example", "The name holds a letter beyond ASCII, and there are two SPF records where one is allowed."},
	{"blocked.example", "The provider drops port 25, so the MX host never answers."},
	{"diverted.example", "The provider's own mail server answers on port 25 in Microsoft's place."},
	{"silent.example", "The name servers do not answer, so DNS could not be read."},
	{"gone.example", "There is no such domain."},
}
