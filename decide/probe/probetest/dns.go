// Package probetest has the servers that the tests of probes talk to, on loopback. It is not pure.
package probetest

import (
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/miekg/dns"
)

// A Server is a DNS server on 127.0.0.1, over UDP and TCP, that answers from a zone text and counts
// what it was asked.
type Server struct {
	Addr netip.AddrPort

	zone   zone
	mu     sync.Mutex
	udp    int
	tcp    int
	counts map[string]int // by "mx example.com"
}

// DNS starts a server for zone, and stops it at the end of the test. A line of zone is a record in
// master-file form, as
//
//	example.com  MX  10 mx.example.com
//
// whose names are all absolute, or a fault for a name, "*" for every name, as
//
//	! slow.example.com delay 20ms
//
// The faults are listed at Fault. A name without records does not exist; one that others end in does.
// As a resolver does, the server follows CNAME records, and it answers for every domain.
func DNS(t testing.TB, zone string) *Server {
	t.Helper()
	packets, stream := listen(t)
	s := &Server{
		Addr:   packets.LocalAddr().(*net.UDPAddr).AddrPort(),
		zone:   parse(t, zone),
		counts: map[string]int{},
	}
	for _, server := range []*dns.Server{{PacketConn: packets}, {Listener: stream}} {
		server.Handler = s
		ready := make(chan struct{})
		server.NotifyStartedFunc = func() { close(ready) }
		stopped := make(chan error, 1)
		go func() { stopped <- server.ActivateAndServe() }()
		<-ready
		t.Cleanup(func() {
			server.Shutdown()
			<-stopped
		})
	}
	return s
}

// listen takes a port that is free both for UDP and for TCP.
func listen(t testing.TB) (net.PacketConn, net.Listener) {
	t.Helper()
	var refused error
	for range 20 {
		packets, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		stream, err := net.Listen("tcp", packets.LocalAddr().String())
		if err == nil {
			return packets, stream
		}
		packets.Close()
		refused = err
	}
	t.Fatal(refused)
	return nil, nil
}

// FreePort returns an address on loopback that was free just now, both for UDP and for TCP.
func FreePort(t testing.TB) netip.AddrPort {
	t.Helper()
	packets, stream := listen(t)
	defer packets.Close()
	defer stream.Close()
	return netip.MustParseAddrPort(packets.LocalAddr().String())
}

// Queries returns how many queries came, over UDP and TCP.
func (s *Server) Queries() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.udp + s.tcp
}

// TCP returns how many of them came over TCP.
func (s *Server) TCP() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tcp
}

// count notes a query and returns how many came for its question, this one included.
func (s *Server) count(q dns.Question, overTCP bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if overTCP {
		s.tcp++
	} else {
		s.udp++
	}
	key := strings.ToLower(dns.TypeToString[q.Qtype]) + " " + strings.TrimSuffix(strings.ToLower(q.Name), ".")
	s.counts[key]++
	return s.counts[key]
}
