package probetest

import (
	"net"
	"time"

	"github.com/miekg/dns"
)

// ServeDNS answers one query.
func (s *Server) ServeDNS(w dns.ResponseWriter, query *dns.Msg) {
	_, overTCP := w.RemoteAddr().(*net.TCPAddr)
	r := &reply{Msg: new(dns.Msg).SetReply(query), query: query, tcp: overTCP, chase: true}
	r.RecursionAvailable, r.Compress = true, true
	r.nth = s.count(query.Question[0], overTCP)

	faults := s.zone.faultsOf(query.Question[0].Name)
	for _, f := range faults {
		r.before(f)
		if f.kind == Loss && s.lost(f.count, r.nth) {
			r.dropped = true
		}
	}
	s.zone.answer(r.Msg, r.chase)
	for _, f := range faults {
		r.after(f)
	}
	if r.delay > 0 {
		time.AfterFunc(r.delay, func() { r.send(w) })
		return
	}
	r.send(w)
}

// lost reports whether a query is the one of every n that is lost. Its second copy never is, so that
// a test knows how it ends.
func (s *Server) lost(n, nth int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return nth == 1 && (s.udp+s.tcp)%n == 0
}

func (r *reply) send(w dns.ResponseWriter) {
	if r.dropped {
		return
	}
	for _, m := range r.forged {
		w.WriteMsg(m)
	}
	if r.raw != nil {
		w.Write(r.raw)
		return
	}
	if opt := r.query.IsEdns0(); opt != nil && r.Rcode != dns.RcodeFormatError {
		r.SetEdns0(1232, false)
		if !r.tcp {
			r.Truncate(int(opt.UDPSize()))
		}
	} else if !r.tcp {
		r.Truncate(dns.MinMsgSize)
	}
	w.WriteMsg(r.Msg)
}
