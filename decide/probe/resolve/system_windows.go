package resolve

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"unsafe"

	"golang.org/x/sys/windows"
)

// System returns the resolvers that this machine is set up to ask, in its order. The error says that
// Windows does not tell, or has none set up.
func System() ([]netip.AddrPort, error) {
	first, err := adapterAddresses()
	if err != nil {
		return nil, err
	}
	var adapters []adapter
	for a := first; a != nil; a = a.Next {
		if a.OperStatus == windows.IfOperStatusUp && a.IfType != windows.IF_TYPE_SOFTWARE_LOOPBACK {
			adapters = append(adapters, readAdapter(a))
		}
	}
	if found := fromAdapters(adapters); len(found) > 0 {
		return found, nil
	}
	return nil, errors.New("no network adapter that is up has a DNS server")
}

func readAdapter(a *windows.IpAdapterAddresses) adapter {
	found := adapter{metric: a.Ipv4Metric, gateway: a.FirstGatewayAddress != nil}
	for s := a.FirstDnsServerAddress; s != nil; s = s.Next {
		if addr, ok := socketAddr(s.Address); ok {
			found.servers = append(found.servers, addr)
		}
	}
	return found
}

func socketAddr(s windows.SocketAddress) (netip.Addr, bool) {
	addr, ok := netip.AddrFromSlice(s.IP())
	if !ok {
		return netip.Addr{}, false
	}
	addr = addr.Unmap()
	if addr.Is6() && addr.IsLinkLocalUnicast() {
		raw := (*windows.RawSockaddrInet6)(unsafe.Pointer(s.Sockaddr))
		addr = addr.WithZone(zone(raw.Scope_id))
	}
	return addr, true
}

// zone returns the name of an interface, or its number, which package net takes as well.
func zone(index uint32) string {
	if i, err := net.InterfaceByIndex(int(index)); err == nil {
		return i.Name
	}
	return strconv.FormatUint(uint64(index), 10)
}

// adapterAddresses calls GetAdaptersAddresses with a buffer that grows to what Windows asks for
// (https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadaptersaddresses).
func adapterAddresses() (*windows.IpAdapterAddresses, error) {
	const flags = windows.GAA_FLAG_SKIP_ANYCAST | windows.GAA_FLAG_SKIP_MULTICAST | windows.GAA_FLAG_INCLUDE_GATEWAYS
	size := uint32(15000) // what the article recommends
	for range 3 {
		buf := make([]byte, size)
		first := (*windows.IpAdapterAddresses)(unsafe.Pointer(&buf[0]))
		err := windows.GetAdaptersAddresses(windows.AF_UNSPEC, flags, 0, first, &size)
		if err == nil {
			return first, nil
		}
		if !errors.Is(err, windows.ERROR_BUFFER_OVERFLOW) {
			return nil, fmt.Errorf("list the network adapters: %w", err)
		}
	}
	return nil, errors.New("list the network adapters: they change too fast")
}
