package device

import (
	"slices"
	"strings"
	"testing"
)

func mustFind(t *testing.T, id string) *Profile {
	t.Helper()
	p, ok := ByID(id)
	if !ok {
		t.Fatalf("no profile %q", id)
	}
	return &p
}

func TestParseRefusesTypingMistakes(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown key":            `[{"id": "example", "vendr": "Example"}]`,
		"an unknown key of a field": `[{"id": "example", "fields": {"server": {"lable": "SMTP"}}}]`,
		"text after the list":       `[{"id": "example"}] x`,
		"a list that breaks off":    `[{"id": "example"}`,
		"a length in words":         `[{"id": "example", "fields": {"server": {"max_len": "63"}}}]`,
	} {
		if _, err := parse(strings.NewReader(text)); err == nil {
			t.Errorf("%s went through", name)
		}
	}
	all, err := parse(strings.NewReader(`[{"id": "example", "fields": {"server": {"label": null}}}]`))
	if err != nil || len(all) != 1 || all[0].Fields.Server == nil {
		t.Errorf("a field with an unknown label: %+v, %v", all, err)
	}
}

func TestLabels(t *testing.T) {
	for _, tt := range []struct {
		name, id string
		setting  Setting
		lang     string
		want     Label
	}{
		{"the device's own word", "epson", Username, "en",
			Label{Text: "Authenticated Account", Source: mustFind(t, "epson").Sources[0].URL}},
		{"in Italian, from an Italian manual", "sharp", Server, "it",
			Label{Text: "Server primario", Source: mustFind(t, "sharp").Sources[1].URL}},
		{"not translated where no source does", "epson", Server, "it",
			Label{Text: "SMTP Server Address", Source: mustFind(t, "epson").Sources[0].URL}},
		{"generic for a wording that is not known", "konica-minolta-bizhub", Server, "en",
			Label{Text: "SMTP server", Generic: true, Source: generic().Sources[0].URL}},
		{"generic for a field that is not known", "oki", Password, "en",
			Label{Text: "Password", Generic: true, Source: generic().Sources[0].URL}},
		{"both where the profile is weak", "kyocera", Encryption, "en",
			Label{Text: "SMTP Security", Source: mustFind(t, "kyocera").Sources[0].URL, Beside: "TLS/StartTLS"}},
	} {
		if got := mustFind(t, tt.id).Label(tt.setting, tt.lang); got != tt.want {
			t.Errorf("%s: %s of %s is %+v, want %+v", tt.name, tt.setting, tt.id, got, tt.want)
		}
	}
}

// Every setting of every device has a label, and only the device's own wording passes for it.
func TestEverySettingHasALabel(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		for _, s := range Settings {
			l := p.Label(s, "en")
			if l.Text == "" || l.Source == "" {
				t.Errorf("%s: %+v", s, l)
			}
			if own := p.ID != Generic && p.Field(s).Label != ""; l.Generic == own {
				t.Errorf("%s: %q passes for the wrong kind of label", s, l.Text)
			}
		}
	})
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		id   string
		got  func(Profile) Word
		want Word
	}{
		{"apc-nmc", encryption("starttls"), Word{Text: "Always"}},
		{"apc-nmc", encryption("implicit"), Word{Text: "Implicitly"}},
		{"apc-nmc", encryption("off"), Word{Text: "Never"}},
		{"ict-pdu", encryption("starttls"), Word{Text: "unticked", Box: true}},
		{"hp-ews-pro", authentication("on"), Word{Text: "ticked", Box: true}},
		{"epson", authentication("oauth"), Word{Text: "OAuth2"}},
		{"toshiba", authentication("on"), Word{Text: "AUTO"}},
		{"oki", authentication("on"), Word{Text: "On", Generic: true, Others: []string{}}},
		{"ricoh", encryption("starttls"), Word{Text: "STARTTLS", Generic: true, Others: []string{"Start TLS", "Always", "Required"}}},
		{"generic", encryption("off"), Word{Text: "None", Generic: true, Others: []string{"Off", "Never"}}},
		{"epson", encryption("ssl"), Word{}},
	} {
		got := tt.got(*mustFind(t, tt.id))
		if got.Text != tt.want.Text || got.Generic != tt.want.Generic || got.Box != tt.want.Box || !slices.Equal(got.Others, tt.want.Others) {
			t.Errorf("%s: %+v, want %+v", tt.id, got, tt.want)
		}
	}
}

func encryption(choice string) func(Profile) Word {
	return func(p Profile) Word { return p.EncryptionWord(choice) }
}

func authentication(choice string) func(Profile) Word {
	return func(p Profile) Word { return p.AuthenticationWord(choice) }
}

// Whatever a plan chooses can be said on every device.
func TestEveryChoiceHasAWord(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		for _, choice := range []string{"starttls", "off", "implicit"} {
			if p.EncryptionWord(choice).Text == "" {
				t.Errorf("no word for encryption %s", choice)
			}
		}
		for _, choice := range []string{"on", "off", "oauth"} {
			if p.AuthenticationWord(choice).Text == "" {
				t.Errorf("no word for authentication %s", choice)
			}
		}
	})
}

func TestFits(t *testing.T) {
	for _, tt := range []struct {
		name, id string
		setting  Setting
		value    string
		limit    int
		ok       bool
	}{
		{"a password as long as the field", "epson", Password, strings.Repeat("a", 20), 20, true},
		{"one character more", "epson", Password, strings.Repeat("a", 21), 20, false},
		{"characters count, not octets", "epson", Password, strings.Repeat("à", 20), 20, true},
		{"a long server name", "ricoh", Server, strings.Repeat("a", 128), 127, false},
		{"no limit known", "oki", Server, strings.Repeat("a", 300), 0, true},
		{"a host name where only an address goes", "zebra", Server, "mail.example.com", 0, false},
		{"an address there", "server-bmc", Server, "192.0.2.7", 0, true},
		{"nothing to enter", "zebra", Server, "", 0, true},
	} {
		limit, ok := mustFind(t, tt.id).Fits(tt.setting, tt.value)
		if limit != tt.limit || ok != tt.ok {
			t.Errorf("%s: %d, %t, want %d, %t", tt.name, limit, ok, tt.limit, tt.ok)
		}
	}
}

// The advice for an unknown device suits every device whose limit is known.
func TestPasswordAdviceFitsEverywhere(t *testing.T) {
	advice, advised := generic().PasswordLen()
	if !advised || advice == 0 {
		t.Fatalf("generic: %d, %t", advice, advised)
	}
	eachProfile(t, func(t *testing.T, p Profile) {
		if limit, _ := p.PasswordLen(); limit < advice {
			t.Errorf("takes %d characters, the advice is %d", limit, advice)
		}
	})
}

func TestSettingOrder(t *testing.T) {
	if order, known := mustFind(t, "hp-ews-pro").SettingOrder(); !known || order[0] != Sender {
		t.Errorf("a form that opens with the sender: %q, %t", order, known)
	}
	order, known := generic().SettingOrder()
	if known || !slices.Equal(order, Settings) {
		t.Errorf("order of an unknown page: %q, %t", order, known)
	}
}

func TestMenuPath(t *testing.T) {
	sharp, old, oki := mustFind(t, "sharp"), mustFind(t, "canon-imagerunner-legacy"), mustFind(t, "oki")
	if m := sharp.MenuPath("it"); !strings.HasPrefix(m.Text, "Impostazioni") || m.Panel || m.Source == "" {
		t.Errorf("Italian: %+v", m)
	}
	if m := sharp.MenuPath("en"); !strings.HasPrefix(m.Text, "System Settings > ") {
		t.Errorf("English: %+v", m)
	}
	if m := old.MenuPath("it"); !m.Panel || !strings.HasPrefix(m.Text, "Additional Functions > ") {
		t.Errorf("only at the panel: %+v", m)
	}
	if m := oki.MenuPath("en"); m != (MenuPath{}) {
		t.Errorf("not known: %+v", m)
	}
}

func TestOAuth(t *testing.T) {
	for id, want := range map[string]OAuthStatus{
		"lexmark": OAuthYes, "ricoh": OAuthPerModel, "qnap-qts": OAuthNo, "dell-2335dn": OAuthUnknown, Generic: OAuthUnknown,
	} {
		if got := mustFind(t, id).OAuth(); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if p := mustFind(t, "lexmark").OAuthSetup; p.Firmware != "FW24" || len(p.Prerequisites) == 0 {
		t.Errorf("lexmark: %+v", p)
	}
}

// A relay plan does not speak of codes for signing in, and a plan with a sign-in does.
func TestRemarksKeepToTheirOccasion(t *testing.T) {
	lexmark := mustFind(t, "lexmark")
	if n := len(lexmark.QuirksWhen()); n != 0 {
		t.Errorf("%d quirks without a sign-in", n)
	}
	if n := len(lexmark.QuirksWhen(SignIn, ByOAuth)); n != 2 {
		t.Errorf("%d quirks with OAuth, want 2", n)
	}
	names := func(list []Switch) (labels []string) {
		for _, s := range list {
			labels = append(labels, s.Label+" = "+s.Value)
		}
		return labels
	}
	if got := names(lexmark.Switches(SignIn)); !slices.Contains(got, "Device-Initiated E-mail = Use Device SMTP Credentials") {
		t.Errorf("switches with a sign-in: %q", got)
	}
	if got := names(mustFind(t, "kyocera").Switches()); !slices.Equal(got, []string{"SMTP (E-mail TX) = On"}) {
		t.Errorf("switches of a relay: %q", got)
	}
}

func TestAllIsACopy(t *testing.T) {
	All()[0].ID = "changed"
	if IDs()[0] == "changed" {
		t.Error("a caller changed the list")
	}
}

// Commands that need no device must not pay for the profiles, and the others little.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := parse(strings.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
