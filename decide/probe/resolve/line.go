package resolve

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// maxUses is how many questions leave from one port. A new port makes a forged answer guess again
	// (RFC 5452, section 9.2); a port for each question would halve the rate.
	maxUses = 50
	// maxDatagram is the largest answer over UDP that is read; queries allow ednsSize octets.
	maxDatagram = 4096
)

// A line is one burst's way to the resolvers: a connected socket for each, so that the kernel drops
// what comes from any other address or port.
type line struct {
	sockets []*socket // by resolver, nil until needed
	current atomic.Pointer[socket]
	since   int // see pace.note
	buf     [maxDatagram]byte
}

type socket struct {
	*net.UDPConn
	uses int
}

// to returns the line's socket to resolver r at address.
func (l *line) to(r int, address netip.AddrPort) (*socket, error) {
	if s := l.sockets[r]; s != nil && s.uses < maxUses {
		return s, nil
	}
	l.drop(r)
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(address))
	if err != nil {
		return nil, err
	}
	l.sockets[r] = &socket{UDPConn: conn}
	return l.sockets[r], nil
}

func (l *line) drop(r int) {
	if s := l.sockets[r]; s != nil {
		s.Close()
		l.sockets[r] = nil
	}
}

func (l *line) hangUp() {
	for r := range l.sockets {
		l.drop(r)
	}
}

// listen lets reads on s wait for so long, or until ctx ends. It reports whether ctx still goes on.
// interrupt runs after ctx has ended, so either it comes after this deadline or ctx.Err tells.
func (l *line) listen(ctx context.Context, s *socket, wait time.Duration) bool {
	l.current.Store(s)
	s.SetReadDeadline(time.Now().Add(wait))
	return ctx.Err() == nil
}

// interrupt ends the read that the line is in.
func (l *line) interrupt() {
	if s := l.current.Load(); s != nil {
		s.SetReadDeadline(time.Unix(1, 0))
	}
}

// A pool lends out lines, and makes them when they are needed.
type pool struct {
	tokens    chan struct{}
	resolvers int

	mu     sync.Mutex
	idle   []*line
	held   int // tokens that the pace keeps back
	pace   pace
	closed bool
}

func newPool(resolvers int) *pool {
	p := &pool{tokens: make(chan struct{}, maxLines), resolvers: resolvers, pace: pace{lines: firstLines}}
	for p.held = 0; p.held < maxLines-firstLines; p.held++ {
		p.tokens <- struct{}{}
	}
	return p
}

// take returns a line, or nil when ctx ends before one is free or the pool is closed.
func (p *pool) take(ctx context.Context) *line {
	select {
	case p.tokens <- struct{}{}:
	case <-ctx.Done():
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		<-p.tokens
		return nil
	}
	if n := len(p.idle); n > 0 { // the last one in, so that few sockets serve few questions
		l := p.idle[n-1]
		p.idle = p.idle[:n-1]
		l.since = p.pace.halved
		return l
	}
	return &line{sockets: make([]*socket, p.resolvers), since: p.pace.halved}
}

func (p *pool) give(l *line) {
	p.mu.Lock()
	if p.closed {
		l.hangUp()
	} else {
		p.idle = append(p.idle, l)
	}
	if p.held < maxLines-p.pace.lines {
		p.held++
	} else {
		<-p.tokens
	}
	p.mu.Unlock()
}

// note takes in how a burst fared, and lets more lines out where that went well.
func (p *pool) note(l *line, asked, lost int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pace.note(asked, lost, l.since)
	for ; p.held > maxLines-p.pace.lines; p.held-- {
		<-p.tokens
	}
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, l := range p.idle {
		l.hangUp()
	}
	p.idle = nil
}
