package batch

import (
	"context"
	"testing"

	"sendpath/decide/crash"
)

// A panic in reading or in working on an item is one of who started it all; it does not hang, and no
// other goroutine goes on.
func TestAPanicReachesWhoWaits(t *testing.T) {
	double := func(_ context.Context, i int) int { return 2 * i }
	keep := func(int) error { return nil }
	three := count(3)
	for name, run := range map[string]func() error{
		"reading": func() error {
			return Ordered(t.Context(), 4, func() (int, bool) {
				if i, ok := three(); ok {
					return i, true
				}
				panic("no such luck")
			}, double, keep)
		},
		"working": func() error {
			return Ordered(t.Context(), 4, count(1000), func(_ context.Context, i int) int {
				if i == 7 {
					panic("no such luck")
				}
				return i
			}, keep)
		},
		"reporting": func() error {
			return Ordered(t.Context(), 4, count(1000), double, func(i int) error {
				if i == 14 {
					panic("no such luck")
				}
				return nil
			})
		},
	} {
		func() {
			defer func() {
				if broken := crash.Of(recover()); broken == nil || len(broken.Places) == 0 {
					t.Errorf("%s: %v", name, broken)
				}
			}()
			err := run()
			t.Errorf("%s: it went on: %v", name, err)
		}()
	}
}
