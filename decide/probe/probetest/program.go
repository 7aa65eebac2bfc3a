package probetest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// Need returns the path of an external program. Without it the test is skipped, naming the Debian package,
// or fails where everything has to be tested.
func Need(t testing.TB, program, debianPackage string) string {
	t.Helper()
	for _, dir := range []string{"", "/usr/sbin/"} { // not in every user's PATH
		if path, err := exec.LookPath(dir + program); err == nil {
			return path
		}
	}
	Absent(t, fmt.Sprintf("%s is missing: apt-get install %s", program, debianPackage))
	return ""
}

// Absent ends a test that lacks something, which what tells: it is skipped, or fails where everything has
// to be tested.
func Absent(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("SENDPATH_CI") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
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
		cmd.Process.Signal(syscall.SIGTERM) // dnsmasq takes no interrupt
		<-drained
		cmd.Wait()
	})
}

func write(t testing.TB, path, text string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), 0o644))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
