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

	octets      []byte
	authority   int // where the section begins
	authorities uint16
}

// The flags of a response, in the third and fourth octet of its header.
const (
	flagAA = 1 << 2
	flagTC = 1 << 1
	flagRA = 1 << 7
	flagAD = 1 << 5
)

// readMessage reads a response whose question section ends at off. It fails where a record of the answer is
// malformed or another one has no end, and where the header promises more answers than there are; what it
// promises of other records may lie.
func readMessage(octets []byte, off int) (m message, ok bool) {
	m = message{
		rcode: int(octets[3] & 0xf), authoritative: octets[2]&flagAA != 0, recursive: octets[3]&flagRA != 0, authentic: octets[3]&flagAD != 0,
		octets: octets, authorities: binary.BigEndian.Uint16(octets[8:]),
	}
	answers, others := binary.BigEndian.Uint16(octets[6:]), binary.BigEndian.Uint16(octets[10:])
	if m.answer, off, ok = readRecords(octets, off, answers); !ok || len(m.answer) != int(answers) {
		return m, false
	}
	m.authority = off
	for i := 0; i < int(m.authorities)+int(others) && off < len(octets); i++ {
		end, name, ok := skipRecord(octets, off)
		if !ok {
			return m, false
		}
		if header := octets[off+name:]; i >= int(m.authorities) && binary.BigEndian.Uint16(header) == dns.TypeOPT {
			m.rcode = m.rcode&0xf | int(header[4])<<4
		}
		off = end
	}
	return m, true
}

// nameServers reads the authority section.
func (m *message) nameServers() (records []dns.RR, ok bool) {
	records, _, ok = readRecords(m.octets, m.authority, m.authorities)
	return records, ok
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

// skipRecord returns where a record ends, and how long its name is. What the name points to is not looked at.
func skipRecord(octets []byte, off int) (end, name int, ok bool) {
	const label, pointer = 0x3f, 0xc0 // section 4.1.4
	end = off
	for end < len(octets) && octets[end] > 0 && octets[end] <= label {
		end += 1 + int(octets[end])
	}
	switch {
	case end >= len(octets):
		return 0, 0, false
	case octets[end] == 0:
		end++
	case octets[end] >= pointer:
		end += 2
	default:
		return 0, 0, false
	}
	name = end - off
	const fixed = 10 // type, class, TTL and the length of the data
	if end+fixed > len(octets) {
		return 0, 0, false
	}
	end += fixed + int(binary.BigEndian.Uint16(octets[end+fixed-2:]))
	return end, name, end <= len(octets)
}
