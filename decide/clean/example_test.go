package clean_test

import (
	"fmt"

	"sendpath/decide/clean"
)

// A banner that would clear the screen and turn the text around is shown as what it is.
func ExampleLine() {
	fmt.Printf("%+q\n", clean.Line("220 mx.example.com\x1b[2J\r\nready \u202etxt", 40))
	fmt.Println(clean.Line("a reply without end", 10))
	// Output:
	// "220 mx.example.com\ufffd[2J  ready \ufffdtxt"
	// a reply wi...
}
