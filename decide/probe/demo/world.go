package demo

import (
	"context"
	"crypto/x509"
	"net/netip"
	"time"

	"sendpath/decide/probe/resolve"
	"sendpath/decide/probe/smtp"
)

// Options are what a World needs from outside. The zero value is fit for a person to look at.
type Options struct {
	Now func() time.Time // the clock for answers and banners; time.Now if nil
	// sleep waits for so long, or until ctx ends, and then returns its error. A real timer if nil.
	sleep func(ctx context.Context, d time.Duration) error
}

// A World is everything a command otherwise reaches over the network.
type World struct {
	Asker     resolve.Asker  // DNS
	Dialer    smtp.Dialer    // the mail servers
	Roots     *x509.CertPool // the authority that signed their certificates
	Address   netip.Addr     // the public address of the office that sends; a documentation address
	Customers []Customer
	Lessons   []Lesson
}

// resolver is the name under which DNS answers: nobody takes it for an address to ask.
const resolver = "demo"

// office is the public address that the mail servers see.
var office = netip.MustParseAddr("198.51.100.7")

// New makes a world. Its parts are safe for concurrent use.
func New(o Options) (*World, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.sleep == nil {
		o.sleep = sleep
	}
	zone, err := parseZone(zoneText)
	if err != nil {
		return nil, err
	}
	authority, err := newAuthority()
	if err != nil {
		return nil, err
	}
	return &World{
		Asker:     &asker{zone, o},
		Dialer:    &dialer{authority, o},
		Roots:     authority.roots(),
		Address:   office,
		Customers: customers,
		Lessons:   lessons,
	}, nil
}

// sleep waits, unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
