// Package quiet keeps Bubble Tea from asking the terminal for its background colour while the program
// is initialised. On Windows nothing is asked.
package quiet

// Restore does nothing on Windows.
func Restore() {}
