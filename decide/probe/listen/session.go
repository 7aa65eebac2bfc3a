package listen

import (
	"slices"
	"time"
)

// A Session is what one connection showed. All text in it came from the peer and is bounded and cleaned.
// It holds nothing of a password, a token or a message but the fields below.
type Session struct {
	Remote  string    `json:"remote"` // the device's address
	At      time.Time `json:"at"`
	Port    uint16    `json:"port"` // of this computer
	Attempt int       `json:"attempt"`
	// SincePreviousMS is the time from the end of this device's attempt before, in milliseconds.
	SincePreviousMS int64 `json:"since_previous_ms,omitempty"`
	// Retry: the attempt before failed, so this one may be the same job tried again.
	Retry      bool  `json:"retry"`
	DurationMS int64 `json:"duration_ms"`

	Greeting string `json:"greeting"` // "EHLO", "HELO" or ""
	Helo     string `json:"helo"`     // the name it greeted with

	TLS
	Auth          []string `json:"auth"` // mechanisms tried, in order
	AuthUser      string   `json:"auth_user,omitempty"`
	AuthBeforeTLS bool     `json:"auth_before_tls"`
	AuthOffered   bool     `json:"auth_offered"` // the device was shown that it may sign in

	Message
	Earlier []Message `json:"earlier,omitempty"` // further messages of the session, before the last

	// Ended says how it ended: "quit", "closed", "silent", "too-long", "rubbish", "tls" or "stopped".
	Ended string `json:"ended"`
}

// TLS is what a session showed of TLS.
type TLS struct {
	Implicit        bool     `json:"implicit_tls"`
	STARTTLS        bool     `json:"starttls"`
	STARTTLSOffered bool     `json:"starttls_offered"` // the device was shown that it may use STARTTLS
	Offered         []string `json:"tls_offered"`      // announced or seen, over the attempts taken together
	Announced       []string `json:"tls_announced"`    // in the hello of this session alone
	OnlyHighest     bool     `json:"tls_only_highest"` // the hello named no version but its highest
	Negotiated      string   `json:"tls_negotiated"`   // "" when no handshake ended well
	CipherSuites    []string `json:"cipher_suites"`    // offered
	CipherSuite     string   `json:"cipher_suite,omitempty"`
	RSAOnly         bool     `json:"rsa_only"`
	EllipticCurves  bool     `json:"elliptic_curves"`
	SHA1Only        bool     `json:"sha1_only"`
	SNI             string   `json:"sni,omitempty"`
	SSL2Hello       bool     `json:"ssl2_hello,omitempty"`
	// HungUpAtCertificate: it broke off the handshake when it had seen the certificate.
	HungUpAtCertificate bool `json:"hung_up_at_certificate"`
	// LeftAfterTLS: the handshake ended well, then it closed without a word, as devices do that check the
	// certificate only then.
	LeftAfterTLS bool   `json:"left_after_tls"`
	Error        string `json:"tls_error,omitempty"`
}

// used reports whether the device tried TLS at all.
func (t TLS) used() bool { return t.Implicit || t.STARTTLS }

// A Message is one mail transaction (RFC 5321, section 3.3).
type Message struct {
	MailFrom   string   `json:"mail_from"`
	HasSender  bool     `json:"-"` // MAIL was said, perhaps with an empty reverse-path
	RcptTo     []string `json:"rcpt_to"`
	Recipients int      `json:"recipients"` // how many; RcptTo keeps the first ones
	FromHeader string   `json:"from_header"`
	Size       int64    `json:"size"` // bytes, as received; of a message that is too large as well
	TooLarge   bool     `json:"too_large,omitempty"`
	Received   bool     `json:"message_received"`
}

// Bounds on what a session keeps.
const (
	maxText     = 320 // runes of a name or address; RFC 5321, section 4.5.3.1, allows 64 + 1 + 255
	maxSuites   = 128
	maxKeptRcpt = 50
	maxEarlier  = 16
	maxAuth     = 8
)

func newSession() Session {
	return Session{
		TLS:     TLS{Offered: []string{}, Announced: []string{}, CipherSuites: []string{}},
		Auth:    []string{},
		Message: Message{RcptTo: []string{}},
	}
}

// taught reports whether the session shows anything about a device.
func (s Session) taught() bool { return s.Helo != "" || len(s.Offered) > 0 || s.HasSender }

// failed reports whether the device would take the session for a failure and may try again.
func (s Session) failed() bool { return !s.Received && s.Ended != "quit" }

// Messages returns the session's transactions in order.
func (s Session) Messages() []Message {
	if !s.HasSender {
		return nil
	}
	return append(slices.Clone(s.Earlier), s.Message)
}

// addAuth notes that a mechanism was tried, once each.
func (s *Session) addAuth(mechanism string) {
	if len(s.Auth) < maxAuth && !slices.Contains(s.Auth, mechanism) {
		s.Auth = append(s.Auth, mechanism)
	}
}

// startMessage begins a transaction and moves the one before, if any, to the earlier ones.
func (s *Session) startMessage(from string) {
	if s.HasSender && len(s.Earlier) < maxEarlier {
		s.Earlier = append(s.Earlier, s.Message)
	}
	s.Message = Message{MailFrom: from, HasSender: true, RcptTo: []string{}}
}
