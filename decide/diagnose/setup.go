package diagnose

import (
	"strings"

	"sendpath/decide/words"
)

// A Tri is yes, no or unknown; "" is unknown.
type Tri string

// The three answers.
const (
	Yes     Tri = "yes"
	No      Tri = "no"
	Unknown Tri = "unknown"
)

// A SetUp is what is set on a device and in the organisation now.
type SetUp struct {
	Server    string // host name, "" is unknown
	Port      string // "25", "587", ... or "" for unknown
	Password  Tri    // does the device hold a user name and password for sending?
	Connector Tri    // is there an inbound connector for the device's address or certificate?
}

// A Reading is which method a set-up is, "" when that cannot be told, and where it disagrees with itself.
type Reading struct {
	Method         Method
	Server         Server
	Means          words.Text
	Contradictions []words.Text
	Ask            words.Text // what would settle it, "" when nothing is open
}

// What a set-up is.
const (
	meansAuth    words.Text = "This is SMTP AUTH client submission: the device signs in with a mailbox."
	meansHVE     words.Text = "This is High Volume Email: the device signs in with an HVE account, for recipients inside the organisation."
	meansACS     words.Text = "This is Azure Communication Services: an application signs in with a name of its own, for mail in large numbers."
	meansRelay   words.Text = "This is SMTP relay: a connector recognises the device by its public address or certificate."
	meansDirect  words.Text = "This is direct send: nobody signs in, and no connector recognises the device; it reaches the own organisation only."
	meansMX      words.Text = "This is the MX endpoint: relay with an inbound connector, direct send without one."
	meansOther   words.Text = "This server is not one of Microsoft 365: the settings of Microsoft 365 do not matter for it."
	meansNothing words.Text = "Which method this is cannot be told without the server's name."
)

// Where a set-up disagrees with itself.
const (
	noPassword      words.Text = "This server refuses mail unless somebody signs in: enter user name and password, or use the domain's MX endpoint with port 25."
	passwordAtMX    words.Text = "The MX endpoint takes no user name and password: remove them, or use smtp.office365.com with port 587 (the device needs TLS 1.2)."
	connectorUnused words.Text = "The connector has no effect here: it serves the MX endpoint on port 25, not this server."
	submissionOn25  words.Text = "Port 587 is the usual port for signing in; 25 is for where 587 is blocked."
	port465         words.Text = "Port 465 does not work with Microsoft 365: port 587 with STARTTLS for signing in, port 25 for the MX endpoint."
	mxOn587         words.Text = "The MX endpoint listens on port 25, not on 587."
	oldConsumer     words.Text = "This name is for personal accounts or obsolete: signing in to Microsoft 365 uses smtp.office365.com."
	oddPort         words.Text = "Microsoft 365 listens on port 587 (signing in) and port 25 (MX endpoint) only."

	askServerName words.Text = "Find the server's name in the device's mail settings."
	askConnector  words.Text = "Find out whether an inbound connector holds the site's public address or the device's certificate: Exchange admin centre > Mail flow > Connectors."
)

// Read tells which method the set-up is, and where it contradicts itself.
func (s SetUp) Read() Reading {
	r := Reading{Server: serverOf(s.Server)}
	switch r.Server {
	case NoServer:
		return s.readNameless(r)
	case OtherProvider, OnPremExch:
		r.Means = meansOther
		return r
	case MXEndpoint:
		r = s.readMX(r)
	default:
		r = s.readSubmission(r)
	}
	if s.Port == "465" {
		r.Contradictions = append(r.Contradictions, port465)
	}
	return r
}

// readNameless uses what little a port and a password tell.
func (s SetUp) readNameless(r Reading) Reading {
	r.Means, r.Ask = meansNothing, askServerName
	if s.Port == "465" {
		r.Contradictions = append(r.Contradictions, port465)
	}
	if s.Password == Yes && s.Port == "587" {
		r.Method, r.Means = SMTPAuth, meansAuth
	}
	return r
}

func (s SetUp) readMX(r Reading) Reading {
	switch s.Connector {
	case Yes:
		r.Method, r.Means = Relay, meansRelay
	case No:
		r.Method, r.Means = DirectSend, meansDirect
	default:
		r.Means, r.Ask = meansMX, askConnector
	}
	if s.Password == Yes {
		r.Contradictions = append(r.Contradictions, passwordAtMX)
	}
	switch s.Port {
	case "", "25", "465":
	case "587":
		r.Contradictions = append(r.Contradictions, mxOn587)
	default:
		r.Contradictions = append(r.Contradictions, oddPort)
	}
	return r
}

func (s SetUp) readSubmission(r Reading) Reading {
	r.Method, r.Means = SMTPAuth, meansAuth
	switch host := strings.ToLower(s.Server); {
	case strings.HasPrefix(host, "smtp.hve."), strings.HasPrefix(host, "smtp-hve."):
		r.Method, r.Means = HVE, meansHVE
	case r.Server == AzureComm:
		r.Method, r.Means = ACS, meansACS
	}
	if s.Password == No {
		r.Contradictions = append(r.Contradictions, noPassword)
	}
	if s.Connector == Yes {
		r.Contradictions = append(r.Contradictions, connectorUnused)
	}
	if r.Server == Consumer || strings.EqualFold(s.Server, "smtp.outlook.com") {
		r.Contradictions = append(r.Contradictions, oldConsumer)
	}
	switch s.Port {
	case "", "587", "465":
	case "25":
		r.Contradictions = append(r.Contradictions, submissionOn25)
	default:
		r.Contradictions = append(r.Contradictions, oddPort)
	}
	return r
}
