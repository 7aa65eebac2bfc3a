package listen

// A cursor reads big-endian fields from bytes that may end anywhere. After the first field that is cut off
// it yields only zero values, and short says so.
type cursor struct {
	rest  []byte
	short bool
}

func (c *cursor) take(n int) []byte {
	if c.short || n > len(c.rest) {
		c.rest, c.short = nil, true
		return nil
	}
	taken := c.rest[:n]
	c.rest = c.rest[n:]
	return taken
}

func (c *cursor) number(size int) int {
	n := 0
	for _, b := range c.take(size) {
		n = n<<8 | int(b)
	}
	return n
}

// vector reads a length of the given size and then that many bytes. Of a vector that is cut off it yields
// what there is, so that a hello that never ends still tells something.
func (c *cursor) vector(size int) cursor {
	n := c.number(size)
	if c.short {
		return cursor{short: true}
	}
	if n > len(c.rest) {
		cut := cursor{rest: c.rest, short: false}
		c.rest, c.short = nil, true
		return cut
	}
	return cursor{rest: c.take(n)}
}

func (c *cursor) more() bool { return !c.short && len(c.rest) > 0 }
