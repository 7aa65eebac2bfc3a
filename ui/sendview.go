package ui

import (
	"strings"

	"sendpath/decide/clean"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/probe/survey"
	"sendpath/decide/words"
)

var sendTitles = map[sendStage]words.Text{
	choosingSender:    "Which address does the device send from?",
	choosingRecipient: "Who gets the test message?",
	confirming:        "Send the test message?",
	sendingNow:        "Sending ...",
	impossible:        "The test message cannot be sent from here",
}

// View draws the page.
func (p sendPage) View() string {
	m := p.window
	if p.stage == sent {
		return strings.Join(m.drawBlocks(p.result.blocks, p.result.marked, m.width, m.height), "\n")
	}
	lines := each(m.styles.strong, hang(" ", m.say(sendTitles[p.stage]), m.width-1))
	if m.height > 8 {
		lines = append(lines, "")
	}
	switch p.stage {
	case choosingSender, choosingRecipient:
		lines = append(lines, p.addressLines()...)
	case confirming:
		lines = append(lines, p.confirmLines()...)
	case sendingNow:
		lines = append(lines, p.routeLines()...)
	case impossible:
		lines = append(lines, hang(" ", p.problem, m.width-1)...)
	}
	return strings.Join(lines, "\n")
}

func (p sendPage) addressLines() []string {
	m := p.window
	lines := []string{" > " + p.input.View()}
	if p.problem != "" {
		lines = append(append(lines, ""), hang("   ", p.problem, m.width-1)...)
	}
	if p.stage == choosingSender {
		return lines
	}
	hint := m.say("Take a mailbox that you can look into. Nothing is sent before you said so on the next page.")
	return append(append(lines, ""), hang(" ", hint, m.width-1)...)
}

// confirmLines end with what has to be typed. In a small window that is what stays.
func (p sendPage) confirmLines() []string {
	m := p.window
	above := append(p.routeLines(), "")
	below := p.secretLines()
	room := max(0, m.height-2-len(below))
	if len(above) > room {
		above = above[:room]
	}
	return append(above, below...)
}

// routeLines name who will be contacted, and how.
func (p sendPage) routeLines() []string {
	m, e := p.window, p.envelope
	lines := hang(" ", m.say("From %s to %s.", clean.Line(e.Sender, maxAddress), clean.Line(e.To, maxAddress)), m.width-1)
	lines = append(lines, hang(" ", m.say("This computer asks DNS for %s and connects to it on port %d. No third party is asked anything.", clean.Line(e.Host, maxHost), e.Port), m.width-1)...)
	if !e.Confirmed {
		lines = append(lines, hang(" ! ", m.say("That server is a hint, not read from DNS."), m.width-1)...)
	}
	if e.Encryption == smtp.Clear {
		lines = append(lines, hang(" ! ", m.say("Without encryption, as the plan says."), m.width-1)...)
	}
	return lines
}

// maxAddress is the longest mail address, in octets (RFC 5321, section 4.5.3.1.3).
const maxAddress = 254

// maxStars is how much of a long password is shown as typed.
const maxStars = 24

func (p sendPage) secretLines() []string {
	m := p.window
	if p.secret == nil {
		return hang(" ", m.say("Enter sends it."), m.width-1)
	}
	ask := m.say("Password of %s:", clean.Line(p.envelope.Username, maxAddress))
	if p.envelope.Auth == smtp.OAuth {
		ask = m.say("Paste an OAuth access token of %s:", clean.Line(p.envelope.Username, maxAddress))
	}
	lines := hang(" ", ask, m.width-1)
	lines = append(lines, " > "+strings.Repeat("*", min(p.secret.length(), maxStars))+m.styles.cursor.Render(" "))
	note := m.say("Used for this message only: not stored, not shown, then overwritten. Ctrl+U empties the field.")
	if p.empty {
		note = m.say("Nothing was typed.")
	}
	return append(append(lines, ""), hang(" ", note, m.width-1)...)
}

// conclusionBlocks say how it went, and what that proves.
func (p sendPage) conclusionBlocks(d survey.Delivery) []block {
	var blocks []block
	for i, sentence := range d.Conclusion(p.window.env.Language) {
		b := block{text: sentence}
		if i == 0 {
			b.looks = titleBlock
		}
		blocks = append(blocks, b)
	}
	return append(blocks, block{})
}

// speakers mark who says a line.
var speakers = map[string]string{smtp.Client: "> ", smtp.Server: "< "}

// talkBlocks are the talk by its stages. Secrets are hidden in it already.
func (p sendPage) talkBlocks(d survey.Delivery) []block {
	if len(d.Transcript) == 0 {
		return nil
	}
	e := d.Envelope
	blocks := []block{
		{text: p.window.say("The talk with %s, port %d (> this computer, < the server)", clean.Line(e.Host, maxHost), e.Port), looks: titleBlock},
	}
	stage := smtp.Stage("")
	for _, line := range d.Transcript {
		if line.Stage != stage {
			stage = line.Stage
			blocks = append(blocks, block{text: clean.Line(stage.In(p.window.env.Language), 0)})
		}
		blocks = append(blocks, block{head: "  " + speakers[line.Who], text: clean.Line(line.Text, 0)})
	}
	return blocks
}
