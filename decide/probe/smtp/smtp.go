// Package smtp talks to mail servers the way a device would. Probe looks at one port and stops before
// MAIL FROM; Send hands over one test message. It opens sockets, so it is not pure. Names are resolved
// by the caller. Whatever a server sends is bounded in size and time, and cleaned for showing.
package smtp

import (
	"context"
	"crypto/x509"
	"net"
	"net/netip"
	"strconv"
	"time"
)

// A Dialer opens connections; *net.Dialer is one.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// A Target is one port of one mail server, and how to look at it. Host, Port and Addrs are needed.
type Target struct {
	Host  string       // the name as configured; the certificate has to be for it
	Port  uint16       // 25 or 587
	Addrs []netip.Addr // what Host resolved to; IPv4 is tried first

	Genuine func(banner string) bool // tells the right server's banner; nil means Microsoft
	Roots   *x509.CertPool           // who may sign certificates; nil means the system's roots
	Dialer  Dialer                   // nil means the network
}

// longest is how long a call may take whose context has no deadline.
const longest = 30 * time.Second

func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, longest)
}

// server names the target in errors.
func (t Target) server() string {
	return net.JoinHostPort(t.Host, strconv.Itoa(int(t.Port)))
}

func (t Target) genuine(banner string) bool {
	if t.Genuine == nil {
		return Microsoft(banner)
	}
	return t.Genuine(banner)
}
