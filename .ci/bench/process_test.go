// Package bench holds the measurements of whole programs, for .ci/bench/run. Linux only: memory is read from /proc.
package bench

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// What a process has in memory, as /proc/PID/status calls it. What wait4 tells begins with the memory of the process
// that started it.
const (
	most = "VmHWM:"   // at any time
	own  = "RssAnon:" // now, without the pages of files, such as its program
)

func mebibytes(pid int, which string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, text, _ := strings.Cut(string(status), which)
	var kibibytes float64
	_, _ = fmt.Sscan(text, &kibibytes)
	return kibibytes / 1024
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
