//go:build !windows

// Package quiet keeps Bubble Tea from asking the terminal for its background colour while the program
// is initialised. The question waits five seconds where no answer comes (serial lines, some consoles),
// and swallows keys that are typed meanwhile. It is not pure: it changes TERM for a moment.
//
// Go initialises packages that are ready in the order of their import paths. This one needs only os and
// its path sorts before "strings", on which every package that asks depends; so its init runs first and
// hides the terminal. Package ui, which imports Bubble Tea and so is initialised after it, calls Restore.
package quiet

import "os"

var term, had = os.LookupEnv("TERM")

func init() {
	os.Setenv("TERM", "dumb")
}

// Restore puts TERM back as it was.
func Restore() {
	if had {
		os.Setenv("TERM", term)
		return
	}
	os.Unsetenv("TERM")
}
