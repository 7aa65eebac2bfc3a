package survey

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
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

// Send resolves the host and sends one test message. It ends with ctx. A host without an address gives
// an Outcome of smtp.Unreachable, and the evidence.Outcome says why.
func (s *Surveyor) Send(ctx context.Context, e Envelope, c Credentials, subject, text string) (smtp.Outcome, evidence.Outcome) {
	addrs, outcome := resolve.Addresses(ctx, s.DNS, e.Host)
	message := smtp.Message{From: e.Sender, To: e.To, Subject: subject, Text: text, Date: time.Now(), Random: rand.Reader}
	return smtp.Send(ctx, message, smtp.Settings{
		Target:     smtp.Target{Host: e.Host, Port: e.Port, Addrs: ipv4First(addrs), Dialer: s.Dialer, Roots: s.Roots},
		Encryption: e.Encryption, Auth: e.Auth, Username: e.Username, Secret: c.Secret, Certificate: c.Certificate,
	}), outcome
}

// ipv4First leaves IPv6 addresses out where there are others: a connector knows IPv4 addresses only, and
// the test should meet what it will see.
func ipv4First(addrs []netip.Addr) []netip.Addr {
	v4 := slices.DeleteFunc(slices.Clone(addrs), func(a netip.Addr) bool { return !a.Unmap().Is4() })
	if len(v4) > 0 {
		return v4
	}
	return addrs
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
