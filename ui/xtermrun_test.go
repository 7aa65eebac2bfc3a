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

// wholeRun is a run with help, back and every page of the plan.
var wholeRun = []walkStep{
	{wait: "Set up a device", name: "start", keys: keys("Enter")},
	{wait: "Which mail domain", name: "domain", text: "https://www.Contoso.com/"},
	{wait: "Understood: contoso.com", name: "domain-understood", keys: keys("Enter")},
	{wait: "Is there a mail server", name: "own-server", keys: keys("?")},
	{wait: "How to find out", name: "help", keys: keys("Escape")},
	{wait: "Is there a mail server", keys: keys("Enter")},
	{wait: "Which device or", name: "devices", text: "konica"},
	{wait: "> Konica", name: "device", keys: keys("Enter")},
	{wait: "Who gets mail", name: "recipients", keys: keys("2")},
	{wait: "Where does the device", name: "location", keys: keys("Escape")},
	{wait: "> 2 People outside", name: "recipients-again", keys: keys("Enter")},
	{wait: "Where does the device", keys: keys("1")},
	{wait: "How can the device", name: "login", keys: keys("2")},
	{wait: "Which encryption", name: "encryption", keys: keys("ArrowDown", "ArrowDown", "End")},
	{wait: "I don't know", name: "encryption-unknown", keys: keys("1")},
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

// A whole run in each size and look: the laws of a screen hold all the way, colour adds nothing that the
// words do not say, and the terminal is given back with the values in its memory.
func TestWholeRunInABrowser(t *testing.T) {
	b := startBrowser(t)
	for _, size := range [][2]int{{80, 24}, {60, 15}, {40, 12}} {
		var first []string // the screens of the first look
		for _, is := range []setting{{theme: "dark"}, {theme: "light"}, {theme: "light", noColor: true}} {
			is.columns, is.rows = size[0], size[1]
			t.Run(is.String(), func(t *testing.T) {
				x := startXterm(t, b, is)
				screens := x.walk(wholeRun, is)
				x.checkGivenBack()
				if first == nil {
					first = screens
				}
				for i, screen := range screens {
					if screen != first[i] {
						t.Errorf("%s reads\n%s\nand in the first look\n%s", wholeRun[i].name, screen, first[i])
					}
				}
			})
		}
	}
}

func (is setting) String() string {
	name := fmt.Sprintf("%dx%d-%s", is.columns, is.rows, is.theme)
	if is.noColor {
		name += "-no-colour"
	}
	if is.silent {
		name += "-silent"
	}
	return name
}

// walk takes steps, and returns the screens that have a name.
func (x *xterm) walk(steps []walkStep, is setting) []string {
	x.t.Helper()
	var screens []string
	for _, s := range steps {
		x.waitFor(s.wait)
		if s.name != "" {
			d := x.settled()
			x.checkLaws(s.name, d, is)
			screens = append(screens, strings.Join(d.Lines, "\n"))
			x.picture(is.String() + "-" + s.name)
		} else {
			screens = append(screens, "")
		}
		if s.text != "" {
			x.write(s.text)
		}
		if s.keys != nil {
			x.press(s.keys...)
		}
	}
	return screens
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
	for y, line := range d.Looks {
		for _, p := range line {
			x.checkPiece(name, d.Lines[y], p, is)
		}
	}
	x.checkMarks(name, d)
}

func (x *xterm) checkPiece(name, line string, p piece, is setting) {
	x.t.Helper()
	if is.noColor && p.Coloured {
		x.t.Errorf("%s: colour where none is wanted: %q", name, p.Text)
	}
	if strings.Trim(p.Text, " ") == "" && !p.Inverse {
		return
	}
	least := textContrast
	if strings.Trim(p.Text, " ->[]") == "" {
		least = signContrast
	}
	if got := contrast(p.Ink, p.Ground); got < least {
		x.t.Errorf("%s: %q in %q is %s on %s, a contrast of %.1f", name, p.Text, line, p.Ink, p.Ground, got)
	}
}

// checkMarks holds that what is coloured is marked by a sign too, where it begins.
func (x *xterm) checkMarks(name string, d drawn) {
	x.t.Helper()
	above := false
	for y, line := range d.Looks {
		coloured := slices.ContainsFunc(line, func(p piece) bool { return p.Coloured && strings.TrimSpace(p.Text) != "" })
		if coloured && !above && !strings.ContainsAny(d.Lines[y], ">[") {
			x.t.Errorf("%s: %q is marked by its colour alone", name, d.Lines[y])
		}
		above = coloured
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
