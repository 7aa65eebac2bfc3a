package decide

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"

	"sendpath/decide/clean"
	"sendpath/decide/device"
	"sendpath/decide/words"
)

// A Form is what the form of a value may depend on.
type Form struct {
	Domain             string // the mail domain, "" while it is not known
	AllowDocumentation bool   // accept documentation addresses (RFC 5737, RFC 3849): for tests and examples
	KnownDevice        func(id string) bool
}

// A Reading is a value in its canonical form, with what to tell the user about it.
type Reading struct {
	Value string
	Notes []words.Sentence
}

// Bounds on free text.
const (
	maxCustomer  = 200 // runes
	maxAddresses = 64  // entries of public_ips
	maxLocalPart = 64  // octets, RFC 5321, section 4.5.3.1.1
)

func parseCustomer(text string, _ Form) (Reading, error) {
	text = strings.TrimSpace(text)
	if len([]rune(text)) > maxCustomer {
		return Reading{}, words.Sentencef("the name is longer than %d characters", maxCustomer)
	}
	return Reading{Value: text}, nil
}

// mailDomains converts and checks a domain name: IDNA 2008 with the usual mapping, letters, digits and
// dashes only, labels up to 63 octets, the whole up to 253 (RFC 1035, section 2.3.4; RFC 5891).
var mailDomains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(),
	idna.StrictDomainName(true), idna.VerifyDNSLength(true))

func parseDomain(text string, _ Form) (Reading, error) {
	name := bareDomain(text)
	switch {
	case name == "":
		return Reading{}, words.Sentencef("there is no domain name in it")
	case isAddress(name):
		return Reading{}, words.Sentencef("%s is an address, not a domain name", clean.Line(name, 60))
	}
	ascii, err := mailDomains.ToASCII(name)
	if err != nil || len(ascii) > 253 {
		return Reading{}, words.Sentencef("%s is not a domain name: letters, digits and dashes, parts of 1 to 63 characters with dots between, 253 in all", quoted(name))
	}
	labels := strings.Split(ascii, ".")
	if len(labels) < 2 {
		return Reading{}, words.Sentencef("%s has no dot: give the whole domain, such as contoso.com", quoted(name))
	}
	if strings.Trim(labels[len(labels)-1], "0123456789") == "" {
		return Reading{}, words.Sentencef("%s ends with a number, as no domain does", quoted(name))
	}
	reading := Reading{Value: ascii}
	if ascii != text {
		reading.Notes = append(reading.Notes, words.Sentencef("%s, read from %s", ShowDomain(ascii), quoted(strings.TrimSpace(text))))
	}
	return reading, nil
}

// invisible is cut at both ends of a pasted name: blanks, no-break and zero-width spaces, byte-order marks.
const invisible = " \t\r\n\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"

// bareDomain cuts what surrounds a domain name when it is pasted: a scheme with path, "user@", the
// trailing dot. From a web address it also cuts "www.", which no mail domain starts with.
func bareDomain(text string) string {
	name := strings.ToLower(strings.Trim(text, invisible))
	name = strings.TrimPrefix(name, "mailto:")
	if _, rest, found := strings.Cut(name, "://"); found {
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			rest = rest[:i]
		}
		if host, port, found := strings.Cut(rest, ":"); found && strings.Trim(port, "0123456789") == "" {
			rest = host
		}
		name = strings.TrimPrefix(rest, "www.")
	}
	if i := strings.LastIndexByte(name, '@'); i >= 0 {
		name = name[i+1:]
	}
	return strings.TrimSuffix(strings.Trim(name, invisible), ".")
}

func isAddress(name string) bool {
	_, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil
}

// ShowDomain returns an A-label name as people read it: "xn--bcher-kva.example (bücher.example)".
func ShowDomain(name string) string {
	if !strings.Contains(name, "xn--") {
		return name
	}
	unicode, err := idna.Display.ToUnicode(name)
	if err != nil || unicode == name {
		return name
	}
	return name + " (" + clean.Line(unicode, 253) + ")"
}

// quoted shows what somebody typed.
func quoted(s string) string { return `"` + clean.Line(s, 80) + `"` }

// ParseDomain reads a domain name: the A-label form, in lower case. The error says why it is none.
func ParseDomain(text string) (Reading, error) { return parseDomain(text, Form{}) }

// ParseAddress reads a mail address. The error says why it is none that every server takes.
func ParseAddress(text string) (Reading, error) { return parseSender(text, Form{}) }

func parseSender(text string, in Form) (Reading, error) {
	address := strings.Trim(text, invisible)
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 {
		return Reading{}, words.Sentencef("%s is not a mail address such as scanner@contoso.com", quoted(address))
	}
	local := address[:at]
	if !isDotString(local) {
		return Reading{}, words.Sentencef("the part before @ in %s holds characters that devices and servers do not agree on: use letters, digits, dot, dash and underscore", quoted(address))
	}
	domain, err := parseDomain(address[at+1:], in)
	if err != nil {
		return Reading{}, err
	}
	if in.Domain != "" && domain.Value != in.Domain {
		return Reading{}, words.Sentencef("%s is not an address in %s", quoted(address), ShowDomain(in.Domain))
	}
	return Reading{Value: local + "@" + domain.Value}, nil
}

// isDotString tells whether a local part is a Dot-string (RFC 5321, section 4.1.2): no quotes, no blanks.
func isDotString(local string) bool {
	if len(local) > maxLocalPart {
		return false
	}
	for _, atom := range strings.Split(local, ".") {
		if atom == "" || strings.Trim(atom, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~") != "" {
			return false
		}
	}
	return true
}

func parseCertificateName(text string, in Form) (Reading, error) {
	if strings.Contains(text, "*") {
		return Reading{}, words.Sentencef("a wildcard cannot be an accepted domain: give one name that the certificate holds")
	}
	return parseDomain(text, in)
}

func parseDevice(text string, in Form) (Reading, error) {
	id := strings.ToLower(strings.Trim(text, invisible))
	if in.KnownDevice != nil && !in.KnownDevice(id) {
		if near := device.Find(id); near[0].ID != device.Generic {
			return Reading{}, words.Sentencef("%s is not a known device; did you mean %s?", quoted(id), near[0].ID)
		}
		return Reading{}, words.Sentencef("%s is not a known device: choose an id from \"sendpath questions\", or generic", quoted(id))
	}
	return Reading{Value: id}, nil
}
