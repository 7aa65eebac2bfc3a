package probetest

import (
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// maxChain is how far the server follows CNAME records by itself.
const maxChain = 12

type zone struct {
	records map[string][]dns.RR // by owner, in lower case
	exists  map[string]bool     // owners and the names above them
	faults  map[string][]fault
}

func parse(t testing.TB, text string) zone {
	t.Helper()
	z := zone{map[string][]dns.RR{}, map[string]bool{}, map[string][]fault{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if words, isFault := strings.CutPrefix(line, "!"); isFault {
			name, f := parseFault(t, words)
			z.faults[name] = append(z.faults[name], f)
			continue
		}
		rr, err := dns.NewRR(line)
		if err != nil || rr == nil {
			t.Fatalf("zone line %q: %v", line, err)
		}
		z.add(rr)
	}
	return z
}

func (z zone) add(rr dns.RR) {
	name := strings.ToLower(rr.Header().Name)
	z.records[name] = append(z.records[name], rr)
	for off, end := 0, false; !end; off, end = dns.NextLabel(name, off) {
		z.exists[name[off:]] = true
	}
}

// faultsOf returns the faults for a name and those for every name.
func (z zone) faultsOf(name string) []fault {
	return append(z.faults[strings.ToLower(name)], z.faults["*"]...)
}

// answer fills m with what the zone has for its question.
func (z zone) answer(m *dns.Msg, chase bool) {
	q := m.Question[0]
	name := strings.ToLower(q.Name)
	for range maxChain {
		alias := ""
		for _, rr := range z.records[name] {
			if rr.Header().Rrtype == q.Qtype {
				m.Answer = append(m.Answer, rr)
			} else if c, ok := rr.(*dns.CNAME); ok {
				m.Answer = append(m.Answer, c)
				alias = strings.ToLower(c.Target)
			}
		}
		if alias == "" || !chase {
			break
		}
		name = alias
	}
	if !z.exists[name] {
		m.Rcode = dns.RcodeNameError
	}
}
