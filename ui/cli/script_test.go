package cli

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"sendpath/decide/probe/probetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sendpath": func() { os.Exit(Main(os.Args[1:])) }})
}

// zone is what the DNS server of the scripts knows.
const zone = `
contoso.com          MX   0 contoso-com.mail.protection.outlook.com
contoso.com          TXT  "v=spf1 include:spf.protection.outlook.com -all"
contoso.com          NS   ns1.example.net
_dmarc.contoso.com   TXT  "v=DMARC1; p=none"
contoso-com.mail.protection.outlook.com A 192.0.2.25
spf.protection.outlook.com TXT "v=spf1 ip4:192.0.2.0/24 -all"
gov.example          MX   0 gov-example.mail.protection.office365.us
gov-example.mail.protection.office365.us A 192.0.2.26
hostile.example      MX   0 hostile-example.mail.protection.outlook.com
hostile.example      TXT  "v=spf1 \027[2J\226\128\174evil -all"
myip.opendns.com     A    81.2.69.99
! silent.example     silent
! broken.example     servfail
`

// TestScripts tells the stories in testdata/script: whole commands, as a user or a script calls them.
// $DNS is a resolver on loopback that knows the zone.
func TestScripts(t *testing.T) {
	server := probetest.DNS(t, zone)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DNS", server.Addr.String())
			env.Setenv("LC_ALL", "C")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "field": field},
	})
}

// exits runs a command and compares its exit status: "exits 2 sendpath plan".
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit status %d, want %s\nstandard output:\n%s\nstandard error:\n%s", code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// field compares one value of a JSON text: "field stdout dns.spf.change create".
func field(ts *testscript.TestScript, neg bool, args []string) {
	var value any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &value); err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	for name := range strings.SplitSeq(args[1], ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(v) {
				ts.Fatalf("no element %s in %v", name, v)
			}
			value = v[i]
		default:
			ts.Fatalf("no %s in %v", name, v)
		}
	}
	got, _ := json.Marshal(value)
	if text, ok := value.(string); ok {
		got = []byte(text)
	}
	if (string(got) == args[2]) == neg {
		ts.Fatalf("%s is %s", args[1], got)
	}
}
