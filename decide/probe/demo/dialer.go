package demo

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"
)

// How long connecting takes, and how long packets that get lost are waited for.
const (
	connecting = 60 * time.Millisecond
	noAnswer   = time.Hour // the caller's deadline comes first
)

var errUnreachable = errors.New("the imitation has no server at this address")

// dialer connects to the servers of hosts.go.
type dialer struct {
	authority *authority
	options   Options
}

// DialContext connects in memory to the server at an address, or waits in vain where there is none.
func (d *dialer) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	ip, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	to, known := hostAt(ip, port)
	if !known || to.role == dropped {
		if err := d.options.sleep(ctx, noAnswer); err != nil {
			return nil, err
		}
		return nil, errUnreachable
	}
	if err := d.options.sleep(ctx, connecting); err != nil {
		return nil, err
	}
	client, server := net.Pipe()
	go newSession(to, server, d).serve()
	return &conn{client, at}, nil
}

// conn is the client's end of a connection, with addresses as from a network.
type conn struct {
	net.Conn
	remote netip.AddrPort
}

// LocalAddr is an address as a device behind a router has it.
func (c *conn) LocalAddr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(192, 168, 1, 20), Port: 50000}
}

func (c *conn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }
