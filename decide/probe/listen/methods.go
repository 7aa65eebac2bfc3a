package listen

import "sendpath/decide/words"

// A Fit says whether the device can use a method, as far as it was seen.
type Fit string

const (
	Fits    Fit = "fits"    // nothing the method needs from the device is missing
	Misses  Fit = "misses"  // something is missing
	Unclear Fit = "unclear" // not seen far enough
)

var fitTexts = map[Fit]words.Text{Fits: "possible", Misses: "not possible", Unclear: "not clear yet"}

// Text says it in words.
func (f Fit) Text() words.Text { return fitTexts[f] }

// A Method is one of the three methods, with what it needs from the device against what was seen. What it
// needs from the network and the tenant is not the device's to tell.
type Method struct {
	ID   string // "smtp-auth", "relay" or "direct-send"
	Fit  Fit
	Why  words.Text
	Args []any
}

// Say returns the reason in the user's language.
func (m Method) Say(lang *words.Language) string { return lang.Say(m.Why, m.Args...) }

const (
	authFits      words.Text = "It uses STARTTLS with TLS 1.2 or newer and signs in: all that SMTP AUTH needs from a device."
	authOldTLS    words.Text = "SMTP AUTH needs STARTTLS with TLS 1.2 or newer; the newest version seen is %s."
	authCurves    words.Text = "SMTP AUTH needs TLS with elliptic curves (ECDHE); the device offers TLS 1.2 without them, and Microsoft's server refuses that."
	authImplicit  words.Text = "SMTP AUTH needs STARTTLS on port 587; the device was seen to use only TLS from the first byte (SSL, port 465), which Microsoft 365 does not offer."
	authNoTLS     words.Text = "SMTP AUTH needs STARTTLS; the device sent without encryption. Look whether it can be switched on."
	authNoLogin   words.Text = "SMTP AUTH needs a sign-in; the device sent without one. Look whether it can be switched on."
	authMany      words.Text = "SMTP AUTH sends as one mailbox; the device was seen to send from several addresses."
	authUnclear   words.Text = "SMTP AUTH needs STARTTLS with TLS 1.2 and a sign-in; not both were seen yet. Switch both on at the device and send a test message."
	port25Fits    words.Text = "Port 25 without sign-in needs nothing that the device lacks; it encrypts by STARTTLS."
	port25Clear   words.Text = "Port 25 takes mail without sign-in and without encryption: switch SSL/TLS off. The message then crosses the internet in clear."
	port25SignOff words.Text = "Port 25 takes mail without sign-in: switch the sign-in off at the device, which was seen to use it."
	port25Unclear words.Text = "Port 25 needs a device that delivers mail without sign-in; no message has arrived yet."
	directOutside words.Text = "Direct Send reaches only recipients in your own organisation; the test message went to %s, which is in another domain than its sender."
)

func methods(o observation) []Method {
	return []Method{smtpAuth(o), port25(o, "relay"), directSend(o)}
}

func smtpAuth(o observation) Method {
	m := Method{ID: "smtp-auth", Fit: Misses}
	tls, tlsSeen := settleTLS(o)
	login, loginSeen := settleLogin(o)
	switch {
	case tls.Value == "old":
		m.Why, m.Args = authOldTLS, []any{spell(newest(o.upgraded))}
	case tls.Value == "implicit":
		m.Why = authImplicit
	case tls.Value == "none":
		m.Why = authNoTLS
	case tlsSeen && !o.modern.EllipticCurves:
		m.Why = authCurves
	case login.Value == "none":
		m.Why = authNoLogin
	case len(o.senders) > 1:
		m.Why = authMany
	case tlsSeen && loginSeen:
		m.Fit, m.Why = Fits, authFits
	default:
		m.Fit, m.Why = Unclear, authUnclear
	}
	return m
}

// port25 is what relay and Direct Send ask of a device alike.
func port25(o observation, id string) Method {
	m := Method{ID: id, Fit: Fits, Why: port25Fits}
	tls, _ := settleTLS(o)
	switch {
	case !o.received:
		m.Fit, m.Why = Unclear, port25Unclear
	case len(o.auth) > 0:
		m.Why = port25SignOff
	case tls.Value != "1.2" || !o.modern.EllipticCurves:
		m.Why = port25Clear
	}
	return m
}

func directSend(o observation) Method {
	for _, m := range o.messages {
		from := domainOf(m.MailFrom)
		for _, to := range m.RcptTo {
			if domain := domainOf(to); from != "" && domain != "" && domain != from {
				return Method{"direct-send", Unclear, directOutside, []any{to}}
			}
		}
	}
	return port25(o, "direct-send")
}
