package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/evidence"
	"sendpath/decide/servers"
)

// A serverStory is a case about own mail servers with what DNS says.
type serverStory struct {
	name    string
	answers decide.Answers
	dns     evidence.Set
	formats []Format
}

func serverStories() []serverStory {
	mx := published("v=spf1 include:spf.protection.outlook.com -all")
	both := answers(decide.ServerDomains, "contoso.com")
	return []serverStory{
		{"servers-certificate", with(both, decide.Customer, "O'Brien & Söhne", decide.ServerKind, servers.ExchangeServer,
			decide.ServerCertificateName, "mail.contoso.com", decide.ServerSmartHost, "mail.contoso.com",
			decide.ServerMXNow, servers.MXOwn, decide.ServerTestAddresses, "test@contoso.com"), mx, ServerFormats()},
		{"servers-address", with(both, decide.ServerIdentifyBy, servers.ByIP, decide.ServerPublicIPs, "198.51.100.7 198.51.100.8",
			decide.ServerSmartHost, "198.51.100.7", decide.ServerScope, servers.ByRule, decide.ServerTLS, servers.TLSAny), mx, always},
		{"servers-hybrid", with(both, decide.ServerKind, servers.ExchangeServer, decide.ServerHybridWizard, decide.Yes,
			decide.ServerTestAddresses, "test@contoso.com"), mx, []Format{Text, PowerShell}},
		{"servers-offline", with(both, decide.ServerKind, servers.ExchangeServer), nil, []Format{Text, PowerShell}},
	}
}

func (s serverStory) plan() servers.Plan {
	return servers.Decide(servers.Case{Answers: s.answers, AsOf: "2026-11-22"}, s.dns)
}

func writtenServers(t testing.TB, f Format, p servers.Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteServers(&b, f, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The documents as people get them. Read the difference like code before you update.
func TestServerStories(t *testing.T) {
	for _, s := range serverStories() {
		for _, f := range s.formats {
			golden(t, s.name+"."+Extension(f), writtenServers(t, f, s.plan()))
		}
	}
}

func TestServersHaveNoCSV(t *testing.T) {
	if err := WriteServers(&bytes.Buffer{}, CSV, servers.Plan{}, nil); err == nil {
		t.Error("CSV was written")
	}
}

// hostileServers is a plan whose every text is hostile, as if no form had been checked.
func hostileServers(answers decide.Answers) servers.Plan {
	text := nextHostile()
	for key, value := range answers {
		if value != "" && len(servers.Questions.ByKey(decide.Key(key)).Choices) == 0 {
			answers[key] = strings.ReplaceAll(text(), " ", "_")
		}
	}
	return servers.Decide(servers.Case{Answers: answers, AsOf: "2026-11-22"}, nil)
}

// Each value that somebody gave comes back from the script as one literal.
func TestServerScriptsHoldEachValueAsOneLiteral(t *testing.T) {
	for _, s := range serverStories() {
		for _, p := range []servers.Plan{s.plan(), hostileServers(s.answers)} {
			for _, run := range p.Scripts {
				for _, c := range run.Commands {
					if c.Line != "" {
						checkLiterals(t, c)
					}
				}
			}
		}
	}
}

func checkLiterals(t *testing.T, c decide.Command) {
	t.Helper()
	var want []string
	empty := make([]any, len(c.Args))
	for i, arg := range c.Args {
		list, isList := arg.([]string)
		if !isList {
			list = []string{arg.(string)}
		}
		for _, value := range list {
			want = append(want, clean.Line(value, 0))
		}
		empty[i] = ""
	}
	_, fixed, err := readPowerShell(strings.ReplaceAll(fmt.Sprintf(c.Line, empty...), "\n", " "))
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := readPowerShell(strings.ReplaceAll(commandLine(c), "\n", " "))
	if err != nil {
		t.Fatalf("%s: %v", c.Line, err)
	}
	for _, value := range fixed {
		i := slices.Index(got, value)
		got = slices.Delete(got, i, i+1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: the values %q came back as %q", c.Line, want, got)
	}
}

func TestServerScriptsParse(t *testing.T) {
	modules := nodeModules(t)
	args := []string{modules}
	for _, s := range serverStories() {
		args = append(args, save(t, s.name+".ps1", writtenServers(t, PowerShell, s.plan())),
			save(t, s.name+"-hostile.ps1", writtenServers(t, PowerShell, hostileServers(s.answers))))
	}
	if out := node(t, "powershell.cjs", args...); len(out) > 0 {
		t.Errorf("syntax errors:\n%s", out)
	}
}

func TestServersJSONKeepsItsPromises(t *testing.T) {
	for _, s := range serverStories() {
		for _, p := range []servers.Plan{s.plan(), hostileServers(s.answers)} {
			text := writtenServers(t, JSON, p)
			var value map[string]any
			if err := json.Unmarshal(text, &value); err != nil {
				t.Fatal(err)
			}
			if found := nulls(s.name, value); len(found) > 0 {
				t.Errorf("null: %q", found)
			}
			for _, name := range []string{"schema", "answers", "prerequisites", "connectors", "powershell", "steps", "warnings"} {
				if _, ok := value[name]; !ok {
					t.Errorf("%s: no %s", s.name, name)
				}
			}
		}
	}
}

func TestServersNeverPrintWhatIsForbidden(t *testing.T) {
	for _, s := range serverStories() {
		for _, f := range ServerFormats() {
			for _, p := range []servers.Plan{s.plan(), hostileServers(s.answers)} {
				out := writtenServers(t, f, p)
				if bytes.IndexFunc(out, clean.Steers) >= 0 {
					t.Errorf("%s, %s: something that clean.Steers a terminal got out", s.name, f)
				}
			}
			for _, rule := range forbidden {
				if found := rule.pattern.Find(writtenServers(t, f, s.plan())); found != nil {
					t.Errorf("%s, %s: %s: %q", s.name, f, rule.why, found)
				}
			}
		}
	}
}
