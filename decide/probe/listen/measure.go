package listen

import (
	"bytes"

	"sendpath/decide/clean"
)

const (
	maxHeader     = 64 << 10 // bytes searched for the From header
	maxFromHeader = 1000     // bytes kept of it; a line holds at most 998 (RFC 5322, section 2.1.1)
)

// A measurement is what is kept of a message while it passes: its size and its From header.
type measurement struct {
	size   int64
	header []byte // value of the first From header
	within bool   // the header being read is From
	past   bool   // the header section is over, or too long
}

// measureMessage reads a message up to the line with a dot (RFC 5321, section 4.1.1.4) in pieces of the
// line buffer's size, however long its lines are.
func measureMessage(l *lines) (measurement, error) {
	var m measurement
	for start := true; ; {
		part, ended, err := l.fragment()
		if err != nil {
			return m, err
		}
		if start && ended && string(bytes.TrimSuffix(part, []byte("\r"))) == "." {
			return m, nil
		}
		if start {
			part = bytes.TrimPrefix(part, []byte(".")) // RFC 5321, section 4.5.2
		}
		m.add(part, start, ended)
		start = ended
	}
}

func (m *measurement) add(part []byte, start, ended bool) {
	m.size += int64(len(part))
	if ended {
		m.size++
	}
	if m.past {
		return
	}
	if start {
		m.startLine(part)
	}
	if m.within {
		room := maxFromHeader - len(m.header)
		m.header = append(m.header, part[:min(len(part), room)]...)
	}
	m.past = m.past || m.size > maxHeader
}

// startLine decides whether the line belongs to the From header; an empty one ends the header section.
func (m *measurement) startLine(part []byte) {
	const from = "from:"
	switch {
	case len(bytes.TrimSuffix(part, []byte("\r"))) == 0:
		m.past, m.within = true, false
	case part[0] == ' ' || part[0] == '\t': // goes on from the line before
	default:
		m.within = len(m.header) == 0 && len(part) >= len(from) && bytes.EqualFold(part[:len(from)], []byte(from))
	}
}

// from returns the value of the From header on one clean line.
func (m *measurement) from() string {
	if len(m.header) == 0 {
		return ""
	}
	value := bytes.Join(bytes.Fields(m.header[len("from:"):]), []byte(" "))
	return clean.Line(string(value), maxText)
}
