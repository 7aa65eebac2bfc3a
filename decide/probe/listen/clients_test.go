package listen

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// need returns the path of an external program; where it may be missing the test is skipped.
func need(t *testing.T, program, debianPackage string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	message := fmt.Sprintf("%s is not installed (Debian package %s)", program, debianPackage)
	if os.Getenv("SENDPATH_CI") == "1" {
		t.Fatal(message)
	}
	t.Skip(message)
	return ""
}

// run runs a program with input and returns what it printed; its exit status is the caller's to judge.
func run(t *testing.T, input, program string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// anyCipher lets OpenSSL 3 use what it disables by default, TLS 1.0 and 1.1 above all.
const anyCipher = "ALL:@SECLEVEL=0"

func TestSwaks(t *testing.T) {
	swaks := need(t, "swaks", "swaks")
	modes := []struct {
		name, tls, auth string
		args            []string
		implicit        bool
		answers         Answers
	}{
		{name: "in clear", answers: Answers{"none", "none", "", "scanner@contoso.com"}},
		{name: "sign-in in clear", auth: "PLAIN", args: []string{"--auth", "PLAIN"},
			answers: Answers{"none", "password", "", "scanner@contoso.com"}},
		{name: "TLS 1.0", tls: "1.0", args: []string{"--tls", "--tls-protocol", "tlsv1", "--tls-cipher", anyCipher},
			answers: Answers{"old", "none", "", "scanner@contoso.com"}},
		{name: "TLS 1.1", tls: "1.1", args: []string{"--tls", "--tls-protocol", "tlsv1_1", "--tls-cipher", anyCipher},
			answers: Answers{"old", "none", "", "scanner@contoso.com"}},
		{name: "TLS 1.2", tls: "1.2", auth: "LOGIN", args: []string{"--tls", "--tls-protocol", "tlsv1_2", "--auth", "LOGIN"},
			answers: Answers{"1.2", "password", "", "scanner@contoso.com"}},
		{name: "TLS 1.3", tls: "1.3", auth: "PLAIN", args: []string{"--tls", "--tls-protocol", "tlsv1_3", "--auth", "PLAIN"},
			answers: Answers{"1.2", "password", "", "scanner@contoso.com"}},
		{name: "implicit", tls: "1.3", implicit: true, auth: "LOGIN", args: []string{"--tls-on-connect", "--auth", "LOGIN"},
			answers: Answers{"implicit", "password", "", "scanner@contoso.com"}},
	}
	for _, tt := range modes {
		t.Run(tt.name, func(t *testing.T) {
			tr := start(t, nil)
			to := tr.Addr()
			if tt.implicit {
				to = tr.ImplicitAddr()
			}
			args := []string{"--server", to.Addr().String(), "--port", fmt.Sprint(to.Port()), "--helo", "copier",
				"--from", "scanner@contoso.com", "--to", "a@contoso.com", "--h-From", "scanner@example.com"}
			if tt.auth != "" {
				args = append(args, "--auth-user", "scanner@contoso.com", "--auth-password", secret)
			}
			if out, err := run(t, "", swaks, append(args, tt.args...)...); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			r := tr.report(1)
			s := r.Sessions[0]
			if r.Answers != tt.answers || s.Negotiated != tt.tls || s.Implicit != tt.implicit || s.Helo != "copier" {
				t.Errorf("answers %+v, session %+v", r.Answers, s)
			}
			if tt.auth != "" && (!reflect.DeepEqual(s.Auth, []string{tt.auth}) || s.AuthUser != "scanner@contoso.com") {
				t.Errorf("signed in with %q as %q", s.Auth, s.AuthUser)
			}
			if s.FromHeader != "scanner@example.com" || !s.Received || s.Ended != endedQuit {
				t.Errorf("session %+v", s)
			}
		})
	}
}

func TestOpenSSL(t *testing.T) {
	openssl := need(t, "openssl", "openssl")
	for _, tt := range []struct {
		name, tls string
		args      []string
		offered   []string
		rsaOnly   bool
	}{
		{"1.0", "1.0", []string{"-tls1", "-cipher", anyCipher}, []string{"1.0"}, false},
		{"1.1", "1.1", []string{"-tls1_1", "-cipher", anyCipher}, []string{"1.1"}, false},
		{"1.2", "1.2", []string{"-tls1_2"}, []string{"1.2"}, false},
		{"1.3", "1.3", []string{"-tls1_3"}, []string{"1.3"}, false},
		{"1.2 or 1.3", "1.3", []string{"-no_tls1", "-no_tls1_1"}, []string{"1.2", "1.3"}, false},
		{"1.2 with SHA-1 signatures", "1.2", []string{"-tls1_2", "-sigalgs", "RSA+SHA1", "-cipher", anyCipher}, []string{"1.2"}, false},
		{"1.2 with RSA key exchange", "1.2", []string{"-tls1_2", "-cipher", "kRSA"}, []string{"1.2"}, true},
	} {
		for mode, implicit := range map[string]bool{"starttls": false, "implicit": true} {
			t.Run(tt.name+" "+mode, func(t *testing.T) {
				tr := start(t, nil)
				to := tr.Addr()
				args := append([]string{"s_client", "-quiet", "-crlf", "-servername", "smtp.office365.com"}, tt.args...)
				if implicit {
					to = tr.ImplicitAddr()
				} else {
					args = append(args, "-starttls", "smtp", "-name", "copier")
				}
				out, err := run(t, "EHLO copier\nQUIT\n", openssl, append(args, "-connect", to.String())...)
				if err != nil {
					t.Errorf("%v\n%s", err, out)
				}
				s := tr.one()
				if s.Negotiated != tt.tls || !reflect.DeepEqual(s.Offered, tt.offered) || s.RSAOnly != tt.rsaOnly {
					t.Errorf("%+v\n%s", s.TLS, out)
				}
				if s.SNI != "smtp.office365.com" || s.Implicit != implicit || s.Helo != "copier" || s.Ended != endedQuit {
					t.Errorf("%+v", s)
				}
			})
		}
	}
}

// OpenSSL told to verify hangs up at the certificate, as a device that checks does.
func TestOpenSSLThatVerifies(t *testing.T) {
	openssl := need(t, "openssl", "openssl")
	tr := start(t, nil)
	run(t, "", openssl, "s_client", "-verify_return_error", "-starttls", "smtp", "-connect", tr.Addr().String())
	if s := tr.one(); !s.HungUpAtCertificate {
		t.Errorf("%+v", s.TLS)
	}
}

func TestCurl(t *testing.T) {
	curl := need(t, "curl", "curl")
	for name, tt := range map[string]struct {
		implicit bool
		args     []string
		auth     []string
		login    string
	}{
		"STARTTLS":  {false, []string{"--ssl-reqd", "--user", "scanner@contoso.com:" + secret}, []string{"PLAIN"}, "password"},
		"implicit":  {true, []string{"--user", "scanner@contoso.com:" + secret, "--login-options", "AUTH=LOGIN"}, []string{"LOGIN"}, "password"},
		"Microsoft": {false, []string{"--ssl-reqd", "--user", "scanner@contoso.com", "--oauth2-bearer", secret}, []string{"XOAUTH2"}, "oauth"},
	} {
		t.Run(name, func(t *testing.T) {
			tr := start(t, nil)
			url := "smtp://" + tr.Addr().String()
			if tt.implicit {
				url = "smtps://" + tr.ImplicitAddr().String()
			}
			args := append([]string{"--silent", "--show-error", "--insecure", "--url", url + "/copier",
				"--mail-from", "scanner@contoso.com", "--mail-rcpt", "a@contoso.com", "--upload-file", "-"}, tt.args...)
			if out, err := run(t, scan, curl, args...); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			r := tr.report(1)
			s := r.Sessions[0]
			if !reflect.DeepEqual(s.Auth, tt.auth) || r.Answers.Login != tt.login || s.AuthUser != "scanner@contoso.com" || !s.Received {
				t.Errorf("answers %+v, session %+v", r.Answers, s)
			}
		})
	}
}

func TestMsmtp(t *testing.T) {
	msmtp := need(t, "msmtp", "msmtp")
	for check, hangsUp := range map[string]bool{"off": false, "on": true} {
		t.Run("certificate check "+check, func(t *testing.T) {
			tr := start(t, nil)
			to := tr.Addr()
			out, err := run(t, strings.ReplaceAll(scan, "\r\n", "\n"), msmtp, "--host="+to.Addr().String(), fmt.Sprintf("--port=%d", to.Port()),
				"--tls=on", "--tls-certcheck="+check, "--auth=plain", "--user=scanner@contoso.com",
				"--passwordeval=echo "+secret, "--from=scanner@contoso.com", "--domain=copier", "a@contoso.com")
			if (err != nil) != hangsUp {
				t.Fatalf("%v\n%s", err, out)
			}
			s := tr.one()
			if seen := s.HungUpAtCertificate || s.LeftAfterTLS; seen != hangsUp || s.Received == hangsUp {
				t.Errorf("%+v", s)
			}
		})
	}
}

// postfixMaster are the services Postfix needs to send.
const postfixMaster = `pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
flush     unix  n - n 1000? 0 flush
smtp      unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`

func TestPostfix(t *testing.T) {
	postfix := need(t, "/usr/sbin/postfix", "postfix")
	if os.Getuid() != 0 {
		t.Skip("Postfix starts only as root")
	}
	tr := start(t, nil)
	config := startPostfix(t, postfix, fmt.Sprintf(`relayhost = [127.0.0.1]:%d
smtp_tls_security_level = encrypt
smtp_host_lookup = native
myhostname = mail.example.com
`, tr.Addr().Port()))
	out, err := run(t, strings.ReplaceAll(scan, "\r\n", "\n"), "/usr/sbin/sendmail", "-C", config, "-f", "scanner@contoso.com", "a@contoso.com")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	r := tr.report(1)
	s := r.Sessions[0]
	want := Answers{"1.2", "none", "", "scanner@contoso.com"}
	if r.Answers != want || s.Negotiated != "1.3" || s.Helo != "mail.example.com" || !s.Received || s.RcptTo[0] != "a@contoso.com" {
		t.Errorf("answers %+v, session %+v", r.Answers, s)
	}
}

// startPostfix starts an instance of its own, stops it at the end of the test and returns its configuration's folder.
func startPostfix(t *testing.T, postfix, settings string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sendpath-postfix") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	etc, log := filepath.Join(dir, "etc"), filepath.Join(dir, "log")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Chmod(dir, 0o755))
	for _, sub := range []string{"etc", "queue", "data"} {
		must(os.Mkdir(filepath.Join(dir, sub), 0o755))
	}
	if out, err := run(t, "", "chown", "postfix", filepath.Join(dir, "data")); err != nil {
		t.Fatal(out)
	}
	main := fmt.Sprintf(`compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = %[1]s/log
maillog_file_prefixes = %[1]s
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ LANG=C
`, dir) + settings
	must(os.WriteFile(filepath.Join(etc, "main.cf"), []byte(main), 0o644))
	must(os.WriteFile(filepath.Join(etc, "master.cf"), []byte(postfixMaster), 0o644))
	if out, err := run(t, "", postfix, "-c", etc, "start"); err != nil {
		logged, _ := os.ReadFile(log)
		t.Fatalf("%v\n%s\n%s", err, out, logged)
	}
	t.Cleanup(func() {
		// Not run: its context has ended by now.
		if out, err := exec.Command(postfix, "-c", etc, "stop").CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		if logged, err := os.ReadFile(log); t.Failed() && err == nil {
			t.Logf("Postfix: %s", logged)
		}
	})
	return etc
}
