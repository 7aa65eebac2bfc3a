package probetest

import (
	"fmt"
	"net/netip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const unboundConfig = `server:
  interface: 127.0.0.1@%[1]d
  access-control: 127.0.0.0/8 allow
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "%[2]s"
  pidfile: "%[2]s/unbound.pid"
  use-syslog: no
  verbosity: 1
  do-not-query-localhost: no
  module-config: "%[3]s"
%[4]sremote-control:
  control-enable: no
%[5]s`

// Unbound runs a real resolver on loopback until the end of the test. It knows the records, which are
// master-file lines with full names, and that nothing else exists. Without unbound the test is skipped.
func Unbound(t testing.TB, records string) netip.AddrPort {
	t.Helper()
	var server strings.Builder
	server.WriteString("  local-zone: \".\" static\n")
	for line := range strings.Lines(records) {
		fmt.Fprintf(&server, "  local-data: '%s'\n", strings.TrimSpace(line))
	}
	return startUnbound(t, "iterator", server.String(), "")
}

// startUnbound runs unbound with settings of its section "server" and with sections behind that.
func startUnbound(t testing.TB, modules, server, sections string) netip.AddrPort {
	t.Helper()
	program := Need(t, "unbound", "unbound")
	addr, dir := FreePort(t), t.TempDir()
	config := filepath.Join(dir, "unbound.conf")
	write(t, config, fmt.Sprintf(unboundConfig, addr.Port(), dir, modules, server, sections))
	start(t, exec.Command(program, "-c", config), "start of service")
	return addr
}
