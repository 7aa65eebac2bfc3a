package listen

import (
	"net"
	"net/netip"
	"slices"

	"sendpath/decide/words"
)

const (
	textNoAddress words.Text = "No address was given. Choose the address of this computer on the device's network."
	textAnywhere  words.Text = "%s means every address of this computer, public ones too. Choose the one on the device's network."
	textPublic    words.Text = "%s is a public address, where anybody could connect. Listening is allowed on private addresses only (10.x, 172.16 to 172.31, 192.168.x, 169.254.x, fd00::) and on loopback."
	textNoPrivate words.Text = "This computer has no private address. Connect it to the device's network, by cable or Wi-Fi, and try again."
)

// CheckAddress returns a *Problem unless a may be listened on: a private (RFC 1918, RFC 4193), link-local
// or loopback address.
func CheckAddress(a netip.Addr) error {
	bare := a.Unmap().WithZone("")
	switch {
	case !a.IsValid():
		return &Problem{Text: textNoAddress}
	case bare.IsUnspecified():
		return &Problem{Text: textAnywhere, Args: []any{bare}}
	case bare.IsPrivate(), bare.IsLinkLocalUnicast(), bare.IsLoopback():
		return nil
	}
	return &Problem{Text: textPublic, Args: []any{bare}}
}

// A Candidate is an address of this computer that a device may be able to reach.
type Candidate struct {
	Addr      netip.Addr
	Interface string // as the system calls it
}

// An Interface is a network interface of this computer as far as PrivateAddresses looks at it.
type Interface struct {
	Name      string
	Addresses []netip.Addr
}

// Interfaces returns this computer's interfaces that are up.
func Interfaces() ([]Interface, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var up []Interface
	for _, i := range all {
		if i.Flags&net.FlagUp == 0 {
			continue
		}
		addresses, err := i.Addrs()
		if err != nil {
			continue // one interface that vanished must not hide the others
		}
		up = append(up, Interface{Name: i.Name, Addresses: ipsOf(addresses)})
	}
	return up, nil
}

func ipsOf(addresses []net.Addr) []netip.Addr {
	var ips []netip.Addr
	for _, a := range addresses {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil {
			ips = append(ips, prefix.Addr())
		}
	}
	return ips
}

// PrivateAddresses returns the addresses among interfaces that may be listened on and that a device can
// reach (so no loopback), the likeliest first: private IPv4, then private IPv6, then link-local ones. It
// returns a *Problem when there is none.
func PrivateAddresses(interfaces []Interface) ([]Candidate, error) {
	var found []Candidate
	for _, i := range interfaces {
		for _, a := range i.Addresses {
			if CheckAddress(a) == nil && !a.Unmap().IsLoopback() {
				found = append(found, Candidate{a.Unmap(), i.Name})
			}
		}
	}
	if len(found) == 0 {
		return nil, &Problem{Text: textNoPrivate}
	}
	slices.SortStableFunc(found, func(a, b Candidate) int { return remoteness(a.Addr) - remoteness(b.Addr) })
	return found, nil
}

// remoteness orders addresses by how unlikely a device is to use them.
func remoteness(a netip.Addr) int {
	switch {
	case a.IsLinkLocalUnicast() && a.Is4():
		return 2
	case a.IsLinkLocalUnicast():
		return 3
	case a.Is6():
		return 1
	}
	return 0
}
