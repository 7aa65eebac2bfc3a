// Package check judges what was observed about a domain and its way to Microsoft 365: it turns DNS
// answers and what servers said into findings, tells what changed since a saved plan, and which answers
// the observations settle or contradict. It is pure: package survey makes the observations.
package check

import (
	"net/netip"
	"time"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

// A Place says in which network this computer stands.
type Place string

// The places. What is tried from elsewhere says nothing certain about the device.
const (
	NotSaid   Place = ""
	Same      Place = "same"      // the device's network
	Elsewhere Place = "elsewhere" // another one
)

// A Subject says what is checked.
type Subject struct {
	Domain         string // A-label
	Cloud          string // the answer given, "" for what DNS says
	Method         decide.Method
	Authentication decide.Authentication
	Addresses      []netip.Prefix // the public addresses given
	Sender         string         // MAIL FROM of the device, "" for postmaster of the domain
	SignInPort     uint16         // where the device signs in: 587, or 25 where that is blocked
	Place          Place

	// The contacts with third parties that were declined.
	WithoutAddressLookup bool
	WithoutBlocklist     bool

	AllowDocumentation bool    // take documentation addresses for public ones
	Record             *Record // a plan saved earlier, to compare with; nil for none
	AsOf               decide.Day
}

// Ports of mail servers (RFC 5321, RFC 6409).
const (
	mxPort     uint16 = 25
	submitPort uint16 = 587
)

// ForPlan is the subject for a plan: its method, addresses and sender. A plan without one of the three
// methods is checked for all of them.
func ForPlan(p decide.Plan) Subject {
	answers := p.Answers.Answers
	s := Subject{
		Domain: p.Domain, Cloud: answers[decide.Cloud], AsOf: p.AsOf, Sender: answers[decide.Sender],
		Addresses: decide.Prefixes(answers[decide.PublicIPs]), SignInPort: submitPort,
	}
	switch p.Method {
	case decide.SMTPAuth, decide.Relay, decide.DirectSend:
		s.Method, s.Authentication = p.Method, p.Authentication
	}
	if answers[decide.Port587] == decide.PortBlocked {
		s.SignInPort = mxPort
	}
	return s
}

// signsIn, delivers and byAddress say what the method needs; without a method everything is looked at.
func (s Subject) signsIn() bool   { return s.Method == "" || s.Method == decide.SMTPAuth }
func (s Subject) delivers() bool  { return s.Method != decide.SMTPAuth }
func (s Subject) byAddress() bool { return s.delivers() && s.Authentication != decide.ByCertificate }

// asksAddress says whether this network's public address is asked for: where the method depends on it.
func (s Subject) asksAddress() bool { return !s.WithoutAddressLookup && s.byAddress() }

// Observations are what was found out about a subject.
type Observations struct {
	DNS   evidence.Set
	Ports []Port
	Limit time.Duration // how long was waited at most, for the words; 0 when not known
}

// A PortState is what became of a port.
type PortState string

// The states of a port.
const (
	PortOpen        PortState = "open"
	PortRefused     PortState = "refused"
	PortTimeout     PortState = "timeout"     // no connection, or a connection without a banner
	PortIntercepted PortState = "intercepted" // somebody else answers in the server's place
	PortUnresolved  PortState = "unresolved"  // the host has no address
)

// A Port is what a server's port showed. Its texts are fit to be shown; the JSON form is a promise.
type Port struct {
	Host        string    `json:"host"`
	Port        uint16    `json:"port"`
	State       PortState `json:"state"`
	Banner      string    `json:"banner"`
	StartTLS    bool      `json:"starttls"`
	TLSVersions []string  `json:"tls_versions"`
	Auth        []string  `json:"auth"`

	TLSUnknown  []string     `json:"tls_unknown"` // versions about which nothing was learnt
	Keywords    []string     `json:"keywords"`
	Size        int64        `json:"size"`
	SeenAs      netip.Addr   `json:"seen_as"` // our address as the server sees it
	Address     netip.Addr   `json:"address"` // the address that answered
	Certificate *Certificate `json:"certificate"`
	NoRoute     bool         `json:"no_route"` // nothing left this network
	Trouble     string       `json:"trouble"`  // what kept the talk from going on, "" when nothing did

	Unresolved evidence.Outcome `json:"-"` // why there is no address
}

// A Certificate is what a server showed in TLS.
type Certificate struct {
	Names     []string  `json:"names"`
	Issuer    string    `json:"issuer"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	Verified  bool      `json:"verified"` // trusted, in time, and for the host
	Problem   string    `json:"problem"`
	OutOfTime bool      `json:"out_of_time"` // the problem is its time, by this computer's clock
}
