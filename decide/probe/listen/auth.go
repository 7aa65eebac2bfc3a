package listen

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sendpath/decide/clean"
)

// mechanisms are the sign-in mechanisms known by name (IANA registry "SASL Mechanisms", and the two that
// mail programs made up: LOGIN and XOAUTH2). Any other text after AUTH may be anything, a password too, and
// is not kept.
var mechanisms = []string{
	"LOGIN", "PLAIN", "XOAUTH2", "OAUTHBEARER",
	"CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI", "GSS-SPNEGO", "EXTERNAL", "ANONYMOUS",
	"SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS",
}

const otherMechanism = "other"

// Prompts of LOGIN: "Username:" and "Password:".
const (
	promptUser     = "334 VXNlcm5hbWU6"
	promptPassword = "334 UGFzc3dvcmQ6"
)

// auth lets the peer sign in, whoever it is (RFC 4954). Of what it sends only the user name is kept; the
// line with the password is overwritten before the next is read.
func (d *dialog) auth(arg []byte) string {
	name, initial, _ := bytes.Cut(bytes.TrimSpace(arg), []byte(" "))
	mechanism := strings.ToUpper(string(name[:min(len(name), maxMechanism)]))
	if !slices.Contains(mechanisms, mechanism) {
		mechanism = otherMechanism
	}
	d.noteAuth(mechanism)
	switch mechanism {
	case "LOGIN":
		return d.authLogin(initial)
	case "PLAIN", "XOAUTH2", "OAUTHBEARER":
		return d.authOnce(mechanism, initial)
	}
	d.refuse("504 5.5.4 this way to sign in is not known here")
	return ""
}

const maxMechanism = 20 // RFC 4422, section 3.1

func (d *dialog) noteAuth(mechanism string) {
	d.session.addAuth(mechanism)
	secured := d.session.Negotiated != ""
	if !secured {
		d.session.AuthBeforeTLS = true
	}
	switch {
	case !slices.Contains(mechanisms[:4], mechanism):
		d.tell(eventUnknownAuth, mechanism)
	case secured:
		d.tell(eventSignsIn, mechanism)
	default:
		d.tell(eventSignsClear, mechanism)
	}
}

// authLogin asks for the name, unless it came with the command, and for the password.
func (d *dialog) authLogin(initial []byte) string {
	if len(initial) == 0 {
		var ended string
		if initial, ended = d.ask(promptUser); initial == nil {
			return ended
		}
	}
	d.keepUser(userLogin, initial)
	password, ended := d.ask(promptPassword)
	clear(password)
	if password == nil {
		return ended
	}
	d.reply("235 2.7.0 signed in, as anybody is here")
	return ""
}

// authOnce takes name and secret in one line, with the command or after an empty prompt.
func (d *dialog) authOnce(mechanism string, initial []byte) string {
	if len(initial) == 0 {
		var ended string
		if initial, ended = d.ask("334 "); initial == nil {
			return ended
		}
	}
	d.keepUser(userIn[mechanism], initial)
	clear(initial)
	d.reply("235 2.7.0 signed in, as anybody is here")
	return ""
}

// ask sends a prompt and returns the answer, nil when there is none: the session ended (and how), or the
// peer gave up with "*".
func (d *dialog) ask(prompt string) (answer []byte, ended string) {
	d.lines.wipe()
	d.reply("%s", prompt)
	line, err := d.lines.line()
	switch {
	case err == errLineTooLong:
		d.refuse("500 5.5.6 line too long")
		return nil, ""
	case err != nil:
		return nil, d.lost(err)
	case string(line) == "*":
		d.reply("501 5.7.0 given up")
		return nil, ""
	}
	return line, ""
}

// keepUser decodes what the peer sent, keeps the user name in it and overwrites the rest.
func (d *dialog) keepUser(user func([]byte) []byte, encoded []byte) {
	decoded := make([]byte, base64.StdEncoding.DecodedLen(len(encoded)))
	defer clear(decoded)
	n, err := base64.StdEncoding.Decode(decoded, encoded)
	if err != nil {
		return
	}
	if name := user(decoded[:n]); isName(name) {
		d.session.AuthUser = clean.Line(string(name), maxText)
	}
}

// isName keeps out bytes that are no text: those of a secret in an unforeseen place, above all.
func isName(b []byte) bool {
	return len(b) > 0 && len(b) <= maxText && utf8.Valid(b) && !bytes.ContainsFunc(b, unicode.IsControl)
}

// userIn finds the user name in the decoded answer of each mechanism that sends it with the secret.
var userIn = map[string]func([]byte) []byte{
	"PLAIN":       userPlain,
	"XOAUTH2":     userXOAUTH2,
	"OAUTHBEARER": userOAuthBearer,
}

func userLogin(b []byte) []byte { return b }

// userPlain: [authzid] NUL authcid NUL passwd (RFC 4616, section 2).
func userPlain(b []byte) []byte {
	parts := bytes.Split(b, []byte{0})
	if len(parts) != 3 {
		return nil
	}
	return parts[1]
}

// userXOAUTH2: "user=" name ^A "auth=Bearer " token ^A ^A.
func userXOAUTH2(b []byte) []byte {
	name, _, ok := bytes.Cut(b, []byte{1})
	if !ok || !bytes.HasPrefix(name, []byte("user=")) {
		return nil
	}
	return name[len("user="):]
}

// userOAuthBearer: "n,a=" name "," ^A ... (RFC 7628, section 3.1).
func userOAuthBearer(b []byte) []byte {
	header, _, ok := bytes.Cut(b, []byte{1})
	_, name, found := bytes.Cut(header, []byte("a="))
	if !ok || !found {
		return nil
	}
	return bytes.TrimSuffix(name, []byte(","))
}
