package resolve

import (
	"bytes"
	"context"
	"net/netip"
	"os/exec"
	"time"
)

// System returns the resolvers that this machine is set up to ask, in its order. macOS keeps them in its
// configuration store, which scutil(8) prints; /etc/resolv.conf is a copy for old programs that can be stale.
func System() ([]netip.AddrPort, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if text, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--dns").Output(); err == nil {
		if found := parseScutil(bytes.NewReader(text)); len(found) > 0 {
			return found, nil
		}
	}
	return fromResolvConf(resolvConf), nil
}
