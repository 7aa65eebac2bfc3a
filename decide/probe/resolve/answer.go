package resolve

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"sendpath/decide/evidence"
)

// read takes in a message that answers q and returns where q stands now.
func (q *query) read(octets []byte, patience int) state {
	q.state = q.judge(octets, patience)
	return q.state
}

func (q *query) judge(octets []byte, patience int) state {
	if octets[2]&flagTC != 0 {
		return truncated
	}
	m, ok := readMessage(octets, q.end)
	if !ok {
		return q.fail(evidence.Unusable, patience)
	}
	switch m.rcode {
	case dns.RcodeSuccess, dns.RcodeNameError:
		return q.conclude(&m, patience)
	case dns.RcodeServerFailure:
		return q.fail(evidence.ServFail, patience)
	case dns.RcodeRefused:
		q.busy = true
		return q.fail(evidence.Refused, patience+1)
	case dns.RcodeFormatError, dns.RcodeNotImplemented, dns.RcodeBadVers:
		if !q.plain {
			q.plain = true
			q.pack()
			return again
		}
	}
	return q.fail(evidence.Refused, patience)
}

// conclude reads the answer section of a message without an error.
func (q *query) conclude(m *message, patience int) state {
	q.secure = q.secure && m.authentic
	records, followed := q.follow(m.answer)
	switch {
	case q.aliases > maxAliases:
		return q.settle(evidence.Unusable)
	case contradicts(m, records, followed):
		return q.fail(evidence.Unusable, patience)
	case m.rcode == dns.RcodeNameError: // of the last name in the chain: RFC 6604, section 3
		return q.settle(evidence.NoName)
	case len(records) > 0:
		q.answer.Records = records
		return q.settle(evidence.Found)
	case followed:
		if !q.pack() {
			return q.settle(evidence.Unusable)
		}
		return again
	}
	switch referral, ok := isReferral(m); {
	case !ok:
		return q.fail(evidence.Unusable, patience)
	case referral:
		return q.fail(evidence.Refused, patience)
	}
	return q.settle(evidence.NoData)
}

// follow goes along the aliases in the answer section and returns the records at their end. followed
// reports whether it went any way.
func (q *query) follow(answer []dns.RR) (records []string, followed bool) {
	for q.aliases <= maxAliases {
		target := ""
		for _, rr := range answer {
			header := rr.Header()
			if header.Class != dns.ClassINET || header.Rdlength == 0 || hostName(header.Name) != q.name {
				continue // a record without data is one only in updates (RFC 2136, section 2.4)
			}
			if header.Rrtype == q.kind {
				records = append(records, record(rr))
			} else if alias, ok := rr.(*dns.CNAME); ok {
				target = hostName(alias.Target)
			}
		}
		if len(records) > 0 || target == "" {
			break
		}
		followed = true
		q.aliases++
		q.name, q.answer.Alias = target, target
	}
	return records, followed
}

// contradicts reports a message that speaks against itself: records of a name that does not exist, or
// nothing but records of other names, types and classes than the one asked for. What somebody else's
// records would say is not known from it, and neither is that there are none.
func contradicts(m *message, records []string, followed bool) bool {
	if m.rcode == dns.RcodeNameError && len(records) > 0 {
		return true
	}
	return len(m.answer) > 0 && len(records) == 0 && !followed
}

// isReferral reports whether the server only names other servers to ask, as one that is authoritative
// for a parent zone does: that says nothing about the records.
func isReferral(m *message) (referral, ok bool) {
	if m.authoritative || m.recursive {
		return false, true
	}
	servers, ok := m.nameServers()
	for _, rr := range servers {
		switch rr.(type) {
		case *dns.SOA:
			return false, ok
		case *dns.NS:
			referral = true
		}
	}
	return referral, ok
}

// record returns rr in the form that evidence.Answer describes.
func record(rr dns.RR) string {
	switch rr := rr.(type) {
	case *dns.A:
		return address(rr.A.To4())
	case *dns.AAAA:
		return address(rr.AAAA)
	case *dns.CNAME:
		return hostName(rr.Target)
	case *dns.MX:
		return strconv.Itoa(int(rr.Preference)) + " " + hostName(rr.Mx)
	case *dns.NS:
		return hostName(rr.Ns)
	case *dns.PTR:
		return hostName(rr.Ptr)
	case *dns.TXT:
		return joined(rr.Txt)
	case *dns.TLSA:
		return fmt.Sprintf("%d %d %d %s", rr.Usage, rr.Selector, rr.MatchingType, strings.ToLower(rr.Certificate))
	}
	return ""
}

func address(ip net.IP) string {
	a, _ := netip.AddrFromSlice(ip)
	return a.String()
}

func joined(parts []string) string {
	var text strings.Builder
	for _, part := range parts {
		text.WriteString(octets(part))
	}
	return text.String()
}
