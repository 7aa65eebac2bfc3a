package ui

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

// serverNames say in a word or two what a question about own mail servers is about.
var serverNames = map[decide.Key]words.Text{
	decide.ServerDomains:         "Mail domains",
	decide.ServerDirection:       "Direction",
	decide.ServerKind:            "Mail server",
	decide.ServerHybridWizard:    "Hybrid wizard",
	decide.ServerIdentifyBy:      "Recognised by",
	decide.ServerCertificateName: "Name on it",
	decide.ServerPublicIPs:       "Public addresses",
	decide.ServerSmartHost:       "Smart host",
	decide.ServerScope:           "Which mail",
	decide.ServerScopeDomains:    "Its domains",
	decide.ServerTLS:             "Encryption",
	decide.ServerTLSName:         "Name to compare",
	decide.ServerMXNow:           "MX today",
	decide.ServerTestAddresses:   "Test addresses",
}

// shortName says in a word or two what a question is about.
func (m Model) shortName(key decide.Key) string {
	if name, ok := serverNames[key]; ok {
		return m.say(name)
	}
	return m.say(shortNames[key])
}
