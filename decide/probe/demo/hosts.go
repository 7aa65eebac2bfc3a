package demo

// A role is what a mail server is there for.
type role int

const (
	submission role = iota // where devices sign in
	endpoint               // the MX host of an organisation
	stranger               // a provider's server that answers in the endpoint's place
	dropped                // packets to it get lost
)

// A host is one mail server.
type host struct {
	address string // as in zone.txt
	port    string
	role    role
	name    string // under which it introduces itself
	domain  string // whose endpoint it is
}

// Names in the form of Microsoft's servers, none of which exists.
const (
	mailboxServer    = "AM0PR00CA0000.outlook.office365.com"
	mailboxServerUS  = "BN0USG00CA0000.outlook.office365.us"
	frontServer      = "AM0EUR00FT000.mail.protection.outlook.com"
	frontServerUS    = "BN0USG00FT000.mail.protection.office365.us"
	frontServerDANE  = "DB0EUR00FT000.mail.protection.outlook.com"
	providersServer  = "smtp-out.provider.example"
	filterServer     = "mx.filter.example"
	submissionPort   = "587"
	transmissionPort = "25"
)

var hosts = []host{
	{"192.0.2.10", submissionPort, submission, mailboxServer, ""},
	{"192.0.2.10", transmissionPort, submission, mailboxServer, ""},
	{"2001:db8:365::10", submissionPort, submission, mailboxServer, ""},
	{"192.0.2.11", submissionPort, submission, mailboxServerUS, ""},
	{"192.0.2.20", transmissionPort, endpoint, frontServer, "contoso.com"},
	{"192.0.2.21", transmissionPort, endpoint, frontServer, "fabrikam.com"},
	{"192.0.2.22", transmissionPort, endpoint, frontServerDANE, "adventure-works.com"},
	{"2001:db8:365::22", transmissionPort, endpoint, frontServerDANE, "adventure-works.com"},
	{"192.0.2.23", transmissionPort, endpoint, frontServerUS, "agency.example"},
	{"192.0.2.24", transmissionPort, endpoint, frontServer, "full.example"},
	{"192.0.2.25", transmissionPort, endpoint, frontServer, "xn--bcher-kva.example"},
	{"192.0.2.26", transmissionPort, dropped, "", "blocked.example"},
	{"192.0.2.27", transmissionPort, stranger, providersServer, "diverted.example"},
	{"203.0.113.41", transmissionPort, stranger, filterServer, "fabrikam.com"},
	{"203.0.113.42", transmissionPort, stranger, filterServer, "fabrikam.com"},
}

// certificateNames are in the certificate of every server, as Microsoft's have wildcards for many names.
var certificateNames = []string{
	"smtp.office365.com", "smtp.office365.us", "*.mail.protection.outlook.com", "*.mail.protection.office365.us",
	"*.l-v1.mx.microsoft",
}

// hostAt finds the server at an address and port.
func hostAt(address, port string) (host, bool) {
	for _, h := range hosts {
		if h.address == address && h.port == port {
			return h, true
		}
	}
	return host{}, false
}

// keywords are what the server offers in reply to EHLO.
func (h host) keywords(secure bool) []string {
	if h.role == stranger {
		return []string{"PIPELINING", "SIZE 10240000", "8BITMIME"}
	}
	list := []string{"SIZE 157286400", "PIPELINING", "ENHANCEDSTATUSCODES"}
	switch {
	case !secure:
		list = append(list, "STARTTLS")
	case h.role == submission:
		list = append(list, "AUTH LOGIN XOAUTH2")
	}
	return append(list, "8BITMIME")
}
