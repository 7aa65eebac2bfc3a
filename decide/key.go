package decide

// A Key names one answer. Both questionnaires, the device's and the mail servers', share one list of
// keys so that one set of answers, one relevance walk and one parser serve them.
type Key uint8

// The answers about a device or application, and further down those about own mail servers. Lists of what
// is still needed keep this order.
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

// keyNames are the names of the keys in files, flags, columns and JSON. The two questionnaires share
// some names; each looks a name up among its own questions.
var keyNames = [keyCount]string{
	Customer:          "customer",
	Domain:            "domain",
	Cloud:             "cloud",
	OwnServer:         "own_server",
	Recipients:        "recipients",
	Location:          "location",
	Login:             "login",
	TLS:               "tls",
	Senders:           "senders",
	Sender:            "sender",
	Volume:            "volume",
	SMTPAuthState:     "smtp_auth",
	StaticIP:          "static_ip",
	PublicIPs:         "public_ips",
	SharedIP:          "shared_ip",
	Certificate:       "certificate",
	CertificateName:   "certificate_name",
	DirectSendState:   "direct_send",
	Port25:            "port_25",
	Port587:           "port_587",
	ExistingConnector: "existing_connector",
	DeviceID:          "device",
	Policy:            "policy",

	ServerDomains:         "domains",
	ServerDirection:       "direction",
	ServerKind:            "server",
	ServerHybridWizard:    "hybrid_wizard",
	ServerIdentifyBy:      "identify_by",
	ServerCertificateName: "certificate_name",
	ServerPublicIPs:       "public_ips",
	ServerSmartHost:       "smart_host",
	ServerScope:           "scope",
	ServerScopeDomains:    "scope_domains",
	ServerTLS:             "tls",
	ServerTLSName:         "tls_name",
	ServerMXNow:           "mx_now",
	ServerTestAddresses:   "test_addresses",
}

// String is the key's name in files, flags, columns and JSON.
func (k Key) String() string { return keyNames[k] }

// Answers holds a value for each Key; "" is an answer that was not given. Lists are joined by blanks.
// It is a value: assigning copies it.
type Answers [keyCount]string

// With returns a copy of a in which key has value.
func (a Answers) With(key Key, value string) Answers {
	a[key] = value
	return a
}
