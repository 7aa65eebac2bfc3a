package probetest

import (
	"fmt"
	"net/netip"
	"os/exec"
	"testing"
)

// Dnsmasq runs, until the end of the test, the forwarder that many office routers have in front of server.
// It works on 150 questions at a time, its default (--dns-forward-max), and keeps 150 answers. Without
// dnsmasq the test is skipped.
func Dnsmasq(t testing.TB, server netip.AddrPort) netip.AddrPort {
	t.Helper()
	program := Need(t, "dnsmasq", "dnsmasq-base")
	addr := FreePort(t)
	start(t, exec.Command(program, "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=", "--group=", "--pid-file=",
		"--log-facility=-", "--listen-address="+addr.Addr().String(), "--bind-interfaces", fmt.Sprint("--port=", addr.Port()),
		fmt.Sprintf("--server=%s#%d", server.Addr(), server.Port())), "started")
	return addr
}
