package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"net/netip"
	"slices"

	"sendpath/decide/crash"
)

// A State is what became of a port.
type State string

// The states.
const (
	Open        State = "open"
	Refused     State = "refused"     // the connection was refused
	Timeout     State = "timeout"     // no connection, or a connection without a banner
	Intercepted State = "intercepted" // somebody else answers in the server's place
	Unresolved  State = "unresolved"  // the host has no address
)

// A Port is what Probe found out. Package check has one of its own, for what is told and saved.
type Port struct {
	Host        string
	Port        uint16
	State       State
	Banner      string
	StartTLS    bool
	TLSVersions []string // spoken: "1.0" to "1.3"
	TLSUnknown  []string // nothing was learnt about these
	Auth        []string // mechanisms, as offered after TLS where there is TLS
	Keywords    []string // of EHLO, after TLS where there is TLS
	Size        int64
	SeenAs      netip.Addr // our address as the server sees it
	Addr        netip.Addr // the address that answered
	TLS         *Session   // nil without a finished handshake
	NoRoute     bool       // no way out of this network: nothing was learnt about the server
	Err         error      // what kept Probe from finding out everything, an *Error; nil if nothing did
}

// Probe looks at a port: who answers, and what it offers. It stops before MAIL FROM and takes leave of
// every server. Each TLS version is tried on a connection of its own. It ends when ctx does.
func Probe(ctx context.Context, t Target) Port {
	p := Port{Host: t.Host, Port: t.Port, State: Unresolved,
		TLSVersions: []string{}, TLSUnknown: []string{}, Auth: []string{}, Keywords: []string{}}
	if len(t.Addrs) == 0 {
		p.Err = &Error{Step: Connect, Server: t.server(), Err: errNoAddress}
		return p
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	c, err := open(ctx, t)
	if err != nil {
		p.State, p.NoRoute, p.Err = Timeout, noRoute(err), err
		if isAny(err, refusals) {
			p.State = Refused
		}
		return p
	}
	defer c.close()
	p.Addr = c.addr
	p.Err = p.look(ctx, c)
	return p
}

// look holds the talk on an open connection.
func (p *Port) look(ctx context.Context, c *conn) error {
	banner, err := c.greeting()
	p.Banner, p.State = judge(c.target, banner, err)
	defer c.quit(ctx)
	if err != nil {
		return err
	}
	features, err := c.hello()
	if err != nil {
		return err
	}
	p.take(features)
	p.StartTLS = features.StartTLS
	if !p.StartTLS {
		return nil
	}
	versions := p.askVersions(ctx, c)
	defer versions()
	return p.secure(ctx, c)
}

// judge tells from the banner, or from what came instead of one, who answers.
func judge(t Target, banner Reply, err error) (string, State) {
	var odd *malformedError
	text := banner.Text()
	switch {
	case errors.As(err, &odd):
		return odd.line, Intercepted
	case errors.Is(err, errLongLine), errors.Is(err, errManyLines), errors.Is(err, errTooMuch):
		return text, Intercepted
	case banner.Code == 0, err != nil && late(err):
		return text, Timeout
	case !t.genuine(text):
		return text, Intercepted
	}
	return text, Open
}

// askVersions starts asking for each TLS version at the address that answered; the result waits for the
// answers and notes them.
func (p *Port) askVersions(ctx context.Context, c *conn) (wait func()) {
	t := c.target
	t.Addrs = []netip.Addr{c.addr}
	var asking crash.Group
	var spoken, unknown []string
	asking.Go(func() { spoken, unknown = t.versions(ctx) })
	return func() {
		asking.Wait()
		p.TLSVersions, p.TLSUnknown = spoken, unknown
		p.learn()
	}
}

// learn adds the version of the talk itself: a server that takes no second connection has shown it.
func (p *Port) learn() {
	if p.TLS == nil {
		return
	}
	if i := slices.Index(p.TLSUnknown, p.TLS.Version); i >= 0 {
		p.TLSUnknown = slices.Delete(p.TLSUnknown, i, i+1)
		p.TLSVersions = append(p.TLSVersions, p.TLS.Version)
		slices.Sort(p.TLSVersions)
	}
}

// secure changes to TLS, with any version, and reads what is offered there.
func (p *Port) secure(ctx context.Context, c *conn) error {
	state, err := c.startTLS(ctx, tlsConfig(c.target, tls.VersionTLS10, tls.VersionTLS13))
	if err != nil {
		return err
	}
	session := newSession(state, c.target)
	p.TLS = &session
	features, err := c.hello()
	if err != nil {
		return err
	}
	p.take(features)
	return nil
}

func (p *Port) take(f Features) {
	p.Auth, p.Keywords, p.Size = f.Auth, f.Keywords, f.Size
	if f.SeenAs.IsValid() {
		p.SeenAs = f.SeenAs
	}
}
