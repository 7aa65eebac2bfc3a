package decide

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
