package diagnose

import (
	"strings"

	"sendpath/decide/words"
)

// What to bring, when what is there does not suffice.
const (
	askReply words.Text = "Not recognised. Bring the mail server's reply: in the device's job log or communication log, or in a debug run, a line that begins with three digits, with all its words to the end."
	askWords words.Text = "A code without its words means many things. Bring the whole reply: the words after the code, to the end of the line, with the server name there."
	askInner words.Text = "This message hides the server's reply. Bring the reply from the device's job log or a debug run: a line that begins with three digits."
	askPanel words.Text = "A panel's code names the stage only. Bring the server's reply from the job log or communication log as well."
	askHost  words.Text = "Say which server name is set on the device: the same words come from Exchange servers of a company and, long ago, from Microsoft 365."
	askPort  words.Text = "Say which port is set on the device, 25 or 587."
)

// ask says what is missing, "" when the findings suffice.
func (c *observed) ask(found []Finding) words.Text {
	if len(found) == 0 {
		for _, r := range c.replies {
			if r.code >= 400 || r.enhanced != "" {
				return askWords
			}
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
