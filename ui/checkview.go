package ui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// View draws the page.
func (p checkPage) View() string {
	m := p.window
	switch {
	case p.run == nil:
		return strings.Join(p.beforeLines(), "\n")
	case p.blocks == nil:
		return strings.Join(p.progressLines(), "\n")
	}
	return strings.Join(m.drawBlocks(p.blocks, p.marked, m.width, m.height), "\n")
}

var checkTitles = map[decide.Method]words.Text{
	"":                "Checks for all methods",
	decide.SMTPAuth:   "Checks for SMTP AUTH client submission",
	decide.Relay:      "Checks for SMTP relay",
	decide.DirectSend: "Checks for Direct Send",
}

func (p checkPage) title() string { return p.window.say(checkTitles[p.subject.Method]) }

// beforeLines ask where this computer stands, and name who will be asked.
func (p checkPage) beforeLines() []string {
	m := p.window
	lines := append(each(m.styles.strong, hang(" ", p.title(), m.width-1)), "")
	lines = append(lines, hang(" ", m.say("DNS is read, and the servers are tried from this computer. No message is sent, and nobody signs in."), m.width-1)...)
	lines = append(append(lines, ""), p.contactLines()...)
	lines = append(append(lines, ""), each(m.styles.strong, hang(" ", m.say("Where does this computer stand?"), m.width-1))...)
	var list []string
	for _, c := range checkPlaces {
		list = append(list, m.say(c.text))
	}
	choices, mark := m.choiceLines(list, p.cursor, m.width)
	from := len(lines)
	if lines = append(lines, choices...); len(lines) <= m.height {
		return lines
	}
	return append(scroll(lines, span{from + mark.from, from + mark.to}, 0, m.height-1), m.more())
}

func (p checkPage) contactLines() []string {
	m := p.window
	contacts := p.subject.Contacts(m.env.Language)
	if len(contacts) == 0 {
		return hang(" ", m.say("No third party is asked anything."), m.width-1)
	}
	lines := hang(" ", m.say("Third parties that are asked:"), m.width-1)
	for _, c := range contacts {
		lines = append(lines, hang(" - ", c.Text, m.width-1)...)
	}
	return lines
}

// progressLines say how far it is.
func (p checkPage) progressLines() []string {
	m := p.window
	lines := append(each(m.styles.strong, hang(" ", p.title(), m.width-1)), "")
	lines = append(lines, hang(" ", m.say("Answers from DNS: %d", len(p.seen.known.DNS)), m.width-1)...)
	for _, port := range p.seen.known.Ports {
		lines = append(lines, hang(" ", m.say("%s, port %d: %s", clean.Line(port.Host, maxHost), port.Port, m.say(portTexts[port.State])), m.width-1)...)
	}
	lines = append(lines, "")
	if p.seen.open > 0 {
		return append(lines, hang(" ", m.say("Still under way: %d. This takes at most %s.", p.seen.open, m.env.Timeout.String()), m.width-1)...)
	}
	return append(lines, " "+m.say("One moment ..."))
}

// maxHost is the longest name DNS has, in octets (RFC 1035, section 2.3.4).
const maxHost = 253

var portTexts = map[check.PortState]words.Text{
	check.PortOpen:        "open",
	check.PortRefused:     "refused",
	check.PortTimeout:     "no answer",
	check.PortIntercepted: "something else answers",
	check.PortUnresolved:  "no address",
}

var checkWords = map[check.Status]words.Text{
	check.OK:            "ok",
	check.Warning:       "warning",
	check.Problem:       "problem",
	check.Unknown:       "not known",
	check.NotApplicable: "not applicable",
}

// attention is the order in which a reader wants to see findings.
var attention = []check.Status{check.Problem, check.Unknown, check.Warning, check.OK}

// findingBlocks are the summary, what it means for the plan, then what was found.
func (p checkPage) findingBlocks() []block {
	blocks := append([]block{{text: p.summary(), looks: titleBlock}, {}}, p.wrongBlocks()...)
	for _, status := range attention {
		for _, f := range p.findings {
			if f.Status == status {
				blocks = append(blocks, p.findingBlock(f)...)
			}
		}
	}
	return append(blocks, p.restBlocks()...)
}

func (p checkPage) findingBlock(f check.Finding) []block {
	head := pad(p.window.say(checkWords[f.Status]), p.statusWidth()) + "  "
	blocks := []block{{head: head, text: f.ID + ": " + f.Text}}
	if f.Fix != "" {
		indent := strings.Repeat(" ", ansi.StringWidth(head))
		blocks = append(blocks, block{head: indent + "-> ", text: f.Fix})
	}
	return blocks
}

func (p checkPage) statusWidth() int {
	width := 0
	for _, s := range attention {
		width = max(width, ansi.StringWidth(p.window.say(checkWords[s])))
	}
	return width
}

// restBlocks name what does not apply, and say where the ports were seen from.
func (p checkPage) restBlocks() []block {
	var rest []string
	var blocks []block
	for _, f := range p.findings {
		switch {
		case f.Status != check.NotApplicable:
		case f.ID == check.IDNetwork && len(p.seen.known.Ports) > 0:
			blocks = append(blocks, block{text: f.Text})
		default:
			rest = append(rest, f.ID)
		}
	}
	if len(rest) > 0 {
		blocks = append(blocks, block{text: p.window.say("Does not apply here: %s.", strings.Join(rest, ", "))})
	}
	return append([]block{{}}, blocks...)
}

func (p checkPage) summary() string {
	counts := map[check.Status]int{}
	for _, f := range p.findings {
		counts[f.Status]++
	}
	say := p.window.say
	if counts[check.Problem]+counts[check.Unknown]+counts[check.Warning] == 0 {
		return say("Nothing is wrong.")
	}
	return say("Problems: %d. Not known: %d. Warnings: %d.", counts[check.Problem], counts[check.Unknown], counts[check.Warning])
}

// wrongBlocks show the answers that were seen otherwise, both sides of each.
func (p checkPage) wrongBlocks() []block {
	if len(p.wrong) == 0 {
		return nil
	}
	m := p.window
	blocks := []block{{text: m.say("What this means for the plan"), looks: titleBlock}}
	for i, l := range p.wrong {
		q := decide.Device.ByKey(l.Key)
		name, value, from := m.shortName(l.Key), m.valueText(q, l.Value), l.From.In(m.env.Language)
		text := m.say("%s: \"%s\", which was not known. Seen: %s.", name, value, from)
		if l.Contradicts() {
			text = m.say("%s: \"%s\", but the answer is \"%s\". Seen: %s.", name, value, m.valueText(q, l.Given), from)
		}
		blocks = append(blocks, block{head: strconv.Itoa(i+1) + ". ", text: text})
	}
	return append(blocks, block{})
}
