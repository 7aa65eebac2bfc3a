package render

import (
	"sendpath/decide"
	"sendpath/decide/words"
)

// A risk says who could misuse a set-up, and what limits that.
type risk struct {
	method decide.Method
	by     decide.Authentication
	who    words.Text
	limits words.Text
}

var risks = []risk{
	{decide.SMTPAuth, decide.ByPassword,
		"Whoever learns the mailbox's password, for example from a device that was sold or stolen, can send as the mailbox from anywhere.",
		"A mailbox used for nothing else, a password used nowhere else, SMTP AUTH on for this mailbox only and, where you have Conditional Access, sign-in from your own addresses only."},
	{decide.SMTPAuth, decide.ByOAuth,
		"Whoever holds the device, or the token it stores, can send as the mailbox.",
		"A mailbox used for nothing else, no permission beyond sending, and signing the device out before it leaves the house."},
	{decide.Relay, decide.ByIP,
		"Every computer behind the public address can send as any address in your domains, to outsiders too, without signing in.",
		"A firewall that lets only the device out on port 25, and an address that nobody else shares."},
	{decide.Relay, decide.ByCertificate,
		"Whoever has the certificate's private key can send as any address in your domains, to outsiders too.",
		"A key that never leaves its server, and a new certificate when somebody who had it leaves."},
	{decide.DirectSend, decide.ByNothing,
		"As long as Direct Send is accepted, anybody on the internet can try to write to your people in your own domain's name; only filters, SPF and DMARC stand in between.",
		"A complete SPF record and an enforcing DMARC policy; better, a relay with a connector, and Direct Send rejected after that."},
	{decide.OwnServerMethod, decide.ByNothing,
		"A server that takes mail from everybody is an open relay.",
		"Accept mail from the devices' addresses only, and never from the internet."},
}

// abuse says who can misuse what, and what limits it.
func (c composer) abuse() section {
	s := section{ID: "abuse", Title: c.say("Who could misuse it, and what limits that")}
	for _, r := range risks {
		if r.method == c.Method && r.by == c.Authentication {
			s.Items = append(s.Items, item{Text: c.lang.Say(r.who), Sub: []string{c.say("What limits it: %s", c.lang.Say(r.limits))}})
		}
	}
	return s
}
