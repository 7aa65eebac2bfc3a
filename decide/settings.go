package decide

import (
	"strings"
	"unicode/utf8"

	"sendpath/decide/device"
	"sendpath/decide/words"
)

// PasswordPlaceholder stands for the password wherever one is typed. The password itself is never known.
// Programs read it as it is, in every language; people read it through SayValue.
const PasswordPlaceholder = "<password of the mailbox>"

const passwordInWords words.Text = PasswordPlaceholder

// IsPlaceholder reports whether a setting's value only reminds of what to type: nobody copies it.
func IsPlaceholder(value string) bool { return value == PasswordPlaceholder }

// SayValue is a setting's value as people read it: byte by byte what is typed, and a placeholder in their
// language.
func SayValue(value string, lang *words.Language) string {
	if IsPlaceholder(value) {
		return lang.Say(passwordInWords)
	}
	return value
}

// Encryption values of a setting.
const (
	EncryptionStartTLS = "starttls"
	EncryptionOff      = "off"
)

// settings lists what is typed into the device, in the order of its page.
func (b *builder) settings() []Setting {
	if b.Method == OwnServerMethod || b.Method == None {
		return []Setting{}
	}
	order, _ := b.profile.SettingOrder()
	list := make([]Setting, len(order))
	for i, name := range order {
		list[i] = b.labelled(name, b.setting(name))
	}
	return list
}

// setting works out one value, before it is put into the device's words.
func (b *builder) setting(name device.Setting) Setting {
	signsIn := b.Method == SMTPAuth
	s := Setting{Confirmed: true, From: b.lang.Say("Microsoft 365")}
	switch {
	case name == device.Server:
		return b.server()
	case name == device.Sender:
		return b.senderSetting()
	case name == device.Port:
		s.Value = b.port()
	case name == device.Encryption:
		s.Value, s.From = b.encryption(), b.source(TLS)
	case name == device.Authentication && signsIn:
		s.Value, s.From = "on", b.source(Login)
	case name == device.Authentication:
		s.Value = "off"
	case name == device.Username && signsIn:
		s.Value, s.From = b.Answers[Sender], b.source(Sender)
	case name == device.Password && b.Authentication == ByPassword:
		s.Value, s.From, s.Note = PasswordPlaceholder, b.lang.Say("you"), b.passwordNote()
	}
	return s
}

func (b *builder) server() Setting {
	if b.Method == SMTPAuth {
		s := Setting{Value: b.Survey.Cloud.SubmitHost, Confirmed: b.Survey.Cloud.SubmitSure, From: b.lang.Say("Microsoft 365")}
		if !s.Confirmed {
			s.Note = b.lang.Say("To confirm: Microsoft's own pages do not settle this name for your cloud; take it from the admin centre.")
		}
		return s
	}
	e := b.Survey.Endpoint
	s := Setting{Value: e.Host, Confirmed: e.Confirmed, From: b.lang.Say("DNS")}
	switch {
	case e.Host == "":
		s.From = ""
		s.Note = b.lang.Say("Not known: take the MX value from the Microsoft 365 admin centre > Settings > Domains > %s > DNS records.", ShowDomain(b.Answers[Domain]))
	case !e.Confirmed:
		s.Note = b.lang.Say("To confirm: this name exists, but DNS does not show that it is yours. Compare it with the MX value in the Microsoft 365 admin centre > Settings > Domains > %s > DNS records.", ShowDomain(b.Answers[Domain]))
	}
	return s
}

func (b *builder) port() string {
	if b.Method == SMTPAuth && b.Answers[Port587] != PortBlocked {
		return "587"
	}
	return "25"
}

// encryption is STARTTLS wherever the device can do TLS 1.2. A device that starts TLS and then fails
// would not fall back, so below that it is off.
func (b *builder) encryption() string {
	if b.Answers[TLS] == TLS12 {
		return EncryptionStartTLS
	}
	return EncryptionOff
}

func (b *builder) senderSetting() Setting {
	if b.Answers[Senders] == ManySenders {
		return Setting{Confirmed: true, From: b.source(Senders),
			Note: b.lang.Say("Each user's own address. Every one must be in an accepted domain.")}
	}
	s := Setting{Value: b.Answers[Sender], Confirmed: true, From: b.source(Sender)}
	if b.Method == SMTPAuth {
		s.Note = b.lang.Say("The same as the user name: the mailbox may send only as itself.")
	}
	return s
}

func (b *builder) passwordNote() string {
	limit, advised := b.profile.PasswordLen()
	switch {
	case limit > 0 && advised:
		return b.lang.Say("Choose one of at most %d letters and digits: every device known takes that.", limit)
	case limit > 0:
		return b.lang.Say("This device's field takes %d characters at most.", limit)
	}
	return ""
}

// source says who gave an answer.
func (b *builder) source(key Key) string {
	if given := b.Given[key]; given == "" || given == Unknown {
		return b.lang.Say("assumed")
	}
	return b.lang.Say("you")
}

// labelled puts a value into the words of the device's page.
func (b *builder) labelled(name device.Setting, s Setting) Setting {
	label := b.profile.Label(name, b.lang.Code())
	s.Setting, s.Label, s.Generic = string(name), label.Text, label.Generic
	if label.Generic {
		s.Label = b.lang.Say(words.Text(label.Text))
	}
	if name == device.Sender && b.Answers[Senders] == ManySenders {
		s.Label = b.lang.Say("%s: each user's own address", s.Label)
	}
	s.Word = b.word(name, s.Value)
	s.MaxLen, s.Fits = b.profile.Fits(name, strings.TrimSuffix(s.Value, PasswordPlaceholder))
	s.Note = strings.TrimSpace(s.Note + " " + b.fieldNote(name, s.Value))
	if !s.Fits {
		s.Note = strings.TrimSpace(s.Note + " " + b.misfit(s))
	}
	return s
}

// fieldNote is what to know about the field when value is typed into it. One that stays empty needs nothing,
// but that the sender may change with the user; the server does not stay empty, it is only not known yet.
func (b *builder) fieldNote(name device.Setting, value string) string {
	field := b.profile.Field(name)
	said := []string{}
	add := func(t words.Text, when bool) {
		if when && t != "" {
			said = append(said, b.lang.Say(t))
		}
	}
	add(field.Note, value != "" || name == device.Server)
	add(field.Mechanisms, name == device.Authentication && b.Method == SMTPAuth)
	add(field.PerUser, name == device.Sender && b.Answers[Senders] == ManySenders)
	return strings.Join(said, " ")
}

func (b *builder) misfit(s Setting) string {
	if length := utf8.RuneCountInString(s.Value); s.MaxLen > 0 && length > s.MaxLen {
		return b.lang.Say("This device's field takes %d characters; the value has %d. Use SMTP AUTH, whose server name is short, or a local relay.", s.MaxLen, length)
	}
	return b.lang.Say("This device's field takes only an IP address, and Microsoft's addresses change: use a local relay.")
}

func (b *builder) word(name device.Setting, value string) string {
	var word device.Word
	switch {
	case name == device.Encryption:
		word = b.profile.EncryptionWord(value)
	case name == device.Authentication && b.Authentication == ByOAuth:
		word = b.profile.AuthenticationWord("oauth")
	case name == device.Authentication:
		word = b.profile.AuthenticationWord(value)
	}
	if word.Box || word.Generic {
		return b.lang.Say(words.Text(word.Text))
	}
	return word.Text
}
