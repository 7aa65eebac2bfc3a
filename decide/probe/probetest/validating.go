package probetest

import (
	"fmt"
	"net/netip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const knotConfig = `server:
    rundir: %[1]s
    listen: 127.0.0.1@%[2]d
    background-workers: 1
database:
    storage: %[1]s
log:
  - target: stderr
    any: info
policy:
  - id: p
    algorithm: ecdsap256sha256
    single-type-signing: on
    ksk-lifetime: 0
template:
  - id: default
    storage: %[1]s
    zonefile-sync: -1
    zonefile-load: difference
    journal-content: all
    dnssec-policy: p
zone:
  - domain: signed.test
    dnssec-signing: on
  - domain: bogus.test
    dnssec-signing: on
  - domain: plain.test
`

// Validating runs a real resolver that checks signatures, until the end of the test, in front of a real
// server for three zones: signed.test is signed, bogus.test is signed with a key that is not the
// trusted one, and plain.test is not signed. Each has a TXT record "text" at its apex.
func Validating(t testing.TB) netip.AddrPort {
	t.Helper()
	knotd, keymgr := Need(t, "knotd", "knot"), Need(t, "keymgr", "knot")
	dir := t.TempDir()
	authority := FreePort(t)

	var stubs strings.Builder
	for _, zone := range []string{"signed.test", "bogus.test", "plain.test"} {
		write(t, filepath.Join(dir, zone+".zone"), fmt.Sprintf(nsdZone, zone, "@ TXT text"))
		fmt.Fprintf(&stubs, "stub-zone:\n  name: %q\n  stub-addr: 127.0.0.1@%d\n", zone, authority.Port())
	}
	knotConf := filepath.Join(dir, "knot.conf")
	write(t, knotConf, fmt.Sprintf(knotConfig, dir, authority.Port()))
	start(t, exec.Command(knotd, "-c", knotConf), "server started")

	keys, err := exec.Command(keymgr, "-c", knotConf, "signed.test", "ds").Output()
	if err != nil {
		t.Fatal(err)
	}
	anchor, _, _ := strings.Cut(string(keys), "\n")
	anchors := fmt.Sprintf("  trust-anchor: %q\n  trust-anchor: \"bogus.test. IN DS 1 13 2 %s\"\n", anchor, strings.Repeat("00", 32))
	return startUnbound(t, "validator iterator", anchors+"  local-zone: \"test.\" nodefault\n", stubs.String())
}
