package survey

import (
	"crypto/tls"
	"slices"
	"strconv"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/words"
)

// An Envelope is a test message as a plan's device would send it.
type Envelope struct {
	Method     decide.Method
	Host       string
	Port       uint16
	Encryption smtp.Encryption
	Auth       smtp.AuthKind
	Username   string
	Sender     string
	To         string
	Confirmed  bool // Host is certain; otherwise it is a hint
}

// Credentials are what a device holds in secret. Only what Envelope.Auth names is used.
type Credentials struct {
	// Secret returns the password or token. It is called once, after the server proved who it is, so it
	// must not ask anybody; what it returns is overwritten after use.
	Secret      func() ([]byte, error)
	Certificate *tls.Certificate
}

// authKinds say how the device shows who it is.
var authKinds = map[decide.Authentication]smtp.AuthKind{
	decide.ByPassword:    smtp.Password,
	decide.ByOAuth:       smtp.OAuth,
	decide.ByCertificate: smtp.ClientCerts,
}

// NewEnvelope reads the settings of a plan. The error is a sentence for the user: the plan has nothing
// that can be tried.
func NewEnvelope(p decide.Plan, to string) (Envelope, error) {
	if !slices.Contains(decide.Methods[:], p.Method) {
		return Envelope{}, words.Sentencef("the plan's method is %s: there is no message to Microsoft 365 that could be tried", string(p.Method))
	}
	e := Envelope{Method: p.Method, Auth: smtp.NoAuth, To: to}
	if kind, found := authKinds[p.Authentication]; found {
		e.Auth = kind
	}
	for _, s := range p.Device {
		e.set(device.Setting(s.Setting), s)
	}
	switch {
	case e.Host == "" && p.Endpoint.Kind == decide.KindUnknown:
		return e, words.Sentencef("the server is not known: the MX records of %s could not be read", decide.ShowDomain(p.Domain))
	case e.Host == "":
		return e, words.Sentencef("the server is not known: DNS does not show the organisation's host at Microsoft")
	case e.Sender == "":
		return e, words.Sentencef("the sender is not known: give one with --sender")
	}
	return e, nil
}

func (e *Envelope) set(name device.Setting, s decide.Setting) {
	switch name {
	case device.Server:
		e.Host, e.Confirmed = s.Value, s.Confirmed
	case device.Port:
		port, _ := strconv.ParseUint(s.Value, 10, 16)
		e.Port = uint16(port)
	case device.Encryption:
		e.Encryption = smtp.Encryption(s.Value)
	case device.Username:
		e.Username = s.Value
	case device.Sender:
		e.Sender = s.Value
	}
}

// Forced is the envelope for a method that the plan did not choose: the same domain, cloud and sender,
// with STARTTLS. The error is a sentence for the user.
func Forced(p decide.Plan, method decide.Method, by decide.Authentication, to string) (Envelope, error) {
	cloud := decide.CloudByName(p.Cloud)
	signIn := []decide.Setting{
		{Setting: string(device.Server), Value: cloud.SubmitHost, Confirmed: cloud.SubmitSure},
		{Setting: string(device.Port), Value: "587"},
	}
	if method != decide.SMTPAuth {
		signIn = []decide.Setting{
			{Setting: string(device.Server), Value: p.Endpoint.Host, Confirmed: p.Endpoint.Confirmed},
			{Setting: string(device.Port), Value: "25"},
		}
	}
	sender := p.Answers.Answers[decide.Sender]
	p.Method, p.Authentication = method, by
	p.Device = append(signIn,
		decide.Setting{Setting: string(device.Encryption), Value: decide.EncryptionStartTLS},
		decide.Setting{Setting: string(device.Username), Value: sender},
		decide.Setting{Setting: string(device.Sender), Value: sender})
	return NewEnvelope(p, to)
}
