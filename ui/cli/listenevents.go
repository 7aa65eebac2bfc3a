package cli

import (
	"fmt"
	"net/netip"
	"runtime"
	"time"

	"sendpath/decide/clean"
	"sendpath/decide/probe/listen"
)

// quietTime is how long nothing may connect before it is said what to look at.
const quietTime = time.Minute

// maxEvents bounds what waits to be written; what comes while it is full is not shown.
const maxEvents = 256

// An eventLog writes what happens to standard error while it happens. Standard error may be slow, and
// the server must not wait for it.
type eventLog struct {
	events chan listen.Event
	done   chan struct{}
}

func newEventLog() *eventLog {
	return &eventLog{make(chan listen.Event, maxEvents), make(chan struct{})}
}

func (l *eventLog) add(event listen.Event) {
	select {
	case l.events <- event:
	default:
	}
}

// write runs until close.
func (l *eventLog) write(e *environment, addr netip.AddrPort) {
	defer close(l.done)
	quiet := time.After(quietTime)
	for {
		select {
		case event, more := <-l.events:
			if !more {
				return
			}
			quiet = nil
			fmt.Fprintf(e.errs, "%s  %s\n", e.now().Format(time.TimeOnly), clean.Line(event.Say(e.lang), 0))
		case <-quiet:
			quiet = nil
			e.adviseUnseen(addr)
		}
	}
}

// close waits until everything is written. No event may come any more.
func (l *eventLog) close() {
	close(l.events)
	<-l.done
}

// introduce says what to type on the device, and what stands in the way.
func (e *environment) introduce(server *listen.Server, sender string, l *listenFlags) {
	for _, note := range server.Notes() {
		e.warn(listenSaid(note))
	}
	addr := server.Addr()
	fmt.Fprintln(e.errs, e.lang.Say("Type this into the device:"))
	for _, line := range listen.Instructions(addr, server.ImplicitAddr(), sender) {
		fmt.Fprint(e.errs, hanging("  ", "", line.Say(e.lang)))
	}
	fmt.Fprintln(e.errs)
	if addr.Addr().IsLoopback() {
		e.adviseUnseen(addr)
	} else {
		e.writeLine(listen.Firewall(runtime.GOOS, addr.Port()))
	}
	if l.lower {
		fmt.Fprint(e.errs, wrap(e.lang.Say("Each time the device has sent, send again: the next attempt is answered with an older TLS version. An attempt that fails then is part of the test, and no fault of the device."), ""))
	}
	fmt.Fprint(e.errs, wrap(e.lang.Say("Waiting until %s. When the device is done, Ctrl+C ends it and prints what was seen.", e.now().Add(l.time).Format(time.TimeOnly)), ""))
}

// adviseUnseen says what to look at when no device connects.
func (e *environment) adviseUnseen(addr netip.AddrPort) {
	if !addr.Addr().IsLoopback() {
		fmt.Fprintln(e.errs, e.lang.Say("No device has connected. What to look at:"))
	}
	for _, line := range listen.NothingConnected(addr, runtime.GOOS) {
		e.writeLine(line)
	}
}

func (e *environment) writeLine(line listen.Line) {
	fmt.Fprint(e.errs, hanging("", "- ", line.Say(e.lang)))
}
