package survey

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/netip"
	"os"
	"os/exec"
	account "os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/probe/smtp"
)

// Postfix in Microsoft's place: its banner says so, because everybody else counts as an interceptor.
const mainCF = `compatibility_level = 3.6
queue_directory = $D/queue
data_directory = $D/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
myhostname = contoso-com.mail.protection.outlook.com
smtpd_banner = $$myhostname Microsoft ESMTP MAIL Service ready
mydestination = contoso.com
mynetworks = 192.0.2.0/24
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = $D/log
maillog_file_prefixes = $D
alias_maps =
alias_database =
local_recipient_maps = inline:{ admin@contoso.com=x }
local_transport = discard
smtpd_tls_cert_file = $D/certificate.pem
smtpd_tls_key_file = $D/key.pem
smtpd_tls_security_level = may
smtpd_relay_restrictions = reject_unauth_destination
`

const masterCF = `cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
discard   unix  -       -       n       -       -       discard
anvil     unix  -       -       n       -       1       anvil
postlog   unix-dgram n  -       n       -       1       postlogd
127.0.0.1:$PORT inet n - n - - smtpd
`

const unboundConf = `server:
  interface: 127.0.0.1@$PORT
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "$D"
  pidfile: "$D/unbound.pid"
  use-syslog: no
  do-not-query-localhost: no
  module-config: "iterator"
remote-control:
  control-enable: no
`

// A check and a test message meet real servers: unbound as the resolver, Postfix as the MX host. The
// sign-in host is not there, and the resolver answers for nothing else.
func TestWithUnboundAndPostfix(t *testing.T) {
	port, roots := startPostfix(t)
	client := resolve.New([]netip.AddrPort{startUnbound(t, contoso("ns contoso.com = "))})
	t.Cleanup(client.Close)
	s := &Surveyor{DNS: client, Outside: Outside{check.MyAddress: client}, Roots: roots, Dialer: leading{endpointAddress: port}}

	statuses(t, s.findings(t, byRelay), "mx=ok endpoint=ok spf=ok spf-ip=ok spf-lookups=ok dmarc=ok dkim=ok port-25=ok starttls=ok tls=ok certificate=ok ptr=ok")

	envelope := Envelope{Method: decide.Relay, Host: "contoso-com.mail.protection.outlook.com", Port: 25, Encryption: smtp.StartTLS,
		Auth: smtp.NoAuth, Sender: "scanner@contoso.com", To: "admin@contoso.com"}
	if d := s.Send(t.Context(), envelope, Credentials{}, "Test", "Hello"); d.Result != smtp.Accepted || d.Resolved != evidence.Found {
		t.Errorf("%s at %s: %v", d.Result, d.Stage, d.Err)
	}
	envelope.To = "somebody@example.org"
	if d := s.Send(t.Context(), envelope, Credentials{}, "Test", "Hello"); d.Result != smtp.Rejected || d.Stage != smtp.Rcpt {
		t.Errorf("a stranger's mail is %s at %s: %v", d.Result, d.Stage, d.Err)
	}
}

// leading leads addresses to ports of this computer.
type leading map[string]uint16

func (l leading) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	port, found := l[address]
	if !found {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return new(net.Dialer).DialContext(ctx, kind, net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))))
}

func startUnbound(t *testing.T, z zone) netip.AddrPort {
	t.Helper()
	program := probetest.Need(t, "unbound", "unbound")
	dir, port := t.TempDir(), freePort(t)
	var data strings.Builder
	for line := range strings.Lines(z.master()) {
		data.WriteString("  local-data: '" + strings.TrimSpace(line) + "'\n")
	}
	fill(t, filepath.Join(dir, "unbound.conf"), strings.Replace(unboundConf, "remote-control:", "  local-zone: \".\" static\n"+data.String()+"remote-control:", 1), dir, port)
	cmd := exec.Command(program, "-c", filepath.Join(dir, "unbound.conf"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() })
	awaitTCP(t, port)
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
}

func startPostfix(t *testing.T) (uint16, *x509.CertPool) {
	t.Helper()
	postfix := probetest.Need(t, "postfix", "postfix")
	const asRoot = "Postfix has to be started by root"
	switch {
	case os.Getuid() == 0:
	case os.Getenv("SENDPATH_CI") == "1":
		t.Fatal(asRoot)
	default:
		t.Skip(asRoot)
	}
	dir, port := postfixFolder(t), freePort(t)
	authority := probetest.NewAuthority(t)
	pair := authority.Certificate(t, probetest.Good, "*.mail.protection.outlook.com")
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	must(t, err)
	fill(t, dir+"/certificate.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})), dir, port)
	fill(t, dir+"/key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})), dir, port)
	fill(t, dir+"/etc/main.cf", mainCF, dir, port)
	fill(t, dir+"/etc/master.cf", masterCF, dir, port)
	t.Cleanup(func() { exec.Command(postfix, "-c", dir+"/etc", "stop").Run() })
	if said, err := exec.Command(postfix, "-c", dir+"/etc", "start").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	awaitTCP(t, port)
	return port, authority.Roots()
}

// postfixFolder makes the folders with the owners that Postfix insists on. All are readable on the way
// down, which t.TempDir is not.
func postfixFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "postfix")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o755))
	for _, name := range []string{"etc", "queue", "data"} {
		must(t, os.Mkdir(filepath.Join(dir, name), 0o755))
	}
	owner, err := account.Lookup("postfix")
	must(t, err)
	id, err := strconv.Atoi(owner.Uid)
	must(t, err)
	must(t, os.Chown(filepath.Join(dir, "data"), id, -1))
	return dir
}

// fill writes a file with folder and port put in.
func fill(t *testing.T, name, text, dir string, port uint16) {
	t.Helper()
	text = strings.NewReplacer("$$", "$", "$D", dir, "$PORT", strconv.Itoa(int(port))).Replace(text)
	must(t, os.WriteFile(name, []byte(text), 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func freePort(t *testing.T) uint16 {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).AddrPort().Port()
}

// awaitTCP waits until a server takes connections.
func awaitTCP(t *testing.T, port uint16) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))))
		if err == nil {
			c.Close()
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("nobody listens on port %d: %v", port, err)
		}
	}
}
