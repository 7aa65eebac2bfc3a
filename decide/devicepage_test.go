package decide

import (
	"slices"
	"strings"
	"testing"

	"sendpath/decide/device"
)

func notesOf(t *testing.T, id string, edit func(*Answers)) []string {
	t.Helper()
	var a Answers
	a[Domain], a[DeviceID], a[Login], a[TLS], a[Sender] = "contoso.com", id, LoginPassword, TLS12, "scanner@contoso.com"
	if edit != nil {
		edit(&a)
	}
	return Decide(Case{Answers: a, AsOf: days[0]}, nil).Page.Notes
}

func tells(notes []string, what string) bool {
	return slices.ContainsFunc(notes, func(note string) bool { return strings.Contains(note, what) })
}

// A Lexmark with user name and password filled in still sends without them, until it is told to use them.
func TestTheFieldsBesideTheSettingsAreNamed(t *testing.T) {
	const needed = "Device-Initiated E-mail = Use Device SMTP Credentials"
	if notes := notesOf(t, "lexmark", nil); !tells(notes, needed) {
		t.Errorf("the page's notes do not say %q: %q", needed, notes)
	}
	relay := func(a *Answers) { a[Login], a[StaticIP], a[PublicIPs] = LoginNone, Yes, "198.51.100.7" }
	if notes := notesOf(t, "lexmark", relay); tells(notes, needed) {
		t.Errorf("without a sign-in the notes still say %q", needed)
	}
}

// What a profile says must be right first, or is set beside, reaches whoever stands at the device.
func TestEveryProfilesNeedsAreTold(t *testing.T) {
	for _, p := range device.All() {
		needs := []string{string(p.Path.Note), string(p.Prerequisites.DNS), string(p.Prerequisites.Time)}
		for _, s := range p.Switches(device.SignIn, device.ByPassword) {
			needs = append(needs, s.Label+" = "+s.Value)
		}
		notes := notesOf(t, p.ID, nil)
		for _, need := range needs {
			if need != "" && !tells(notes, need) {
				t.Errorf("%s: the notes do not say %q", p.ID, need)
			}
		}
	}
}

func TestTheWayToOAuthIsTold(t *testing.T) {
	notes := notesOf(t, "konica-minolta-bizhub", func(a *Answers) { a[Login] = LoginOAuth })
	if !tells(notes, "E-mail TX (SMTP) > OAuth Settings") || !tells(notes, "A token fetched at the control panel") {
		t.Errorf("the notes do not say how the device learns OAuth: %q", notes)
	}
}

// A server that DNS could not name is still to be typed: what to know about its field stays.
func TestTheServersNoteDoesNotWaitForItsName(t *testing.T) {
	answers := Answers{}.With(Domain, "contoso.com").With(DeviceID, "konica-minolta-bizhub").With(Login, LoginNone).With(StaticIP, Yes)
	p := Decide(Case{Answers: answers, AsOf: days[0]}, nil)
	if server := p.Device[0]; server.Setting != "server" || server.Value != "" || !strings.Contains(server.Note, "Tick the box beside it") {
		t.Errorf("%+v", server)
	}
}
