package smtp_test

import (
	"crypto/x509"
	"fmt"
	"net/netip"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

const mainCF = `myhostname = mail.contoso.com
mydestination = contoso.com
mynetworks = 192.0.2.0/24
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

const masterCF = `127.0.0.1:$submission inet n - n - - smtpd
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

func startPostfix(t *testing.T) postfix {
	t.Helper()
	running := probetest.NewPostfix(t)
	authority := probetest.NewAuthority(t)
	p := postfix{ports: map[string]uint16{}, roots: authority.Roots()}
	var ports []string
	for _, service := range []string{"submission", "mx", "floor", "old", "plain"} {
		p.ports[service] = probetest.FreePort(t).Port()
		ports = append(ports, "$"+service, strconv.Itoa(int(p.ports[service])))
	}
	running.Write(t, "etc/sasl/smtpd.conf", smtpdConf)
	running.Write(t, "openssl.cnf", opensslCNF)
	running.Certify(t, authority, "mail.contoso.com")
	addUser(t, running)
	running.Start(t, mainCF, strings.NewReplacer(ports...).Replace(masterCF))
	return p
}

func addUser(t *testing.T, running *probetest.Postfix) {
	t.Helper()
	add := exec.Command(probetest.Need(t, "saslpasswd2", "sasl2-bin"), "-p", "-c", "-f", filepath.Join(running.Dir, "sasldb2"), "-u", "contoso.com", "scanner")
	add.Stdin = strings.NewReader(secret)
	if said, err := add.CombinedOutput(); err != nil {
		t.Fatalf("saslpasswd2: %v\n%s", err, said)
	}
	running.Own(t, "sasldb2")
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
