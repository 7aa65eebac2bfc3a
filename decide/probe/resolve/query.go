package resolve

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"io"

	"github.com/miekg/dns"

	"sendpath/decide/evidence"
)

const (
	// ednsSize is the largest answer we ask for over UDP: it passes every path unfragmented
	// (DNS flag day 2020, https://www.dnsflagday.net/2020/).
	ednsSize = 1232
	// maxAliases is how many CNAME records a name may stand behind. RFC 1034, section 3.6.2, asks for a
	// bound and names none; resolvers use 8 to 16.
	maxAliases   = 8
	headerSize   = 12  // RFC 1035, section 4.1.1
	maxName      = 255 // section 3.1
	typeAndClass = 4   // section 4.1.2
	optSize      = 11  // an OPT record without options: RFC 6891, section 6.1.2
)

var wireTypes = map[evidence.Type]uint16{
	evidence.A:     dns.TypeA,
	evidence.AAAA:  dns.TypeAAAA,
	evidence.CNAME: dns.TypeCNAME,
	evidence.MX:    dns.TypeMX,
	evidence.NS:    dns.TypeNS,
	evidence.PTR:   dns.TypePTR,
	evidence.TXT:   dns.TypeTXT,
	evidence.TLSA:  dns.TypeTLSA,
}

// A state is where a query stands.
type state int

const (
	waiting   state = iota // no answer that counts
	again                  // to be sent again at once: to the alias's target, or without EDNS
	truncated              // the answer did not fit into a datagram
	failed                 // an error came back: worth another resolver
	settled
)

// A query is a question on its way.
type query struct {
	question evidence.Question
	answer   evidence.Answer
	state    state

	kind    uint16
	name    string // asked for now: the question's name, later where its aliases lead
	aliases int    // followed so far
	plain   bool   // without EDNS, for a resolver that does not know it (RFC 6891, section 7)
	wire    []byte // as sent; the question section ends at end
	end     int
	secure  bool // every message so far had the AD bit

	errors  int
	failure evidence.Outcome // the first error that came back, "" so far
	busy    bool             // the last try was refused, as by a resolver that has too much to do
}

func newQuery(q evidence.Question) query {
	return query{question: q, kind: wireTypes[q.Type], name: hostName(q.Name), secure: true}
}

// pack writes the message. It fails for what is no domain name or no known type.
func (q *query) pack() bool {
	if q.kind == dns.TypeNone {
		return false
	}
	const recursionDesired, authenticatedData = 1, 1 << 5 // the latter asks for AD: RFC 6840, section 5.7
	wire := make([]byte, headerSize+maxName+typeAndClass+optSize)
	wire[2], wire[3], wire[5] = recursionDesired, authenticatedData, 1 // one question
	end, err := dns.PackDomainName(fullName(q.name), wire, headerSize, nil, false)
	if err != nil {
		return false
	}
	binary.BigEndian.PutUint16(wire[end:], q.kind)
	binary.BigEndian.PutUint16(wire[end+2:], dns.ClassINET)
	q.end = end + typeAndClass
	q.wire = wire[:q.end]
	if !q.plain {
		wire[11] = 1 // one additional record: the root, OPT, the size for a class, nothing else
		q.wire = wire[:q.end+optSize]
		binary.BigEndian.PutUint16(wire[q.end+1:], dns.TypeOPT)
		binary.BigEndian.PutUint16(wire[q.end+3:], ednsSize)
	}
	return true
}

// send writes the query to w under a new id.
func (q *query) send(w io.Writer) error {
	q.state, q.busy = waiting, false
	rand.Read(q.wire[:2])
	_, err := w.Write(q.wire)
	return err
}

// isAnswer reports whether message answers what was sent: the id and the question (RFC 5452, section
// 9.1). The socket has seen to its source.
func (q *query) isAnswer(message []byte) bool {
	const response = 1 << 7
	return len(message) >= q.end &&
		bytes.Equal(message[:2], q.wire[:2]) &&
		message[2]&response != 0 &&
		bytes.Equal(message[4:6], q.wire[4:6]) && // one question
		equalFold(message[headerSize:q.end], q.wire[headerSize:q.end])
}

// equalFold compares question sections. The octets beside the name are no letters.
func equalFold(a, b []byte) bool {
	for i := range a {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func (q *query) settle(o evidence.Outcome) state {
	q.answer.Outcome = o
	q.answer.Authentic = q.answer.Known() && q.secure
	q.state = settled
	return settled
}

// fail notes an error answer. patience is how many of them settle the question.
func (q *query) fail(o evidence.Outcome, patience int) state {
	q.state = failed
	if q.failure == "" {
		q.failure = o
	}
	if q.errors++; q.errors >= patience {
		return q.settle(q.failure)
	}
	return failed
}

// giveUp settles what no try has settled.
func (q *query) giveUp() {
	if q.failure == "" {
		q.failure = evidence.Timeout
	}
	q.settle(q.failure)
}
