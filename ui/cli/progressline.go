package cli

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"sendpath/ui/batch"
)

// How often progress is told: on a terminal the line changes in its place, in a log each one stays.
const (
	progressOnTerminal = 200 * time.Millisecond
	progressInLog      = 10 * time.Second
)

// A progressLine tells on standard error how far a batch is. A nil one tells nothing.
type progressLine struct {
	*environment
	batch.Progress
	terminal    bool
	start, last time.Time
	width       int // of what stands on the line, in runes
}

func newProgressLine(e *environment, terminal bool, total int) *progressLine {
	now := e.now()
	return &progressLine{environment: e, Progress: batch.Progress{Total: total}, terminal: terminal, start: now, last: now}
}

// count takes note of a row, and tells if it is time.
func (l *progressLine) count(skipped bool) {
	if l == nil {
		return
	}
	l.Done++
	if skipped {
		l.Skipped++
	}
	every := progressInLog
	if l.terminal {
		every = progressOnTerminal
	}
	if now := l.now(); now.Sub(l.last) >= every {
		l.last = now
		l.show(now)
	}
}

func (l *progressLine) show(now time.Time) {
	l.Elapsed = now.Sub(l.start)
	said := l.Say(l.lang)
	if !l.terminal {
		io.WriteString(l.errs, said+"\n")
		return
	}
	width := utf8.RuneCountInString(said)
	io.WriteString(l.errs, "\r"+said+strings.Repeat(" ", max(0, l.width-width)))
	l.width = width
}

// hide clears the line for something else.
func (l *progressLine) hide() {
	if l == nil || l.width == 0 {
		return
	}
	io.WriteString(l.errs, "\r"+strings.Repeat(" ", l.width)+"\r")
	l.width = 0
}

// end says how it went.
func (l *progressLine) end() {
	if l == nil {
		return
	}
	l.show(l.now())
	if l.terminal {
		io.WriteString(l.errs, "\n")
	}
}
