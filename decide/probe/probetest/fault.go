package probetest

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// A Fault is what goes wrong with the answers for a name.
type Fault string

// The faults. Those with a number or a duration take it as a further word.
const (
	Silent        Fault = "silent"         // no answer
	SilentTCP     Fault = "silent-tcp"     // no answer over TCP
	Loss          Fault = "loss"           // one of N queries is not answered
	Delay         Fault = "delay"          // the answer comes after a duration
	ServFail      Fault = "servfail"       // RCODE 2
	ServFailOnce  Fault = "servfail-once"  // RCODE 2 to the first query for a question
	Refused       Fault = "refused"        // RCODE 5
	RefusedTwice  Fault = "refused-twice"  // RCODE 5 to the first two queries for a question
	NoEDNS        Fault = "no-edns"        // RCODE 1 to a query with EDNS
	Truncated     Fault = "truncated"      // TC over UDP, without records
	TruncatedTCP  Fault = "truncated-tcp"  // TC over TCP, too
	WrongID       Fault = "wrong-id"       // an answer to another id
	WrongQuestion Fault = "wrong-question" // an answer to the same id and another question
	ForgedFirst   Fault = "forged-first"   // wrong-id and wrong-question before the answer
	Garbage       Fault = "garbage"        // octets that are not DNS
	Malformed     Fault = "malformed"      // header and question, then octets that are not DNS
	Huge          Fault = "huge"           // N TXT records of 200 octets, at most 300
	Lazy          Fault = "lazy"           // of a CNAME chain only the first record
	Referral      Fault = "referral"       // no answer, but the name of a server to ask
	Authentic     Fault = "authentic"      // the AD bit
)

var faults = []Fault{
	Silent, SilentTCP, Loss, Delay, ServFail, ServFailOnce, Refused, RefusedTwice, NoEDNS, Truncated, TruncatedTCP,
	WrongID, WrongQuestion, ForgedFirst, Garbage, Malformed, Huge, Lazy, Referral, Authentic,
}

type fault struct {
	kind  Fault
	count int
	delay time.Duration
}

// parseFault reads "slow.example.com delay 20ms".
func parseFault(t testing.TB, line string) (name string, f fault) {
	t.Helper()
	words := append(strings.Fields(line), "", "")
	name, f.kind = strings.ToLower(words[0]), Fault(words[1])
	var err error
	switch f.kind {
	case Loss, Huge:
		f.count, err = strconv.Atoi(words[2])
	case Delay:
		f.delay, err = time.ParseDuration(words[2])
	}
	if err != nil || f.count > 300 || !slices.Contains(faults, f.kind) {
		t.Fatalf("zone line %q is not \"! NAME FAULT\" with a known fault", line)
	}
	if name != "*" {
		name = dns.Fqdn(name)
	}
	return name, f
}

// A reply is one answer on its way out, which faults change.
type reply struct {
	*dns.Msg
	query   *dns.Msg
	nth     int // how often the question has come, this time included
	tcp     bool
	chase   bool
	dropped bool
	raw     []byte // sent instead of the message
	forged  []*dns.Msg
	delay   time.Duration
}

// before applies a fault that comes before the zone is read.
func (r *reply) before(f fault) {
	switch f.kind {
	case Silent:
		r.dropped = true
	case SilentTCP:
		r.dropped = r.dropped || r.tcp
	case Delay:
		r.delay = f.delay
	case Lazy:
		r.chase = false
	case ForgedFirst:
		r.forged = append(r.forged, otherID(r.Msg), otherQuestion(r.Msg))
	}
}

// after applies a fault to the answer.
func (r *reply) after(f fault) {
	switch f.kind {
	case ServFail:
		r.fail(dns.RcodeServerFailure)
	case ServFailOnce:
		if r.nth == 1 {
			r.fail(dns.RcodeServerFailure)
		}
	case Refused:
		r.fail(dns.RcodeRefused)
	case RefusedTwice:
		if r.nth <= 2 {
			r.fail(dns.RcodeRefused)
		}
	case NoEDNS:
		if r.query.IsEdns0() != nil {
			r.fail(dns.RcodeFormatError)
		}
	case Truncated, TruncatedTCP:
		if !r.tcp || f.kind == TruncatedTCP {
			r.Truncated, r.Answer = true, nil
		}
	case WrongID:
		r.Msg = otherID(r.Msg)
	case WrongQuestion:
		r.Msg = otherQuestion(r.Msg)
	case Garbage:
		r.raw = []byte("not DNS at all, but long enough for a header\x00\xff")
	case Malformed:
		r.raw = malformed(r.Msg)
	case Huge:
		r.Rcode, r.Answer = dns.RcodeSuccess, huge(r.Question[0].Name, f.count)
	case Referral:
		r.Rcode, r.Answer, r.RecursionAvailable = dns.RcodeSuccess, nil, false
		r.Ns = []dns.RR{&dns.NS{Hdr: header(r.Question[0].Name, dns.TypeNS), Ns: "ns.example.net."}}
	case Authentic:
		r.AuthenticatedData = true
	}
}

func (r *reply) fail(rcode int) { r.Rcode, r.Answer = rcode, nil }

func otherID(m *dns.Msg) *dns.Msg {
	other := m.Copy()
	other.Id ^= 0xffff
	return other
}

func otherQuestion(m *dns.Msg) *dns.Msg {
	other := m.Copy()
	other.Question[0].Name = "other." + strings.TrimPrefix(m.Question[0].Name, ".")
	return other
}

// malformed keeps header and question of m and announces a record that is not there.
func malformed(m *dns.Msg) []byte {
	bare := m.Copy()
	bare.Answer, bare.Ns, bare.Extra = nil, nil, nil
	raw, err := bare.Pack()
	if err != nil {
		return nil
	}
	raw[7] = 1 // ANCOUNT
	return append(raw, 0xc0, 0xff, 0xff)
}

func huge(name string, count int) []dns.RR {
	records := make([]dns.RR, count)
	for i := range records {
		records[i] = &dns.TXT{Hdr: header(name, dns.TypeTXT), Txt: []string{strings.Repeat("x", 200)}}
	}
	return records
}

func header(name string, kind uint16) dns.RR_Header {
	return dns.RR_Header{Name: name, Rrtype: kind, Class: dns.ClassINET, Ttl: 60}
}
