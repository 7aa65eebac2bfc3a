// Package bench holds the measurements of whole programs, for .ci/bench/run. Linux only: memory is read from /proc.
package bench

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// mebibytes is the most memory that a running process has had in use. What wait4 tells begins with that of
// the process that started it.
func mebibytes(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, text, _ := strings.Cut(string(status), "VmHWM:")
	var kibibytes float64
	_, _ = fmt.Sscan(text, &kibibytes)
	return kibibytes / 1024
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
