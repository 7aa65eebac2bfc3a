package diagnose

import (
	"strings"

	"sendpath/decide/words"
)

// What to bring, when what is there does not suffice.
const (
	askReply words.Text = "Not recognised. Bring the mail server's reply: in the device's job log or communication log, or in a debug run, a line that begins with three digits, with all its words to the end."
	askWords words.Text = "A code without its words means many things. Bring the whole reply: the words after the code, to the end of the line, with the server name there."
	askOther words.Text = "The words of this reply are not known here. Bring the lines before it, too, with the server name and the port that are set on the device, and look its code up in Microsoft's list of non-delivery reports."
	askInner words.Text = "This message hides the server's reply. Bring the reply from the device's job log or a debug run: a line that begins with three digits."
	askPanel words.Text = "A panel's code names the stage only. Bring the server's reply from the job log or communication log as well."
	askHost  words.Text = "Say which server name is set on the device: the same words come from Exchange servers of a company and, long ago, from Microsoft 365."
	askPort  words.Text = "Say which port is set on the device, 25 or 587."
)

// further are replies of Microsoft 365 that are in no entry of the catalogue, and what to do about them:
// Microsoft's articles on connectors (2021-07-14), on High Volume Email (2026-04) and on onmicrosoft.com
// addresses (August 2025). The words tell a reply from another server's with the same code.
var further = []struct {
	enhanced string
	phrase   string // in small letters
	ask      words.Text
}{
	{"5.7.51", "partner connector", "A connector of the organisation lets mail in only from certain addresses or with a certificate, such as a mail filter's (5.7.51). Direct Send cannot work beside it. Ask the administrator: a relay needs the site's address on a connector from \"Your organization's email server\", and a test; signing in (SMTP AUTH) does not depend on it."},
	{"5.7.236", "", "The organisation has sent to its 100 outside recipients of the day from onmicrosoft.com addresses (5.7.236). Let the device send from an address in a domain of your own."},
	{"5.7.240", "", "The app may not sign in to this account of High Volume Email (5.7.240): add it to the account's list of apps."},
	{"5.7.142", "", renewAccess},
	{"5.7.143", "", renewAccess},
	{"5.7.144", "", renewAccess},
}

const renewAccess words.Text = "High Volume Email did not take the token: it expires (5.7.142), has expired (5.7.143), or is for something else (5.7.144). Let the device fetch a new one, and look at the permissions of its app."

// askOf says what to bring beside a reply that is in no entry.
func askOf(r reply) words.Text {
	said := strings.ToLower(r.text)
	for _, f := range further {
		if r.enhanced == f.enhanced && strings.Contains(said, f.phrase) {
			return f.ask
		}
	}
	if spoken(r.text) < fewWords {
		return askWords
	}
	return askOther
}

// fewWords are what many replies have in common: "Authentication failed".
const fewWords = 4

// spoken counts the words of a reply, its codes left out.
func spoken(text string) (count int) {
	for _, word := range strings.Fields(text) {
		if strings.Trim(word, "0123456789.-[]<>:;") != "" {
			count++
		}
	}
	return count
}

// refusal is the first reply that refuses, nil where there is none.
func (c *observed) refusal() *reply {
	for i := range c.replies {
		if r := &c.replies[i]; r.code >= 400 || r.enhanced != "" {
			return r
		}
	}
	return nil
}

// ask says what is missing, "" when the findings suffice.
func (c *observed) ask(found []Finding) words.Text {
	if len(found) == 0 {
		if r := c.refusal(); r != nil {
			return askOf(*r)
		}
		return askReply
	}
	switch best := found[0]; {
	case best.ID == "NET-06":
		return askInner
	case best.ID == "AUTH-03", best.ID == "ANY-05":
		return askWords
	case best.ID == otherID && c.server == NoServer && best.Title == onPremises.title:
		return askHost
	case strings.HasPrefix(best.ID, "PANEL-"):
		return askPanel
	case best.ID == "NET-02" && len(found) > 1 && found[1].ID == "NET-03":
		return askPort
	case best.ID == otherID:
		return ""
	case best.Confidence == Low:
		return askReply
	}
	return ""
}
