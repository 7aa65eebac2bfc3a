package spf

import "strings"

// Lengths of names (RFC 1035, section 2.3.4).
const (
	maxLabel = 63
	maxName  = 253 // without the root's dot
)

// queryable reports whether DNS can be asked about name: no empty or overlong label. Which octets a
// label holds does not matter. RFC 7208, section 4.8 leaves open what follows from other names; here
// they do not exist, and as nothing is asked they are no void lookup either.
func queryable(name string) bool {
	if name == "" || len(name) > maxName {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > maxLabel {
			return false
		}
	}
	return true
}

// hostName reports whether name is a domain that check_host starts with: labels of letters, digits,
// "-" and "_", more than one of them (RFC 7208, section 4.3).
func hostName(name string) bool {
	if !queryable(name) || !strings.Contains(name, ".") {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if !alpha(c) && !digit(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}
