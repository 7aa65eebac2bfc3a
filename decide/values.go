package decide

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
