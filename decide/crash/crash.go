// Package crash makes of a panic something that can be told: it carries one from a goroutine to who waits
// for that, and says its kind and its place without any value. It is pure but for looking at its own stack.
package crash

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// mostPlaces bounds how much of the stack is told.
const mostPlaces = 8

// A Crash is a panic as far as it may be told to anybody: a report is pasted into tickets and mails. The
// text of a panic is left out where it may hold an answer, an address or a secret.
type Crash struct {
	Kind   string   // the runtime's own words; of any other panic its type
	Places []string // the innermost functions of this program, the panicking one first
}

// Error says kind and places, one on each line.
func (c *Crash) Error() string { return c.Kind + "\n  " + strings.Join(c.Places, "\n  ") }

// Place is where it was, "" where that is not known.
func (c *Crash) Place() string {
	if len(c.Places) == 0 {
		return ""
	}
	return c.Places[0]
}

// Of returns the crash behind what recover returned, nil for nil. It is called by the deferred function
// that recovers, while the stack still stands.
func Of(reason any) *Crash {
	if reason == nil {
		return nil
	}
	err, _ := reason.(error)
	if carried, ok := errors.AsType[*Crash](err); ok {
		return carried
	}
	return &Crash{kind(reason), places()}
}

// kind is what may be told. An error of the runtime speaks of types and numbers only.
func kind(reason any) string {
	if err, ok := reason.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("panic with a value of type %T", reason)
}

// places looks at the stack from the panic on outwards; before it stand the functions that recover.
func places() []string {
	var found []string
	panicked := false
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for len(found) < mostPlaces {
		f, more := frames.Next()
		if f.Function == "runtime.gopanic" && !panicked {
			panicked, found = true, nil
		}
		if strings.HasPrefix(f.Function, "sendpath/") && !strings.HasPrefix(f.Function, "sendpath/decide/crash.") {
			found = append(found, fmt.Sprintf("%s line %d", strings.TrimPrefix(f.Function, "sendpath/"), f.Line))
		}
		if !more {
			break
		}
	}
	return found
}
