package check

import (
	"strings"
	"testing"

	"sendpath/decide"
)

// What was seen, as "key=value" with "!given" behind it where it contradicts.
func learned(s Subject, o Observations, given decide.Answers) string {
	var out []string
	for _, l := range Learn(s, o, given) {
		text := l.Key.String() + "=" + l.Value
		if l.Contradicts() {
			text += "!" + l.Given
		}
		if l.From.Error() == "" {
			text += " without provenance"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestLearning(t *testing.T) {
	answers := func(edits ...string) decide.Answers {
		a := decide.Answers{}.With(decide.Domain, "contoso.com")
		for i := 0; i < len(edits); i += 2 {
			q, _ := decide.Device.ByName(edits[i])
			a = a.With(q.Key, edits[i+1])
		}
		return a
	}
	const host = "contoso-com.mail.protection.outlook.com"
	shut := Port{Host: host, Port: 25, State: PortTimeout}
	elsewhere := Subject{Domain: "contoso.com", Place: Elsewhere, AllowDocumentation: true}
	here := Subject{Domain: "contoso.com", AllowDocumentation: true}
	cloudy := func(name string) Subject { return Subject{Domain: "contoso.com", Cloud: name} }
	for _, story := range []struct {
		name    string
		subject Subject
		dns     string
		port    Port
		given   decide.Answers
		want    string
	}{
		{"all is new", here, "", openPort(host, 25), answers(), "cloud=worldwide port_25=open"},
		{"unknown is settled", here, "", shut, answers("port_25", "unknown", "cloud", "worldwide"), "port_25=blocked"},
		{"what agrees is left out", here, "", openPort(host, 25), answers("port_25", "open", "cloud", "gcc"), ""},
		{"a contradiction", here, "", shut, answers("port_25", "open", "cloud", "worldwide"), "port_25=blocked!open"},
		{"587", here, "", openPort("smtp.office365.com", 587), answers("cloud", "worldwide"), "port_587=open"},
		{"no way out says nothing", here, "", Port{Host: host, Port: 25, State: PortTimeout, NoRoute: true}, answers("cloud", "worldwide"), ""},
		{"no address says nothing", here, "", Port{Host: host, Port: 25, State: PortUnresolved}, answers("cloud", "worldwide"), ""},
		{"elsewhere settles no port", elsewhere, "", shut, answers("cloud", "worldwide", "static_ip", "yes"), ""},
		{"intercepted is blocked", here, "", Port{Host: host, Port: 25, State: PortIntercepted}, answers("cloud", "worldwide"), "port_25=blocked"},
		{"the address is offered", here, "", Port{}, answers("cloud", "worldwide", "static_ip", "yes"), "public_ips=198.51.100.7"},
		{"the address agrees", here, "", Port{}, answers("cloud", "worldwide", "static_ip", "yes", "public_ips", "198.51.100.0/24"), ""},
		{"the address contradicts", here, "", Port{}, answers("cloud", "worldwide", "static_ip", "yes", "public_ips", "203.0.113.9"), "public_ips=198.51.100.7!203.0.113.9"},
		{"the cloud contradicts", cloudy("china"), "", Port{}, answers("cloud", "china"), "cloud=worldwide!china"},
		{"GCC High may be DoD", here, "mx contoso.com = 0 contoso.mail.protection.office365.us", Port{}, answers(), ""},
	} {
		t.Run(story.name, func(t *testing.T) {
			o := observed(story.subject, story.dns)
			o.Ports = []Port{story.port}
			if got := learned(story.subject, o, story.given); got != story.want {
				t.Errorf("learned %q, want %q", got, story.want)
			}
		})
	}
}
