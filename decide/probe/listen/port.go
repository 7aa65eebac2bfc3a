package listen

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/netip"
	"strconv"

	"sendpath/decide/words"
)

const (
	textPortMoved words.Text = "Port %d on %s cannot be used (in use or forbidden): listening on port %d instead."
	textNoPort    words.Text = "Could not listen on %s: %s. Is the address one of this computer's?"
)

// Ports tried in order: the one devices expect, those that need no special rights, then any free one (0).
var (
	plainPorts    = []uint16{25, 587, 2525, 0}
	implicitPorts = []uint16{465, 2465, 0}
)

// openPort listens on addr at the port wanted (0: the first of usual), or else at the first of usual that
// is free. The note is nil when the first choice was free.
func openPort(ctx context.Context, addr netip.Addr, wanted uint16, usual []uint16) (net.Listener, *Problem, error) {
	if wanted != 0 {
		usual = append([]uint16{wanted}, usual...)
	}
	var lc net.ListenConfig
	var first error
	for _, port := range usual {
		l, err := lc.Listen(ctx, "tcp", net.JoinHostPort(addr.String(), strconv.Itoa(int(port))))
		if err == nil {
			return l, movedNote(first, addr, usual[0], l), nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, nil, &Problem{Text: textNoPort, Args: []any{addr, cause(first)}, cause: first}
}

func movedNote(first error, addr netip.Addr, wanted uint16, l net.Listener) *Problem {
	if first == nil {
		return nil
	}
	return &Problem{Text: textPortMoved, Args: []any{wanted, addr, portOf(l)}, cause: first}
}

// cause returns the system's words without the operation and address that net puts before them.
func cause(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fs.ErrPermission
	}
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return op.Err
	}
	return err
}

func portOf(l net.Listener) uint16 {
	return netip.MustParseAddrPort(l.Addr().String()).Port()
}
