package smtp

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// leastShare is how long an address may take to connect although others wait behind it: long enough
// for one lost packet to be sent again (RFC 6298, section 2: after one second).
const leastShare = 2 * time.Second

// errNoAddress is met when the caller could not resolve the host's name.
var errNoAddress = errors.New("no address")

// Error numbers of systems; those of Windows (WSAECONNREFUSED, WSAENETUNREACH, WSAEHOSTUNREACH) have no
// portable name, and stand for nothing elsewhere.
var (
	refusals = []error{syscall.ECONNREFUSED, syscall.Errno(10061)}
	noRoutes = []error{syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.EADDRNOTAVAIL, syscall.Errno(10051), syscall.Errno(10065)}
)

// dial connects to the first address that answers, IPv4 before IPv6. Its error is the first one that
// tells something about the server rather than about the network here.
func (t Target) dial(ctx context.Context) (net.Conn, netip.Addr, error) {
	addrs := slices.Clone(t.Addrs)
	slices.SortStableFunc(addrs, func(a, b netip.Addr) int { return a.Unmap().BitLen() - b.Unmap().BitLen() })
	failed := errNoAddress
	for i, addr := range addrs {
		connection, err := t.dialOne(ctx, addr, len(addrs)-i)
		if err == nil {
			return connection, addr.Unmap(), nil
		}
		if failed == errNoAddress || noRoute(failed) {
			failed = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, netip.Addr{}, failed
}

// dialOne tries one address for its share of the time that is left.
func (t Target) dialOne(ctx context.Context, addr netip.Addr, waiting int) (net.Conn, error) {
	if deadline, ok := ctx.Deadline(); ok && waiting > 1 {
		share := max(time.Until(deadline)/time.Duration(waiting), leastShare)
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, share)
		defer cancel()
	}
	dialer := t.Dialer
	if dialer == nil {
		dialer = &net.Dialer{}
	}
	return dialer.DialContext(ctx, "tcp", net.JoinHostPort(addr.String(), strconv.Itoa(int(t.Port))))
}

// noRoute reports that packets did not find a way out: it says nothing about the server.
func noRoute(err error) bool { return isAny(err, noRoutes) }

func isAny(err error, targets []error) bool {
	return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
}
