package cli

import (
	"os/exec"
	"strings"
	"testing"

	"sendpath/decide/probe/probetest"
)

func TestTheManualIsOneThatManCanRead(t *testing.T) {
	mandoc := exec.Command(probetest.Need(t, "mandoc", "mandoc"), "-T", "lint")
	mandoc.Stdin = strings.NewReader(say(t, "man"))
	if said, err := mandoc.CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("%v: %s", err, said)
	}
}

// Command, flag and exit status are in the manual as in the help.
func TestTheManualHasWhatTheHelpHas(t *testing.T) {
	page := strings.ReplaceAll(say(t, "man"), `\-`, "-")
	for _, name := range suggestions(t, "") {
		if !strings.Contains(page, `.SS "sendpath `+name) {
			t.Errorf("the command %s is not in the manual", name)
		}
		for line := range strings.Lines(say(t, "help", name)) {
			flag, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if strings.HasPrefix(flag, "--") && !strings.Contains(page, `.B "`+flag) {
				t.Errorf("%s of %s is not in the manual", flag, name)
			}
		}
	}
	for _, s := range []string{`.B "0"`, `.B "3"`, `.B "130"`, `.B "XDG_STATE_HOME"`, ".TH SENDPATH 1 2026-11-21"} {
		if !strings.Contains(page, s) {
			t.Errorf("%s is not in the manual", s)
		}
	}
}

func TestTextMeansItselfInTheManual(t *testing.T) {
	r := &roff{}
	r.text(`.so /etc/passwd`)
	r.text(`'tis C:\new`)
	r.item(`--x "y"`, "-z")
	want := `\&.so /etc/passwd` + "\n" + `\&'tis C:\enew` + "\n.TP\n" + `.B "\-\-x \(dqy\(dq"` + "\n" + `\-z` + "\n"
	if r.String() != want {
		t.Errorf("%q instead of %q", r.String(), want)
	}
}
