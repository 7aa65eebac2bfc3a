package survey

import (
	"context"

	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/decide/probe/smtp"
)

// look looks at a mail server, as far as it has an address.
func (s *Surveyor) look(ctx context.Context, t check.Target) check.Port {
	seen := smtp.Probe(ctx, smtp.Target{Host: t.Host, Port: t.Port, Addrs: t.Addrs, Dialer: s.Dialer, Roots: s.Roots})
	p := check.Port{
		Host: seen.Host, Port: seen.Port, State: check.PortState(seen.State), Banner: seen.Banner, StartTLS: seen.StartTLS,
		TLSVersions: seen.TLSVersions, TLSUnknown: seen.TLSUnknown, Auth: seen.Auth, Keywords: seen.Keywords, Size: seen.Size,
		SeenAs: seen.SeenAs, Address: seen.Addr, NoRoute: seen.NoRoute,
	}
	if len(t.Addrs) == 0 {
		p.Unresolved = t.Outcome
	}
	if seen.Err != nil {
		p.Trouble = clean.Line(seen.Err.Error(), 300)
	}
	if seen.TLS != nil {
		c := seen.TLS.Certificate
		p.Certificate = &check.Certificate{Names: c.Names, Issuer: c.Issuer, NotBefore: c.NotBefore, NotAfter: c.NotAfter, Verified: c.Verified, Problem: c.Problem, OutOfTime: c.OutOfTime}
	}
	return p
}
