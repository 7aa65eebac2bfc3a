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
		if tags, record, found := dmarcRecord(answer.Records); found {
			return DMARC{Known: true, Name: "_dmarc." + name, Policy: dmarcPolicy(tags, name != domain), Record: record}
		}
		_, above, _ := strings.Cut(name, ".")
		if !strings.Contains(above, ".") {
			break
		}
		name = above
	}
	return DMARC{Known: true}
}

// dmarcRecord returns the tags of the one DMARC record in a TXT set; several count as none.
func dmarcRecord(records []string) (tags map[string]string, text string, found bool) {
	for _, record := range records {
		version, rest, _ := strings.Cut(record, ";")
		key, value, _ := strings.Cut(version, "=")
		if strings.TrimSpace(key) != "v" || strings.TrimSpace(value) != "DMARC1" {
			continue
		}
		if found {
			return nil, "", false
		}
		tags, text, found = dmarcTags(rest), record, true
	}
	return tags, text, found
}

func dmarcTags(text string) map[string]string {
	tags := map[string]string{}
	for _, part := range strings.Split(text, ";") {
		key, value, _ := strings.Cut(part, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		if _, twice := tags[key]; !twice {
			tags[key] = strings.ToLower(strings.TrimSpace(value))
		}
	}
	return tags
}

// dmarcPolicy is the policy for the domain itself, or for a subdomain of the one with the record. A
// policy that nobody defined counts as none (RFC 9989, section 4.7).
func dmarcPolicy(tags map[string]string, subdomain bool) string {
	policy := tags["p"]
	if sub := tags["sp"]; subdomain && sub != "" {
		policy = sub
	}
	if policy != "quarantine" && policy != "reject" {
		return "none"
	}
	return policy
}
