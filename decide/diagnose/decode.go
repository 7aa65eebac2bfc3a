package diagnose

import (
	"html"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxInput bounds what is read, in bytes: more than any job log that a person pastes. Of a longer text
// the end is read, where the last session stands.
const maxInput = 4 << 20

// decode turns what was pasted into UTF-8 text without control characters and colours.
func decode(s string) string {
	if len(s) > maxInput {
		s = s[len(s)-maxInput:]
	}
	return stripControls(toUTF8(s))
}

// toUTF8 recognises UTF-16 by its mark or its many zero bytes; other bytes that are no UTF-8 are read as Latin-1.
func toUTF8(s string) string {
	switch {
	case strings.HasPrefix(s, "\xff\xfe"):
		return fromUTF16(s[2:], 0)
	case strings.HasPrefix(s, "\xfe\xff"):
		return fromUTF16(s[2:], 1)
	}
	s = strings.TrimPrefix(s, "\ufeff")
	even, odd := zeros(s)
	switch {
	case odd > len(s)/8 && odd > 4*even:
		return fromUTF16(s, 0)
	case even > len(s)/8 && even > 4*odd:
		return fromUTF16(s, 1)
	case utf8.ValidString(s):
		return s
	}
	return fromLatin1(s)
}

// zeros counts the zero bytes at even and odd places; text in UTF-16 has them all on one side.
func zeros(s string) (even, odd int) {
	for i := range len(s) {
		if s[i] == 0 {
			even += 1 - i&1
			odd += i & 1
		}
	}
	return even, odd
}

// fromUTF16 decodes with the high byte at place high (0: little endian has it second) of each pair.
func fromUTF16(s string, high int) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		lo, hi := s[i+high], s[i+1-high]
		units = append(units, uint16(hi)<<8|uint16(lo))
	}
	return string(utf16.Decode(units))
}

// fromLatin1 keeps what is valid UTF-8 and reads the other bytes one by one: logs mix both.
func fromLatin1(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size <= 1 {
			r, size = rune(s[i]), 1
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

// stripControls removes escape sequences and control characters, and makes every line end a LF.
func stripControls(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == 0x1b:
			i += escapeLength(s[i:])
			continue
		case c == '\r':
			if i+1 >= len(s) || s[i+1] != '\n' {
				b.WriteByte('\n')
			}
		case c == '\n':
			b.WriteByte('\n')
		case c == '\t', c == '\v', c == '\f':
			b.WriteByte(' ')
		case c >= ' ' && c != 0x7f:
			b.WriteByte(c)
		}
		i++
	}
	return b.String()
}

// escapeLength is the length of the escape sequence at the start of s (ECMA-48, section 5.4). None goes
// past its line: a broken one must not swallow what follows.
func escapeLength(s string) int {
	if len(s) < 2 || s[1] == '\n' || s[1] == '\r' {
		return 1
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
			if s[i] < 0x20 {
				return i
			}
		}
		return len(s)
	case '(', ')': // a character set: ASCII, British or line drawing, as terminals switch back with colours
		if len(s) > 2 && strings.IndexByte("0AB", s[2]) >= 0 {
			return 3
		}
	case ']', 'P', '^', '_', 'X':
		for i := 2; i < len(s); i++ {
			if s[i] == 0x07 {
				return i + 1
			}
			if s[i] == '\n' || s[i] == '\r' || s[i] == 0x1b {
				return i
			}
		}
		return len(s)
	}
	return 2
}

// unwrapTransport undoes what web pages, bounces and programs do to text: tags and entities,
// quoted-printable, and line ends written as \r\n.
func unwrapTransport(s string) string {
	if quotedPrintable(s) {
		s = decodeQP(s)
	}
	if strings.Contains(s, "</") || strings.Contains(s, "<br") || strings.Contains(s, "<BR") || strings.Contains(s, "&") {
		s = html.UnescapeString(stripTags(s))
	}
	if strings.Contains(s, `\n`) || strings.Contains(s, `\r`) {
		s = writtenLineEnds.Replace(s)
	}
	return stripControls(s)
}

var writtenLineEnds = strings.NewReplacer(`\r\n`, "\n", `\n`, "\n", `\r`, "\n")

func quotedPrintable(s string) bool {
	return strings.Contains(s, "quoted-printable") || strings.Contains(s, "Quoted-Printable") ||
		strings.Contains(s, "=\n") && (strings.Contains(s, "=3D") || strings.Contains(s, "=20"))
}

// decodeQP undoes RFC 2045, section 6.7; what is not of that form stays.
func decodeQP(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '=' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\n' {
			i++
			continue
		}
		if i+2 < len(s) {
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte('=')
	}
	return toUTF8(b.String())
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// tags are those that log pages and bounces use; true starts a new line. Others, such as <user@example.com>, are text.
var tags = map[string]bool{
	"br": true, "p": true, "div": true, "td": true, "th": true, "tr": true, "table": true, "tbody": true, "li": true, "ul": true, "ol": true,
	"pre": true, "html": true, "head": true, "body": true, "title": true, "h1": true, "h2": true, "h3": true, "h4": true, "blockquote": true,
	"span": false, "b": false, "i": false, "u": false, "a": false, "em": false, "strong": false, "code": false, "font": false, "tt": false, "wbr": false, "small": false,
}

const maxTag = 400 // bytes; a longer one is no tag

func stripTags(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		n, newLine := 0, false
		if s[i] == '<' {
			n, newLine = tagLength(s[i:min(len(s), i+maxTag)])
		}
		switch {
		case n == 0:
			b.WriteByte(s[i])
			i++
			continue
		case newLine:
			b.WriteByte('\n')
		}
		i += n
	}
	return b.String()
}

// tagLength is the length of the tag at the start of s, 0 when there is none.
func tagLength(s string) (n int, newLine bool) {
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	start := i
	for i < len(s) && i-start < 12 && isAlnum(s[i]) {
		i++
	}
	newLine, known := tags[strings.ToLower(s[start:i])]
	if !known || i >= len(s) || (s[i] != '>' && s[i] != ' ' && s[i] != '/') {
		return 0, false
	}
	end := strings.IndexByte(s[i:], '>')
	if end < 0 {
		return 0, false
	}
	return i + end + 1, newLine
}

func isAlnum(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
