package resolve

const (
	// maxLines bounds the bursts in flight, and with them the sockets. A lost packet holds a line for the
	// first time-out: at 20 ms and 1 % loss, 256 lines look up some 5,000 domains a second.
	maxLines = 256
	// firstLines is where a client starts: 128 questions, which the forwarder of an office router bears
	// (dnsmasq refuses what is above 150 at a time, its --dns-forward-max).
	firstLines = 32
	minLines   = 4
)

// A pace is how many lines are used at a time: as many as the resolver keeps up with. As TCP does (RFC 5681),
// it grows while questions are answered and halves when many are lost or refused. The one or two in a
// hundred that a bad line loses do not count, nor does silence: a resolver that is gone is not overrun.
type pace struct {
	lines       int
	asked, lost int // questions since lines was set
	halved      int // how often; then lines no longer doubles
}

// note takes in how many questions a burst asked and how many were lost or refused. since is how often lines
// had been halved when it began: one that was on its way at the last time says nothing new.
func (p *pace) note(asked, lost, since int) {
	if since != p.halved {
		return
	}
	p.asked += asked
	p.lost += lost
	if p.asked < 2*p.lines {
		return
	}
	const much = 16 // one question in so many
	switch {
	case p.lost == p.asked:
	case p.lost*much > p.asked:
		p.halved++
		p.lines /= 2
	case p.halved > 0:
		p.lines += max(1, p.lines/8)
	default:
		p.lines *= 2
	}
	p.lines = min(max(p.lines, minLines), maxLines)
	p.asked, p.lost = 0, 0
}
