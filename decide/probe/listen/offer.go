package listen

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
)

const (
	versionSSL2 = 0x0002
	versionSSL3 = 0x0300
)

// versionNames are the versions as the report spells them, in their order.
var versionNames = []struct {
	version uint16
	name    string
}{
	{versionSSL2, "ssl2"},
	{versionSSL3, "ssl3"},
	{tls.VersionTLS10, "1.0"},
	{tls.VersionTLS11, "1.1"},
	{tls.VersionTLS12, "1.2"},
	{tls.VersionTLS13, "1.3"},
}

// versionName returns "" for a version without a name, such as a draft's.
func versionName(v uint16) string {
	for _, n := range versionNames {
		if n.version == v {
			return n.name
		}
	}
	return ""
}

// versionNumber is the reverse of versionName; 0 is no version.
func versionNumber(name string) uint16 {
	for _, n := range versionNames {
		if n.name == name {
			return n.version
		}
	}
	return 0
}

// rank orders names of versions, oldest first; -1 is no version.
func rank(name string) int {
	for i, n := range versionNames {
		if n.name == name {
			return i
		}
	}
	return -1
}

// spell returns the version's name as people write it.
func spell(name string) string {
	switch name {
	case "ssl2":
		return "SSL 2.0"
	case "ssl3":
		return "SSL 3.0"
	}
	return "TLS " + name
}

func spellAll(names []string) string {
	spelled := make([]string, len(names))
	for i, name := range names {
		spelled[i] = spell(name)
	}
	return strings.Join(spelled, ", ")
}

// byRank sorts names of versions, oldest first, and drops what is there twice.
func byRank(names []string) []string {
	sorted := slices.SortedFunc(slices.Values(names), func(a, b string) int { return rank(a) - rank(b) })
	return slices.Compact(sorted)
}

// offered returns the names of the versions the hello announces, oldest first. Without supported_versions
// that is only its highest.
func (h clientHello) offered() []string {
	var names []string
	for _, v := range h.versions {
		if name := versionName(v); name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		// TLS 1.3 exists only in supported_versions: a legacy version above 1.2 means 1.2 (RFC 8446,
		// section 4.1.2).
		if name := versionName(min(h.legacy, tls.VersionTLS12)); name != "" {
			names = append(names, name)
		}
	}
	return byRank(names)
}

// onlyHighest reports whether the hello tells no version but its highest.
func (h clientHello) onlyHighest() bool { return len(h.versions) == 0 }

// suiteNames returns the names of the cipher suites offered, at most limit, in the device's order; what has
// no name is shown as a number.
func (h clientHello) suiteNames(limit int) []string {
	names := []string{}
	for _, id := range h.suites {
		if isSignal(id) {
			continue
		}
		if len(names) == limit {
			break
		}
		name, ok := suiteNames[id]
		if !ok {
			name = fmt.Sprintf("0x%04X", id)
		}
		names = append(names, name)
	}
	return names
}

// isSignal reports whether id is no suite but a signal: renegotiation (RFC 5746) or fallback (RFC 7507).
func isSignal(id uint16) bool { return id == 0x00ff || id == 0x5600 }

// rsaOnly reports whether every suite offered exchanges keys by RSA.
func (h clientHello) rsaOnly() bool {
	seen := false
	for _, id := range h.suites {
		if isSignal(id) {
			continue
		}
		if !strings.HasPrefix(suiteNames[id], "TLS_RSA_") {
			return false
		}
		seen = true
	}
	return seen
}

// ellipticCurves reports whether the device can exchange keys on elliptic curves: it offers such a suite, or
// TLS 1.3's, and names a curve. Without the extension any curve will do (RFC 8422, section 4).
func (h clientHello) ellipticCurves() bool {
	return slices.ContainsFunc(h.suites, onCurves) && (!h.hasGroups || slices.ContainsFunc(h.groups, isCurve))
}

func onCurves(id uint16) bool {
	name := suiteNames[id]
	return strings.HasPrefix(name, "TLS_ECDHE_") || id>>8 == 0x13
}

// isCurve tells curves and the hybrids with one from finite fields, 0x0100 to 0x01FF (RFC 7919, section 2).
func isCurve(group uint16) bool { return group>>8 != 1 }

// sha1Only reports whether the device takes only signatures with SHA-1 or MD5, which TLS 1.2 servers refuse
// more and more (RFC 9155).
func (h clientHello) sha1Only() bool {
	if len(h.signatures) == 0 {
		return false
	}
	return !slices.ContainsFunc(h.signatures, isModern[uint16])
}
