package listen

import (
	"crypto/tls"
	"net/netip"
	"time"
)

// A Config says where and how to listen. The zero value of every field but Addr has a meaning.
type Config struct {
	// Addr is the private or loopback address to listen on. Port 0 means the usual port, or a free one.
	Addr netip.AddrPort
	// ImplicitPort is the port for TLS from the first byte; 0 means the usual one, or a free one.
	ImplicitPort uint16
	// For ends Run after this time; 0 means that only the context ends it.
	For time.Duration
	// LowerCeiling answers further attempts of a device with lower TLS versions; see the package comment.
	LowerCeiling bool
	// Limits bound what peers may use; zero fields take the value of DefaultLimits.
	Limits Limits
	// Now stamps sessions; nil means time.Now.
	Now func() time.Time
	// Events is told what happens while it happens, one call at a time; it must not block. It may be nil.
	Events func(Event)

	certificates []tls.Certificate // nil: made at start
}

// Limits bound what peers can make the server use, so that no peer can fill memory or keep it busy.
type Limits struct {
	Connections int           // at once; a further one takes the place of the oldest that has said nothing
	Sessions    int           // kept for the report; the rest is counted
	MessageSize int64         // bytes accepted; what is larger is counted to its end and refused
	LineLength  int           // bytes of a command with its line break
	Commands    int           // in one session
	BadCommands int           // unknown or misplaced ones before the session is ended
	Recipients  int           // accepted for one message
	Idle        time.Duration // for one read or write
	Session     time.Duration // for a whole session
	// Greeting is how long a new connection on the plain port may speak first, as a device does that starts
	// with TLS there; SecureGreeting is the same for the TLS port, where silence means a device without TLS.
	Greeting       time.Duration
	SecureGreeting time.Duration
}

// DefaultLimits hold where a Config says nothing.
var DefaultLimits = Limits{
	Connections:    64,
	Sessions:       256,
	MessageSize:    50 << 20,
	LineLength:     2048, // RFC 5321, section 4.5.3.1.4, asks for 512; extensions add to it
	Commands:       1000,
	BadCommands:    20,
	Recipients:     500,             // RFC 5321, section 4.5.3.1.8, asks for at least 100
	Idle:           2 * time.Minute, // RFC 5321, section 4.5.3.2, suggests 5, for queues nobody watches
	Session:        10 * time.Minute,
	Greeting:       300 * time.Millisecond,
	SecureGreeting: 5 * time.Second,
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Events == nil {
		c.Events = func(Event) {}
	}
	l, d := &c.Limits, DefaultLimits
	orDefault(&l.Connections, d.Connections)
	orDefault(&l.Sessions, d.Sessions)
	orDefault(&l.MessageSize, d.MessageSize)
	orDefault(&l.LineLength, d.LineLength)
	orDefault(&l.Commands, d.Commands)
	orDefault(&l.BadCommands, d.BadCommands)
	orDefault(&l.Recipients, d.Recipients)
	orDefault(&l.Idle, d.Idle)
	orDefault(&l.Session, d.Session)
	orDefault(&l.Greeting, d.Greeting)
	orDefault(&l.SecureGreeting, d.SecureGreeting)
	return c
}

func orDefault[T int | int64 | time.Duration](v *T, d T) {
	if *v <= 0 {
		*v = d
	}
}
