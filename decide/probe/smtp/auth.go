package smtp

import (
	"bytes"
	"slices"
	"strings"

	"sendpath/decide/words"
)

// An AuthKind is how a device shows who it is.
type AuthKind string

// The kinds of authentication.
const (
	NoAuth      AuthKind = "none"
	Password    AuthKind = "password"
	OAuth       AuthKind = "oauth"
	ClientCerts AuthKind = "certificate"
)

// signsIn reports that AUTH is used.
func (a AuthKind) signsIn() bool { return a == Password || a == OAuth }

// Why signing in is not begun.
const (
	noCommonMechanism words.Text = "%s does not offer %s. It offers: %s."
	noMechanisms      words.Text = "%s does not let anybody sign in: it offers no AUTH."
	badCredentials    words.Text = "The user name or the secret is empty, or holds a control character."
)

// A mechanism is one way of AUTH: what the client says, one response to each challenge (RFC 4954, section 4).
type mechanism struct {
	Name      string
	Kind      AuthKind
	Responses func(user string, secret []byte) [][]byte
}

// mechanisms in the order of preference. LOGIN comes first because a device uses it with Microsoft.
var mechanisms = []mechanism{
	{"LOGIN", Password, func(user string, secret []byte) [][]byte {
		return [][]byte{[]byte(user), bytes.Clone(secret)}
	}},
	{"PLAIN", Password, func(user string, secret []byte) [][]byte { // RFC 4616, section 2
		return [][]byte{bytes.Join([][]byte{nil, []byte(user), secret}, []byte{0})}
	}},
	// A refused token is first answered with a challenge that tells why; the refusal itself follows
	// after an empty response.
	{"XOAUTH2", OAuth, func(user string, secret []byte) [][]byte {
		start := []byte("user=" + user + "\x01auth=Bearer ")
		return [][]byte{slices.Concat(start, secret, []byte("\x01\x01")), nil}
	}},
}

// choose finds the mechanism for a kind among those offered.
func choose(kind AuthKind, server string, offered []string) (mechanism, error) {
	var wanted []string
	for _, m := range mechanisms {
		if m.Kind != kind {
			continue
		}
		if slices.Contains(offered, m.Name) {
			return m, nil
		}
		wanted = append(wanted, m.Name)
	}
	if len(offered) == 0 {
		return mechanism{}, because(noMechanisms, server)
	}
	return mechanism{}, because(noCommonMechanism, server, strings.Join(wanted, "/"), strings.Join(offered, " "))
}

// signIn runs a mechanism. No initial response is sent: a token is longer than a command may be
// (RFC 4954, section 4), and one way for all is enough.
func (c *conn) signIn(m mechanism, user string, secret []byte) error {
	responses := m.Responses(user, secret)
	defer func() {
		for _, r := range responses {
			clear(r)
		}
	}()
	c.hidden.add(secret, responses)
	r, err := c.ask(Auth, "AUTH "+m.Name)
	for _, response := range responses {
		if err != nil || r.Code != 334 {
			break
		}
		r, err = c.respond(response)
	}
	switch {
	case err != nil:
		return err
	case r.Code == 334: // one challenge more than the mechanism knows: give up
		if r, err = c.ask(Auth, "*"); err != nil {
			return err
		}
		return c.refused(Auth, r)
	case !r.positive():
		return c.refused(Auth, r)
	}
	return nil
}

// respond answers a challenge; what it says is not shown.
func (c *conn) respond(response []byte) (Reply, error) {
	line := encode(response)
	defer clear(line)
	shown := placeholder
	if len(line) == 0 {
		shown = ""
	}
	if err := c.sayAs(Auth, shown, line); err != nil {
		return Reply{}, err
	}
	return c.reply(Auth)
}

// fitCredentials reports whether a user name and a secret can be sent: the mechanisms use control
// characters as separators.
func fitCredentials(user string, secret []byte) bool {
	return user != "" && len(secret) > 0 && !strings.ContainsFunc(user, isControl) && !bytes.ContainsFunc(secret, isControl)
}
