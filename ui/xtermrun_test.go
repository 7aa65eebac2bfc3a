//go:build !windows

package ui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A step waits for a text, looks at the screen, and then types a text or presses keys.
type walkStep struct {
	wait, name string
	text       string
	keys       []string
}

func keys(names ...string) []string { return names }

// aRun has help, back and every page of the plan.
var aRun = []walkStep{
	{wait: "> 1 Set up a device", name: "start", keys: keys("Enter")},
	{wait: "Which mail domain", name: "domain", text: "https://www.Contoso.com/"},
	{wait: "Understood: contoso.com", name: "domain-understood", keys: keys("Enter")},
	{wait: "Is there a mail server", name: "own-server", keys: keys("?")},
	{wait: "How to find out", name: "help", keys: keys("Escape")},
	{wait: "> 1 No", keys: keys("Enter")},
	{wait: "Which device or", name: "devices", text: "konica"},
	{wait: "/ konica", name: "device", keys: keys("Enter")},
	{wait: "Who gets mail", name: "recipients", keys: keys("2")},
	{wait: "Where does the device", name: "location", keys: keys("Escape")},
	{wait: "> 2 People outside", name: "recipients-again", keys: keys("Enter")},
	{wait: "Where does the device", keys: keys("1")},
	{wait: "How can the device", name: "login", keys: keys("2")},
	{wait: "Which encryption", name: "encryption", keys: keys("ArrowDown", "ArrowDown", "End")},
	{wait: "> 5 I don't know", name: "encryption-unknown", keys: keys("1")},
	{wait: "From which addresses", name: "senders", keys: keys("1")},
	{wait: "Which sender", name: "sender", keys: keys("Enter")},
	{wait: "How much does it send", name: "volume", keys: keys("1")},
	{wait: "May this mailbox", name: "policy", keys: keys("1")},
	{wait: "static public", name: "static-ip", keys: keys("1")},
	{wait: "Which public", name: "public-ips", keys: keys("Enter")},
	{wait: "share", name: "shared", keys: keys("1")},
	{wait: "Show the plan", name: "review", keys: keys("Enter")},
	{wait: "[Device]", name: "plan-device", keys: keys("c")},
	{wait: "clipboard", name: "copied", keys: keys("Tab")},
	{wait: "[DNS]", name: "plan-dns", keys: keys("Tab")},
	{wait: "[Tenant]", name: "plan-tenant", keys: keys("Tab")},
	{wait: "[Steps]", name: "plan-steps", keys: keys("Tab")},
	{wait: "[Why]", name: "plan-why", keys: keys("Tab")},
	{wait: "[Changes]", name: "plan-changes", keys: keys("Shift+Tab")},
	{wait: "[Why]", keys: keys("q")},
}

// wholeRun is a run in each size, with and without colour: the laws of a screen hold all the way, and the
// terminal is given back with the values in its memory.
func (b *browser) wholeRun(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 15}, {40, 12}} {
		for _, noColor := range []bool{false, true} {
			is := setting{columns: size[0], rows: size[1], noColor: noColor}
			t.Run(is.String(), func(t *testing.T) {
				x := startXterm(t, b, is)
				x.walk(aRun, is)
				x.checkGivenBack()
			})
		}
	}
}

func (is setting) String() string {
	name := fmt.Sprintf("%dx%d", is.columns, is.rows)
	if is.noColor {
		name += "-no-colour"
	}
	if is.silent {
		name += "-silent"
	}
	return name
}

// portAsked is asked last, and only where the servers have not answered by then.
const portAsked = "Is outgoing port"

// walk takes steps, and looks at each screen that has a name.
func (x *xterm) walk(steps []walkStep, is setting) {
	x.t.Helper()
	for _, s := range steps {
		if x.waitFor(s.wait, portAsked) == portAsked {
			x.press("1") // enter would count as the digit's before it
			x.waitFor(s.wait)
		}
		if s.name != "" {
			x.checkLaws(s.name, x.settled(), is)
			x.picture(is.String() + "-" + s.name)
		}
		if s.text != "" {
			x.write(s.text)
		}
		if s.keys != nil {
			x.press(s.keys...)
		}
	}
}

// The least contrasts that people read well (WCAG 2.2): of text, 1.4.3, and of signs that words repeat, 1.4.11.
const (
	textContrast = 4.5
	signContrast = 3.0
)

// checkLaws looks at one screen.
func (x *xterm) checkLaws(name string, d drawn, is setting) {
	x.t.Helper()
	if !d.Alternate || !d.Bracketed {
		x.t.Errorf("%s: on the other screen %v, pastes marked %v", name, d.Alternate, d.Bracketed)
	}
	if slices.Contains(d.Wrapped, true) {
		x.t.Errorf("%s: a line is wider than the terminal:\n%s", name, strings.Join(d.Lines, "\n"))
	}
	for theme, looks := range d.Looks {
		for y, line := range looks {
			for _, p := range line {
				x.checkPiece(name+", "+theme, d.Lines[y], p, is)
			}
		}
	}
}

// checkPiece looks at what looks the same: only signs are coloured, so that colour alone says nothing.
func (x *xterm) checkPiece(name, line string, p piece, is setting) {
	x.t.Helper()
	text, least := strings.Trim(p.Text, " "), textContrast
	sign := text == ">" || text == "[" || text == "]"
	if p.Coloured && (is.noColor || !sign) {
		x.t.Errorf("%s: %q in %q is coloured", name, text, line)
	}
	if sign {
		least = signContrast
	}
	if text == "" || text == strings.Repeat("-", is.columns) { // nothing, or decoration
		return
	}
	if got := contrast(p.Ink, p.Ground); got < least {
		x.t.Errorf("%s: %q in %q is %s on %s, a contrast of %.1f", name, text, line, p.Ink, p.Ground, got)
	}
}

// contrast is the ratio of WCAG 2.2 between two colours, 1 to 21.
func contrast(a, b string) float64 {
	bright, dark := luminance(a), luminance(b)
	if bright < dark {
		bright, dark = dark, bright
	}
	return (bright + 0.05) / (dark + 0.05)
}

func luminance(colour string) float64 {
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		return 0
	}
	sum := 0.0
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
		part := float64(rgb>>(8*i)&0xff) / 255
		if part <= 0.04045 {
			sum += weight * part / 12.92
		} else {
			sum += weight * math.Pow((part+0.055)/1.055, 2.4)
		}
	}
	return sum
}

// checkGivenBack waits for the end: the screen from before is back, and the values stay on it.
func (x *xterm) checkGivenBack() {
	x.t.Helper()
	if status := x.status(); status != 0 {
		x.t.Errorf("exit status %d", status)
	}
	x.waitFor("The same again:")
	d := x.look()
	if d.Alternate || d.Bracketed || !x.restored() {
		x.t.Errorf("still on the other screen %v, pastes marked %v, given back %v", d.Alternate, d.Bracketed, x.restored())
	}
	for _, value := range []string{"smtp.office365.com", "587", "scanner@contoso.com"} {
		if !strings.Contains(d.Scrollback, value) {
			x.t.Errorf("%s is not left in the terminal's memory", value)
		}
	}
}
