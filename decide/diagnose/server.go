package diagnose

import (
	"strings"

	"sendpath/decide/words"
)

// A Server is the kind of server that answered.
type Server string

// The kinds. NoServer is "could not be told".
const (
	NoServer      Server = ""
	Submission    Server = "submission"    // Exchange Online, where clients sign in
	MXEndpoint    Server = "mx-endpoint"   // Exchange Online, where mail comes in
	Mailbox       Server = "mailbox"       // Exchange Online, after the message was handed over
	Consumer      Server = "consumer"      // outlook.com, hotmail
	AzureComm     Server = "azure"         // Azure Communication Services
	China         Server = "china"         // Microsoft 365 operated by 21Vianet
	OnPremExch    Server = "on-premises"   // an Exchange server of the company
	OtherProvider Server = "other"         // anybody else
	Microsoft     Server = "microsoft-365" // Microsoft's, but which part cannot be told
)

var serverNames = map[Server]words.Text{
	Submission:    "Microsoft 365, the server for signing in",
	MXEndpoint:    "Microsoft 365, the MX endpoint",
	Mailbox:       "Microsoft 365, a mailbox server (so the message had been handed over)",
	Consumer:      "Outlook.com, for personal accounts",
	AzureComm:     "Azure Communication Services",
	China:         "Microsoft 365 operated by 21Vianet",
	OnPremExch:    "an Exchange server of the company",
	OtherProvider: "a mail server that is not Microsoft's",
	Microsoft:     "Microsoft 365",
}

// Text names the kind for the user, "" for NoServer.
func (s Server) Text() words.Text { return serverNames[s] }

// ofMicrosoft reports whether the kind is one of Microsoft's services.
func (s Server) ofMicrosoft() bool {
	switch s {
	case NoServer, OnPremExch, OtherProvider:
		return false
	}
	return true
}

// hostKinds are the ends of host names, the more particular first.
var hostKinds = []struct {
	suffix string
	kind   Server
}{
	{"smtp-mail.outlook.com", Consumer}, {"smtp.live.com", Consumer}, {".olc.protection.outlook.com", Consumer},
	{".mail.protection.partner.outlook.cn", MXEndpoint}, {".partner.outlook.cn", China}, {"azurecomm.net", AzureComm}, {"smtp.hve.mx.microsoft", Submission},
	{".protection.outlook.com", MXEndpoint}, {".mx.microsoft", MXEndpoint}, {".mail.protection.office365.us", MXEndpoint},
	{"smtp.office365.com", Submission}, {"smtp-hve.office365.com", Submission}, {"smtp-legacy.office365.com", Submission},
	{"outlook.office365.com", Submission}, {"smtp.office365.us", Submission}, {"outlook.office365.us", Submission}, {"outlook-dod.office365.us", Submission}, {"smtp.outlook.com", Submission},
	{".prod.outlook.com", Microsoft}, {".office365.us", Microsoft}, {".exchangelabs.com", Microsoft}, {".outlook.com", Microsoft},
}

// serverOf tells the kind of server from its host name; NoServer for "", OtherProvider for a name that is not Microsoft's.
func serverOf(host string) Server {
	host = strings.ToLower(strings.Trim(host, " .[]<>\t"))
	if host == "" {
		return NoServer
	}
	for _, k := range hostKinds {
		if strings.HasSuffix(host, k.suffix) {
			if k.kind == Microsoft {
				return frontEnd(host)
			}
			return k.kind
		}
	}
	return OtherProvider
}

// frontEnd reads the part in a machine's name, such as AM0PR01CA0042: letters CA are the submission front
// end, MB a mailbox server, FT the MX endpoint.
func frontEnd(host string) Server {
	label, _, _ := strings.Cut(host, ".")
	letters := strings.TrimRight(label, "0123456789")
	switch {
	case letters == label:
		return Microsoft
	case strings.HasSuffix(letters, "ca"):
		return Submission
	case strings.HasSuffix(letters, "mb"):
		return Mailbox
	case strings.HasSuffix(letters, "ft"):
		return MXEndpoint
	}
	return Microsoft
}

// serverIn tells the kind of the last host of Microsoft's that stands in a part of a flat text.
func serverIn(part string) Server {
	found, where := NoServer, -1
	for _, k := range hostKinds {
		if !strings.Contains(part, k.suffix) { // much faster than LastIndex, and mostly absent
			continue
		}
		at := strings.LastIndex(part, k.suffix)
		if at+len(k.suffix) <= where {
			continue
		}
		found, where = k.kind, at+len(k.suffix)
		if k.kind == Microsoft {
			found = frontEnd(lastLabels(part[:at]) + k.suffix)
		}
	}
	return found
}

// lastLabels returns the last two labels of a host name that ends s; words before may stick to it.
func lastLabels(s string) string {
	start, dots := len(s), 0
	for start > 0 && len(s)-start < 64 && (isAlnum(s[start-1]) || s[start-1] == '.' || s[start-1] == '-') {
		if s[start-1] == '.' {
			if dots++; dots == 2 {
				break
			}
		}
		start--
	}
	return s[start:]
}

// replyServer tells who gave the reply at place n: from its own words, else from what stands right before it.
func replyServer(f flat, all []reply, n int) Server {
	start, end := all[n].start, replyEnd(f, all, n)
	if kind := serverIn(string(f.s[start:end])); kind != NoServer {
		return kind
	}
	before := max(0, start-160)
	if n > 0 {
		before = max(before, all[n-1].start)
	}
	return attributed(string(f.s[before:start]))
}

// Names of the host that gave a reply stand after some words and before others.
var (
	saidAfter  = []string{"remoteserverat", "remote-mta:dns", "whiletalkingto"}
	saidBefore = "]said:"
)

// attributed tells the server from what stands before a reply. A host that is named as the one which gave
// it decides over other names there.
func attributed(part string) Server {
	for _, mark := range saidAfter {
		if at := strings.LastIndex(part, mark); at >= 0 {
			return elseOther(serverIn(part[at:]))
		}
	}
	if strings.Contains(part, saidBefore) {
		return elseOther(serverIn(part))
	}
	return serverIn(part)
}

func elseOther(kind Server) Server {
	if kind == NoServer {
		return OtherProvider
	}
	return kind
}

// exchangeBanner is how every Exchange server greets.
const exchangeBanner = "microsoftesmtpmailserviceready"

// companyExchange reports the greeting of an Exchange server under a name that is not Microsoft's.
func companyExchange(whole string) bool {
	at := strings.Index(whole, exchangeBanner)
	if at < 0 {
		return false
	}
	return serverIn(whole[max(0, at-160):at]) == NoServer && strings.Contains(whole[max(0, at-160):at], "220")
}
