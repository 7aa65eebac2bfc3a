package decide

// A Key names one answer. Both questionnaires, the device's and the mail servers', share one list of
// keys so that one set of answers, one relevance walk and one parser serve them.
type Key uint8

// The answers about a device or application.
const (
	Customer Key = iota
	Domain
	Cloud
	OwnServer
	Recipients
	Location
	Login
	TLS
	Senders
	Sender
	Volume
	SMTPAuthState
	StaticIP
	PublicIPs
	SharedIP
	Certificate
	CertificateName
	DirectSendState
	Port25
	Port587
	ExistingConnector
	DeviceID
	Policy

	// The answers about own mail servers.
	ServerDomains
	ServerDirection
	ServerKind
	ServerHybridWizard
	ServerIdentifyBy
	ServerCertificateName
	ServerPublicIPs
	ServerSmartHost
	ServerScope
	ServerScopeDomains
	ServerTLS
	ServerTLSName
	ServerMXNow
	ServerTestAddresses

	keyCount
)

// Answers holds a value for each Key; "" is an answer that was not given. Lists are joined by blanks.
// It is a value: assigning copies it.
type Answers [keyCount]string

// With returns a copy of a in which key has value.
func (a Answers) With(key Key, value string) Answers {
	a[key] = value
	return a
}

// The values that stand in more than one list or that conditions compare with.
const (
	Yes     = "yes"
	No      = "no"
	Unknown = "unknown"

	Worldwide = "worldwide"
	GCC       = "gcc"
	GCCHigh   = "gcc-high"
	DoD       = "dod"
	China     = "china"

	Internal = "internal"
	External = "external"

	OnPremises = "on-premises"
	ThirdParty = "third-party"

	LoginNone     = "none"
	LoginPassword = "password"
	LoginOAuth    = "oauth"

	TLSNone     = "none"
	TLSOld      = "old"
	TLSImplicit = "implicit"
	TLS12       = "1.2"

	OneSender   = "one"
	ManySenders = "many"

	NormalVolume = "normal"
	HighVolume   = "high"
	BulkVolume   = "bulk"

	AuthAllowed   = "allowed"
	AuthOAuthOnly = "oauth-only"
	AuthBlocked   = "blocked"

	DirectAllowed  = "allowed"
	DirectRejected = "rejected"

	PortOpen    = "open"
	PortBlocked = "blocked"

	PolicyAuto       = "auto"
	PolicyDocumented = "documented"
	PolicyDurable    = "durable"
	PolicySimplest   = "simplest"

	GenericDevice = "generic"
)
