package render

import (
	"bytes"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/servers"
)

// noMethod is the plan of a device that fits none of the three methods.
func noMethod(pairs ...any) decide.Plan {
	a := with(answers(decide.Domain, "contoso.com"), decide.Login, decide.LoginNone, decide.TLS, decide.TLSOld,
		decide.StaticIP, decide.No, decide.Recipients, decide.External)
	return decide.Decide(decide.Case{Answers: with(a, pairs...), AsOf: "2026-11-22"}, published("v=spf1 include:spf.protection.outlook.com -all"))
}

func relayFor(upstream servers.Upstream, pairs ...any) servers.Relay {
	return servers.LocalRelay(noMethod(pairs...), servers.RelayOptions{Upstream: upstream, Devices: devices("192.168.10.21", "192.168.10.22", "fd00::21")})
}

func devices(list ...string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, text := range list {
		p, err := servers.ParseDeviceAddress(text)
		if err != nil {
			panic(err)
		}
		prefixes = append(prefixes, p)
	}
	return prefixes
}

func writtenRelay(t testing.TB, f Format, r servers.Relay) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, WriteRelay(&b, f, r, nil))
	return b.Bytes()
}

func TestRelayStories(t *testing.T) {
	golden(t, "relay-ip.txt", writtenRelay(t, Postfix, relayFor(servers.UpstreamAddress, decide.StaticIP, decide.Yes,
		decide.SharedIP, decide.No, decide.PublicIPs, "198.51.100.7")))
	golden(t, "relay-certificate.txt", writtenRelay(t, Postfix, relayFor(servers.UpstreamCertificate, decide.TLS, decide.TLSImplicit)))
	golden(t, "relay-oauth.txt", writtenRelay(t, Postfix, relayFor(servers.UpstreamOAuth)))
	golden(t, "relay-password.txt", writtenRelay(t, Postfix, relayFor(servers.UpstreamPassword, decide.TLS, decide.TLSNone)))
	golden(t, "relay-exchange.txt", writtenRelay(t, ExchangeRelay, relayFor("")))
	golden(t, "relay-unknown.txt", writtenRelay(t, Postfix, servers.LocalRelay(
		decide.Decide(decide.Case{Answers: answers(decide.Domain, "contoso.com"), AsOf: "2027-02-01"}, nil),
		servers.RelayOptions{Upstream: servers.UpstreamCertificate})))
}

func TestRelayNeverPrintsWhatIsForbidden(t *testing.T) {
	for _, upstream := range servers.Upstreams() {
		for _, f := range RelayFormats() {
			out := string(writtenRelay(t, f, servers.LocalRelay(noMethod(), servers.RelayOptions{Upstream: upstream})))
			for _, rule := range forbidden {
				if found := rule.pattern.FindString(out); found != "" {
					t.Errorf("%s, %s: %s: %q", upstream, f, rule.why, found)
				}
			}
		}
	}
	if WriteRelay(&bytes.Buffer{}, Text, servers.Relay{}, nil) == nil {
		t.Error("a relay was written in a format of plans")
	}
}

// Whatever stands in a value, main.cf keeps it on one line, and gives it back without expanding it.
func FuzzPostfixValue(f *testing.F) {
	checkQuote(f, func(t *testing.T, text string) {
		got := cfValue(text)
		if strings.ContainsAny(got, "\r\n") || strings.Contains(strings.ReplaceAll(got, "$$", ""), "$") {
			t.Errorf("%q became %q", text, got)
		}
		if back := strings.ReplaceAll(got, "$$", "$"); back != clean.Line(text, 0) {
			t.Errorf("%q came back as %q", text, back)
		}
	})
}

// A quoted pattern matches its text and nothing else.
func FuzzPostfixPattern(f *testing.F) {
	checkQuote(f, func(t *testing.T, text string) {
		want := clean.Line(text, 0)
		got := regexpQuote(text)
		pattern, err := regexp.Compile("^" + strings.ReplaceAll(got, `\/`, "/") + "$")
		if err != nil {
			t.Fatalf("%q became %q: %v", text, got, err)
		}
		if !pattern.MatchString(want) || pattern.MatchString(want+"x") {
			t.Errorf("%q became %q", text, got)
		}
		if bare := strings.NewReplacer(`\\`, "", `\/`, "").Replace(got); strings.Contains(bare, "/") {
			t.Errorf("%q became %q, which ends the pattern early", text, got)
		}
	})
}

func TestRelayScriptsParse(t *testing.T) {
	args := []string{nodeModules(t)}
	for _, upstream := range servers.Upstreams() {
		r := relayFor(upstream, decide.PublicIPs, "198.51.100.7", decide.StaticIP, decide.Yes)
		args = append(args, save(t, string(upstream)+".ps1", []byte(script(decide.Plan{Script: r.Script}, nil))),
			save(t, string(upstream)+"-receive.ps1", []byte(script(decide.Plan{Script: r.Receive}, nil))))
		for _, c := range append(r.Script, r.Receive...) {
			if c.Line != "" {
				checkLiterals(t, c)
			}
		}
	}
	if out := node(t, "powershell.cjs", args...); len(out) > 0 {
		t.Errorf("syntax errors:\n%s", out)
	}
}
