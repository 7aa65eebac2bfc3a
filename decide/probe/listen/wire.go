package listen

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A wire is a connection whose every read and write ends in bounded time.
type wire struct {
	net.Conn
	idle    time.Duration
	until   time.Time   // end of the whole session
	spoke   atomic.Bool // the peer sent a byte
	evicted atomic.Bool // it had to make room
	once    sync.Once
}

func newWire(c net.Conn, bounds limits) *wire {
	return &wire{Conn: c, idle: bounds.idle, until: time.Now().Add(bounds.session)}
}

func (w *wire) deadline(wait time.Duration) time.Time {
	d := time.Now().Add(wait)
	if d.After(w.until) {
		return w.until
	}
	return d
}

func (w *wire) Read(p []byte) (int, error) { return w.readWithin(w.idle, p) }

func (w *wire) readWithin(wait time.Duration, p []byte) (int, error) {
	if err := w.SetReadDeadline(w.deadline(wait)); err != nil {
		return 0, err
	}
	n, err := w.Conn.Read(p)
	if n > 0 {
		w.spoke.Store(true)
	}
	return n, err
}

func (w *wire) Write(p []byte) (int, error) {
	if err := w.SetWriteDeadline(w.deadline(w.idle)); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}

func (w *wire) Close() error {
	var err error
	w.once.Do(func() { err = w.Conn.Close() })
	return err
}

// A tap keeps the first bytes that pass through it, so that the hello can be read after crypto/tls had it.
type tap struct {
	net.Conn
	in   io.Reader
	kept []byte
	done bool
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.in.Read(p)
	if room := maxHello - len(t.kept); !t.done && room > 0 {
		t.kept = append(t.kept, p[:min(n, room)]...)
	}
	return n, err
}

// stop returns what was kept and keeps nothing more: what follows is private.
func (t *tap) stop() []byte {
	kept := t.kept
	t.kept, t.done = nil, true
	return kept
}
