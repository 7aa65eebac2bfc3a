package batch

import "context"

// Ordered works on items, up to parallel of them at a time, and hands the results to each in the order of
// the items. next returns false after the last item. It holds about as many results as it works on at a
// time. It ends with ctx, or with the first error of each.
func Ordered[Item, Result any](ctx context.Context, parallel int, next func() (Item, bool),
	work func(context.Context, Item) Result, each func(Result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan Result, parallel)
	go func() {
		defer close(queue)
		for item, ok := next(); ok; item, ok = next() {
			result := make(chan Result, 1)
			select {
			case queue <- result:
			case <-ctx.Done():
				return
			}
			go func() { result <- work(ctx, item) }()
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case result, more := <-queue:
			if !more {
				return ctx.Err()
			}
			if err := each(<-result); err != nil {
				return err
			}
		}
	}
}
