package diagnose

import (
	"slices"
	"strings"
)

// findings turns the hits into findings, best first.
func (c *observed) findings() []Finding {
	c.choosePorts()
	if n := c.otherServer(); n >= 0 {
		return []Finding{c.other(c.hits[n])}
	}
	if c.foreignReply() {
		return []Finding{c.foreign()}
	}
	var out []Finding
	for _, h := range best(c.explained(c.withoutOthers())) {
		if !slices.ContainsFunc(out, func(f Finding) bool { return f.ID == catalogue[h.fault].ID }) {
			out = append(out, c.finding(h))
		}
	}
	out = append(out, c.panelFindings(out)...)
	out = c.mismatch(out)
	return finish(out[:min(len(out), maxFindings)])
}

// finish lowers the confidence of what comes after the best, and says what tells them apart.
func finish(out []Finding) []Finding {
	if len(out) < 2 {
		return out
	}
	for i := range out {
		if out[i].TellApart == "" {
			out[i].TellApart = out[i].Apart
		}
		if i > 0 {
			out[i].Confidence = lower(out[i].Confidence)
		}
	}
	return out
}

func lower(c Confidence) Confidence {
	if c == High {
		return Medium
	}
	return Low
}

func least(a, b Confidence) Confidence {
	order := []Confidence{Low, Medium, High}
	return order[min(slices.Index(order, a), slices.Index(order, b))]
}

// finding makes the finding of a hit. Its confidence is the entry's, and less where only a code or words
// that others print too were seen.
func (c *observed) finding(h hit) Finding {
	f := Finding{Fault: catalogue[h.fault], Server: c.server}
	f.Confidence = least(f.Fault.Confidence, c.trust(h))
	if ambiguous(c.hits, h) {
		f.Confidence = lower(f.Confidence)
	}
	f.Seen = c.text.seen(c.lead(h), h.end)
	if r, ok := c.replyOf(h); ok && r.server != NoServer {
		f.Server = r.server
	}
	return f
}

// other is the finding of another server's reply. Where the connection was meant for Microsoft, somebody
// answered in its place.
func (c *observed) other(h hit) Finding {
	f := c.finding(h)
	f.Server = OtherProvider
	switch {
	case f.Title == onPremises.title:
		f.Server = OnPremExch
	case f.inTheWay && (serverOf(c.in.Host).ofMicrosoft() || c.server.ofMicrosoft() && c.greeted()):
		f.Fault = intercepted.fault()
	}
	return f
}

// greeted reports that the text shows a greeting that is not Microsoft's.
func (c *observed) greeted() bool {
	return slices.ContainsFunc(c.hits, func(h hit) bool {
		return catalogue[h.fault].inTheWay && strings.HasPrefix(string(c.text.s[h.start:h.end]), "esmtp")
	})
}

func (c *observed) trust(h hit) Confidence {
	known := c.server.ofMicrosoft()
	switch {
	case h.rank == rankSays, h.rank == rankShared && known:
		return High
	case h.rank == rankShared, h.rank == rankCode && known:
		return Medium
	}
	return Low
}

// lead is where the shown line begins: the reply that the hit stands in, else its line.
func (c *observed) lead(h hit) int {
	if r, ok := c.replyOf(h); ok {
		return r.start
	}
	return c.text.lineStart(h.start)
}

// replyOf finds the refusal in which the hit stands.
func (c *observed) replyOf(h hit) (reply, bool) {
	for i := len(c.replies) - 1; i >= 0; i-- {
		r := c.replies[i]
		if r.start <= h.start {
			return r, h.start < replyEnd(c.text, c.replies, i) && (r.code >= 400 || r.enhanced != "")
		}
	}
	return reply{}, false
}

// otherServer returns the hit that shows another server's reply, -1 when there is none or when a reply that
// only Microsoft prints stands in the text. Host names count only where nothing of Microsoft is seen.
func (c *observed) otherServer() int {
	found := -1
	for i, h := range c.hits {
		f := catalogue[h.fault]
		switch {
		case f.ID != otherID:
			if h.rank == rankSays && c.server != OnPremExch {
				return -1
			}
		case c.server.ofMicrosoft() && (h.rank == rankShared || f.Title == onPremises.title):
		case found < 0, h.rank > c.hits[found].rank:
			found = i
		}
	}
	return found
}

// foreignReply reports that a host which is not Microsoft's gave the refusal, in words that nobody knows.
func (c *observed) foreignReply() bool {
	if slices.ContainsFunc(c.hits, func(h hit) bool { return h.rank == rankSays }) {
		return c.server == OnPremExch
	}
	return c.server == OtherProvider || c.server == OnPremExch
}

// foreign is the finding for foreignReply.
func (c *observed) foreign() Finding {
	o := unknownOther
	if c.server == OnPremExch {
		o = onPremises
	}
	f := Finding{Fault: o.fault(), Confidence: Medium, Server: c.server}
	for _, r := range c.replies {
		if r.code >= 400 {
			f.Seen = r.text
			break
		}
	}
	return f
}

// withoutOthers drops the hits of other servers, when Microsoft's reply decides.
func (c *observed) withoutOthers() []hit {
	return slices.DeleteFunc(slices.Clone(c.hits), func(h hit) bool { return catalogue[h.fault].ID == otherID })
}

// explained drops the hits of entries that another one, also seen, explains.
func (c *observed) explained(hits []hit) []hit {
	return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		own := catalogue[h.fault]
		return slices.ContainsFunc(hits, func(o hit) bool {
			by := catalogue[o.fault].ID
			return by != own.ID && slices.ContainsFunc(own.yields, func(y string) bool { return strings.HasPrefix(by, y) })
		})
	})
}

// choosePorts settles a silence or a refused connection by its port: 25 and 587 are two faults, and nobody
// listens on 465.
func (c *observed) choosePorts() {
	port := c.port()
	if port == "" {
		return
	}
	for i, h := range c.hits {
		switch id := catalogue[h.fault].ID; {
		case port == "465" && (id == "NET-02" || id == "NET-03" || id == "NET-04"):
			c.hits[i].fault = entry("AUTH-13")
		case port == "25" && id == "NET-03":
			c.hits[i].fault = entry("NET-02")
		case port == "587" && id == "NET-02":
			c.hits[i].fault = entry("NET-03")
		}
	}
}

// port is the port that the text names, else the one set on the device, else the usual one of the server or method.
func (c *observed) port() string {
	if port := portIn(c.text); port != "" {
		return port
	}
	switch {
	case c.in.Port != "":
		return c.in.Port
	case c.server == Submission, c.in.Method == SMTPAuth:
		return "587"
	case c.server == MXEndpoint, c.in.Method == Relay, c.in.Method == DirectSend:
		return "25"
	}
	return ""
}

// entry is the place of an entry in the catalogue.
func entry(id string) int {
	return slices.IndexFunc(catalogue, func(f Fault) bool { return f.ID == id })
}

// mismatch adds that host and method do not belong together. It goes first, except before an entry that
// says the same with more detail.
func (c *observed) mismatch(out []Finding) []Finding {
	s := serverOf(c.in.Host)
	if s == NoServer {
		s = c.server
	}
	wrong := c.in.Method == SMTPAuth && s == MXEndpoint || s == Submission && (c.in.Method == Relay || c.in.Method == DirectSend)
	if !wrong || slices.ContainsFunc(out, func(f Finding) bool { return f.ID == "SYM-14" }) {
		return out
	}
	f := Finding{Fault: catalogue[entry("SYM-14")], Confidence: High, Server: c.server}
	if len(out) > 0 && (slices.Contains(out[0].on, c.in.Method) || out[0].ID == "AUTH-01" || out[0].ID == "AUTH-10") {
		return slices.Insert(out, 1, f)
	}
	return slices.Insert(out, 0, f)
}

// panelFindings reads the codes of panels, when the device's maker is named and no reply says more.
func (c *observed) panelFindings(found []Finding) []Finding {
	if slices.ContainsFunc(found, func(f Finding) bool { return f.Confidence != Low }) {
		return nil
	}
	about := strings.ToLower(c.in.Device + " \n" + c.text.text[:min(len(c.text.text), 64<<10)] + " ")
	var out []Finding
	for i, p := range panels {
		at := c.text.word(panelCodes[i])
		if at < 0 || !p.brand(about) {
			continue
		}
		f := Finding{Fault: p.Fault(), Seen: c.text.seen(at, at+1), Leads: p.LeadsTo()}
		f.Confidence = f.Fault.Confidence
		if !p.sourced {
			f.TellApart = panelProbably
		}
		out = append(out, f)
	}
	return out
}

var panelCodes = func() []string {
	out := make([]string, len(panels))
	for i, p := range panels {
		out[i] = fold(p.Shows)
	}
	return out
}()

// word finds a folded word or sentence that stands free in the text, -1 when there is none.
func (f flat) word(s string) int {
	text := string(f.s[:min(len(f.s), 64<<10)])
	for i := 0; ; {
		n := strings.Index(text[i:], s)
		if n < 0 {
			return -1
		}
		at, end := i+n, i+n+len(s)
		before := at == 0 || f.gapBefore(at) != noGap || !isAlnum(f.s[at-1]) || f.s[at-1] == 'x' && isDigit(f.s[at])
		after := end >= len(f.s) || f.gapBefore(end) != noGap || !isAlnum(f.s[end])
		if before && after {
			return at
		}
		i = at + 1
	}
}
