package resolve

import (
	"net/netip"
	"slices"
)

// An adapter is a network adapter of Windows, with the DNS servers set for it.
type adapter struct {
	metric  uint32 // Windows prefers the lowest
	gateway bool   // it leads out of its network
	servers []netip.Addr
}

// fromAdapters returns the servers in the order in which Windows asks them; an adapter that leads
// nowhere, as of a virtual machine, comes last.
func fromAdapters(adapters []adapter) []netip.AddrPort {
	slices.SortStableFunc(adapters, func(a, b adapter) int {
		switch {
		case a.gateway != b.gateway && a.gateway:
			return -1
		case a.gateway != b.gateway:
			return 1
		}
		return int(int64(a.metric) - int64(b.metric))
	})
	var addrs []netip.Addr
	for _, a := range adapters {
		addrs = append(addrs, a.servers...)
	}
	return onPort53(addrs)
}
