package listen

import (
	"context"
	"fmt"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"time"

	"sendpath/decide/probe/probetest"
)

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
	swaks := probetest.Need(t, "swaks", "swaks")
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
	openssl := probetest.Need(t, "openssl", "openssl")
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
	openssl := probetest.Need(t, "openssl", "openssl")
	tr := start(t, nil)
	run(t, "", openssl, "s_client", "-verify_return_error", "-starttls", "smtp", "-connect", tr.Addr().String())
	if s := tr.one(); !s.HungUpAtCertificate {
		t.Errorf("%+v", s.TLS)
	}
}

func TestCurl(t *testing.T) {
	curl := probetest.Need(t, "curl", "curl")
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
	msmtp := probetest.Need(t, "msmtp", "msmtp")
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

func TestPostfix(t *testing.T) {
	postfix, tr := probetest.NewPostfix(t), start(t, nil)
	postfix.Start(t, fmt.Sprintf(`relayhost = [127.0.0.1]:%d
smtp_tls_security_level = encrypt
smtp_host_lookup = native
myhostname = mail.example.com
mydestination =
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ LANG=C
`, tr.Addr().Port()), "")
	out, err := run(t, strings.ReplaceAll(scan, "\r\n", "\n"), "/usr/sbin/sendmail", "-C", postfix.Etc(), "-f", "scanner@contoso.com", "a@contoso.com")
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
