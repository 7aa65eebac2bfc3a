package render

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	netsmtp "net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"sendpath/decide"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// A runningRelay is Debian's Postfix with the generated files, in a folder of its own, on loopback.
type runningRelay struct {
	*probetest.Postfix
	port     uint16
	smtps    uint16
	upstream *upstreamServer
}

// relaySecret is what the upstream takes as the mailbox's password.
const relaySecret = "correct horse"

// exotic is a language that puts an accent into every word: Postfix has to read past comments in any.
var exotic = words.Pseudo()

// startRelay writes the files as generated, but for the folder, the ports, the authority that is
// trusted and the password that somebody types in, and starts Postfix.
func startRelay(t *testing.T, r servers.Relay, upstream *upstreamServer) *runningRelay {
	t.Helper()
	run := &runningRelay{probetest.NewPostfix(t), probetest.FreePort(t).Port(), probetest.FreePort(t).Port(), upstream}
	r.Server, r.Port = "localhost", strconv.Itoa(upstream.port)
	run.writeFiles(t, r)
	device, client := newIdentity(t, "relay.contoso.com"), newIdentity(t, "relay.contoso.com")
	must(t, os.Mkdir(filepath.Join(run.Etc(), "tls"), 0o755))
	device.save(t, filepath.Join(run.Etc(), "tls/devices"))
	client.save(t, filepath.Join(run.Etc(), "tls/relay"))
	upstream.serve(t, client)
	run.quiet(t)
	run.Do(t, "start")
	return run
}

func (run *runningRelay) writeFiles(t *testing.T, r servers.Relay) {
	t.Helper()
	place := strings.NewReplacer("/etc/postfix", run.Etc(), "/etc/ssl/certs/ca-certificates.crt", filepath.Join(run.Dir, "authority.pem"),
		"\nsmtp       inet", fmt.Sprintf("\n127.0.0.1:%d inet", run.port), "\nsmtps      inet", fmt.Sprintf("\n127.0.0.1:%d inet", run.smtps),
		decide.SayValue(decide.PasswordPlaceholder, exotic), relaySecret)
	for _, file := range PostfixFiles(r, exotic) {
		text := place.Replace(file.Text)
		if file.Path == "/etc/postfix/main.cf" {
			text += fmt.Sprintf("\nqueue_directory = %[1]s/queue\ndata_directory = %[1]s/data\nmaillog_file = %[1]s/log\nmaillog_file_prefixes = %[1]s\nsmtp_host_lookup = native\n", run.Dir)
		}
		mode, err := strconv.ParseUint(file.Mode, 8, 32)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(run.Etc(), filepath.Base(file.Path)), []byte(text), os.FileMode(mode)))
	}
	must(t, os.WriteFile(filepath.Join(run.Dir, "authority.pem"), run.upstream.own.certificate, 0o644))
}

// quiet checks the configuration: there must be nothing to say.
func (run *runningRelay) quiet(t *testing.T) {
	t.Helper()
	if said := run.Do(t, "check"); said != "" {
		t.Errorf("postfix check: %s", said)
	}
	run.unknownSettings(t)
}

// unknownSettings looks for settings that Postfix does not know, in main.cf and master.cf.
func (run *runningRelay) unknownSettings(t *testing.T) {
	t.Helper()
	c := exec.Command("postconf", "-c", run.Etc(), "-n")
	complaints := new(strings.Builder)
	c.Stderr = complaints
	if err := c.Run(); err != nil || complaints.Len() > 0 {
		t.Errorf("postconf: %v\n%s", err, complaints)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// An identity is a key with a certificate that is its own authority.
type identity struct{ certificate, key []byte }

func newIdentity(t *testing.T, name string) identity {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048) // devices of the age of TLS 1.0 know RSA only
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	return identity{pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}),
		pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})}
}

func (i identity) save(t *testing.T, path string) {
	t.Helper()
	must(t, os.WriteFile(path+".pem", i.certificate, 0o644))
	must(t, os.WriteFile(path+"-key.pem", i.key, 0o600))
}

// An upstreamServer stands for Microsoft 365: it takes mail over TLS 1.2 or newer only, from a client
// that shows the certificate, or that signs in.
type upstreamServer struct {
	kind       servers.Upstream
	mechanisms []string
	own        identity
	port       int
	listener   net.Listener
	down       atomic.Bool
	turnedAway chan bool
	arrived    chan arrival
	left       chan bool // a session ended without mail
}

type arrival struct {
	from, to, content, user string
	version                 uint16
}

func newUpstream(t *testing.T, kind servers.Upstream, mechanisms ...string) *upstreamServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	return &upstreamServer{kind: kind, mechanisms: mechanisms, own: newIdentity(t, "localhost"), listener: listener,
		port: listener.Addr().(*net.TCPAddr).Port, turnedAway: make(chan bool, 100), arrived: make(chan arrival, 100), left: make(chan bool, 100)}
}

// serve starts it; client is the identity that a connector would know.
func (u *upstreamServer) serve(t *testing.T, client identity) {
	t.Helper()
	pair, err := tls.X509KeyPair(u.own.certificate, u.own.key)
	must(t, err)
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	if u.kind == servers.UpstreamCertificate {
		config.ClientCAs, config.ClientAuth = x509.NewCertPool(), tls.RequireAndVerifyClientCert
		config.ClientCAs.AppendCertsFromPEM(client.certificate)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: u, conn: c}, nil }))
	server.Domain, server.TLSConfig, server.ErrorLog = "localhost", config, discard{}
	go server.Serve(&outage{u.listener, u})
	t.Cleanup(func() { server.Close() })
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// An outage closes every connection while the server is down.
type outage struct {
	net.Listener
	server *upstreamServer
}

func (o *outage) Accept() (net.Conn, error) {
	for {
		c, err := o.Listener.Accept()
		if err != nil || !o.server.down.Load() {
			return c, err
		}
		c.Close()
		o.server.turnedAway <- true
	}
}

// A session is one connection of the relay.
type session struct {
	server *upstreamServer
	conn   *smtp.Conn
	arrival
}

func (s *session) Reset()                   {}
func (s *session) AuthMechanisms() []string { return s.server.mechanisms }

func (s *session) Logout() error {
	if s.content == "" {
		s.server.left <- true
	}
	return nil
}

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if mechanism != sasl.Plain {
		return nil, smtp.ErrAuthUnknownMechanism
	}
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != relaySecret {
			return errors.New("wrong password")
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	state, encrypted := s.conn.TLSConnectionState()
	if !encrypted || len(s.server.mechanisms) > 0 && s.user == "" {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 57}, Message: "Client was not authenticated."}
	}
	s.from, s.version = from, state.Version
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	s.content = string(content)
	s.server.arrived <- s.arrival
	return err
}

// wait returns the next of a channel, or fails the test with the relay's log.
func wait[T any](t *testing.T, run *runningRelay, what string, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(20 * time.Second):
		t.Fatalf("%s did not come\n%s", what, run.Log())
		panic("unreachable")
	}
}

// A clientDevice is something in the network that sends mail.
type clientDevice struct {
	address string      // that it sends from
	secure  *tls.Config // nil for none
	smtps   bool        // TLS from the first octet on
	from    string
	to      string
}

// send delivers one message to the relay.
func (d clientDevice) send(run *runningRelay) error {
	port := run.port
	if d.smtps {
		port = run.smtps
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(d.address)}}
	conn, err := dialer.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	defer conn.Close()
	if d.smtps {
		conn = tls.Client(conn, d.secure)
	}
	client, err := netsmtp.NewClient(conn, "relay.contoso.com")
	if err != nil {
		return err
	}
	if d.secure != nil && !d.smtps {
		if err := client.StartTLS(d.secure); err != nil {
			return err
		}
	}
	if err := client.Mail(d.from); err != nil {
		return err
	}
	if err := client.Rcpt(d.to); err != nil {
		return err
	}
	w, err := client.Data()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "From: <%s>\r\nTo: <%s>\r\nSubject: scan\r\n\r\nA scan.\r\n", d.from, d.to)
	if err := w.Close(); err != nil {
		return err
	}
	return client.Quit()
}

// onlyTLS is a device that knows one version and the cipher suites of its age.
func onlyTLS(version uint16) *tls.Config {
	var suites []uint16
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		suites = append(suites, s.ID)
	}
	return &tls.Config{MinVersion: version, MaxVersion: version, CipherSuites: suites, InsecureSkipVerify: true}
}
