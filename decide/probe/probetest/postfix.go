package probetest

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// postfixMain keeps an instance in its folder, on loopback and away from the computer's own users.
const postfixMain = `compatibility_level = 3.6
queue_directory = $D/queue
data_directory = $D/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = $D/log
maillog_file_prefixes = $D
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
`

// postfixMaster are the services that take, queue and deliver mail. Postfix listens nowhere yet.
const postfixMaster = `pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq     unix  n - n - - showq
smtp      unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`

// A Postfix is an instance of Debian's Postfix with a folder of its own, Dir. It holds etc, queue and data;
// the log is the file log.
type Postfix struct {
	Dir     string
	program string
}

// NewPostfix makes the folder, with the owners that Postfix insists on and readable on the way down, which
// t.TempDir is not. Without Postfix, or without root's rights, the test is skipped. What is started is
// stopped at the end of the test.
func NewPostfix(t testing.TB) *Postfix {
	t.Helper()
	program := Need(t, "postfix", "postfix")
	if os.Getuid() != 0 {
		Absent(t, "Postfix has to be started by root")
	}
	dir, err := os.MkdirTemp("", "postfix")
	must(t, err)
	p := &Postfix{dir, program}
	t.Cleanup(func() {
		exec.Command(program, "-c", p.Etc(), "abort").Run()
		if t.Failed() {
			t.Logf("Postfix: %s", p.Log())
		}
		os.RemoveAll(dir)
	})
	must(t, os.Chmod(dir, 0o755))
	for _, name := range []string{"etc", "queue", "data"} {
		must(t, os.Mkdir(filepath.Join(dir, name), 0o755))
	}
	p.Own(t, "data")
	return p
}

// Etc is the folder of the configuration.
func (p *Postfix) Etc() string { return filepath.Join(p.Dir, "etc") }

// Own gives a file of the folder to Postfix's user.
func (p *Postfix) Own(t testing.TB, name string) {
	t.Helper()
	owner, err := user.Lookup("postfix")
	must(t, err)
	id, err := strconv.Atoi(owner.Uid)
	must(t, err)
	must(t, os.Chown(filepath.Join(p.Dir, name), id, -1))
}

// Write writes a file of the folder, with the folder put in for each $D.
func (p *Postfix) Write(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(p.Dir, name)
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	write(t, path, strings.ReplaceAll(text, "$D", p.Dir))
}

// Certify gives Postfix a certificate for a name: certificate.pem and key.pem of the folder.
func (p *Postfix) Certify(t testing.TB, authority *Authority, name string) {
	t.Helper()
	pair := authority.Certificate(t, Good, name)
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	must(t, err)
	p.Write(t, "certificate.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})))
	p.Write(t, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	must(t, os.Chmod(filepath.Join(p.Dir, "key.pem"), 0o600))
}

// Start starts Postfix with lines of main.cf and master.cf beside the usual ones, and returns when it takes
// connections.
func (p *Postfix) Start(t testing.TB, main, master string) {
	t.Helper()
	p.Write(t, "etc/main.cf", postfixMain+main)
	p.Write(t, "etc/master.cf", postfixMaster+master)
	p.Do(t, "start")
}

// Do runs a command of postfix(1), such as start, and returns what it said.
func (p *Postfix) Do(t testing.TB, command string) string {
	t.Helper()
	said, err := exec.Command(p.program, "-c", p.Etc(), command).CombinedOutput()
	if err != nil {
		t.Fatalf("postfix %s: %v\n%s", command, err, said)
	}
	return string(said)
}

// Log returns what Postfix has logged, or why that cannot be read.
func (p *Postfix) Log() string {
	text, err := os.ReadFile(filepath.Join(p.Dir, "log"))
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(text)
}
