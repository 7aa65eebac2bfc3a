package resolve

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"sendpath/decide/evidence"
)

// Whatever a response holds, it is read as the library's Unpack reads it. Only what nobody looks at may be
// broken: the names and data of the records behind the answer.
func FuzzReadMessage(f *testing.F) {
	q := newQuery(evidence.Ask(evidence.MX, "contoso.com"))
	q.pack()
	for _, m := range []dns.Msg{
		{MsgHdr: dns.MsgHdr{Response: true, AuthenticatedData: true}, Answer: parsed(f, "contoso.com. MX 0 mx.example.", "contoso.com. MX 10 contoso.com.")},
		{MsgHdr: dns.MsgHdr{Response: true, Authoritative: true, Rcode: dns.RcodeNameError}, Ns: parsed(f, "com. SOA a. b. 1 2 3 4 5"), Extra: parsed(f, "a.com. A 192.0.2.1")},
		{MsgHdr: dns.MsgHdr{Response: true, RecursionAvailable: true, Rcode: dns.RcodeBadVers}},
	} {
		m.Question = []dns.Question{{Name: "contoso.com.", Qtype: dns.TypeMX, Qclass: dns.ClassINET}}
		m.SetEdns0(ednsSize, false)
		octets, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(octets[:headerSize], octets[q.end:])
		f.Add(octets[:headerSize], octets[q.end:len(octets)-3])
	}
	f.Fuzz(func(t *testing.T, header, rest []byte) {
		if len(header) != headerSize || binary.BigEndian.Uint16(header[4:]) != 1 {
			return
		}
		octets := append(append(header, q.wire[headerSize:q.end]...), rest...)
		got, ok := readMessage(octets, q.end)
		var want dns.Msg
		wantOK := want.Unpack(octets) == nil && len(want.Answer) == int(binary.BigEndian.Uint16(header[6:]))
		if !ok || !wantOK {
			if wantOK || ok && want.Unpack(answerOf(octets)) != nil {
				t.Errorf("read: %t, by the library: %t\n%x", ok, wantOK, octets)
			}
			return
		}
		authority, ok := got.nameServers()
		if !ok {
			t.Errorf("the authority section cannot be read: %x", octets)
		}
		if got.rcode != want.Rcode || got.authentic != want.AuthenticatedData || got.authoritative != want.Authoritative || got.recursive != want.RecursionAvailable {
			t.Errorf("%+v\n%v", got, want.MsgHdr)
		}
		for _, both := range [][2][]dns.RR{{got.answer, want.Answer}, {authority, want.Ns}} {
			if len(both[0]) != len(both[1]) {
				t.Fatalf("%v\n%v", both[0], both[1])
			}
			for i, rr := range both[0] {
				if rr.String() != both[1][i].String() {
					t.Errorf("%v\n%v", rr, both[1][i])
				}
			}
		}
	})
}

// answerOf is the message without the sections behind the answer.
func answerOf(octets []byte) []byte {
	header := append([]byte(nil), octets[:8]...)
	return append(append(header, 0, 0, 0, 0), octets[headerSize:]...)
}

func parsed(t testing.TB, texts ...string) (list []dns.RR) {
	t.Helper()
	for _, text := range texts {
		rr, err := dns.NewRR(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, rr)
	}
	return list
}

// A query is one question with RD and AD set, and what EDNS needs unless it is plain.
func TestAQueryIsWhatTheLibraryWouldPack(t *testing.T) {
	for _, name := range []string{"contoso.com", ".", `a\.b.example`, "caf\xe9.example"} {
		for _, plain := range []bool{false, true} {
			q := newQuery(evidence.Ask(evidence.TXT, name))
			q.plain = plain
			if !q.pack() {
				t.Fatalf("%q cannot be packed", name)
			}
			m := dns.Msg{
				MsgHdr:   dns.MsgHdr{RecursionDesired: true, AuthenticatedData: true},
				Question: []dns.Question{{Name: fullName(q.name), Qtype: dns.TypeTXT, Qclass: dns.ClassINET}},
			}
			if !plain {
				m.SetEdns0(ednsSize, false)
			}
			want, err := m.Pack()
			if err != nil || string(q.wire) != string(want) {
				t.Errorf("%q, plain %t: %x, want %x (%v)", name, plain, q.wire, want, err)
			}
		}
	}
	for _, q := range []evidence.Question{{Type: "spf", Name: "a.example"}, evidence.Ask(evidence.TXT, strings.Repeat("a", 64)+".example"), evidence.Ask(evidence.TXT, "a..b")} {
		if open := newQuery(q); open.pack() {
			t.Errorf("%v was packed", q)
		}
	}
}
