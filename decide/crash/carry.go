package crash

import "sync"

// Try runs f and returns its result as a function, which panics where f did: a goroutine sends it to who
// waits for the result, so that a panic there can be caught like one of its own.
//
//	go func() { answers <- crash.Try(ask) }()
//	answer := (<-answers)()
func Try[T any](f func() T) func() T {
	result, broken := try(f)
	return func() T {
		if broken != nil {
			panic(broken)
		}
		return result
	}
}

func try[T any](f func() T) (result T, broken *Crash) {
	defer func() { broken = Of(recover()) }()
	return f(), nil
}

// A Group is a sync.WaitGroup that carries the first panic of its goroutines to Wait. The zero value is
// ready.
type Group struct {
	// OnCrash is called once, when the first of them panics: it ends what the others wait for. May be nil.
	OnCrash func()

	running sync.WaitGroup
	once    sync.Once
	broken  *Crash
}

// Go runs f in a goroutine.
func (g *Group) Go(f func()) {
	g.running.Go(func() {
		defer func() {
			if broken := Of(recover()); broken != nil {
				g.once.Do(func() { g.crash(broken) })
			}
		}()
		f()
	})
}

func (g *Group) crash(c *Crash) {
	g.broken = c
	if g.OnCrash != nil {
		g.OnCrash()
	}
}

// Wait waits for all of them, and panics where one did.
func (g *Group) Wait() {
	g.running.Wait()
	if g.broken != nil {
		panic(g.broken)
	}
}
