package diagnose

import "strings"

// cleanLines removes from the start of each line what quoting, logs and transcripts put there, and joins
// the lines of one multi-line reply, so that words wrapped over lines can be read on.
func cleanLines(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	last := "" // the code of the multi-line reply that goes on, "" when none does
	for line := range strings.SplitSeq(s, "\n") {
		line = stripPrefix(line)
		if line == "" {
			continue
		}
		line, last = continuation(line, last)
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}

const maxPrefixes = 8 // a line can be quoted, stamped and marked; more is no log

func stripPrefix(line string) string {
	for range maxPrefixes {
		line = strings.TrimSpace(line)
		n := prefixLength(line)
		if n == 0 {
			break
		}
		line = line[n:]
	}
	return strings.TrimSpace(line)
}

// prefixLength is the length of the mark at the start of the line, 0 when there is none.
func prefixLength(line string) int {
	if line == "" {
		return 0
	}
	if line[0] == '>' || line[0] == '|' {
		return 1
	}
	if n := arrowLength(line); n > 0 {
		return n
	}
	if n := speakerLength(line); n > 0 {
		return n
	}
	if line[0] == '[' {
		return bracketLength(line)
	}
	if n := wordLength(line); n < len(line) && isTimestamp(line[:n]) {
		return n
	}
	return syslogLength(line)
}

// arrowLength covers "<-", "->", "<~*", "***" and the like, when a blank follows.
func arrowLength(line string) int {
	n := 0
	for n < len(line) && strings.IndexByte("<>-~*=", line[n]) >= 0 {
		n++
	}
	if n > 0 && n < 5 && n < len(line) && line[n] == ' ' {
		return n
	}
	return 0
}

var speakers = []string{"server -> client:", "client -> server:", "smtp <-", "smtp ->", "smtp <<", "smtp >>", "server:", "client:", "s:", "c:", "recv:", "send:", "reply:", "in:", "out:", "response:", "debug:", "info:", "b'", "b\""}

func speakerLength(line string) int {
	head := strings.ToLower(line[:min(len(line), 20)])
	for _, s := range speakers {
		if strings.HasPrefix(head, s) {
			return len(s)
		}
	}
	return 0
}

// bracketLength covers "[2026-01-01 12:00:00]" and "[12:00]"; an address in brackets is text.
func bracketLength(line string) int {
	end := strings.IndexByte(line[:min(len(line), 48)], ']')
	if end < 0 || !strings.Contains(line[:end], ":") || !strings.ContainsAny(line[:end], "0123456789") || strings.Contains(line[:end], "::") {
		return 0
	}
	return end + 1
}

// isTimestamp covers dates and times in digits. A reply code with its enhanced code has one hyphen and no colon.
func isTimestamp(word string) bool {
	if word[0] < '0' || word[0] > '9' {
		return false
	}
	var colons, hyphens, slashes int
	for i := range len(word) {
		switch c := word[i]; {
		case c == ':':
			colons++
		case c == '-':
			hyphens++
		case c == '/':
			slashes++
		case isDigit(c), c == '.', c == ',', c == 'T', c == 'Z', c == '+':
		default:
			return false
		}
	}
	return colons > 0 || hyphens == 2 || slashes == 2
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec "

// syslogLength covers "Jan  2 12:00:00 host program[123]:" (RFC 3164, section 4.1).
func syslogLength(line string) int {
	if len(line) < 16 || line[3] != ' ' || !strings.Contains(months, strings.ToLower(line[:4])) || line[9] != ':' || line[12] != ':' {
		return 0
	}
	rest := line[15:]
	for i, word := range strings.SplitN(rest, " ", 5) {
		if i > 0 && i < 4 && strings.HasSuffix(word, ":") {
			return 15 + strings.Index(rest, word) + len(word)
		}
	}
	return 15
}

// continuation drops the code that every line of a multi-line reply repeats (RFC 5321, section 4.2.1).
func continuation(line, last string) (rest, next string) {
	if len(line) < 4 || !isReplyToken(line[:3]) || line[3] != ' ' && line[3] != '-' {
		return line, ""
	}
	code := line[:3]
	if line[3] == '-' {
		next = code
	}
	if code != last {
		return line, next
	}
	rest = line[4:]
	if n := enhancedLength(rest); n > 0 {
		rest = strings.TrimLeft(rest[n:], " ")
	}
	return rest, next
}

// enhancedLength is the length of an enhanced status code (RFC 3463) at the start of s, 0 when there is none.
func enhancedLength(s string) int {
	if len(s) < 5 || s[0] != '2' && s[0] != '4' && s[0] != '5' || s[1] != '.' {
		return 0
	}
	i := 2
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == 2 || i >= len(s) || s[i] != '.' {
		return 0
	}
	start := i + 1
	i = start
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == start {
		return 0
	}
	return i
}
