package decide

import (
	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

// A Method is a way of sending through Microsoft 365.
type Method string

// The methods, and the two outcomes that are none of them.
const (
	SMTPAuth        Method = "smtp-auth"
	Relay           Method = "relay"
	DirectSend      Method = "direct-send"
	OwnServerMethod Method = "own-server"
	None            Method = "none"
)

var methodNames = map[Method]words.Text{
	SMTPAuth:        "SMTP AUTH",
	Relay:           "SMTP relay",
	DirectSend:      "Direct Send",
	OwnServerMethod: "Own mail server",
	None:            "No method fits",
}

// Name is a method as Microsoft calls it, and as short as a list wants it.
func (m Method) Name() words.Text { return methodNames[m] }

// Methods are the three methods in the order of Microsoft's article, the order of every list.
var Methods = [...]Method{SMTPAuth, Relay, DirectSend}

// An Authentication is how Microsoft recognises the sender.
type Authentication string

// The ways of being recognised.
const (
	ByPassword    Authentication = "password"
	ByOAuth       Authentication = "oauth"
	ByIP          Authentication = "ip"
	ByCertificate Authentication = "certificate"
	ByNothing     Authentication = "none"
)

// A Situation is everything that conditions look at: answers with the unknown ones replaced, the day,
// what was chosen, and what DNS says.
type Situation struct {
	Answers *Answers // after replacing; while relevance is judged: as given
	Given   *Answers // as given, what is not relevant cleared
	AsOf    Day
	Policy  string // PolicyAuto resolved

	Possible       MethodSet
	Method         Method
	Authentication Authentication

	Survey       Survey
	AddressInSPF bool   // the SPF record that is published covers the public addresses given
	SPFChange    string // what the plan does to the SPF record: none, create, edit, merge or unknown
}

// A Survey is what DNS says about a domain.
type Survey struct {
	Domain    string
	Endpoint  Endpoint
	Cloud     CloudFacts
	CloudFrom string // "given", "dns" or "assumed"
	DMARC     DMARC
	Hosting   []string // the name servers of the domain
	Exists    bool     // false when DNS says that there is no such domain
}

// ReadDNS surveys a domain. cloud is the answer that was given, or "". What is not in DNS yet is one of
// look's missing questions.
func ReadDNS(look *evidence.Look, domain, cloud string) Survey {
	s := Survey{Domain: domain, CloudFrom: "assumed", Cloud: CloudByName(cloud)}
	mx, _ := look.Up(evidence.Ask(evidence.MX, domain))
	s.Exists = mx.Outcome != evidence.NoName
	s.Endpoint = readEndpoint(look, domain, cloud)
	s.DMARC = readDMARC(look, domain)
	s.Hosting = nameServers(look, domain)
	switch {
	case cloud != "":
		s.CloudFrom = "given"
	case s.Endpoint.Cloud != "":
		s.Cloud, s.CloudFrom = CloudByName(s.Endpoint.Cloud), "dns"
	}
	return s
}

func nameServers(look *evidence.Look, domain string) []string {
	answer, _ := look.Up(evidence.Ask(evidence.NS, domain))
	return answer.Records
}
