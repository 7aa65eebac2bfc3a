package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

// forbidden is what no output of any format may hold, whatever was answered.
var forbidden = []struct {
	why     string
	pattern *regexp.Regexp
}{
	{"a port of implicit TLS in a command", regexp.MustCompile(`(?i)-Port\s+465|:465\b|--port[ =]465`)},
	{"a connector of type Partner", regexp.MustCompile(`\bPartner\b`)},
	{"a switch that restricts who may send", regexp.MustCompile(`(?i)RestrictDomainsTo|-Restrict\w+`)},
	{"an SPF record that lets everybody send", regexp.MustCompile(`\+all\b`)},
	{"an instruction to use a password in a script", regexp.MustCompile(`(?i)ConvertTo-SecureString|\s-Password\b|\s-Credential\b`)},
	{"advice to switch security defaults off", regexp.MustCompile(`(?i)(disable|turn off|switch off) security defaults`)},
	{"a private address", regexp.MustCompile(`\b(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|127\.0\.0\.1)\b`)},
}

// anyCase answers every question with one of its values or not at all.
func anyCase(t *rapid.T) decide.Case {
	c := decide.Case{
		Answers: answers(decide.Domain, rapid.SampledFrom([]string{"contoso.com", "xn--bcher-kva.example"}).Draw(t, "domain")),
		AsOf:    rapid.SampledFrom([]decide.Day{"2026-11-22", "2026-12-31", "2027-06-01"}).Draw(t, "day"),
	}
	for i := range decide.Device.Questions {
		q := &decide.Device.Questions[i]
		if values := q.Values(); len(values) > 0 {
			c.Answers[q.Key] = rapid.SampledFrom(append(values, "")).Draw(t, q.Name())
		}
	}
	c.Answers[decide.PublicIPs] = rapid.SampledFrom([]string{"", "198.51.100.7", "198.51.100.0/28 2001:db8::1", "2001:db8::1"}).Draw(t, "public_ips")
	c.Answers[decide.DeviceID] = rapid.SampledFrom([]string{"", "ricoh", "canon-imagerunner-legacy", "dell-2335dn", "brother"}).Draw(t, "device")
	c.Answers[decide.Customer] = rapid.SampledFrom([]string{"", "O'Brien & Söhne"}).Draw(t, "customer")
	return c
}

func anyDNS(t *rapid.T) evidence.Set {
	return rapid.SampledFrom([]evidence.Set{nil, published(), published("v=spf1 ip4:198.51.100.7 -all"), published("v=spf1 -all", "v=spf1 ~all")}).Draw(t, "dns")
}

func TestWhatMustNeverBePrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := decide.Decide(anyCase(t), anyDNS(t))
		for _, f := range Formats() {
			out := string(render(t, f, p))
			for _, rule := range forbidden {
				if found := rule.pattern.FindString(out); found != "" {
					t.Fatalf("%s, %s: %s: %q", p.Method, f, rule.why, found)
				}
			}
		}
		if err := settingsHold(compose(p, nil)); err != nil {
			t.Fatal(err)
		}
	})
}

// settingsHold checks the values to type that the documents share.
func settingsHold(s sheet) error {
	for _, part := range s.Sections {
		for _, v := range part.Values {
			switch {
			case v.Value == "465":
				return fmt.Errorf("%s is %s", v.Label, v.Value)
			case v.Type && decide.IsPlaceholder(v.Value):
				return fmt.Errorf("%s: a placeholder to copy", v.Label)
			case part.ID == "connector" && strings.Contains(v.Value, ":"):
				return fmt.Errorf("an IPv6 address in the connector: %s", v.Value)
			}
		}
	}
	return nil
}

// Where the server is not known for certain, every document says how to confirm it, and none gives a
// host as if it were known.
func TestServerToConfirm(t *testing.T) {
	for _, value := range []string{"", "contoso-com.mail.protection.outlook.com"} {
		p := decide.Plan{Domain: "contoso.com", Device: []decide.Setting{{Setting: "server", Label: "Server", Value: value}}}
		for _, f := range []Format{Text, Markdown, HTML} {
			out := strings.Join(strings.Fields(strings.NewReplacer("\\", "", "&gt;", ">").Replace(string(written(t, f, p)))), " ")
			confirm := strings.Index(out, "to confirm: take it from the Microsoft 365 admin centre, Settings > Domains > contoso.com > DNS records")
			if confirm < 0 {
				t.Errorf("%s does not say how to confirm %q", f, value)
			}
			if at := strings.Index(out, "contoso-com.mail"); value != "" && at < confirm {
				t.Errorf("%s gives the host before it says that it is not certain", f)
			}
		}
	}
}

// Values to type stand on one line of the text, whole and alone but for a remark in brackets.
func TestValuesAreWhole(t *testing.T) {
	long := "v=spf1 " + strings.Repeat("include:a-rather-long-name.example.com ", 12) + "-all"
	p := stories()[0].plan()
	p.DNS.SPF.Proposed = long
	for line := range strings.SplitSeq(string(written(t, Text, p)), "\n") {
		if strings.HasSuffix(line, "  "+long) {
			return
		}
	}
	t.Error("the record is not on one line")
}
