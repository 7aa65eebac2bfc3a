package listen

import (
	"net/netip"
	"strings"

	"sendpath/decide/words"
)

const (
	seenTLS12        words.Text = "It asked for STARTTLS and offers %s."
	seenOld          words.Text = "It asked for STARTTLS, and the newest version it offers is %s. If its security page has a switch for TLS 1.2, turn it on and test again."
	seenImplicit     words.Text = "It started with TLS at once (SSL, as on port 465) and never asked for STARTTLS. If its e-mail page offers STARTTLS or TLS instead of SSL, choose that and test again."
	seenNoTLS        words.Text = "It delivered a message without encryption, although STARTTLS was offered. It may only be switched off: look for STARTTLS, TLS or SSL on its e-mail page and test again."
	seenNoTLSHelo    words.Text = "It delivered a message without encryption, and greeted with HELO, the old way that knows no STARTTLS. Encryption may only be switched off: look for STARTTLS, TLS or SSL on its e-mail page and test again."
	seenOAuth        words.Text = "It signed in with %s, that is with Microsoft (OAuth)."
	seenPassword     words.Text = "It signed in with a user name and a password (%s)."
	seenNoLogin      words.Text = "It delivered a message without signing in, although it was offered to. Sign-in (SMTP authentication) may only be switched off on its e-mail page."
	seenNoLoginHelo  words.Text = "It delivered a message without signing in, and greeted with HELO, the old way that knows no sign-in. Sign-in (SMTP authentication) may only be switched off on its e-mail page."
	seenManySenders  words.Text = "It sent from %d addresses: %s."
	seenOneSender    words.Text = "It sent %d messages, all from %s."
	seenSender       words.Text = "It sent from %s (MAIL FROM)."
	maxSendersListed            = 5
)

// settleTLS answers `tls`: STARTTLS decides when it was seen, whatever else was.
func settleTLS(o observation) (Answer, bool) {
	upgraded := newest(o.upgraded)
	switch {
	case rank(upgraded) >= rank("1.2"):
		return Answer{"tls", "1.2", seenTLS12, []any{spellAll(o.upgraded)}}, true
	case upgraded != "":
		return Answer{"tls", "old", seenOld, []any{spell(upgraded)}}, true
	case len(o.immediate) > 0:
		return Answer{"tls", "implicit", seenImplicit, nil}, true
	case o.received && !o.any(func(s Session) bool { return s.used() }):
		if !o.any(func(s Session) bool { return s.STARTTLSOffered }) {
			return Answer{"tls", "none", seenNoTLSHelo, nil}, true
		}
		return Answer{"tls", "none", seenNoTLS, nil}, true
	}
	return Answer{}, false
}

// settleLogin answers `login`. A device that does both signs in with Microsoft.
func settleLogin(o observation) (Answer, bool) {
	if m := firstOf(o.auth, "XOAUTH2", "OAUTHBEARER"); m != "" {
		return Answer{"login", "oauth", seenOAuth, []any{m}}, true
	}
	if m := firstOf(o.auth, "LOGIN", "PLAIN"); m != "" {
		return Answer{"login", "password", seenPassword, []any{m}}, true
	}
	if !o.received || len(o.auth) > 0 {
		return Answer{}, false
	}
	if !o.any(func(s Session) bool { return s.AuthOffered }) {
		return Answer{"login", "none", seenNoLoginHelo, nil}, true
	}
	return Answer{"login", "none", seenNoLogin, nil}, true
}

func firstOf(list []string, wanted ...string) string {
	for _, s := range list {
		for _, w := range wanted {
			if s == w {
				return s
			}
		}
	}
	return ""
}

// settleSenders answers `senders`. One message shows one address and nothing about the next.
func settleSenders(o observation) (Answer, bool) {
	switch {
	case len(o.senders) > 1:
		listed := o.senders[:min(len(o.senders), maxSendersListed)]
		return Answer{"senders", "many", seenManySenders, []any{len(o.senders), strings.Join(listed, ", ")}}, true
	case len(o.senders) == 1 && len(o.messages) > 1:
		return Answer{"senders", "one", seenOneSender, []any{len(o.messages), o.senders[0]}}, true
	}
	return Answer{}, false
}

// settleSender answers `sender` when there is one, in a domain that mail can be sent from. Whether it is
// the customer's domain is for the caller to see.
func settleSender(o observation) (Answer, bool) {
	if len(o.senders) != 1 || domainOf(o.senders[0]) == "" {
		return Answer{}, false
	}
	return Answer{"sender", o.senders[0], seenSender, []any{o.senders[0]}}, true
}

// domainOf returns the domain of an address, "" when that is no name with a dot: a device's default such as
// scanner@localhost, or an address literal.
func domainOf(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		return ""
	}
	domain := strings.ToLower(address[at+1:])
	if _, err := netip.ParseAddr(domain); err == nil {
		return ""
	}
	dot := strings.IndexByte(domain, '.')
	if dot < 1 || strings.HasSuffix(domain, ".") || strings.ContainsAny(domain, " []<>@") {
		return ""
	}
	return domain
}

// addressIn returns the address in the value of a From header, in lower case: what is in the last brackets,
// or all of it.
func addressIn(header string) string {
	if open := strings.LastIndexByte(header, '<'); open >= 0 {
		header, _, _ = strings.Cut(header[open+1:], ">")
	}
	return strings.ToLower(strings.TrimSpace(header))
}
