package listen

import "sendpath/decide/words"

// An Event is one thing that happened, for a screen that shows it live.
type Event struct {
	Text    words.Text
	Args    []any
	Session Session // as far as it is known; of an event about no session the zero value
	Ended   bool    // the session is over and Session is all there is
}

// Say returns the event as one line in the user's language.
func (e Event) Say(lang *words.Language) string { return lang.Say(e.Text, e.Args...) }

// What happens, in words.
const (
	eventConnected   words.Text = "%s connected to port %d."
	eventGreeted     words.Text = "%s says %s %s."
	eventOffers      words.Text = "%s starts TLS and offers %s."
	eventNoHello     words.Text = "%s was to start TLS, but sent something else: %s."
	eventSecured     words.Text = "%s agreed on %s."
	eventTLSFailed   words.Text = "%s: no TLS connection came about: %s."
	eventCertificate words.Text = "%s hung up when it saw the certificate: it checks certificates."
	eventSignsIn     words.Text = "%s signs in with %s."
	eventSignsClear  words.Text = "%s signs in with %s, without TLS: anybody on the way could read the password."
	eventUnknownAuth words.Text = "%s wants to sign in with %s, which is not offered here, nor by Microsoft 365."
	eventSender      words.Text = "%s sends as %s (MAIL FROM)."
	eventReceived    words.Text = "%s delivered a message of %d bytes. It was measured and thrown away."
	eventTooLarge    words.Text = "%s sent a message of %d bytes, more than is accepted here (%d)."
	eventEnded       words.Text = "%s is done."
	eventSilent      words.Text = "%s fell silent and was disconnected."
	eventRubbish     words.Text = "%s does not speak SMTP and was disconnected."
	eventCrowded     words.Text = "More than %d connections at once: some are turned away. The rest goes on."
	eventOutside     words.Text = "%s is turned away: its address is a public one, so it is not in this network."
)
