package smtp_test

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	account "os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

const mainCF = `compatibility_level = 3.6
queue_directory = $D/queue
data_directory = $D/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
myhostname = mail.contoso.com
mydestination = contoso.com
mynetworks = 192.0.2.0/24
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = $D/log
maillog_file_prefixes = $D
alias_maps =
alias_database =
local_recipient_maps =
local_transport = discard
default_transport = discard
relay_transport = discard
smtpd_tls_cert_file = $D/certificate.pem
smtpd_tls_key_file = $D/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_protocols = >=TLSv1
smtpd_tls_mandatory_protocols = >=TLSv1
tls_medium_cipherlist = ALL:@SECLEVEL=0
tls_high_cipherlist = ALL:@SECLEVEL=0
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ LANG=C OPENSSL_CONF=$D/openssl.cnf
`

// Debian's OpenSSL refuses TLS 1.0 and 1.1 unless it is told otherwise.
const opensslCNF = `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = low
[low]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
`

const masterCF = `pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
proxywrite unix -       -       n       -       1       proxymap
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
127.0.0.1:$submission inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:$mx inet n - n - - smtpd
127.0.0.1:$floor inet n - n - - smtpd
  -o smtpd_tls_protocols=>=TLSv1.2
127.0.0.1:$old inet n - n - - smtpd
  -o smtpd_tls_protocols=<=TLSv1.1
127.0.0.1:$plain inet n - n - - smtpd
  -o smtpd_tls_security_level=none
`

const smtpdConf = "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: $D/sasldb2\nmech_list: PLAIN LOGIN\n"

// A postfix is Debian's Postfix on loopback, with a port for each kind of service.
type postfix struct {
	ports map[string]uint16
	roots *x509.CertPool
}

func (p postfix) at(service string) smtp.Target {
	return smtp.Target{Host: "mail.contoso.com", Port: p.ports[service], Addrs: []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})},
		Roots: p.roots, Genuine: smtp.Anyone}
}

// need skips the test where something is missing, but not where everything has to be there.
func need(t *testing.T, ok bool, what string) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("SENDPATH_CI") == "1":
		t.Fatal(what)
	default:
		t.Skip(what)
	}
}

func startPostfix(t *testing.T) postfix {
	t.Helper()
	for program, name := range map[string]string{"postfix": "postfix", "saslpasswd2": "sasl2-bin"} {
		_, err := exec.LookPath(program)
		need(t, err == nil, "needs "+program+" of the Debian package "+name)
	}
	need(t, os.Getuid() == 0, "Postfix has to be started by root")

	authority := probetest.NewAuthority(t)
	p := postfix{ports: map[string]uint16{}, roots: authority.Roots()}
	dir := postfixFolder(t)
	values := []string{"$D", dir}
	for _, service := range []string{"submission", "mx", "floor", "old", "plain"} {
		p.ports[service] = freePort(t)
		values = append(values, "$"+service, strconv.Itoa(int(p.ports[service])))
	}
	fill := strings.NewReplacer(values...)
	for name, text := range map[string]string{"etc/main.cf": mainCF, "etc/master.cf": masterCF, "etc/sasl/smtpd.conf": smtpdConf, "openssl.cnf": opensslCNF} {
		write(t, filepath.Join(dir, name), fill.Replace(text))
	}
	writeKeyPair(t, authority, dir)
	addUser(t, filepath.Join(dir, "sasldb2"))

	t.Cleanup(func() { exec.Command("postfix", "-c", dir+"/etc", "stop").Run() })
	run(t, "", "postfix", "-c", dir+"/etc", "start")
	return p
}

// postfixFolder makes the folders with the owners that Postfix insists on. All are readable on the way
// down, which t.TempDir is not.
func postfixFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "postfix")
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755))
	for _, name := range []string{"etc/sasl", "queue", "data"} {
		check(t, os.MkdirAll(filepath.Join(dir, name), 0o755))
	}
	check(t, os.Chown(filepath.Join(dir, "data"), postfixUser(t), -1))
	return dir
}

func postfixUser(t *testing.T) int {
	t.Helper()
	owner, err := account.Lookup("postfix")
	check(t, err)
	id, err := strconv.Atoi(owner.Uid)
	check(t, err)
	return id
}

func writeKeyPair(t *testing.T, authority *probetest.Authority, dir string) {
	t.Helper()
	pair := authority.Certificate(t, probetest.Good, "mail.contoso.com")
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	check(t, err)
	write(t, filepath.Join(dir, "certificate.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})))
	write(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	check(t, os.Chmod(filepath.Join(dir, "key.pem"), 0o600))
}

func addUser(t *testing.T, database string) {
	t.Helper()
	run(t, secret, "saslpasswd2", "-p", "-c", "-f", database, "-u", "contoso.com", "scanner")
	check(t, os.Chown(database, postfixUser(t), -1))
}

func freePort(t *testing.T) uint16 {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).AddrPort().Port()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	check(t, os.WriteFile(name, []byte(text), 0o644))
}

func run(t *testing.T, input string, command ...string) {
	t.Helper()
	c := exec.Command(command[0], command[1:]...)
	c.Stdin = strings.NewReader(input)
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", command, err, said)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPostfix(t *testing.T) {
	p := startPostfix(t)
	t.Run("probe", p.probe)
	t.Run("intercepts", p.intercepts)
	t.Run("send", p.send)
}

func (p postfix) probe(t *testing.T) {
	tests := []struct {
		service  string
		versions []string
		auth     []string
	}{
		{"submission", []string{"1.0", "1.1", "1.2", "1.3"}, []string{"LOGIN", "PLAIN"}},
		{"mx", []string{"1.0", "1.1", "1.2", "1.3"}, nil},
		{"floor", []string{"1.2", "1.3"}, nil},
		{"old", []string{"1.0", "1.1"}, nil},
		{"plain", nil, nil},
	}
	for _, tt := range tests {
		found := probe(t, p.at(tt.service))
		auth := slices.Sorted(slices.Values(found.Auth))
		if found.State != smtp.Open || found.Err != nil || !slices.Equal(found.TLSVersions, tt.versions) || !slices.Equal(auth, tt.auth) {
			t.Errorf("%s: %s, TLS %q, AUTH %q, %v", tt.service, found.State, found.TLSVersions, auth, found.Err)
		}
		if offered := tt.versions != nil; found.StartTLS != offered || offered && !found.TLS.Certificate.Verified {
			t.Errorf("%s: STARTTLS %t, %+v", tt.service, found.StartTLS, found.TLS)
		}
	}
}

func (p postfix) intercepts(t *testing.T) {
	target := p.at("mx")
	target.Genuine = nil
	if found := probe(t, target); found.State != smtp.Intercepted || !strings.Contains(found.Banner, "ESMTP Postfix") {
		t.Errorf("Postfix in Microsoft's place: %s, %q", found.State, found.Banner)
	}
}

func (p postfix) send(t *testing.T) {
	tests := []struct {
		name, service string
		edit          func(*smtp.Settings, *smtp.Message)
		result        smtp.Result
		stage         smtp.Stage
		words         string
	}{
		{"signed in", "submission", func(s *smtp.Settings, m *smtp.Message) { s.Auth, m.To = smtp.Password, "x@example.com" }, smtp.Accepted, smtp.Content, "queued as"},
		{"wrong password", "submission", func(s *smtp.Settings, _ *smtp.Message) {
			s.Auth, s.Secret = smtp.Password, func() ([]byte, error) { return []byte("wrong"), nil }
		}, smtp.Rejected, smtp.Auth, "535 5.7.8"},
		{"not signed in", "submission", func(*smtp.Settings, *smtp.Message) {}, smtp.Rejected, smtp.Rcpt, "Access denied"},
		{"no TLS where it must be", "submission", func(s *smtp.Settings, _ *smtp.Message) { s.Encryption = smtp.Clear }, smtp.Rejected, smtp.Mail, "530 5.7.0"},
		{"direct, inside", "mx", func(*smtp.Settings, *smtp.Message) {}, smtp.Accepted, smtp.Content, "queued as"},
		{"direct, in clear", "plain", func(s *smtp.Settings, _ *smtp.Message) { s.Encryption = smtp.Clear }, smtp.Accepted, smtp.Content, "queued as"},
		{"direct, outside", "mx", func(_ *smtp.Settings, m *smtp.Message) { m.To = "x@example.com" }, smtp.Rejected, smtp.Rcpt, "554 5.7.1"},
		{"TLS too old", "old", func(*smtp.Settings, *smtp.Message) {}, smtp.Stopped, smtp.TLS, "No TLS 1.2"},
		{"no STARTTLS", "plain", func(*smtp.Settings, *smtp.Message) {}, smtp.Stopped, smtp.STARTTLS, "does not offer STARTTLS"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := message()
			s := smtp.Settings{Target: p.at(tt.service), Encryption: smtp.StartTLS, Auth: smtp.NoAuth, Username: "scanner@contoso.com",
				Secret: func() ([]byte, error) { return []byte(secret), nil }}
			tt.edit(&s, &m)
			o := smtp.Send(t.Context(), m, s)
			if said := fmt.Sprint(o.Reply, o.Err); o.Result != tt.result || o.Stage != tt.stage || !strings.Contains(said, tt.words) {
				t.Errorf("%s at %s: %s; want %s at %s: %s", o.Result, o.Stage, said, tt.result, tt.stage, tt.words)
			}
			checkHidden(t, o)
		})
	}
}
