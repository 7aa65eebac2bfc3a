package batch

import (
	"context"

	"sendpath/decide/crash"
)

// Waiting is how many rows are worked on at a time while DNS answers: most of them wait.
const Waiting = 256

// Ordered works on items, up to parallel of them at a time, and hands the results to each in the order of
// the items. next returns false after the last item. It holds about as many results as it works on at a
// time. It ends with ctx, or with the first error of each, and not before the work that is under way. It
// panics where next or work does.
func Ordered[Item, Result any](ctx context.Context, parallel int, next func() (Item, bool),
	work func(context.Context, Item) Result, each func(Result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	workers := crash.Group{OnCrash: cancel}
	defer func() {
		cancel()
		workers.Wait()
	}()
	b := belt[Item, Result]{make(chan job[Item, Result]), make(chan chan Result, parallel)}
	for range parallel {
		workers.Go(func() { b.work(ctx, work) })
	}
	fed := make(chan func() bool, 1) // which nobody waits for after an error: next may hang in a read
	go func() { fed <- crash.Try(func() bool { return b.feed(ctx, next) }) }()
	if err := b.handOver(ctx, each); err != nil {
		return err
	}
	(<-fed)()
	return ctx.Err()
}

// A belt carries items to the workers and their results away. The feeder puts the place of each result on
// it before any worker has the item, so that the places lie in the order of the items.
type belt[Item, Result any] struct {
	jobs   chan job[Item, Result]
	places chan chan Result
}

// A job is an item and the place of its result, which has room for it: no worker waits for a slower one.
type job[Item, Result any] struct {
	item  Item
	place chan Result
}

// feed puts all items on the belt, and reports false when ctx ended first.
func (b belt[Item, Result]) feed(ctx context.Context, next func() (Item, bool)) bool {
	defer close(b.places)
	defer close(b.jobs)
	for item, ok := next(); ok; item, ok = next() {
		j := job[Item, Result]{item, make(chan Result, 1)}
		if !send(ctx, b.places, j.place) || !send(ctx, b.jobs, j) {
			return false
		}
	}
	return true
}

// work takes jobs from the belt until there are no more, or ctx ends.
func (b belt[Item, Result]) work(ctx context.Context, work func(context.Context, Item) Result) {
	for {
		select {
		case j, more := <-b.jobs:
			if !more {
				return
			}
			j.place <- work(ctx, j.item)
		case <-ctx.Done():
			return
		}
	}
}

// handOver gives each result, in the order of the items, to each.
func (b belt[Item, Result]) handOver(ctx context.Context, each func(Result) error) error {
	for place := range b.places {
		select {
		case result := <-place:
			if err := each(result); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
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
