package resolve

import (
	"testing"
	"time"

	"sendpath/decide/crash"
	"sendpath/decide/probe/probetest"
)

// A panic while a burst is settled, in whichever goroutine, is one of who asked.
func TestAPanicReachesWhoAsked(t *testing.T) {
	for _, questions := range []int{1, 3 * burst} {
		c := clientOf(t, probetest.DNS(t, "example.com A 192.0.2.1").Addr)
		c.Now = func() time.Time { panic("no such luck") }
		func() {
			defer func() {
				if broken := crash.Of(recover()); broken == nil || len(broken.Places) == 0 {
					t.Errorf("%d questions: %v", questions, broken)
				}
			}()
			c.Ask(t.Context(), manyQuestions(questions))
		}()
	}
}
