package probetest

import (
	"bufio"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
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
	packets, stream := listen(t)
	addr := netip.MustParseAddrPort(packets.LocalAddr().String())
	dir := t.TempDir()
	write(t, filepath.Join(dir, "zone"), fmt.Sprintf(nsdZone, zone, blanks.ReplaceAllString(records, "")))
	write(t, filepath.Join(dir, "nsd.conf"), fmt.Sprintf(nsdConfig, addr.Port(), dir, zone))
	packets.Close()
	stream.Close()
	start(t, exec.Command(program, "-d", "-c", filepath.Join(dir, "nsd.conf")), "nsd started")
	return addr
}

// Need returns the path of an external program. Without it the test is skipped, naming the Debian package,
// or fails where everything has to be tested.
func Need(t testing.TB, program, debianPackage string) string {
	t.Helper()
	for _, dir := range []string{"", "/usr/sbin/"} { // not in every user's PATH
		if path, err := exec.LookPath(dir + program); err == nil {
			return path
		}
	}
	if os.Getenv("SENDPATH_CI") == "1" {
		t.Fatalf("%s is missing: apt-get install %s", program, debianPackage)
	}
	t.Skipf("%s is missing: apt-get install %s", program, debianPackage)
	return ""
}

// start runs a server until the end of the test and returns when it has logged that it is ready.
func start(t testing.TB, cmd *exec.Cmd, ready string) {
	t.Helper()
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	lines := bufio.NewScanner(log)
	for lines.Scan() && !strings.Contains(lines.Text(), ready) {
		fmt.Fprintln(&said, lines.Text())
	}
	if lines.Err() != nil || !strings.Contains(lines.Text(), ready) {
		cmd.Wait()
		t.Fatalf("%s did not start:\n%s", cmd.Path, said.String())
	}
	drained := make(chan bool)
	go func() {
		for lines.Scan() {
		}
		close(drained)
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		<-drained
		cmd.Wait()
	})
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
