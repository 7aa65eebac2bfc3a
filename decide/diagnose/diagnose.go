// Package diagnose tells from what was seen (a reply, a log, a bounce, a panel's code, a symptom) what is
// likely wrong and what to do. It is pure.
//
// The catalogue is data. The rules of matching are few: the words of a reply beat its code; the inner reply
// beats the wrapper around it; the first refusal after the sign-in beats what follows; and who answered is
// told first, because another server's reply gets no advice about Microsoft 365.
//
// What is pasted may hold passwords. They are removed before anything is kept (see redact), and nothing of
// the text comes back but the reply that decided.
package diagnose

import (
	"sendpath/decide/words"
)

// Input is what is known. Only Text is needed; "" is "not known" for the others.
type Input struct {
	Text   string // what was pasted; anything, of any size
	Method Method // the method that was set up
	Host   string // the server name set on the device
	Port   string // the port set on the device
	Device string // brand and model, or the id of a device's profile
}

// A Finding is a fault that was recognised. Seen is the reply or line that decided, fit to be shown and
// without secrets, "" where nothing of the text decided. TellApart is set when there are several findings.
type Finding struct {
	Fault
	Confidence Confidence
	Seen       string
	Server     Server
	TellApart  words.Text
	Leads      []string // further entries to look at, for a panel's code
}

// Corrections is Fault.Corrections, with a value only where the finding is certain.
func (f Finding) Corrections(m Method) []Contradiction {
	out := f.Fault.Corrections(m)
	for i := range out {
		if f.Confidence != High {
			out[i].Value = ""
		}
	}
	return out
}

// A Report is what was found, best first. No findings means not recognised. Ask says what to bring, "" when
// nothing more is needed.
type Report struct {
	Faults []Finding
	Ask    words.Text
	Reply  bool // the text holds a mail server's refusal
}

// maxFindings keeps the answer readable; what a log holds beyond the first refusals follows from them.
const maxFindings = 4

// Diagnose finds the likely causes. It reads no more than the last 4 MiB of the text, in linear time, and
// gives the same report for the same input.
func Diagnose(in Input) Report {
	c := observe(in)
	found := c.findings()
	return Report{Faults: found, Ask: c.ask(found), Reply: c.refusal() != nil}
}

// observed holds what was read out of one input.
type observed struct {
	in      Input
	text    flat
	replies []reply
	server  Server // of the text as a whole, or of the host set on the device
	hits    []hit
}

func observe(in Input) *observed {
	text := redact(decode(in.Text))
	c := &observed{in: in}
	if plain := unwrapTransport(text); plain != text {
		text = redact(plain)
	}
	c.text = flatten(cleanLines(text))
	c.replies = findReplies(c.text)
	c.hits = append(signs().scan(c.text), codeHits(c.replies)...)
	c.server = c.whoAnswered()
	return c
}

// whoAnswered tells the server from the replies, then from the whole text, then from the device's setting.
func (c *observed) whoAnswered() Server {
	whole := string(c.text.s)
	if companyExchange(whole) {
		return OnPremExch
	}
	for _, r := range c.replies {
		if r.code >= 400 && r.server != NoServer {
			return r.server
		}
	}
	if kind := serverIn(whole); kind != NoServer {
		return kind
	}
	if kind := serverOf(c.in.Host); kind.ofMicrosoft() {
		return kind
	}
	return NoServer
}
