package diagnose

import (
	"strings"

	"sendpath/decide/clean"
)

// A reply is a server's answer found in the text. enhanced is "" when it has none, code is 0 when only the
// enhanced code stands there. text is clean, without secrets, and cut to a line.
type reply struct {
	code     int
	enhanced string
	text     string
	server   Server

	start int // in the flat text
}

const (
	maxReplies = 500 // of the first sessions of a log; later ones repeat them
	maxReply   = 600 // bytes of a flat text that belong to one reply at most
	maxSeen    = 300 // runes of a reply that are shown
)

// findReplies finds what looks like an SMTP reply: an enhanced status code, or three digits at the start of a line.
func findReplies(f flat) []reply {
	var out []reply
	for i := 0; i < len(f.s) && len(out) < maxReplies; i++ {
		if !isDigit(f.s[i]) {
			continue
		}
		if enhanced, end := f.enhancedAt(i); enhanced != "" {
			code, start := f.codeBefore(i)
			out = appendReply(out, reply{code: code, enhanced: enhanced, start: start})
			i = end - 1
		} else if code := f.bareCodeAt(i); code != 0 {
			out = appendReply(out, reply{code: code, start: i})
		}
	}
	for i := range out {
		out[i].text = f.seen(out[i].start, out[i].start+1)
		out[i].server = replyServer(f, out, i)
	}
	return out
}

// appendReply replaces a bare code by the same code with its enhanced one.
func appendReply(out []reply, r reply) []reply {
	if n := len(out); n > 0 && out[n-1].start == r.start {
		out[n-1] = r
		return out
	}
	return append(out, r)
}

// enhancedAt reads an enhanced status code of class 4 or 5 (RFC 3463, section 2); addresses and versions are none.
func (f flat) enhancedAt(i int) (code string, end int) {
	if f.s[i] != '4' && f.s[i] != '5' || !f.codeCanStart(i) {
		return "", 0
	}
	subject, next := f.number(i+1, 1)
	detail, end := f.number(next, 3)
	if subject == "" || detail == "" || subject > "7" {
		return "", 0
	}
	if end+1 < len(f.s) && f.s[end] == '.' && isDigit(f.s[end+1]) && f.gapBefore(end+1) == noGap {
		return "", 0
	}
	return string(f.s[i]) + "." + subject + "." + detail, end
}

// codeCanStart reports whether a number can begin at i: not inside a longer one, unless that is a reply code.
func (f flat) codeCanStart(i int) bool {
	if i == 0 || f.gapBefore(i) == blankGap || !isDigit(f.s[i-1]) && f.s[i-1] != '.' {
		return true
	}
	code, _ := f.codeBefore(i)
	return code != 0
}

// number reads a full stop and up to limit digits; they end at a blank.
func (f flat) number(i, limit int) (digits string, end int) {
	if i >= len(f.s) || f.s[i] != '.' || f.gapBefore(i) == blankGap {
		return "", i
	}
	i++
	start := i
	for i < len(f.s) && i-start < limit && isDigit(f.s[i]) && f.gapBefore(i) != blankGap {
		i++
	}
	if i < len(f.s) && isDigit(f.s[i]) && f.gapBefore(i) == noGap {
		return "", i
	}
	return string(f.s[start:i]), i
}

// codeBefore reads the reply code that stands before an enhanced code; 0 and i when there is none.
func (f flat) codeBefore(i int) (code, start int) {
	j := i
	for j > 0 && (f.s[j-1] == '-' || f.s[j-1] == '#') {
		j--
	}
	if j < 3 || j == i && f.gapBefore(i) == noGap {
		return 0, i
	}
	code = f.threeDigits(j - 3)
	if code/100 != 4 && code/100 != 5 {
		return 0, i
	}
	return code, j - 3
}

func (f flat) threeDigits(i int) int {
	n := 0
	for _, c := range f.s[i : i+3] {
		if !isDigit(c) {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// bareCodeAt reads three digits at the start of a line that end there, or with a blank or hyphen after them.
func (f flat) bareCodeAt(i int) int {
	if i+4 > len(f.s) || i > 0 && f.gapBefore(i) == noGap || i > 0 && !strings.Contains(f.text[f.at[i-1]:f.at[i]], "\n") {
		return 0
	}
	code := f.threeDigits(i)
	if code < 200 || code > 559 || f.s[i+3] != '-' && f.gapBefore(i+3) == noGap {
		return 0
	}
	return code
}

// seen is the line from byte i on, fit to be shown; byte j-1 is in it.
func (f flat) seen(i, j int) string {
	line := strings.Join(strings.Fields(f.excerpt(i, j, 8*maxSeen)), " ")
	return clean.Line(maskEncoded(line), maxSeen)
}

// replyEnd is where the reply at place n of the list ends in the flat text.
func replyEnd(f flat, all []reply, n int) int {
	end := min(len(f.s), all[n].start+maxReply)
	if n+1 < len(all) {
		end = min(end, all[n+1].start)
	}
	return end
}
