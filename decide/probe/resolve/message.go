package resolve

import (
	"encoding/binary"

	"github.com/miekg/dns"
)

// A message is what counts in a response (RFC 1035, section 4.1).
type message struct {
	rcode         int  // with the upper bits from the OPT record (RFC 6891, section 6.1.3)
	authoritative bool // AA
	recursive     bool // RA
	authentic     bool // AD
	answer        []dns.RR
	authority     []dns.RR
}

// The flags of a response, in the third and fourth octet of its header.
const (
	flagAA = 1 << 2
	flagTC = 1 << 1
	flagRA = 1 << 7
	flagAD = 1 << 5
)

// readMessage reads the records of a response behind its question section, which ends at off. It fails where
// a record is malformed, or the header promises more answers than there are; what it promises of other
// records may lie.
func readMessage(octets []byte, off int) (m message, ok bool) {
	m = message{rcode: int(octets[3] & 0xf), authoritative: octets[2]&flagAA != 0, recursive: octets[3]&flagRA != 0, authentic: octets[3]&flagAD != 0}
	answers, authorities, others := binary.BigEndian.Uint16(octets[6:]), binary.BigEndian.Uint16(octets[8:]), binary.BigEndian.Uint16(octets[10:])
	if m.answer, off, ok = readRecords(octets, off, answers); !ok || len(m.answer) != int(answers) {
		return m, false
	}
	if m.authority, off, ok = readRecords(octets, off, authorities); !ok {
		return m, false
	}
	for ; others > 0 && off < len(octets); others-- {
		next, extended, err := skipRecord(octets, off)
		if err != nil || next > len(octets) {
			return m, false
		}
		if extended >= 0 {
			m.rcode = m.rcode&0xf | extended
		}
		off = next
	}
	return m, true
}

// readRecords reads up to count records. The count is the sender's: no room is made for it beforehand.
func readRecords(octets []byte, off int, count uint16) (records []dns.RR, end int, ok bool) {
	for range count {
		if off == len(octets) {
			break
		}
		rr, next, err := dns.UnpackRR(octets, off)
		if err != nil {
			return nil, off, false
		}
		records, off = append(records, rr), next
	}
	return records, off, true
}

// skipRecord returns where a record ends, and of an OPT record the upper bits of the RCODE, else -1.
func skipRecord(octets []byte, off int) (end, extended int, err error) {
	if isOPT(octets[off:]) {
		return off + optSize + int(binary.BigEndian.Uint16(octets[off+optSize-2:])), int(octets[off+5]) << 4, nil
	}
	rr, end, err := dns.UnpackRR(octets, off)
	if opt, ok := rr.(*dns.OPT); ok && err == nil { // whose name is a pointer to the root
		return end, opt.ExtendedRcode(), nil
	}
	return end, -1, err
}

// isOPT reports an OPT record: of the root, which is one octet, then the type.
func isOPT(record []byte) bool {
	return len(record) >= optSize && record[0] == 0 && binary.BigEndian.Uint16(record[1:]) == dns.TypeOPT
}
