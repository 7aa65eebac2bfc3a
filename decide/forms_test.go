package decide

import (
	"net/netip"
	"strings"
	"testing"

	"sendpath/decide/clean"
)

func TestDomainsAsTheyArePasted(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "contoso.com", "contoso.com"},
		{"upper case and trailing dot", "Contoso.COM.", "contoso.com"},
		{"blanks, no-break and zero-width spaces", " \u00a0\u200bcontoso.com\ufeff\t\n", "contoso.com"},
		{"a web address", "https://www.Contoso.com/en/contact?x=1", "contoso.com"},
		{"a web address with a port", "http://contoso.com:8080", "contoso.com"},
		{"a mail address", "scanner@contoso.com", "contoso.com"},
		{"a mail link", "mailto:info@contoso.com", "contoso.com"},
		{"a subdomain called www stays when it is typed", "www.contoso.com", "www.contoso.com"},
		{"letters beyond ASCII", "Bücher.example", "xn--bcher-kva.example"},
		{"an ideographic full stop", "例え。テスト", "xn--r8jz45g.xn--zckzah"},
		{"already an A-label", "xn--bcher-kva.example", "xn--bcher-kva.example"},
	} {
		got, err := parseDomain(tt.in, Form{})
		if err != nil || got.Value != tt.want {
			t.Errorf("%s: %q gives %q, %v; want %q", tt.name, tt.in, got.Value, err, tt.want)
		}
	}
}

func TestNamesThatAreNoDomains(t *testing.T) {
	for _, in := range []string{"", "contoso", "192.0.2.1", "[2001:db8::1]", "2001:db8::1", "a..b", ".contoso.com", "con_toso.com",
		"-contoso.com", "contoso.com-", "con toso.com", "contoso.1", strings.Repeat("a", 64) + ".com", strings.Repeat("abcdefgh.", 32) + "com",
		"contoso.com/x", "xn--a.example", "contoso.com\x00"} {
		if got, err := parseDomain(in, Form{}); err == nil {
			t.Errorf("%q was taken as %q", in, got.Value)
		}
	}
}

func TestWhatWasUnderstoodIsSaid(t *testing.T) {
	got, _ := parseDomain("https://Bücher.example/", Form{})
	if len(got.Notes) != 1 || !strings.Contains(got.Notes[0].Error(), "bücher.example") {
		t.Errorf("notes %v", got.Notes)
	}
	if got, _ := parseDomain("contoso.com", Form{}); len(got.Notes) > 0 {
		t.Errorf("nothing was changed, yet: %v", got.Notes)
	}
}

func TestSenders(t *testing.T) {
	in := Form{Domain: "contoso.com"}
	for address, want := range map[string]string{
		"scanner@contoso.com":    "scanner@contoso.com",
		" Scanner@CONTOSO.com ":  "Scanner@contoso.com",
		"first.last@contoso.com": "first.last@contoso.com",
	} {
		if got, err := parseSender(address, in); err != nil || got.Value != want {
			t.Errorf("%q: %q, %v", address, got.Value, err)
		}
	}
	for _, address := range []string{"scanner", "@contoso.com", "scanner@", "scanner@fabrikam.com", "scanner@mail.contoso.com",
		`"a b"@contoso.com`, "a b@contoso.com", "a..b@contoso.com", "ü@contoso.com", "a@b@contoso.com", "scanner@contoso.com\r\nBcc: x@y.z",
		strings.Repeat("a", 65) + "@contoso.com", "<scanner@contoso.com>"} {
		if got, err := parseSender(address, in); err == nil {
			t.Errorf("%q was taken as %q", address, got.Value)
		}
	}
}

func TestPublicAddresses(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"9.9.9.9", "9.9.9.9"},
		{"9.9.9.9/32 9.9.9.9", "9.9.9.9"},
		{"9.9.9.77/28", "9.9.9.64/28"},
		{"9.9.9.9; 9.9.8.0/24,2620:fe::fe", "9.9.9.9 9.9.8.0/24 2620:fe::fe"},
		{"2620:fe::1/48", "2620:fe::/48"},
		{"", ""},
	} {
		got, err := parsePublicIPs(tt.in, Form{})
		if err != nil || got.Value != tt.want {
			t.Errorf("%q: %q, %v; want %q", tt.in, got.Value, err, tt.want)
		}
	}
	if got, _ := parsePublicIPs("9.9.9.77/28", Form{}); len(got.Notes) != 1 {
		t.Errorf("cleared host bits are to be told: %v", got.Notes)
	}
}

func TestAddressesThatNoSiteHas(t *testing.T) {
	for _, in := range []string{"192.168.1.50", "10.5.3.2", "172.16.0.1", "100.64.0.7", "127.0.0.1", "169.254.1.1", "224.0.0.1", "0.0.0.0", "255.255.255.255",
		"203.0.113.5", "198.51.100.7", "192.0.2.1", "198.18.0.1", "240.0.0.1", "192.0.0.8",
		"::1", "fe80::1", "fc00::1", "2001:db8::1", "ff02::1", "::ffff:9.9.9.9", "fe80::1%eth0", "2002:909:909::1", "3fff::1",
		"1.2.3.4/16", "9.9.9.9/23", "2620:fe::/47", "009.9.9.9", "9.9.9", "9.9.9.9-9.9.9.12", "9.9.9.0/33", "contoso.com", "9.9.9.9/", "/24"} {
		if got, err := parsePublicIPs(in, Form{}); err == nil {
			t.Errorf("%s was taken as %s", in, got.Value)
		}
	}
}

func TestDocumentationAddressesNeedLeave(t *testing.T) {
	for _, in := range []string{"203.0.113.5", "198.51.100.0/24", "192.0.2.1", "2001:db8::/48"} {
		if _, err := parsePublicIPs(in, Form{AllowDocumentation: true}); err != nil {
			t.Errorf("%s: %v", in, err)
		}
	}
	if _, err := parsePublicIPs("10.0.0.1", Form{AllowDocumentation: true}); err == nil {
		t.Error("private addresses stay refused")
	}
}

// Whatever is typed: a value that is taken is canonical, reading it again changes nothing, and errors
// are fit to be shown.
func FuzzForms(f *testing.F) {
	for _, seed := range []string{"contoso.com", "https://x@Bücher.example/", "9.9.9.9/28; 2620:fe::/48", "a@contoso.com", "\u202e", "xn--"} {
		f.Add(seed)
	}
	forms := map[string]func(string, Form) (Reading, error){
		"domain": parseDomain, "sender": parseSender, "public_ips": parsePublicIPs, "certificate_name": parseCertificateName, "device": parseDevice,
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, parse := range forms {
			got, err := parse(s, Form{})
			if err != nil {
				if shown := err.Error(); clean.Line(shown, 0) != shown {
					t.Errorf("%s: the error for %q is not fit to be shown: %q", name, s, shown)
				}
				continue
			}
			again, err := parse(got.Value, Form{})
			if name != "device" && got.Value != "" && (err != nil || again.Value != got.Value || len(again.Notes) > 0) {
				t.Errorf("%s: %q gives %q, which gives %q, %v, %v", name, s, got.Value, again.Value, again.Notes, err)
			}
		}
	})
}

func TestReservedRangesCoverWhatTheyName(t *testing.T) {
	for _, r := range append(reservedRanges, documentationRanges...) {
		if r.prefix != r.prefix.Masked() || r.prefix.Addr() == (netip.Addr{}) {
			t.Errorf("%s has host bits", r.prefix)
		}
	}
}

// Whoever types a vendor where an id belongs is told the id.
func TestADeviceIsSuggested(t *testing.T) {
	form := Form{KnownDevice: func(string) bool { return false }}
	for typed, want := range map[string]string{
		"Konica":  `"konica" is not a known device; did you mean konica-minolta-bizhub?`,
		"toaster": `"toaster" is not a known device: choose an id from "sendpath questions", or generic`,
	} {
		if _, err := parseDevice(typed, form); err == nil || err.Error() != want {
			t.Errorf("%s: %v", typed, err)
		}
	}
}
