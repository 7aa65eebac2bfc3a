package servers

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"sendpath/decide"
)

var hostileWords = []string{"", "a b", "'", "a'b'c", "$(id)", "`id`", "a|id@contoso.com", "x${IFS}y", "a\\b", "a;b&c>d<e", "!x", "~", "*", "#", "a\nb", "\"", "-n"}

// A shell reads the word back as the text.
func TestAShellReadsTheWordBack(t *testing.T) {
	shell, err := exec.LookPath("sh")
	switch {
	case err != nil && os.Getenv("SENDPATH_CI") == "1":
		t.Fatal("no shell here (Debian package dash)")
	case err != nil:
		t.Skip("no shell here (Debian package dash)")
	}
	for _, text := range hostileWords {
		got, err := exec.Command(shell, "-c", "printf %s\\\\n "+shellWord(text)).Output()
		if err != nil || string(bytes.TrimSuffix(got, []byte("\n"))) != text {
			t.Errorf("%q became %s, which a shell reads as %q, %v", text, shellWord(text), got, err)
		}
	}
	if plain := "scanner.office+2@contoso.com"; shellWord(plain) != plain {
		t.Errorf("%q became %s", plain, shellWord(plain))
	}
}

// An address that a shell would run is one word in the commands of the steps.
func TestAddressesInCommandsAreOneWord(t *testing.T) {
	const mailbox = "a|wget${IFS}x@contoso.com"
	plan := decide.Decide(decide.Case{AsOf: "2026-11-22", Answers: decide.Answers{decide.Domain: "contoso.com", decide.Sender: mailbox}}, nil)
	found := false
	for _, step := range LocalRelay(plan, RelayOptions{}).Steps {
		if _, command, ok := strings.Cut(step.Text, "swaks"); ok {
			found = true
			if !strings.Contains(command, "'"+mailbox+"'") {
				t.Errorf("the command is: swaks%s", command)
			}
		}
	}
	if !found {
		t.Error("no step has the command")
	}
}
