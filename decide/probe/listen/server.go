package listen

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"sendpath/decide/crash"
)

// A Server listens on one address, on a plain port and on one for implicit TLS. Make it with Listen.
type Server struct {
	config       Config
	certificates []tls.Certificate
	plain        net.Listener
	implicit     net.Listener // nil when no port could be had for it
	notes        []*Problem

	devices *devices
	events  sync.Mutex // Config.Events is called under it
	outside sync.Once  // a peer from outside was told of

	mu      sync.Mutex
	active  []*wire // oldest first
	closing bool
	journal journal
}

// Listen opens the ports and makes the certificates. It returns a *Problem when the address may not be
// listened on or no port can be had; what was done otherwise than asked is in Notes. The server answers
// once Run is called.
func Listen(ctx context.Context, config Config) (*Server, error) {
	config = config.withDefaults()
	addr := config.Addr.Addr().Unmap()
	if err := CheckAddress(addr); err != nil {
		return nil, err
	}
	certificates := config.certificates
	if certificates == nil {
		made, err := newCertificates(addr.WithZone(""), config.Now())
		if err != nil {
			return nil, err
		}
		certificates = made
	}
	s := &Server{config: config, certificates: certificates, devices: newDevices()}
	s.journal.limit = config.limits.sessions
	var note *Problem
	var err error
	if s.plain, note, err = openPort(ctx, addr, config.Addr.Port(), plainPorts); err != nil {
		return nil, err
	}
	s.note(note)
	// The plain port understands TLS from the first byte as well, so one port is enough to go on.
	if s.implicit, note, err = openPort(ctx, addr, config.implicitPort, implicitPorts); err != nil {
		errors.As(err, &note)
	}
	s.note(note)
	return s, nil
}

func (s *Server) note(p *Problem) {
	if p != nil {
		s.notes = append(s.notes, p)
	}
}

// Addr returns the address and port to type on the device.
func (s *Server) Addr() netip.AddrPort { return netip.MustParseAddrPort(s.plain.Addr().String()) }

// ImplicitAddr returns the address and port for TLS from the first byte; it is not valid without such a port.
func (s *Server) ImplicitAddr() netip.AddrPort {
	if s.implicit == nil {
		return netip.AddrPort{}
	}
	return netip.MustParseAddrPort(s.implicit.Addr().String())
}

// Notes says what is otherwise than asked for, such as another port.
func (s *Server) Notes() []*Problem { return s.notes }

// Close stops listening for a server that is not to run.
func (s *Server) Close() error {
	if s.implicit != nil {
		s.implicit.Close()
	}
	return s.plain.Close()
}

// Run answers until the context ends or the time of Config.For is over, closes everything and returns what
// was seen. Call it once.
func (s *Server) Run(ctx context.Context) Report {
	if s.config.For > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.config.For)
		defer cancel()
	}
	stop := context.AfterFunc(ctx, s.hangUp)
	defer stop()
	all := crash.Group{OnCrash: s.hangUp}
	all.Go(func() { s.accept(ctx, s.plain, s.config.limits.greeting, &all) })
	if s.implicit != nil {
		all.Go(func() { s.accept(ctx, s.implicit, s.config.limits.secureGreeting, &all) })
	}
	all.Wait()
	return s.Report()
}

// hangUp closes the listeners and every connection; their handlers then end by themselves.
func (s *Server) hangUp() {
	s.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closing = true
	for _, w := range s.active {
		w.Close()
	}
}

// acceptPause is waited when the system has no room for another connection.
const acceptPause = 50 * time.Millisecond

func (s *Server) accept(ctx context.Context, l net.Listener, greeting time.Duration, all *crash.Group) {
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			select {
			case <-ctx.Done():
				return
			case <-time.After(acceptPause): // out of file descriptors: those in use will be freed
				continue
			}
		}
		if !s.fromInside(conn.RemoteAddr()) {
			conn.Close()
			continue
		}
		w := newWire(conn, s.config.limits)
		if !s.admit(w) {
			continue
		}
		all.Go(func() {
			defer s.leave(w)
			s.serve(w, greeting)
		})
	}
}

// fromInside reports whether a peer has an address that may be listened on. A router can forward a port to a
// private address, so that the whole Internet reaches it; one such peer is told of, not each.
func (s *Server) fromInside(peer net.Addr) bool {
	addr, err := netip.ParseAddrPort(peer.String())
	if err == nil && CheckAddress(addr.Addr()) == nil {
		return true
	}
	s.outside.Do(func() { s.emit(Event{Text: eventOutside, Args: []any{addr.Addr().Unmap()}}) })
	return false
}

const replyCrowded = "421 4.3.2 too many connections, try again later\r\n"

// admit takes in a connection. When there are too many, it takes the place of the oldest that has said
// nothing yet: so a crowd of silent ones never keeps the device out.
func (s *Server) admit(w *wire) bool {
	s.mu.Lock()
	full := len(s.active) >= s.config.limits.connections
	admitted := !s.closing && (!full || s.evict())
	if admitted {
		s.active = append(s.active, w)
	}
	first := full && s.journal.refused == 0
	if full {
		s.journal.refused++
	}
	s.mu.Unlock()
	if first {
		s.emit(Event{Text: eventCrowded, Args: []any{s.config.limits.connections}})
	}
	if !admitted {
		w.Write([]byte(replyCrowded))
		w.Close()
	}
	return admitted
}

func (s *Server) evict() bool {
	for i, w := range s.active {
		if !w.spoke.Load() {
			w.evicted.Store(true)
			w.Close()
			s.active = slices.Delete(s.active, i, i+1)
			return true
		}
	}
	return false
}

func (s *Server) leave(w *wire) {
	w.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = slices.DeleteFunc(s.active, func(a *wire) bool { return a == w })
}

func (s *Server) emit(e Event) {
	s.events.Lock()
	defer s.events.Unlock()
	s.config.Events(e)
}
