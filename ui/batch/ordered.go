package batch

import (
	"context"
	"runtime/debug"

	"sendpath/decide/crash"
)

// Waiting is how many rows are worked on at a time while DNS answers: most of them wait.
const Waiting = 256

// TradeMemory trades memory for speed until the function it returns is called: a batch keeps few megabytes
// alive and makes much garbage.
func TradeMemory() (back func()) {
	const percent, limit = 400, 64 << 20 // octets that the garbage collector tries to stay below
	oldPercent, oldLimit := debug.SetGCPercent(percent), debug.SetMemoryLimit(limit)
	return func() {
		debug.SetGCPercent(oldPercent)
		debug.SetMemoryLimit(oldLimit)
	}
}

// Ordered works on items, up to parallel of them at a time, and hands the results to each in the order of
// the items. next returns false after the last item. It holds about as many results as it works on at a
// time. It ends with ctx, or with the first error of each, and not before the work that is under way. It
// panics where next or work does.
func Ordered[Item, Result any](ctx context.Context, parallel int, next func() (Item, bool),
	work func(context.Context, Item) Result, each func(Result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	working := crash.Group{OnCrash: cancel}
	defer func() {
		cancel()
		working.Wait()
	}()
	type job struct {
		item   Item
		result chan Result
	}
	jobs := make(chan job)
	results := make(chan chan Result, parallel) // in the order of the items
	for range parallel {
		working.Go(func() {
			for {
				select {
				case j, more := <-jobs:
					if !more {
						return
					}
					j.result <- work(ctx, j.item)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	feed := func() bool {
		defer close(jobs)
		for item, ok := next(); ok; item, ok = next() {
			j := job{item, make(chan Result, 1)}
			if !send(ctx, results, j.result) || !send(ctx, jobs, j) {
				return false
			}
		}
		return true
	}
	var fed func() bool // its result, once results is closed
	go func() {         // which nobody waits for after an error: next may hang in a read
		defer close(results)
		fed = crash.Try(feed)
	}()
	for result := range results {
		select {
		case r := <-result:
			if err := each(r); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	fed()
	return ctx.Err()
}

// send reports false when ctx ended first.
func send[T any](ctx context.Context, to chan<- T, value T) bool {
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}
