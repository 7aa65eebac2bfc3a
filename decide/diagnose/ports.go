package diagnose

import "strings"

// portIn finds which mail port the text speaks of: "25", "465", "587", or "" when none or several do.
func portIn(f flat) string {
	s, found := string(f.s), ""
	for _, port := range []string{"25", "465", "587"} {
		if !f.mentionsPort(s, port) {
			continue
		}
		if found != "" {
			return ""
		}
		found = port
	}
	return found
}

// mentionsPort looks for ":587", "port 587" and "port: 587"; s is the flat text.
func (f flat) mentionsPort(s, port string) bool {
	for _, lead := range []string{":", "port", "port:"} {
		for i := 0; ; {
			n := strings.Index(s[i:], lead+port)
			if n < 0 {
				break
			}
			start := i + n
			i = start + len(lead) + len(port)
			whole := i == len(s) || !isDigit(s[i]) || f.gapBefore(i) != noGap
			if whole && !(lead == ":" && isTime(s[:start])) {
				return true
			}
		}
	}
	return false
}

// isTime reports whether the colon after s follows an hour rather than a host or address.
func isTime(s string) bool {
	digits := 0
	for digits < len(s) && digits < 3 && isDigit(s[len(s)-1-digits]) {
		digits++
	}
	return digits > 0 && digits <= 2 && !strings.HasSuffix(s[:len(s)-digits], ".")
}
