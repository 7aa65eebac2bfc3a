package ui

import (
	"testing"

	"sendpath/decide"
)

// A customer's name stays one word, as it was typed; addresses are a list.
func TestRepeatIsWhatAShellTakes(t *testing.T) {
	answers := decide.Answers{}.With(decide.Customer, "Rossi & Figli dell'Arno").With(decide.Domain, "contoso.com").
		With(decide.PublicIPs, "198.51.100.7 203.0.113.0/28")
	got := Repeat("sendpath plan", decide.Device, answers)
	want := `sendpath plan --customer 'Rossi & Figli dell'\''Arno' --domain contoso.com --public-ips 198.51.100.7,203.0.113.0/28`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
