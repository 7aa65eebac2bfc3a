package smtp

import (
	"strings"

	"golang.org/x/net/idna"

	"sendpath/decide/words"
)

// Why an address cannot be used.
const (
	badAddressForm   words.Text = "%q is not a plain mail address such as scanner@contoso.com."
	badAddressLocal  words.Text = "%q has letters before the @ that many mail servers do not accept. Use an address with a to z, digits, dot, dash and underscore."
	badAddressDomain words.Text = "%q does not end in a domain name such as contoso.com."
)

const maxLocal = 64 // octets before the @; RFC 5321, section 4.5.3.1.1

// domains turns names into A-labels and checks them as host names.
var domains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

// Address returns a mail address fit for MAIL FROM, RCPT TO and header fields, with its domain as
// A-labels. Only the plain form is taken, as on a device: no display name, no quotes, no address
// literal. So nothing of it can end a line or a path. Its errors are of type *Reason.
func Address(s string) (string, error) {
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 {
		return "", because(badAddressForm, s)
	}
	local := s[:at]
	if !isASCII(local) {
		return "", because(badAddressLocal, s)
	}
	if len(local) > maxLocal || !isDotAtom(local) {
		return "", because(badAddressForm, s)
	}
	domain, err := domains.ToASCII(s[at+1:])
	if err != nil || !strings.Contains(domain, ".") || strings.HasSuffix(domain, ".") || isNumber(domain[strings.LastIndexByte(domain, '.')+1:]) {
		return "", because(badAddressDomain, s)
	}
	return local + "@" + domain, nil
}

// isDotAtom reports the form of RFC 5322, section 3.2.3.
func isDotAtom(s string) bool {
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" || strings.ContainsFunc(atom, func(r rune) bool { return !isAtomText(r) }) {
			return false
		}
	}
	return true
}

func isAtomText(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' })
}

// isNumber reports that a label has only digits, as the last one of an IP address.
func isNumber(label string) bool {
	return strings.Trim(label, "0123456789") == ""
}
