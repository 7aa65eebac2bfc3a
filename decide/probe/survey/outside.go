package survey

import (
	"net/netip"
	"time"

	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
)

// Outside says which server of a third party tells which question about this network's address.
type Outside map[evidence.Question]resolve.Asker

// The servers that answer with the address of the asker. Each answers only its own name, and over IPv4
// tells the IPv4 address.
var (
	openDNS = []netip.AddrPort{netip.MustParseAddrPort("208.67.222.222:53"), netip.MustParseAddrPort("208.67.220.220:53")}
	google  = []netip.AddrPort{netip.MustParseAddrPort("216.239.32.10:53")}
)

// outsidePatience is how long a third party is waited for: its answer is welcome, and nothing hangs on it.
var outsidePatience = []time.Duration{400 * time.Millisecond, 800 * time.Millisecond}

// ThirdParties returns OpenDNS and Google. Tell the user before using them: check.Subject.Contacts names
// them.
func ThirdParties() Outside {
	return Outside{check.MyAddress: patient(openDNS), check.MyAddressGoogle: patient(google)}
}

func patient(servers []netip.AddrPort) *resolve.Client {
	c := resolve.New(servers)
	c.Timeouts = outsidePatience
	return c
}

// Close closes the sockets of the clients among the askers.
func (o Outside) Close() {
	for _, asker := range o {
		if c, ok := asker.(*resolve.Client); ok {
			c.Close()
		}
	}
}
