package listen

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestSilentPeer(t *testing.T) {
	tr := start(t, func(c *Config) { c.limits.idle = 50 * time.Millisecond })
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("421", "")
	if s := tr.one(); s.Ended != endedSilent || s.taught() {
		t.Errorf("%+v", s)
	}
}

// A peer that never stops talking is bounded by the session's time.
func TestTalkativePeer(t *testing.T) {
	tr := start(t, func(c *Config) { c.limits.session, c.limits.commands = 100*time.Millisecond, math.MaxInt })
	p := dial(t, tr.Addr())
	go io.Copy(io.Discard, p.Conn)
	for {
		if _, err := fmt.Fprintf(p, "NOOP\r\n"); err != nil {
			break
		}
	}
	if s := tr.one(); s.Ended != endedTooLong {
		t.Errorf("ended %q", s.Ended)
	}
}

func TestRubbish(t *testing.T) {
	for name, rubbish := range map[string]string{
		"HTTP":      "GET / HTTP/1.1\r\nHost: example.com\r\n" + strings.Repeat("X-Header: 1\r\n", 30),
		"binary":    strings.Repeat("\x00\x01\x02\n", 50),
		"high":      strings.Repeat("\xff\xfe\n", 50),
		"long line": strings.Repeat("a", 3<<20),
		"commands":  strings.Repeat("NOOP\r\n", 1001),
	} {
		t.Run(name, func(t *testing.T) {
			tr := start(t, nil)
			p := dial(t, tr.Addr())
			go io.Copy(io.Discard, p.Conn)
			io.WriteString(p, rubbish)
			s := tr.one()
			if s.taught() || s.Implicit || s.STARTTLS {
				t.Errorf("rubbish taught something: %+v", s)
			}
			if s.Ended == endedQuit || s.Ended == endedSilent {
				t.Errorf("ended %q", s.Ended)
			}
		})
	}
}

// What a peer says is shown clean and short.
func TestNamesAreCleaned(t *testing.T) {
	tr := start(t, nil)
	p := dial(t, tr.Addr())
	p.expect("220", "")
	p.expect("250", "EHLO \x1b[31mcopier\u202e")
	p.expect("250", "MAIL FROM:<\x1b]0;x\x07@contoso.com>")
	p.expect("250", "RCPT TO:<"+strings.Repeat("r", 1500)+"@contoso.com>")
	p.expect("354", "DATA")
	p.expect("250", "From: \x1b[2J"+strings.Repeat("f", 5000)+"\r\n\r\n.")
	p.expect("221", "QUIT")
	s := tr.one()
	for _, text := range []string{s.Helo, s.MailFrom, s.RcptTo[0], s.FromHeader} {
		if strings.ContainsAny(text, "\x1b\x07\u202e") || len(text) > 4*maxText {
			t.Errorf("%q is not fit to be shown", text)
		}
	}
}

// heapGrowth returns how far the heap grew above its size at the start, while do ran.
func heapGrowth(do func()) uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, peak := m.HeapInuse+m.StackInuse, uint64(0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse+m.StackInuse)
			select {
			case <-stop:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return peak - min(peak, before)
}

const memoryLimit = 100 << 20

func TestAGigabyteOfData(t *testing.T) {
	size := int64(1 << 30)
	if testing.Short() {
		size = 64 << 20
	}
	// A busy computer needs minutes for it, so nothing here ends by a clock.
	tr := start(t, func(c *Config) { c.limits.idle, c.limits.session = time.Hour, time.Hour })
	p := dial(t, tr.Addr())
	p.SetDeadline(time.Time{})
	p.expect("220", "")
	p.expect("250", "EHLO copier")
	p.expect("250", "MAIL FROM:<a@contoso.com>")
	p.expect("250", "RCPT TO:<a@contoso.com>")
	p.expect("354", "DATA")
	chunk := bytes.Repeat([]byte(strings.Repeat("x", 998)+"\r\n"), 1<<9) // lines as long as they may be: fewer of them
	var sent int64
	grown := heapGrowth(func() {
		for ; sent < size; sent += int64(len(chunk)) {
			if _, err := p.Write(chunk); err != nil {
				t.Fatal(err)
			}
		}
		p.expect("552", ".")
	})
	p.expect("221", "QUIT")
	s := tr.one()
	if s.Received || !s.TooLarge || s.Size != sent {
		t.Errorf("size %d, sent %d, received %v", s.Size, sent, s.Received)
	}
	if grown > memoryLimit {
		t.Errorf("memory grew by %d MB", grown>>20)
	}
}

// A thousand silent connections do not keep the device out.
func TestAThousandConnectionsAtOnce(t *testing.T) {
	var mu sync.Mutex
	crowded := 0
	tr := start(t, func(c *Config) {
		c.Events = func(e Event) {
			if e.Text == eventCrowded {
				mu.Lock()
				crowded++
				mu.Unlock()
			}
		}
	})
	grown := heapGrowth(func() {
		for range 1000 {
			c, err := net.Dial("tcp", tr.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
		}
		p := dial(t, tr.Addr())
		p.expect("220", "")
		p.expect("250", "EHLO copier")
		p.deliver("scanner@contoso.com", "a@contoso.com", scan)
	})
	tr.end()
	r := <-tr.done
	if r.Answers.Sender != "scanner@contoso.com" {
		t.Errorf("the device was not heard: %+v", r.Answers)
	}
	if want := 1001 - defaultLimits.connections; r.Refused < want/2 || r.Refused > want {
		t.Errorf("%d connections refused, want about %d", r.Refused, want)
	}
	if crowded != 1 {
		t.Errorf("it was said %d times that there are too many", crowded)
	}
	if grown > memoryLimit {
		t.Errorf("memory grew by %d MB", grown>>20)
	}
}

// Those that have spoken are not thrown out: a further one is asked to come again.
func TestBusyConnectionsStay(t *testing.T) {
	tr := start(t, func(c *Config) { c.limits.connections = 2 })
	first, second := dial(t, tr.Addr()), dial(t, tr.Addr())
	for _, p := range []*peer{first, second} {
		p.expect("220", "")
		p.expect("250", "EHLO copier")
	}
	dial(t, tr.Addr()).expect("421", "")
	first.expect("221", "QUIT")
	second.expect("221", "QUIT")
	if r := tr.report(2); r.Refused != 1 {
		t.Errorf("%d refused", r.Refused)
	}
}

// A flood of connections that teach nothing leaves room in the report for the device.
func TestFullJournal(t *testing.T) {
	j := journal{limit: 3}
	for range 10 {
		j.add(newSession())
	}
	device := newSession()
	device.Helo = "copier"
	j.add(device)
	j.add(newSession())
	if last := j.sessions[2]; len(j.sessions) != 3 || last.Helo != "copier" || j.notKept != 9 {
		t.Errorf("%d kept, %d not kept, last %+v", len(j.sessions), j.notKept, last)
	}
}

// FuzzSession states that whatever a peer says, the session ends, keeps bounded text, and never delivers.
func FuzzSession(f *testing.F) {
	f.Add("EHLO a\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<a@b.c>\r\nDATA\r\nFrom: a\r\n b\r\n\r\nx\r\n.\r\nQUIT\r\n")
	f.Add("AUTH PLAIN AGEAYg==\r\nAUTH LOGIN\r\nYQ==\r\nYg==\r\nAUTH XOAUTH2\r\n*\r\n")
	f.Add("STARTTLS\r\n" + string(rawHello(0x0303, rsaSuites)))
	f.Add("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00")
	f.Add("MAIL FROM:\r\nDATA\r\n.\r\nMAIL FROM:<> SIZE=-1\r\nRCPT TO: x\r\nDATA\r\n\n.\n")
	f.Fuzz(func(t *testing.T, input string) {
		d, _ := offline(input)
		d.session.Ended = d.run(time.Second)
		d.finish()
		s := d.server.journal.sessions[0]
		if s.Ended == "" {
			t.Error("ended without a reason")
		}
		if len(s.Auth) > maxAuth || len(s.Earlier) > maxEarlier || len(s.RcptTo) > maxKeptRcpt || s.Size > int64(len(input)) && !s.TooLarge {
			t.Errorf("%+v is more than allowed", s)
		}
		learn(d.server.journal.sessions)
	})
}
