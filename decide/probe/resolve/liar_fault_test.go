package resolve

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"sendpath/decide/evidence"
)

// A lie makes of a query what comes back over UDP; over TCP it says what is written to the stream.
type lie struct {
	datagrams func(query *dns.Msg) [][]byte
	stream    func(w io.Writer, query *dns.Msg, ended <-chan struct{})
}

// liar is a resolver of one lie.
func liar(t *testing.T, l lie) netip.AddrPort {
	t.Helper()
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { packets.Close() })
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, from, err := packets.ReadFrom(buffer)
			if err != nil {
				return
			}
			var query dns.Msg
			if query.Unpack(buffer[:n]) == nil {
				for _, d := range l.datagrams(&query) {
					packets.WriteTo(d, from)
				}
			}
		}
	}()
	if l.stream != nil {
		listenTCP(t, packets.LocalAddr().String(), l)
	}
	return packets.LocalAddr().(*net.UDPAddr).AddrPort()
}

func listenTCP(t *testing.T, address string, l lie) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("the port is taken: %v", err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended); listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				message, err := (&dns.Conn{Conn: conn}).ReadMsg()
				if err == nil {
					l.stream(conn, message, ended)
				}
			}()
		}
	}()
}

// reply is an honest answer that edit makes a lie.
func reply(edit func(m *dns.Msg)) func(*dns.Msg) [][]byte {
	return func(query *dns.Msg) [][]byte {
		m := new(dns.Msg).SetReply(query)
		m.RecursionAvailable = true
		edit(m)
		wire, err := m.Pack()
		if err != nil {
			panic(err)
		}
		return [][]byte{wire}
	}
}

// records are resource records as in a zone file.
func records(lines ...string) func(*dns.Msg) {
	return func(m *dns.Msg) {
		for _, line := range lines {
			rr, err := dns.NewRR(line)
			if err != nil {
				panic(err)
			}
			m.Answer = append(m.Answer, rr)
		}
	}
}

// with is an answer with octets behind its question.
func with(records uint16, octets string) func(*dns.Msg) [][]byte {
	return func(query *dns.Msg) [][]byte {
		wire := reply(func(*dns.Msg) {})(query)[0]
		binary.BigEndian.PutUint16(wire[6:], records)
		return [][]byte{append(wire, octets...)}
	}
}

func both(first, second func(*dns.Msg)) func(*dns.Msg) {
	return func(m *dns.Msg) { first(m); second(m) }
}

func nameError(m *dns.Msg) { m.Rcode = dns.RcodeNameError }

// many answers the same a thousand times.
func many(one func(*dns.Msg) [][]byte) func(*dns.Msg) [][]byte {
	return func(query *dns.Msg) [][]byte { return slices.Repeat(one(query), 1000) }
}

var truncatedReply = reply(func(m *dns.Msg) { m.Truncated = true })

const txt = "example.com. 60 IN TXT \"v=spf1 +all\""

// Whatever a resolver says that is no answer, nothing is learnt from it: neither a record, nor that there
// is none, nor that the name does not exist.
func TestALyingResolverTellsNothing(t *testing.T) {
	for name, l := range map[string]lie{
		"another name":             {datagrams: reply(records("other.example.com. 60 IN TXT \"v=spf1 +all\""))},
		"a name below":             {datagrams: reply(records("www.example.com. 60 IN TXT \"v=spf1 +all\""))},
		"another type":             {datagrams: reply(records("example.com. 60 IN A 192.0.2.1", "example.com. 60 IN MX 0 ."))},
		"another class":            {datagrams: reply(records("example.com. 60 CH TXT \"v=spf1 +all\""))},
		"no such name, but here":   {datagrams: reply(both(records(txt), nameError))},
		"no such name, but others": {datagrams: reply(both(records("other.example.com. 60 IN A 192.0.2.1"), nameError))},
		"an alias of another name": {datagrams: reply(records("other.example.com. 60 IN CNAME example.net.", "example.net. 60 IN TXT \"v=spf1 +all\""))},
		"an alias of itself":       {datagrams: reply(records("example.com. 60 IN CNAME example.com."))},
		"a loop of two":            {datagrams: reply(records("example.com. 60 IN CNAME a.example.com.", "a.example.com. 60 IN CNAME example.com."))},
		"an endless chain":         {datagrams: endlessChain},
		"a record without data":    {datagrams: with(1, "\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x00")},
		"a compression loop":       {datagrams: with(1, "\xc0\x1d\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x01\x00")},
		"pointers to each other":   {datagrams: with(2, "\xc0\x2b\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x00\xc0\x1d\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x00")},
		"a pointer forward":        {datagrams: with(1, "\xff\xff\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x01\x00")},
		"a text that runs out":     {datagrams: with(1, "\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x04\xffabc")},
		"a count of records":       {datagrams: with(0xffff, "")},
		"a query sent back":        {datagrams: func(query *dns.Msg) [][]byte { wire, _ := query.Pack(); return [][]byte{wire} }},
		"another id":               {datagrams: reply(both(records(txt), func(m *dns.Msg) { m.Id++ }))},
		"another question":         {datagrams: reply(both(records(txt), func(m *dns.Msg) { m.Question[0].Qtype = dns.TypeA }))},
		"no question":              {datagrams: reply(both(records(txt), func(m *dns.Msg) { m.Question = nil }))},
		"a thousand of those":      {datagrams: many(reply(both(records(txt), func(m *dns.Msg) { m.Id++ })))},
		"oversized": {datagrams: func(query *dns.Msg) [][]byte {
			return [][]byte{append(with(1, "\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\xff\xff")(query)[0], strings.Repeat("\xffx", 15_000)...)}
		}},
		"headers only":           {datagrams: func(query *dns.Msg) [][]byte { return [][]byte{with(0, "")(query)[0][:headerSize]} }},
		"nothing":                {datagrams: func(*dns.Msg) [][]byte { return [][]byte{nil} }},
		"a code nobody has":      {datagrams: reply(both(records(txt), func(m *dns.Msg) { m.Rcode = 11 }))},
		"truncated, no TCP":      {datagrams: truncatedReply},
		"truncated, hung up":     {datagrams: truncatedReply, stream: func(io.Writer, *dns.Msg, <-chan struct{}) {}},
		"truncated, then silent": {datagrams: truncatedReply, stream: func(_ io.Writer, _ *dns.Msg, ended <-chan struct{}) { <-ended }},
		"truncated, then less":   {datagrams: truncatedReply, stream: func(w io.Writer, _ *dns.Msg, _ <-chan struct{}) { io.WriteString(w, "\xff\xffhalf") }},
		"truncated, then zeros":  {datagrams: truncatedReply, stream: func(w io.Writer, _ *dns.Msg, _ <-chan struct{}) { w.Write(make([]byte, 1<<20)) }},
		"truncated, then a flood": {datagrams: truncatedReply, stream: func(w io.Writer, _ *dns.Msg, _ <-chan struct{}) {
			for rest := []byte(strings.Repeat("\xff", 1<<16)); ; {
				if _, err := w.Write(rest); err != nil {
					return
				}
			}
		}},
		"truncated, then drip":    {datagrams: truncatedReply, stream: drip},
		"truncated, then a lie":   {datagrams: truncatedReply, stream: tcpReply(records("other.example.com. 60 IN TXT \"v=spf1 +all\""))},
		"truncated, another id":   {datagrams: truncatedReply, stream: tcpReply(both(records(txt), func(m *dns.Msg) { m.Id++ }))},
		"truncated over TCP, too": {datagrams: truncatedReply, stream: tcpReply(func(m *dns.Msg) { m.Truncated = true })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clientOf(t, liar(t, l))
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			q := evidence.Ask(evidence.TXT, "example.com")
			a := c.Ask(ctx, []evidence.Question{q})[q]
			if a.Known() || len(a.Records) > 0 || ctx.Err() != nil {
				t.Errorf("it is taken for %s %q (%v)", a.Outcome, a.Records, ctx.Err())
			}
		})
	}
}

// endlessChain answers each name with an alias of a new one.
func endlessChain(query *dns.Msg) [][]byte {
	name := query.Question[0].Name
	return reply(records(name + " 60 IN CNAME x." + name))(query)
}

func tcpReply(edit func(*dns.Msg)) func(io.Writer, *dns.Msg, <-chan struct{}) {
	return func(w io.Writer, query *dns.Msg, _ <-chan struct{}) {
		wire := reply(edit)(query)[0]
		w.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(wire))), wire...))
	}
}

// drip sends the truth, too slowly.
func drip(w io.Writer, query *dns.Msg, ended <-chan struct{}) {
	wire := reply(records(txt))(query)[0]
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for _, octet := range append(binary.BigEndian.AppendUint16(nil, uint16(len(wire))), wire...) {
		if _, err := w.Write([]byte{octet}); err != nil {
			return
		}
		select {
		case <-tick.C:
		case <-ended:
			return
		}
	}
}

// A liar among the resolvers costs a try, not the answer.
func TestAnHonestResolverIsHeard(t *testing.T) {
	honest := liar(t, lie{datagrams: reply(records(txt))})
	for name, l := range map[string]lie{
		"another name":  {datagrams: reply(records("other.example.com. 60 IN TXT \"v=spf1 -all\""))},
		"contradiction": {datagrams: reply(both(records("example.com. 60 IN TXT \"v=spf1 -all\""), nameError))},
		"loop":          {datagrams: with(1, "\xc0\x1d\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x01\x00")},
		"flood":         {datagrams: many(reply(func(m *dns.Msg) { m.Id++ }))},
	} {
		a := ask(t, clientOf(t, liar(t, l), honest), "txt example.com")
		if a.Outcome != evidence.Found || !slices.Equal(a.Records, []string{"v=spf1 +all"}) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}
