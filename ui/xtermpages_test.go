//go:build !windows

package ui

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// given are the answers of a whole run, as flags.
var given = []string{"--domain", "contoso.com", "--own-server", "no", "--device", "ricoh", "--recipients", "external",
	"--location", "on-premises", "--login", "password", "--tls", "1.2", "--senders", "one", "--sender", "scanner@contoso.com", "--volume", "normal",
	"--smtp-auth", "allowed", "--static-ip", "yes", "--public-ips", "198.51.100.7", "--shared-ip", "no", "--cloud", "worldwide", "--port-587", "open"}

// besideThePlan are the pages that are opened from a plan. Each step waits for what only its own screen shows:
// two escapes that come at once are another key.
var besideThePlan = []walkStep{
	{wait: "Show the plan", name: "review-given", keys: keys("Enter")},
	{wait: "[Device]", keys: keys("Shift+C")},
	{wait: "Handed", name: "page-copied", keys: keys("t")},
	{wait: "Where does this computer", name: "check", keys: keys("1")},
	{wait: "mx: Mail", name: "check-result", keys: keys("Escape")},
	{wait: "[Device]", keys: keys("m")},
	{wait: "test message", name: "send", text: "", keys: keys("Escape")},
	{wait: "[Device]", keys: keys("e")},
	{wait: "What is there to go on", name: "trouble", keys: keys("2")},
	{wait: "What do you see", name: "symptoms", keys: keys("3")},
	{wait: "(SYM-03)", name: "symptom", keys: keys("Escape")},
	{wait: "What do you see", keys: keys("Escape")},
	{wait: "What is there to go on", keys: keys("1")},
	{wait: "As much as you", text: disabledForTenant},
	{wait: "disabled", name: "paste", keys: keys("Enter")},
	{wait: "arrow keys", name: "diagnosis", keys: keys("Escape")},
	{wait: "As much as you", keys: keys("Escape")},
	{wait: "What is there to go on", keys: keys("4")},
	{wait: "Which server name", name: "set-up", keys: keys("Enter")},
	{wait: "Which port", name: "set-up-port", keys: keys("Enter")},
	{wait: "Does the device have", name: "set-up-password", keys: keys("1")},
	{wait: "Does an inbound", keys: keys("2")},
	{wait: "Which method", name: "set-up-read", keys: keys("Escape")},
	{wait: "Does an inbound", keys: keys("Escape")},
	{wait: "Does the device have", keys: keys("Escape")},
	{wait: "Which port", keys: keys("Escape")},
	{wait: "Which server name", keys: keys("Escape")},
	{wait: "What is there to go on", keys: keys("Escape")},
	{wait: "[Device]", keys: keys("u")},
	{wait: "customer called", name: "customer-name", keys: keys("Escape")},
	{wait: "[Device]", keys: keys("s")},
	{wait: "Save under which name", name: "save", keys: keys("Escape")},
	{wait: "[Device]", keys: keys("?")},
	{wait: "Keys", name: "plan-help", keys: keys("Escape")},
	{wait: "[Device]", keys: keys("q")},
}

// atTheStart are the other tasks.
var atTheStart = []walkStep{
	{wait: "3 Saved customers", keys: keys("3")},
	{wait: "saved plans", name: "customers", keys: keys("Escape")},
	{wait: "3 Saved customers", keys: keys("4")},
	{wait: "Which mail domains", name: "servers", text: "contoso.com"},
	{wait: "> contoso.com", keys: keys("Enter")},
	{wait: "> 1 ", name: "servers-question", keys: keys("Control+c")},
}

// otherPages are those beside the questions; they keep the laws, too.
func (b *browser) otherPages(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 15}, {40, 12}} {
		is := setting{columns: size[0], rows: size[1]}
		t.Run(is.String(), func(t *testing.T) {
			x := startXterm(t, b, is, given...)
			x.walk(besideThePlan, is)
			x.checkGivenBack()
			for _, domain := range []string{"contoso.com", "fabrikam.com"} {
				plan, err := exec.Command(b.program, "plan", "--demo", "--as-of", "2026-11-21", "--format", "json", "--domain", domain).Output()
				if err != nil {
					t.Fatalf("%s: %v", domain, err)
				}
				if err := os.WriteFile(filepath.Join(x.home, domain+".json"), plan, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			y := startXtermIn(t, b, is, x.home)
			y.walk(atTheStart, is)
			if status := y.status(); status != 130 {
				t.Errorf("left with %d", status)
			}
		})
	}
}
