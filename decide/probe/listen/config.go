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
	// implicitPort is the port for TLS from the first byte; 0 means the usual one, or a free one.
	implicitPort uint16
	// For ends Run after this time; 0 means that only the context ends it.
	For time.Duration
	// LowerCeiling answers further attempts of a device with lower TLS versions; see the package comment.
	LowerCeiling bool
	// limits bound what peers may use; zero fields take the value of defaultLimits.
	limits limits
	// Now stamps sessions; nil means time.Now.
	Now func() time.Time
	// Events is told what happens while it happens, one call at a time; it must not block. It may be nil.
	Events func(Event)

	certificates []tls.Certificate // nil: made at start
}

// limits bound what peers can make the server use, so that no peer can fill memory or keep it busy.
type limits struct {
	connections int           // at once; a further one takes the place of the oldest that has said nothing
	sessions    int           // kept for the report; the rest is counted
	messageSize int64         // bytes accepted; what is larger is counted to its end and refused
	lineLength  int           // bytes of a command with its line break
	commands    int           // in one session
	badCommands int           // unknown or misplaced ones before the session is ended
	recipients  int           // accepted for one message
	idle        time.Duration // for one read or write
	session     time.Duration // for a whole session
	// greeting is how long a new connection on the plain port may speak first, as a device does that starts
	// with TLS there; secureGreeting is the same for the TLS port, where silence means a device without TLS.
	greeting       time.Duration
	secureGreeting time.Duration
}

// defaultLimits hold where a Config says nothing.
var defaultLimits = limits{
	connections:    64,
	sessions:       256,
	messageSize:    50 << 20,
	lineLength:     2048, // RFC 5321, section 4.5.3.1.4, asks for 512; extensions add to it
	commands:       1000,
	badCommands:    20,
	recipients:     500,             // RFC 5321, section 4.5.3.1.8, asks for at least 100
	idle:           2 * time.Minute, // RFC 5321, section 4.5.3.2, suggests 5, for queues nobody watches
	session:        10 * time.Minute,
	greeting:       300 * time.Millisecond,
	secureGreeting: 5 * time.Second,
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Events == nil {
		c.Events = func(Event) {}
	}
	l, d := &c.limits, defaultLimits
	orDefault(&l.connections, d.connections)
	orDefault(&l.sessions, d.sessions)
	orDefault(&l.messageSize, d.messageSize)
	orDefault(&l.lineLength, d.lineLength)
	orDefault(&l.commands, d.commands)
	orDefault(&l.badCommands, d.badCommands)
	orDefault(&l.recipients, d.recipients)
	orDefault(&l.idle, d.idle)
	orDefault(&l.session, d.session)
	orDefault(&l.greeting, d.greeting)
	orDefault(&l.secureGreeting, d.secureGreeting)
	return c
}

func orDefault[T int | int64 | time.Duration](v *T, d T) {
	if *v <= 0 {
		*v = d
	}
}
