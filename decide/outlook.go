package decide

import "sendpath/decide/words"

// A Successor is what replaces sign-in by password.
type Successor struct {
	Method string `json:"method"` // relay, hve, oauth or local-relay
	Date   Day    `json:"date"`   // the day of the switch, "" once it has passed
	Text   string `json:"text"`
}

var successorTexts = map[string]words.Text{
	"relay":       "Prepare SMTP relay: this site can already use it.",
	"hve":         "Prepare High Volume Email (HVE): it reaches mailboxes in the organisation and takes passwords until September 2028.",
	"oauth":       "Prepare signing in with Microsoft (OAuth): look for a firmware update that adds it.",
	"local-relay": "Prepare a local relay that signs in with OAuth or by certificate: this device has no OAuth. \"sendpath plan --format postfix --relay-devices ADDRESSES\", with the same answers, prints its set-up.",
}

// successor names the next durable way where sign-in is by password.
func successor(s *Situation, deviceOAuth string, lang *words.Language) *Successor {
	if s.Method != SMTPAuth || s.Authentication != ByPassword {
		return nil
	}
	method := "oauth"
	switch {
	case s.Possible.Has(Relay):
		method = "relay"
	case highVolumeEmail.Holds(s):
		method = "hve"
	case deviceOAuth == No:
		method = "local-relay"
	}
	when, date := words.Text("Password sign-in is switched off by default at the end of December 2026."), BasicEnds
	if s.AsOf >= BasicEnds {
		when, date = "Password sign-in is off by default; Microsoft announces its final removal in the second half of 2027.", ""
	}
	return &Successor{method, date, lang.Say(when) + " " + lang.Say(successorTexts[method])}
}

// A fallback is a way out where no method fits.
type fallback struct {
	name   string
	when   Condition
	text   words.Text
	source Source
	bulk   bool // it also serves mass mail
}

// highVolumeEmail states the conditions of HVE: internal recipients, its own sign-in on port 587.
var highVolumeEmail = All(Is(Recipients, Internal), IsNot(Login, LoginNone), Is(TLS, TLS12), Is(Port587, PortOpen),
	Is(Senders, OneSender), inCloudWithHVE)

var inCloudWithHVE = Condition{
	Says:  words.Sentencef("the cloud is %s", Worldwide),
	Keys:  []Key{Cloud},
	Holds: func(s *Situation) bool { return s.Survey.Cloud.HighVolume },
}

var fallbacks = []fallback{
	{name: "enable-smtp-auth",
		when: Either(Is(SMTPAuthState, AuthBlocked), All(Is(SMTPAuthState, AuthOAuthOnly), Is(Login, LoginPassword))),
		text: "Allow SMTP AUTH for this one mailbox, if your security policy permits.", source: authArticle},
	{name: "firmware",
		when: Either(Is(TLS, TLSOld, TLSImplicit), All(Is(SMTPAuthState, AuthOAuthOnly), Is(Login, LoginPassword))),
		text: "Look for firmware that adds STARTTLS with TLS 1.2, and signing in with Microsoft (OAuth).", source: authArticle},
	{name: "unblock-25",
		when: Is(Port25, PortBlocked),
		text: "Have outgoing port 25 opened for the device: by the provider, or in your firewall.", source: setupArticle},
	{name: "static-ip",
		when: All(IsNot(StaticIP, Yes), Is(Location, OnPremises)),
		text: "Get a static public IPv4 address from the internet provider: it makes SMTP relay possible.", source: setupArticle},
	{name: "certificate",
		when: All(Is(TLS, TLS12), IsNot(Certificate, Yes)),
		text: "Give the sender a certificate of a public authority for a name in your accepted domains: servers can do that, printers hardly ever.", source: attributionArticle},
	{name: "hve", bulk: true,
		when: highVolumeEmail,
		text: "Use High Volume Email (HVE) for mail inside the organisation: its own account, smtp.hve.mx.microsoft, port 587, paid by use.", source: hveArticle},
	{name: "acs", bulk: true,
		when: All(Is(Recipients, External), Is(Volume, HighVolume, BulkVolume), IsNot(Login, LoginNone), Is(TLS, TLS12),
			Either(Is(Port587, PortOpen), Is(Port25, PortOpen))),
		text: "Use Azure Communication Services Email for large volumes to people outside: smtp.azurecomm.net, port 587. Its long user name does not fit every device.", source: acsArticle},
	{name: "local-relay",
		when: Is(Location, OnPremises),
		text: "Put a small mail server (a local relay) in the network: the device hands its mail to it, and it signs in to Microsoft 365. \"sendpath plan --format postfix --relay-devices ADDRESSES\", with the same answers, prints its set-up.", source: setupArticle},
	{name: "vendor-domain",
		when: Is(Location, ThirdParty),
		text: "Let the vendor send from its own domain by its own means.", source: setupArticle},
}

var bulkProvider = fallback{name: "bulk-provider",
	text: "Leave mass mail to a provider made for it, with a subdomain of its own.", source: setupArticle}

// fallbackNamed returns a way out by its name.
func fallbackNamed(name string) fallback {
	for _, f := range fallbacks {
		if f.name == name {
			return f
		}
	}
	return bulkProvider
}

// waysOut lists the fallbacks where no method fits, in the order to try them.
func waysOut(s *Situation) []string {
	names := []string{}
	if s.Method != None {
		return names
	}
	bulk := s.Answers[Volume] == BulkVolume
	for i := range fallbacks {
		f := &fallbacks[i]
		if (f.bulk || !bulk) && f.when.Holds(s) {
			names = append(names, f.name)
		}
	}
	if bulk && len(names) == 0 {
		names = append(names, bulkProvider.name)
	}
	return names
}
