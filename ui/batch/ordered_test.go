package batch

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
)

// count yields the numbers from 0.
func count(to int) func() (int, bool) {
	next := -1
	return func() (int, bool) { next++; return next, next < to }
}

func TestOrderedKeepsTheOrderAndTheBound(t *testing.T) {
	const parallel = 4
	var running, most atomic.Int32
	last := make(chan struct{}) // closed by the work on the last item of the first four
	var got []int
	err := Ordered(t.Context(), parallel, count(100), func(_ context.Context, i int) int {
		now := running.Add(1)
		defer running.Add(-1)
		for m := most.Load(); now > m && !most.CompareAndSwap(m, now); m = most.Load() {
		}
		switch i {
		case 0:
			<-last // the first item ends last, and is still handed over first
		case parallel - 1:
			close(last)
		}
		return i
	}, func(i int) error { got = append(got, i); return nil })
	if err != nil || len(got) != 100 {
		t.Fatalf("%d results, %v", len(got), err)
	}
	for i, g := range got {
		if g != i {
			t.Fatalf("results in the order %v", got)
		}
	}
	if most.Load() > parallel {
		t.Errorf("%d at a time, want at most %d", most.Load(), parallel)
	}
}

func TestOrderedEnds(t *testing.T) {
	full := errors.New("disk full")
	err := Ordered(t.Context(), 2, count(1_000_000), func(_ context.Context, i int) int { return i },
		func(i int) error {
			if i == 3 {
				return full
			}
			return nil
		})
	if err != full {
		t.Errorf("error %v, want that of the fourth result", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	err = Ordered(ctx, 2, count(1_000_000), func(ctx context.Context, i int) int {
		if i == 5 {
			cancel()
			<-ctx.Done()
		}
		return i
	}, func(int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after it was stopped", err)
	}
}

// What is under way when a run is stopped is finished before it returns: no file is left half-written.
func TestOrderedWaitsForWhatIsUnderWay(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var open atomic.Int32
	left := 1000
	next := func() (int, bool) {
		left--
		return left, left > 0
	}
	work := func(context.Context, int) int {
		open.Add(1)
		defer open.Add(-1)
		stop()
		for range 100 {
			runtime.Gosched()
		}
		return 0
	}
	err := Ordered(ctx, 8, next, work, func(int) error { return nil })
	if !errors.Is(err, context.Canceled) || open.Load() != 0 {
		t.Errorf("%v, %d under way", err, open.Load())
	}
}
