package diagnose

import "strings"

// portIn finds which mail port the text speaks of: "25", "465", "587" or "" when none or several do.
func portIn(f flat) string {
	s, found := string(f.s), ""
	for _, port := range []string{"25", "465", "587"} {
		if !mentionsPort(s, port) {
			continue
		}
		if found != "" {
			return ""
		}
		found = port
	}
	return found
}

// mentionsPort looks for ":587", "port 587" and "port: 587".
func mentionsPort(s, port string) bool {
	for _, lead := range []string{":", "port", "port:"} {
		for i := 0; ; {
			n := strings.Index(s[i:], lead+port)
			if n < 0 {
				break
			}
			i += n + len(lead) + len(port)
			if (i == len(s) || !isDigit(s[i])) && !(lead == ":" && isTime(s[:i-len(lead)-len(port)])) {
				return true
			}
		}
	}
	return false
}

// isTime reports whether the colon after s follows an hour rather than a host or address.
func isTime(s string) bool {
	digits := len(s) - len(strings.TrimRight(s, "0123456789"))
	return digits > 0 && digits <= 2 && !strings.HasSuffix(s[:len(s)-digits], ".")
}
