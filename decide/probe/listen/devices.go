package listen

import (
	"crypto/tls"
	"sync"
	"time"
)

// maxDevices bounds how many remote addresses are remembered; further ones count as seen for the first time.
const maxDevices = 1024

// devices remembers, for each remote address, the attempts before.
type devices struct {
	mu   sync.Mutex
	seen map[string]*device
}

type device struct {
	attempts int
	ended    time.Time // of the last attempt that ended
	failed   bool      // that attempt
	offered  []string  // versions of the last attempt, and of the failed ones before it
	next     uint16    // ceiling of the next attempt; 0 is the highest there is
}

func newDevices() *devices { return &devices{seen: map[string]*device{}} }

// begin counts an attempt and writes into the session what the ones before say about it.
func (d *devices) begin(s *Session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.seen[s.Remote]
	if !ok {
		known = &device{}
		if len(d.seen) < maxDevices {
			d.seen[s.Remote] = known
		}
	}
	known.attempts++
	s.Attempt = known.attempts
	if known.ended.IsZero() {
		return
	}
	s.SincePreviousMS = max(0, s.At.Sub(known.ended).Milliseconds())
	s.Retry = known.failed
}

// earlier returns the versions seen in the failed attempts just before.
func (d *devices) earlier(remote string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if known, ok := d.seen[remote]; ok && known.failed {
		return known.offered
	}
	return nil
}

// end remembers a session.
func (d *devices) end(s Session, at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.seen[s.Remote]
	if !ok {
		return
	}
	known.ended = at
	if !s.taught() {
		return // a port scan, or a button that only tries the port
	}
	known.failed = s.failed()
	if s.used() {
		known.offered = s.Offered
		known.next = lower(known.next, versionNumber(s.Negotiated))
	}
}

// lower returns the ceiling that follows an attempt which agreed on a version, or on none (0): one below
// what was agreed on or, when that failed under a ceiling, one below the ceiling. After the lowest there is
// everything is allowed again.
func lower(ceiling, agreed uint16) uint16 {
	tried := agreed
	if tried == 0 {
		tried = ceiling
	}
	if tried <= tls.VersionTLS10 {
		return 0
	}
	return tried - 1
}

// ceiling returns the highest TLS version to agree on in this attempt of a device whose versions are
// explored.
func (d *devices) ceiling(remote string) uint16 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if known, ok := d.seen[remote]; ok && known.next != 0 {
		return known.next
	}
	return tls.VersionTLS13
}
