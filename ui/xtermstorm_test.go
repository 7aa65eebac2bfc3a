//go:build !windows

package ui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// answers shows that the wizard is alive: on the question about the domain it takes a text and goes on.
func (x *xterm) answers() {
	x.t.Helper()
	x.press("Control+u")
	x.write("contoso.com")
	x.waitFor("> contoso.com")
	x.press("Enter")
	x.waitFor("> 1 No")
	after := x.settled()
	after.Wrapped = nil // a line that was wrapped in another size stays marked
	x.checkLaws("the question after", after, setting{columns: x.columns})
	x.press("Control+c")
	if status := x.status(); status != 130 || !x.restored() {
		x.t.Errorf("left with %d, the terminal given back: %v", status, x.restored())
	}
}

// atDomain is the wizard on its first question, a text field.
func atDomain(t *testing.T, b *browser, is setting) *xterm {
	t.Helper()
	is.columns, is.rows = 80, 24
	x := startXterm(t, b, is)
	x.waitFor("> 1 Set up a device")
	x.press("Enter")
	x.waitFor("Which mail domain")
	return x
}

// stress is what terminals do that other tests do not; the wizard answers afterwards.
func (b *browser) stress(t *testing.T) {
	for _, s := range []struct {
		name string
		is   setting
		do   func(x *xterm)
	}{
		{"no answer to any question", setting{silent: true}, func(x *xterm) {
			if asked := x.look().Asked; asked > 0 {
				x.t.Errorf("the terminal was asked %d times about itself", asked)
			}
		}},
		{"late answers", setting{}, func(x *xterm) {
			for _, late := range []string{"\x1b]11;rgb:0c0c/0c0c/0c0c\x1b\\", "\x1b]10;rgb:ffff/ffff/ffff\x07", "\x1b[24;80R", "\x1b[?62;22c", "\x1b[I", "\x1b[O"} {
				x.flood(late)
			}
		}},
		{"a storm of sizes", setting{}, stormOfSizes},
		{"a marked paste", setting{}, func(x *xterm) {
			x.browser.request("paste", text(1<<20, " "), nil)
			x.waitFor("Only the first 4000 characters were taken.")
		}},
		{"a paste of lines", setting{}, func(x *xterm) {
			x.browser.request("paste", text(1<<20, "\n"), nil)
			x.waitFor("Only the first 4000 characters were taken.")
		}},
		{"an unmarked paste", setting{}, func(x *xterm) {
			x.flood(text(1<<20, " "))
			x.waitFor("Only the first 4000 characters were taken.")
		}},
		{"an unmarked paste of keys and noise", setting{}, func(x *xterm) {
			x.flood(strings.Repeat("\x1b[A\x1b[<0;3;4M\x1b[200~x\x1b[201~\t\x7f\x00\u202e", 1<<8))
		}},
	} {
		t.Run(s.name, func(t *testing.T) {
			x := atDomain(t, b, s.is)
			s.do(x)
			x.answers()
		})
	}
}

// text is much text in words of one kind, with something between them.
func text(size int, between string) string {
	return strings.Repeat("contoso"+between, size/8)
}

// flood sends a text as if it were typed, all at once.
func (x *xterm) flood(text string) {
	x.t.Helper()
	x.browser.request("flood", text, nil)
}

// stormOfSizes changes the size hundreds of times while keys come, and ends where it began.
func stormOfSizes(x *xterm) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		x.resize(1+random.IntN(200), 1+random.IntN(60))
		if i%10 == 0 {
			x.press("x")
		}
	}
	x.resize(80, 24)
	x.waitFor(fmt.Sprintf("> %s", strings.Repeat("x", 40)))
	x.settled()
}
