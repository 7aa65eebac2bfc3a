package cli

import (
	"testing"
	"testing/synctest"
	"time"
)

// Who stops the program waits for what is being written, however long a slow disk takes, and not for a command
// that hangs.
func TestAStopWaitsForWhatIsWritten(t *testing.T) {
	for finishing, want := range map[bool]status{true: problem, false: stopped} {
		synctest.Test(t, func(t *testing.T) {
			var e environment
			e.finishing.Store(finishing)
			ended := make(chan status, 1)
			go func() {
				time.Sleep(time.Minute)
				ended <- problem
			}()
			if got := e.stopping(ended); got != want {
				t.Errorf("finishing %t: status %d, want %d", finishing, got, want)
			}
			time.Sleep(time.Minute) // until the command has ended, too
		})
	}
}
