package listen

import (
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"sendpath/decide/crash"
)

// forwarded is a listener behind a router: its peers come from wherever it says.
type forwarded struct {
	peers []string
	conns []net.Conn // the ends of the peers
}

type forwardedConn struct {
	net.Conn
	from net.Addr
}

func (c forwardedConn) RemoteAddr() net.Addr { return c.from }
func (c forwardedConn) LocalAddr() net.Addr  { return c.from }

func (f *forwarded) Accept() (net.Conn, error) {
	if len(f.conns) == len(f.peers) {
		return nil, net.ErrClosed
	}
	here, there := net.Pipe()
	from := net.TCPAddrFromAddrPort(netip.MustParseAddrPort(f.peers[len(f.conns)]))
	f.conns = append(f.conns, there)
	return forwardedConn{here, from}, nil
}

func (f *forwarded) Close() error   { return nil }
func (f *forwarded) Addr() net.Addr { return nil }

// Where a router forwards the port, the Internet could connect: such peers get no word, and are told of once.
func TestPeersFromOutsideAreTurnedAway(t *testing.T) {
	var mu sync.Mutex
	told := 0
	tr := start(t, func(c *Config) {
		c.Events = func(e Event) {
			mu.Lock()
			defer mu.Unlock()
			if e.Text == eventOutside {
				told++
			}
		}
	})
	router := &forwarded{peers: []string{"203.0.113.9:4711", "[2001:db8::9]:4711", "[::ffff:203.0.113.9]:1", "192.168.1.9:4711"}}
	var all crash.Group
	tr.accept(t.Context(), router, 0, &all)
	for i, conn := range router.conns {
		conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		greeting, err := conn.Read(make([]byte, 64))
		if inside := i == 3; inside != (greeting > 0) {
			t.Errorf("%s: %d octets, %v", router.peers[i], greeting, err)
		}
		conn.Close()
	}
	all.Wait()
	mu.Lock()
	defer mu.Unlock()
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}
