package probetest

import (
	"fmt"
	"net/netip"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

const nsdConfig = `server:
  ip-address: 127.0.0.1@%[1]d
  rrl-ratelimit: 0
  server-count: 1
  verbosity: 1
  username: ""
  zonesdir: "%[2]s"
  database: ""
  pidfile: "%[2]s/nsd.pid"
  zonelistfile: "%[2]s/zone.list"
  xfrdfile: "%[2]s/xfrd.state"
  xfrdir: "%[2]s"
remote-control:
  control-enable: no
zone:
  name: "%[3]s"
  zonefile: "zone"
`

const nsdZone = `$ORIGIN %s.
$TTL 60
@ SOA ns hostmaster 1 3600 600 86400 60
@ NS ns
ns A 127.0.0.1
%s
`

// blanks begin a line that belongs to the owner of the one above, which a zone set into Go code never means.
var blanks = regexp.MustCompile(`(?m)^[ \t]+`)

// NSD runs a real authoritative server for one zone on loopback until the end of the test. records are
// master-file lines, each with its owner; a SOA and an NS record are added. Without nsd the test is skipped.
func NSD(t testing.TB, zone, records string) netip.AddrPort {
	t.Helper()
	program := Need(t, "nsd", "nsd")
	addr := FreePort(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "zone"), fmt.Sprintf(nsdZone, zone, blanks.ReplaceAllString(records, "")))
	write(t, filepath.Join(dir, "nsd.conf"), fmt.Sprintf(nsdConfig, addr.Port(), dir, zone))
	start(t, exec.Command(program, "-d", "-c", filepath.Join(dir, "nsd.conf")), "nsd started")
	return addr
}
