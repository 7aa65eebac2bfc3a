package smtp_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"testing"

	"github.com/emersion/go-sasl"
	server "github.com/emersion/go-smtp"

	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

// A tenant answers as Microsoft does: nil means that it agrees.
type tenant struct {
	auth, mail, rcpt, data *server.SMTPError
	mechanisms             []string
	signedIn               bool
}

func (t *tenant) Reset()                   {}
func (t *tenant) Logout() error            { return nil }
func (t *tenant) AuthMechanisms() []string { return t.mechanisms }

func (t *tenant) Mail(string, *server.MailOptions) error {
	if len(t.mechanisms) > 0 && !t.signedIn {
		return &server.SMTPError{Code: 530, EnhancedCode: server.EnhancedCode{5, 7, 57}, Message: "Client not authenticated to send mail."}
	}
	return orNil(t.mail)
}

func (t *tenant) Rcpt(string, *server.RcptOptions) error { return orNil(t.rcpt) }

func (t *tenant) Data(r io.Reader) error {
	io.Copy(io.Discard, r)
	return orNil(t.data)
}

func (t *tenant) Auth(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case "LOGIN":
		return &login{tenant: t}, nil
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, name, password string) error { return t.check(name, password) }), nil
	}
	return nil, server.ErrAuthUnknownMechanism
}

func (t *tenant) check(name, password string) error {
	if name != user || password != secret {
		return errors.New("not what the client was given")
	}
	t.signedIn = t.auth == nil
	return orNil(t.auth)
}

func orNil(e *server.SMTPError) error {
	if e == nil {
		return nil
	}
	return e
}

// login is the server's side of LOGIN.
type login struct {
	tenant *tenant
	name   *string
}

func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte("Username:"), false, nil
	case l.name == nil:
		name := string(response)
		l.name = &name
		return []byte("Password:"), false, nil
	}
	return nil, true, l.tenant.check(*l.name, string(response))
}

// start runs a server for one tenant and returns how to reach it.
func start(t *testing.T, to *tenant) smtp.Target {
	t.Helper()
	authority := probetest.NewAuthority(t)
	s := server.NewServer(server.BackendFunc(func(*server.Conn) (server.Session, error) { return to, nil }))
	s.Domain = "AM0PR00CA0000.outlook.office365.com"
	s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{authority.Certificate(t, probetest.Good, "smtp.office365.com")}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	t.Cleanup(func() { s.Close(); <-ended })
	at := listener.Addr().(*net.TCPAddr).AddrPort()
	return smtp.Target{Host: "smtp.office365.com", Port: at.Port(), Addrs: []netip.Addr{at.Addr()}, Roots: authority.Roots()}
}

func says(code int, enhanced server.EnhancedCode, text string) *server.SMTPError {
	return &server.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
}

// What Microsoft's servers answer comes out word for word, with the stage at which it was said.
func TestMicrosoftsReplies(t *testing.T) {
	login := []string{"LOGIN"}
	tests := []struct {
		name   string
		tenant tenant
		auth   smtp.AuthKind
		result smtp.Result
		stage  smtp.Stage
		reply  string
	}{
		{"accepted", tenant{mechanisms: login}, smtp.Password, smtp.Accepted, smtp.Content, "250 2.0.0 OK: queued"},
		{"accepted by PLAIN", tenant{mechanisms: []string{"PLAIN"}}, smtp.Password, smtp.Accepted, smtp.Content, "250 2.0.0 OK: queued"},
		{"not signed in", tenant{mechanisms: login}, smtp.NoAuth, smtp.Rejected, smtp.Mail, "530 5.7.57 Client not authenticated to send mail."},
		{"SMTP AUTH off", tenant{mechanisms: login, auth: says(535, server.EnhancedCode{5, 7, 139}, "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.")},
			smtp.Password, smtp.Rejected, smtp.Auth, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information."},
		{"wrong password", tenant{mechanisms: login, auth: says(535, server.EnhancedCode{5, 7, 139}, "Authentication unsuccessful, the user credentials were incorrect.")},
			smtp.Password, smtp.Rejected, smtp.Auth, "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect."},
		{"sender not allowed", tenant{mechanisms: login, data: says(554, server.EnhancedCode{5, 2, 252}, "SendAsDenied; a@contoso.com not allowed to send as b@contoso.com")},
			smtp.Password, smtp.Rejected, smtp.Content, "554 5.2.252 SendAsDenied; a@contoso.com not allowed to send as b@contoso.com"},
		{"relay refused", tenant{rcpt: says(550, server.EnhancedCode{5, 7, 64}, "TenantAttribution; Relay Access Denied")},
			smtp.NoAuth, smtp.Rejected, smtp.Rcpt, "550 5.7.64 TenantAttribution; Relay Access Denied"},
		{"too many connections", tenant{mechanisms: login, mail: says(432, server.EnhancedCode{4, 3, 2}, "Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending")},
			smtp.Password, smtp.Rejected, smtp.Mail, "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := send(t, smtp.Settings{Target: start(t, &tt.tenant), Encryption: smtp.StartTLS, Auth: tt.auth, Username: user,
				Secret: func() ([]byte, error) { return []byte(secret), nil }})
			if o.Result != tt.result || o.Stage != tt.stage || o.Reply.String() != tt.reply {
				t.Errorf("%s at %s: %s (%v)", o.Result, o.Stage, o.Reply, o.Err)
			}
			checkHidden(t, o)
		})
	}
}
