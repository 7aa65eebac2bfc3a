package resolve

import (
	"context"
	"net"
	"time"

	"github.com/miekg/dns"

	"sendpath/decide/crash"
	"sendpath/decide/evidence"
)

// round sends the open queries to resolver r and reads until each is settled or nothing more came
// within wait. It returns the queries that are worth another try.
func (c *Client) round(ctx context.Context, l *line, r int, open []*query, wait time.Duration) []*query {
	for _, q := range open {
		q.answer.From = c.names[r]
	}
	s, err := l.to(r, c.resolvers[r])
	if err != nil {
		c.avoid(r)
		return open
	}
	heard := c.exchange(ctx, l, s, open, wait)
	if ctx.Err() == nil {
		c.lines.note(l, len(open), lost(open))
	}
	if heard == 0 && ctx.Err() == nil {
		l.drop(r) // perhaps a lost packet, perhaps the socket: the next try gets a new one
		c.avoid(r)
	}
	c.overTCP(ctx, r, open, 2*wait) // a connection takes two round trips
	return stillOpen(open)
}

// lost counts the queries that nobody answered or that were refused.
func lost(queries []*query) (count int) {
	for _, q := range queries {
		if q.state == waiting || q.busy {
			count++
		}
	}
	return count
}

// avoid makes another resolver the first to be asked, so that a dead one costs one time-out instead of
// one for each question.
func (c *Client) avoid(r int) {
	c.first.CompareAndSwap(int32(r), int32((r+1)%len(c.resolvers)))
}

// exchange returns how many answers it heard.
func (c *Client) exchange(ctx context.Context, l *line, s *socket, open []*query, wait time.Duration) (heard int) {
	pending := 0
	for _, q := range open {
		if q.send(s) == nil {
			pending++
		}
		s.uses++
	}
	if !l.listen(ctx, s, wait) {
		return heard
	}
	for pending > 0 {
		n, err := s.Read(l.buf[:])
		if err != nil { // the time is over, or the resolver's host says that nobody listens there
			return heard
		}
		q := asked(open, l.buf[:n])
		if q == nil {
			continue // forged, late, or not DNS: the real answer may still come
		}
		heard++
		if q.read(l.buf[:n], c.patience()) != again {
			pending--
			continue
		}
		s.uses++
		if !l.listen(ctx, s, wait) || q.send(s) != nil {
			return heard
		}
	}
	return heard
}

// patience is how many error answers settle a question: one from each resolver, two from a single one,
// whose SERVFAIL may pass.
func (c *Client) patience() int { return min(max(2, len(c.resolvers)), len(c.Timeouts)) }

func asked(open []*query, message []byte) *query {
	for _, q := range open {
		if q.state == waiting && q.isAnswer(message) {
			return q
		}
	}
	return nil
}

func stillOpen(queries []*query) []*query {
	open := queries[:0]
	for _, q := range queries {
		if q.state != settled {
			open = append(open, q)
		}
	}
	return open
}

// overTCP asks again what did not fit into a datagram.
func (c *Client) overTCP(ctx context.Context, r int, open []*query, wait time.Duration) {
	var done crash.Group
	for _, q := range open {
		if q.state == truncated {
			done.Go(func() {
				if failure := c.converse(ctx, r, q, wait); failure != "" {
					q.fail(failure, c.patience())
				}
			})
		}
	}
	done.Wait()
}

// converse asks q over a connection of its own and returns what went wrong, "" for nothing. wait bounds it
// all, and the length prefix bounds each message to 64 KiB, however slowly or much a server sends.
func (c *Client) converse(ctx context.Context, r int, q *query, wait time.Duration) (failure evidence.Outcome) {
	deadline := time.Now().Add(wait)
	dialer := net.Dialer{Deadline: deadline}
	stream, err := dialer.DialContext(ctx, "tcp", c.names[r])
	if err != nil {
		return evidence.Timeout
	}
	defer stream.Close()
	stream.SetDeadline(deadline)
	defer context.AfterFunc(ctx, func() { stream.SetDeadline(time.Unix(1, 0)) })()

	conn := &dns.Conn{Conn: stream}
	for outcome := again; outcome == again; {
		if q.send(conn) != nil {
			return evidence.Timeout
		}
		message, err := conn.ReadMsgHeader(nil)
		if err != nil {
			return evidence.Timeout
		}
		if !q.isAnswer(message) {
			return evidence.Unusable
		}
		outcome = q.read(message, c.patience())
	}
	if q.state == truncated {
		return evidence.Unusable
	}
	return ""
}
