package servers

import (
	"strings"
	"testing"

	"sendpath/decide"
)

// devicePlan is the plan of a device that fits no method, with some answers changed.
func devicePlan(pairs ...any) decide.Plan {
	a := decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.TLS, decide.TLSOld).With(decide.StaticIP, decide.No)
	for i := 0; i < len(pairs); i += 2 {
		a = a.With(pairs[i].(decide.Key), pairs[i+1].(string))
	}
	return decide.Decide(decide.Case{Answers: a, AsOf: "2026-11-22"}, microsoftMX())
}

func TestTheRelayTakesTheMostDurableWay(t *testing.T) {
	tests := []struct {
		name  string
		pairs []any
		want  Upstream
	}{
		{"a static address of its own", []any{decide.StaticIP, decide.Yes, decide.SharedIP, decide.No}, UpstreamAddress},
		{"a shared address", []any{decide.StaticIP, decide.Yes, decide.SharedIP, decide.Yes}, UpstreamOAuth},
		{"IPv6 only", []any{decide.StaticIP, decide.Yes, decide.PublicIPs, "2001:db8::7"}, UpstreamOAuth},
		{"many senders", []any{decide.Senders, decide.ManySenders}, UpstreamCertificate},
		{"many senders and port 25 blocked", []any{decide.Senders, decide.ManySenders, decide.Port25, decide.PortBlocked}, UpstreamOAuth},
		{"nothing known", nil, UpstreamOAuth},
	}
	for _, tt := range tests {
		if got := LocalRelay(devicePlan(tt.pairs...), RelayOptions{}); got.Upstream != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got.Upstream, tt.want)
		}
	}
}

// Every relay says everything that its upstream needs, and no text has a hole.
func TestEveryRelayIsComplete(t *testing.T) {
	for _, way := range Upstreams() {
		for _, encryption := range []string{decide.TLSNone, decide.TLSOld, decide.TLSImplicit, decide.TLS12} {
			for _, day := range []decide.Day{"2026-11-22", "2027-02-01"} {
				p := devicePlan(decide.TLS, encryption)
				p.AsOf = day
				r := LocalRelay(p, RelayOptions{Upstream: way})
				if len(r.Script) == 0 || len(r.Receive) == 0 || len(r.Steps) == 0 || len(r.ExchangeSteps) == 0 || r.Server == "" {
					t.Errorf("%s, %s: something is missing", way, encryption)
				}
				if r.Upstream == UpstreamPassword != hasWarning(r, "basic/ends", "basic/off") {
					t.Errorf("%s, %s: the end of passwords is not told, or told without need", way, day)
				}
				if !hasWarning(r, "relay/devices-missing") || !hasWarning(r, "relay/never-open") {
					t.Errorf("%s: not warned", way)
				}
				checkRelayTexts(t, r)
			}
		}
	}
}

func hasWarning(r Relay, ids ...string) bool {
	for _, w := range r.Warnings {
		for _, id := range ids {
			if w.ID == id {
				return true
			}
		}
	}
	return false
}

func checkRelayTexts(t *testing.T, r Relay) {
	t.Helper()
	var texts []string
	for _, s := range append(r.Steps, r.ExchangeSteps...) {
		texts = append(texts, s.Text, s.Check, s.Undo)
	}
	for _, w := range append(r.Warnings, r.ExchangeWarnings...) {
		texts = append(texts, w.Text)
	}
	for _, text := range texts {
		if strings.Contains(text, "%!") || strings.Contains(text, "%[") {
			t.Errorf("a text with a hole: %s", text)
		}
	}
}

func TestDevicesAreNamedNarrowly(t *testing.T) {
	for text, want := range map[string]string{
		"192.168.10.21":    "192.168.10.21/32",
		"192.168.10.21/24": "192.168.10.0/24",
		"fd00::21":         "fd00::21/128",
		"fd00::/120":       "fd00::/120",
		"0.0.0.0/0":        "",
		"10.0.0.0/8":       "",
		"192.168.0.0/23":   "",
		"::/0":             "",
		"fd00::/64":        "",
		"0.0.0.0":          "",
		"224.0.0.1":        "",
		"::ffff:192.0.2.1": "",
		"fe80::1%eth0":     "",
		"printer":          "",
		"":                 "",
	} {
		prefix, err := ParseDeviceAddress(text)
		if got := prefix.String(); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
}
