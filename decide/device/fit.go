package device

import (
	"net/netip"
	"unicode/utf8"
)

// Fits reports whether the device's field takes value. limit is the longest it holds in characters, 0
// where no source states a limit: then every length is taken to fit. It is also false for a host name
// in a server field that takes only IP addresses (see Field.IPOnly).
func (p *Profile) Fits(s Setting, value string) (limit int, ok bool) {
	f := p.Field(s)
	if f.MaxLen > 0 && utf8.RuneCountInString(value) > f.MaxLen {
		return f.MaxLen, false
	}
	if f.IPOnly && value != "" {
		_, err := netip.ParseAddr(value)
		return f.MaxLen, err == nil
	}
	return f.MaxLen, true
}

// PasswordLen returns the length to keep the mailbox's password within, in characters: the device's
// own limit or, with advised, the one that fits every device known.
func (p *Profile) PasswordLen() (limit int, advised bool) {
	if n := p.Field(Password).MaxLen; n > 0 {
		return n, false
	}
	return generic().Field(Password).AdvisedLen, true
}
