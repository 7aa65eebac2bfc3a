package batch

import "runtime/debug"

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
