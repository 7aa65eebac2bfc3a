package diagnose

import "strings"

// A flat text is the clean text without blanks, line ends and most marks, in lower case and ASCII only.
// Words that a console broke in the middle are whole in it, and broken accents do not matter.
type flat struct {
	text string  // what it was made from
	s    []byte  // what is matched against
	at   []int32 // where each byte of s stands in text
}

func flatten(text string) flat {
	f := flat{text: text, s: make([]byte, 0, len(text)), at: make([]int32, 0, len(text))}
	for i := range len(text) {
		if c := folded[text[i]]; c != 0 {
			f.s = append(f.s, c)
			f.at = append(f.at, int32(i))
		}
	}
	return f
}

// fold makes a pattern of the catalogue comparable with a flat text.
func fold(s string) string {
	return string(flatten(s).s)
}

// folded maps each byte to what a flat text holds for it; 0 is left out.
var folded = func() (t [256]byte) {
	for c := range t {
		b := byte(c)
		switch {
		case b >= 'A' && b <= 'Z':
			t[c] = b + 'a' - 'A'
		case b >= 'a' && b <= 'z', isDigit(b), strings.IndexByte(".:<>#/@-_[]", b) >= 0:
			t[c] = b
		}
	}
	return t
}()

// A gap is what was left out between two bytes of a flat text.
type gap int

const (
	noGap    gap = iota
	lineGap      // line ends only: perhaps a wrapped word
	blankGap     // a blank or mark: two words
)

// gapBefore tells what stood between the bytes i-1 and i.
func (f flat) gapBefore(i int) gap {
	if i <= 0 || i >= len(f.s) {
		return blankGap
	}
	between := f.text[f.at[i-1]+1 : f.at[i]]
	switch {
	case between == "":
		return noGap
	case strings.Trim(between, "\n") == "":
		return lineGap
	}
	return blankGap
}

// starts reports whether a word can start at i.
func (f flat) starts(i int) bool {
	return i == 0 || !isAlnum(f.s[i]) || f.gapBefore(i) != noGap ||
		!isAlnum(f.s[i-1]) && !(f.s[i-1] == '.' && isDigit(f.s[i]))
}

// ends reports whether a number can end before i.
func (f flat) ends(i int) bool {
	return i >= len(f.s) || !isDigit(f.s[i-1]) || !isDigit(f.s[i]) || f.gapBefore(i) == blankGap
}

// excerpt returns the text from byte i to the end of the line in which byte j-1 stands, limit bytes at most.
func (f flat) excerpt(i, j, limit int) string {
	start, end := int(f.at[i]), int(f.at[j-1])+1
	stop := max(end, min(len(f.text), start+limit))
	if n := strings.IndexByte(f.text[end:stop], '\n'); n >= 0 {
		stop = end + n
	}
	return f.text[start:min(stop, start+limit)]
}

// lineStart is the first byte of the line in which byte i stands.
func (f flat) lineStart(i int) int {
	for i > 0 && f.gapBefore(i) != lineGap && !strings.Contains(f.text[f.at[i-1]:f.at[i]], "\n") {
		i--
	}
	return i
}
