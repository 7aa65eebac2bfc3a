package listen

import (
	"slices"
	"strings"
	"time"

	"sendpath/decide/words"
)

// A Level says how much a note matters.
type Level int

const (
	LevelProblem Level = iota // Microsoft 365 will refuse what was seen
	LevelWarning              // worth a change
	LevelNote                 // good to know
)

// A Note is something seen that is no answer, and what to do about it.
type Note struct {
	ID    string // stable, such as "rsa-only"
	Level Level
	Text  words.Text
	Args  []any
}

// Say returns the note in the user's language.
func (n Note) Say(lang *words.Language) string { return lang.Say(n.Text, n.Args...) }

const (
	noteNothing     words.Text = "Nothing that speaks SMTP has connected."
	noteSilent      words.Text = "%d connections came without a word. A device that waits for TLS on a port without it does that, and so do port scanners."
	noteRSAOnly     words.Text = "It offers only RSA key exchange, no elliptic curves. Microsoft's sign-in server refuses that although the version is TLS 1.2. Newer firmware may help; otherwise use relay or Direct Send on port 25, where encryption is optional, or a mail relay of your own."
	noteNoCurves    words.Text = "It offers no key exchange on elliptic curves (ECDHE). Microsoft's sign-in server refuses that although the version is TLS 1.2. Newer firmware may help; otherwise use relay or Direct Send on port 25, where encryption is optional, or a mail relay of your own."
	noteOldTLS      words.Text = "Its newest version is %s. Microsoft's sign-in server takes TLS 1.2 or newer. Look for newer firmware, or for a switch for TLS 1.2 on its security page."
	noteSHA1        words.Text = "It accepts only signatures with SHA-1 or older, which servers refuse more and more. Newer firmware may help."
	noteImplicit    words.Text = "It started with TLS at once on port %d. Microsoft 365 begins in clear and goes on with STARTTLS: choose STARTTLS (some devices call it TLS, or explicit TLS) instead of SSL."
	noteCertificate words.Text = "It hung up when it saw the certificate of this test: it checks certificates. That is good with Microsoft 365, whose certificate it can check. For this test switch the check off, and on again afterwards."
	noteLeft        words.Text = "It closed the connection as soon as TLS was set up. Devices that check certificates do that: this test's cannot be trusted. Switch the check off for this test, and on again afterwards."
	noteTLSFailed   words.Text = "TLS did not come about: %s."
	noteClearSignIn words.Text = "It signed in before TLS: its password crossed the network readable. Switch STARTTLS on before the real password is typed."
	noteUnknownAuth words.Text = "It tried to sign in with %s. Microsoft 365 offers LOGIN and XOAUTH2 only: look for a setting of the authentication method."
	notePlain       words.Text = "It signed in with %s. Microsoft 365 offers LOGIN and XOAUTH2 only; most devices take LOGIN where nothing else is offered. If the device has a setting for the method, choose LOGIN."
	noteHELO        words.Text = "It greets with HELO, the old way without STARTTLS and sign-in. Both may need to be switched on."
	noteFromDiffers words.Text = "MAIL FROM is %s, but the From header shows %s. Make both the same."
	noteDomains     words.Text = "MAIL FROM is %s, but the From header shows %s: two domains. SPF is checked for the first, readers see the second. Make both the same."
	noteUserDiffers words.Text = "It signs in as %s but sends as %s. Microsoft 365 allows that only with Send As permission: use the same address for both."
	noteNoDomain    words.Text = "It sends from %s, which is no address in a domain of yours. Set the sender address on its e-mail page."
	noteNullSender  words.Text = "It sends with an empty MAIL FROM. Set the sender address on its e-mail page."
	noteOneMessage  words.Text = "One message shows one sender. If users are to send as themselves, let a second one send, too."
	noteOnlyHighest words.Text = "Its TLS hello names its newest version only (%s). Nothing more is needed for Microsoft 365; which older ones it has would show when it is asked again with a lower ceiling."
	noteRetries     words.Text = "It connected %d times; the shortest pause between two attempts was %s."
	noteTooLarge    words.Text = "A message of %d bytes was larger than is accepted here."
	noteIncomplete  words.Text = "No message arrived whole. What the device does after the point where it stopped is not known: look at its own error, correct it and send again."
	noteSNI         words.Text = "It asks for the server name %s in its TLS hello."
)

// notes collects what applies, problems first.
func notes(o observation) []Note {
	var found []Note
	for _, look := range []func(observation) []Note{
		notesConnection, notesTLS, notesCertificate, notesSignIn, notesSender, notesAttempts,
	} {
		found = append(found, look(o)...)
	}
	slices.SortStableFunc(found, func(a, b Note) int { return int(a.Level - b.Level) })
	return found
}

func notesConnection(o observation) []Note {
	var found []Note
	if len(o.sessions) == 0 {
		found = append(found, Note{"nothing", LevelWarning, noteNothing, nil})
	}
	if o.silent > 0 {
		found = append(found, Note{"silent", LevelNote, noteSilent, []any{o.silent}})
	}
	if len(o.sessions) > 0 && !o.received {
		found = append(found, Note{"incomplete", LevelWarning, noteIncomplete, nil})
	}
	if i := slices.IndexFunc(o.messages, func(m Message) bool { return m.TooLarge }); i >= 0 {
		found = append(found, Note{"too-large", LevelWarning, noteTooLarge, []any{o.messages[i].Size}})
	}
	if len(o.sessions) > 0 && !o.any(func(s Session) bool { return s.Greeting != "HELO" }) {
		found = append(found, Note{"helo", LevelNote, noteHELO, nil})
	}
	return found
}

func notesTLS(o observation) []Note {
	top := newest(o.modern.Announced)
	if top == "" {
		return nil
	}
	var found []Note
	switch {
	case rank(top) < rank("1.2"):
		found = append(found, Note{"tls-old", LevelProblem, noteOldTLS, []any{spell(top)}})
	case o.modern.RSAOnly:
		found = append(found, Note{"rsa-only", LevelProblem, noteRSAOnly, nil})
	case !o.modern.EllipticCurves:
		found = append(found, Note{"no-curves", LevelProblem, noteNoCurves, nil})
	}
	if len(o.immediate) > 0 && len(o.upgraded) == 0 {
		i := slices.IndexFunc(o.sessions, func(s Session) bool { return s.Implicit })
		found = append(found, Note{"implicit", LevelProblem, noteImplicit, []any{o.sessions[i].Port}})
	}
	if o.modern.SHA1Only {
		found = append(found, Note{"sha1-only", LevelWarning, noteSHA1, nil})
	}
	if o.modern.OnlyHighest {
		found = append(found, Note{"only-highest", LevelNote, noteOnlyHighest, []any{spell(top)}})
	}
	if o.modern.SNI != "" {
		found = append(found, Note{"sni", LevelNote, noteSNI, []any{o.modern.SNI}})
	}
	return found
}

// notesCertificate speaks of handshakes that broke off, unless a later one went well.
func notesCertificate(o observation) []Note {
	switch {
	case o.any(func(s Session) bool { return s.HungUpAtCertificate }):
		return []Note{{"checks-certificate", LevelWarning, noteCertificate, nil}}
	case o.any(func(s Session) bool { return s.LeftAfterTLS }):
		return []Note{{"left-after-tls", LevelWarning, noteLeft, nil}}
	case o.any(func(s Session) bool { return s.Negotiated != "" }):
		return nil
	}
	if i := slices.IndexFunc(o.sessions, func(s Session) bool { return s.Error != "" }); i >= 0 {
		return []Note{{"tls-failed", LevelWarning, noteTLSFailed, []any{o.sessions[i].Error}}}
	}
	return nil
}

func notesSignIn(o observation) []Note {
	var found []Note
	if o.any(func(s Session) bool { return s.AuthBeforeTLS }) {
		found = append(found, Note{"auth-before-tls", LevelWarning, noteClearSignIn, nil})
	}
	if len(o.auth) > 0 && firstOf(o.auth, mechanisms[:4]...) == "" {
		found = append(found, Note{"auth-unknown", LevelProblem, noteUnknownAuth, []any{strings.Join(o.auth, ", ")}})
	}
	if m := firstOf(o.auth, "PLAIN"); m != "" && firstOf(o.auth, "LOGIN", "XOAUTH2") == "" {
		found = append(found, Note{"auth-plain", LevelNote, notePlain, []any{m}})
	}
	if len(o.users) == 1 && len(o.senders) == 1 && domainOf(o.users[0]) != "" && o.users[0] != o.senders[0] {
		found = append(found, Note{"user-differs", LevelWarning, noteUserDiffers, []any{o.users[0], o.senders[0]}})
	}
	return found
}

func notesSender(o observation) []Note {
	var found []Note
	for _, m := range o.messages {
		found = append(found, noteFrom(m)...)
	}
	if len(o.senders) == 1 && len(o.messages) == 1 {
		found = append(found, Note{"one-message", LevelNote, noteOneMessage, nil})
	}
	// Each kind once: a device that does it does it every time.
	slices.SortStableFunc(found, func(a, b Note) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(found, func(a, b Note) bool { return a.ID == b.ID })
}

func noteFrom(m Message) []Note {
	var found []Note
	switch {
	case m.MailFrom == "":
		found = append(found, Note{"null-sender", LevelWarning, noteNullSender, nil})
	case domainOf(m.MailFrom) == "":
		found = append(found, Note{"no-domain", LevelWarning, noteNoDomain, []any{m.MailFrom}})
	}
	header := addressIn(m.FromHeader)
	switch {
	case header == "" || m.MailFrom == "" || strings.EqualFold(header, m.MailFrom):
	case domainOf(header) != domainOf(m.MailFrom):
		found = append(found, Note{"from-domain", LevelWarning, noteDomains, []any{m.MailFrom, header}})
	default:
		found = append(found, Note{"from-differs", LevelNote, noteFromDiffers, []any{m.MailFrom, header}})
	}
	return found
}

func notesAttempts(o observation) []Note {
	pause := time.Duration(-1)
	for _, s := range o.sessions {
		if gap := time.Duration(s.SincePreviousMS) * time.Millisecond; s.Attempt > 1 && (pause < 0 || gap < pause) {
			pause = gap
		}
	}
	if pause < 0 {
		return nil
	}
	return []Note{{"attempts", LevelNote, noteRetries, []any{len(o.sessions), pause}}}
}
