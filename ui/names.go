package ui

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

var stateNames = map[decide.State]words.Text{
	decide.Open:     "open",
	decide.Ready:    "possible",
	decide.RuledOut: "ruled out",
	decide.Chosen:   "chosen",
}

// shortNames say in a word or two what a question is about.
var shortNames = map[decide.Key]words.Text{
	decide.Customer:          "Customer",
	decide.Domain:            "Mail domain",
	decide.Cloud:             "Cloud",
	decide.OwnServer:         "Own mail server",
	decide.DeviceID:          "Device",
	decide.Recipients:        "Recipients",
	decide.Location:          "Location",
	decide.Login:             "Sign-in",
	decide.TLS:               "Encryption",
	decide.Senders:           "Senders",
	decide.Sender:            "Sender address",
	decide.Volume:            "Volume",
	decide.SMTPAuthState:     "SMTP AUTH",
	decide.StaticIP:          "Static address",
	decide.PublicIPs:         "Public addresses",
	decide.SharedIP:          "Shared address",
	decide.Certificate:       "Certificate",
	decide.CertificateName:   "Name on it",
	decide.DirectSendState:   "Direct Send",
	decide.Port25:            "Port 25",
	decide.Port587:           "Port 587",
	decide.ExistingConnector: "Connector",
	decide.Policy:            "Policy",
}

// shortReasons say in a few words what each excluding rule found.
var shortReasons = map[string]words.Text{
	"smtp-auth/needs-tls-1.2":    "no TLS 1.2",
	"smtp-auth/no-implicit-tls":  "only SSL on port 465",
	"smtp-auth/needs-login":      "cannot sign in",
	"smtp-auth/needs-port":       "ports 587, 25 blocked",
	"smtp-auth/one-sender":       "many sender addresses",
	"smtp-auth/volume":           "too much mail",
	"smtp-auth/blocked":          "SMTP AUTH is off",
	"smtp-auth/password-refused": "passwords refused",
	"relay/needs-port-25":        "port 25 blocked",
	"relay/no-bulk":              "mass mail",
	"relay/needs-static-ip":      "no static address, no certificate",
	"relay/needs-own-premises":   "hosted, no certificate",
	"relay/needs-own-address":    "shared public address",
	"relay/needs-ipv4":           "only IPv6 addresses",
	"direct-send/internal-only":  "recipients outside",
	"direct-send/needs-port-25":  "port 25 blocked",
	"direct-send/no-bulk":        "mass mail",
	"direct-send/rejected":       "it is rejected",
	"own-server/first":           "own mail server",
}

// A source says where an answer came from.
type source string

const (
	fromYou    source = "you"
	fromBefore source = "given"
	fromDNS    source = "dns"
	fromDevice source = "device"
	fromFault  source = "fault"
	fromTrying source = "tried"
	fromNobody source = "assumed"
)

var sourceNames = map[source]words.Text{
	fromYou:    "you",
	fromBefore: "given",
	fromDNS:    "DNS",
	fromDevice: "device",
	fromFault:  "error",
	fromTrying: "this network",
	fromNobody: "assumed",
}
