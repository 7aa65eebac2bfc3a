package demo

import "strings"

// A tenant is how an organisation is set up at Microsoft.
type tenant struct {
	domain            string // its accepted domain
	connector         bool   // an inbound connector knows the office's address
	certificate       bool   // an inbound connector knows a certificate for the domain
	rejectsDirectSend bool
	signIn            refusal // SMTP AUTH for the whole organisation; the zero value allows it
}

var tenants = []tenant{
	{domain: "contoso.com", connector: true},
	{domain: "fabrikam.com", rejectsDirectSend: true, signIn: offForTenant},
	{domain: "adventure-works.com", certificate: true},
	{domain: "agency.example"},
	{domain: "full.example", rejectsDirectSend: true},
	{domain: "xn--bcher-kva.example"},
	{domain: "blocked.example"},
	{domain: "diverted.example"},
}

// tenantOf returns the organisation that a domain belongs to, or nil.
func tenantOf(domain string) *tenant {
	for i := range tenants {
		if tenants[i].domain == domain {
			return &tenants[i]
		}
	}
	return nil
}

// split takes a mail address apart.
func split(address string) (local, domain string) {
	at := strings.LastIndexByte(address, '@')
	return strings.ToLower(address[:max(at, 0)]), strings.ToLower(address[at+1:])
}

// attributes reports whether a connector of the organisation recognises who sends: by the office's
// address, or by the certificate with these names.
func (t *tenant) attributes(certificate []string) bool {
	if t.connector {
		return true
	}
	for _, name := range certificate {
		if t.certificate && (name == t.domain || strings.HasSuffix(name, "."+t.domain)) {
			return true
		}
	}
	return false
}
