//go:build !windows && !darwin

package resolve

import "net/netip"

// System returns the resolvers that this machine is set up to ask, in its order.
func System() ([]netip.AddrPort, error) { return fromResolvConf(resolvConf), nil }
