package listen

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
)

func TestOnlyPrivateAddresses(t *testing.T) {
	for address, allowed := range map[string]bool{
		"127.0.0.1": true, "::1": true, "10.1.2.3": true, "172.16.0.1": true, "172.31.255.1": true,
		"192.168.1.5": true, "169.254.7.7": true, "fd00::5": true, "fe80::1%eth0": true, "::ffff:192.168.1.5": true,
		"0.0.0.0": false, "::": false, "192.0.2.1": false, "203.0.113.9": false, "2001:db8::1": false,
		"172.32.0.1": false, "100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "::ffff:203.0.113.9": false,
	} {
		err := CheckAddress(netip.MustParseAddr(address))
		if (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
		if allowed {
			continue
		}
		_, err = Listen(context.Background(), Config{Addr: netip.AddrPortFrom(netip.MustParseAddr(address), 0)})
		if problem := (*Problem)(nil); !errors.As(err, &problem) {
			t.Errorf("Listen on %s: %v", address, err)
		}
	}
	if CheckAddress(netip.Addr{}) == nil {
		t.Error("no address passes")
	}
}

func TestPrivateAddressesLikeliestFirst(t *testing.T) {
	addresses := func(list ...string) (as []netip.Addr) {
		for _, a := range list {
			as = append(as, netip.MustParseAddr(a))
		}
		return as
	}
	found, err := PrivateAddresses([]Interface{
		{"lo", addresses("127.0.0.1", "::1")},
		{"eth0", addresses("fe80::1", "2001:db8::5", "203.0.113.9", "fd00::5")},
		{"usb0", addresses("169.254.7.7")},
		{"wlan0", addresses("192.168.1.5")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		got = append(got, c.Interface+" "+c.Addr.String())
	}
	if want := "wlan0 192.168.1.5, eth0 fd00::5, usb0 169.254.7.7, eth0 fe80::1"; strings.Join(got, ", ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestNoPrivateAddress(t *testing.T) {
	_, err := PrivateAddresses([]Interface{{"lo", []netip.Addr{loopback}}})
	if problem := (*Problem)(nil); !errors.As(err, &problem) || problem.Text != textNoPrivate {
		t.Errorf("got %v", err)
	}
}

func TestAddressOfAnotherComputer(t *testing.T) {
	// 10.255.255.254 is private, so it may be listened on; but it is not this computer's.
	_, err := Listen(context.Background(), Config{Addr: netip.MustParseAddrPort("10.255.255.254:0")})
	if err == nil || !strings.Contains(err.Error(), "10.255.255.254") || !strings.Contains(err.Error(), "this computer") {
		t.Errorf("got %v", err)
	}
}

func TestInstructionsNameAddressAndPorts(t *testing.T) {
	plain, implicit := netip.MustParseAddrPort("192.168.1.5:2525"), netip.MustParseAddrPort("192.168.1.5:2465")
	for _, sender := range []string{"", "scanner@contoso.com"} {
		said := sayAll(t, Instructions(plain, implicit, sender))
		for _, part := range []string{"192.168.1.5", "2525", "2465", sender} {
			if !strings.Contains(said, part) {
				t.Errorf("%q is missing in %s", part, said)
			}
		}
	}
	if said := sayAll(t, Instructions(plain, netip.AddrPort{}, "")); strings.Contains(said, "SSL") {
		t.Errorf("without a TLS port: %s", said)
	}
}

func TestWhatToLookAtWhenNothingConnects(t *testing.T) {
	plain := netip.MustParseAddrPort("192.168.1.5:2525")
	for system, part := range map[string]string{
		"windows": "New-NetFirewallRule", "darwin": "System Settings", "linux": "ufw allow 2525/tcp", "plan9": "2525",
	} {
		if said := sayAll(t, NothingConnected(plain, system)); !strings.Contains(said, part) {
			t.Errorf("%s: %s", system, said)
		}
	}
	if said := sayAll(t, NothingConnected(netip.MustParseAddrPort("127.0.0.1:25"), "linux")); !strings.Contains(said, "loopback") {
		t.Errorf("on loopback: %s", said)
	}
	usual := sayAll(t, NothingConnected(netip.MustParseAddrPort("192.168.1.5:25"), "linux"))
	if strings.Contains(usual, "free the usual port") {
		t.Errorf("on port 25: %s", usual)
	}
}

func sayAll(t *testing.T, lines []Line) string {
	t.Helper()
	var said []string
	for _, l := range lines {
		said = append(said, l.Say(nil))
	}
	all := strings.Join(said, "\n")
	if strings.Contains(all, "%!") {
		t.Errorf("said %s", all)
	}
	return all
}
