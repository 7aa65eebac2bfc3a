package decide

import (
	"strings"

	"sendpath/decide/evidence"
)

// A DMARC is what the domain asks receivers to do with mail that fails DMARC (RFC 9989).
type DMARC struct {
	Known  bool   // DNS answered
	Name   string // where the record stands, "" without one
	Policy string // none, quarantine or reject; "" without a record
	Record string
}

// Enforces reports a policy that has failing mail quarantined or refused.
func (d DMARC) Enforces() bool { return d.Policy == "quarantine" || d.Policy == "reject" }

// maxTreeWalk is how many names the walk from a domain towards the root looks at (RFC 9989, section 4.10).
const maxTreeWalk = 8

// readDMARC looks for the record of the domain, then of the domains above it.
func readDMARC(look *evidence.Look, domain string) DMARC {
	name := domain
	for range maxTreeWalk {
		answer, ok := look.Up(evidence.Ask(evidence.TXT, "_dmarc."+name))
		if !ok || !answer.Known() {
			return DMARC{}
		}
		if record, found := dmarcRecord(answer.Records); found {
			return DMARC{Known: true, Name: "_dmarc." + name, Policy: dmarcPolicy(record, name != domain), Record: record}
		}
		_, above, _ := strings.Cut(name, ".")
		if !strings.Contains(above, ".") {
			break
		}
		name = above
	}
	return DMARC{Known: true}
}

// dmarcRecord returns the one DMARC record in a TXT set; several count as none.
func dmarcRecord(records []string) (text string, found bool) {
	for _, record := range records {
		version, _, _ := strings.Cut(record, ";")
		key, value, _ := strings.Cut(version, "=")
		if strings.TrimSpace(key) != "v" || strings.TrimSpace(value) != "DMARC1" {
			continue
		}
		if found {
			return "", false
		}
		text, found = record, true
	}
	return text, found
}

// dmarcTag returns the value of a tag in lower case, "" where the record has none of the name. The first counts.
func dmarcTag(record, name string) string {
	for part := range strings.SplitSeq(record, ";") {
		key, value, _ := strings.Cut(part, "=")
		if strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.ToLower(strings.TrimSpace(value))
		}
	}
	return ""
}

// dmarcPolicy is the policy for the domain itself, or for a subdomain of the one with the record. A
// policy that nobody defined counts as none (RFC 9989, section 4.7).
func dmarcPolicy(record string, subdomain bool) string {
	policy := dmarcTag(record, "p")
	if sub := dmarcTag(record, "sp"); subdomain && sub != "" {
		policy = sub
	}
	if policy != "quarantine" && policy != "reject" {
		return "none"
	}
	return policy
}
