package spf

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A peerCase is a message, and the record of contoso.com to judge it by unless the zone has one.
type peerCase struct {
	Record string `json:"record,omitempty"`
	IP     string `json:"ip"`
	Sender string `json:"sender"`
	Helo   string `json:"helo"`
}

// peers are other implementations, with the Debian package and how they are known to differ.
var peers = []struct {
	name, pkg string
	command   []string
	present   []string // succeeds where the package is installed
	differs   []difference
}{
	{"pyspf", "python3-spf", []string{"/usr/bin/python3", "testdata/peer.py"}, []string{"/usr/bin/python3", "-c", "import spf"}, pyspfDiffers},
	{"Mail::SPF", "libmail-spf-perl", []string{"/usr/bin/perl", "testdata/peer.pl"}, []string{"/usr/bin/perl", "-MMail::SPF", "-e", "1"}, mailSPFDiffers},
}

// A difference explains why a peer may answer otherwise.
type difference struct {
	why     string
	applies func(c peerCase, ours Evaluation, theirs string) bool
}

var pyspfDiffers = []difference{
	{"%{c} in an unknown modifier is an error there; RFC 7208, section 6 says such modifiers are ignored",
		func(c peerCase, _ Evaluation, theirs string) bool { return has(c, "x=%{c}") && theirs == "permerror" }},
	{"an unknown modifier may stand once only there; section 6 demands that of exp= and redirect= alone",
		func(c peerCase, _ Evaluation, theirs string) bool {
			return strings.Count(c.Record, " x=") > 1 && theirs == "permerror"
		}},
	{"a number of parts of 0 is found only when the macro is expanded there; section 4.6 wants errors found first",
		func(c peerCase, ours Evaluation, _ string) bool { return has(c, "%{d0}") && ours.Result == PermError }},
	{"the addresses of mail servers are void lookups there; section 4.6.4 counts terms",
		func(c peerCase, _ Evaluation, theirs string) bool {
			return has(c, "mx") && has6(c) && theirs == "permerror"
		}},
}

var mailSPFDiffers = []difference{
	{"an IPv4 client matches ip6: with an IPv4-mapped address there; section 5 treats it as IPv4 only",
		func(c peerCase, _ Evaluation, _ string) bool { return has(c, "ip6:::ffff:198.51.100.7") && !has6(c) }},
	{"wrong macros are found only when they are expanded there; section 4.6 wants errors found first",
		func(c peerCase, ours Evaluation, _ string) bool {
			return (has(c, "%{d0}") || has(c, "%{z}")) && ours.Result == PermError
		}},
	{"the addresses of mail servers are void lookups there; section 4.6.4 counts terms",
		func(c peerCase, _ Evaluation, theirs string) bool {
			return has(c, "mx") && has6(c) && theirs == "permerror"
		}},
	{"a name with an empty label is a void lookup there, although DNS cannot be asked about it",
		func(c peerCase, _ Evaluation, theirs string) bool {
			return has(c, "x..example.com") && theirs == "permerror"
		}},
}

func has(c peerCase, term string) bool { return strings.Contains(c.Record, term) }
func has6(c peerCase) bool             { return strings.Contains(c.IP, ":") }

func TestPeersAgree(t *testing.T) {
	z := peerZone()
	cases := peerCases(1500)
	for _, peer := range peers {
		t.Run(peer.name, func(t *testing.T) {
			needs(t, peer.pkg, peer.present)
			for i, theirs := range ask(t, peer.command, z.lists(), cases, 1).Results {
				c := cases[i]
				z["txt contoso.com"] = c.Record
				ours := evaluated(z, Query{IP: netip.MustParseAddr(c.IP), Helo: c.Helo, Sender: c.Sender})
				explained := slices.ContainsFunc(peer.differs, func(d difference) bool { return d.applies(c, ours, theirs) })
				if string(ours.Result) != theirs && !explained {
					t.Errorf("%+v: ours %s (%s), theirs %s", c, ours.Result, ours.Reason.Say(nil), theirs)
				}
			}
		})
	}
}

// needs skips the test where a Debian package is absent; in CI it must be there.
func needs(t testing.TB, pkg string, present []string) {
	t.Helper()
	if exec.Command(present[0], present[1:]...).Run() == nil {
		return
	}
	if os.Getenv("SENDPATH_CI") == "1" {
		t.Fatalf("needs the Debian package %s", pkg)
	}
	t.Skipf("needs the Debian package %s", pkg)
}

// A peerAnswer is what a peer found in its last pass over the cases, and how long all passes took it, without
// its start.
type peerAnswer struct {
	Results []string `json:"results"`
	Seconds float64  `json:"seconds"`
}

func ask(t testing.TB, command []string, zone map[string][]string, cases []peerCase, passes int) (answer peerAnswer) {
	t.Helper()
	input, err := json.Marshal(map[string]any{"zone": zone, "cases": cases, "passes": passes})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(output, &answer)
	}
	if err != nil || len(answer.Results) != len(cases) {
		t.Fatalf("%v: %v, %d results of %d\n%s", command, err, len(answer.Results), len(cases), stderr.String())
	}
	return answer
}

// lists are the records of the zone, apart.
func (z zone) lists() map[string][]string {
	lists := map[string][]string{}
	for question, text := range z {
		lists[question] = strings.Split(text, "\n")
	}
	return lists
}

// peerZone has something for every kind of term.
func peerZone() zone {
	z := office()
	delete(z, "txt loop.example")
	z["txt loop.example"] = "v=spf1 include:loop.example -all"
	z["a six.example"] = "192.0.2.6"
	z["aaaa six.example"] = "2001:db8::6"
	z["mx six.example"] = "10 six.example\n20 mail.contoso.com"
	z["a 7.100.51.198.list.example"] = "127.0.0.2"
	z["a scanner.user.example"] = "127.0.0.2"
	z["ptr 7.100.51.198.in-addr.arpa"] = "printer.contoso.com"
	z["a printer.contoso.com"] = "198.51.100.7"
	z["mx silent.example"] = failing
	z["a silent.example"] = failing
	z["aaaa silent.example"] = failing
	return z
}

// peerCases draws records, some of them broken, always the same ones.
func peerCases(n int) []peerCase {
	mechanisms := []string{
		"a", "mx", "a/24", "mx:six.example//64", "a:six.example/28//120", "a:gone.example", "mx:gone.example", "ptr", "ptr:contoso.com", "ip4:198.51.100.0/29", "ip4:198.51.100.7", "ip4:192.0.2.0/24", "ip6:2001:db8::/32", "ip6:::ffff:198.51.100.7",
		"include:news.example", "include:deny.example", "include:wrap.example", "include:late.example", "include:everybody.example", "include:broken.example", "include:several.example", "include:other.example", "include:gone.example", "include:unread.example", "include:loop.example",
		"exists:%{ir}.list.example", "exists:%{l}.user.example", "exists:%{d}.gone.example", "a:silent.example", "mx:silent.example", "exists:silent.example", "a:%{h}", "include:%{d1r}.example", "all", "ALL",
		"ip4:192.0.2", "ip4:192.0.2.1/33", "ip4:192.0.2.1/032", "ip6:2001:db8::/129", "a:", "a:single", "a:x.1", "mx/", "include", "exists:%{z}.x.y", "exists:%{d0}.x.y", "a:x..example.com", "all:x", "bogus", "include:x.example/24", "ptr/24",
	}
	modifiers := []string{"redirect=news.example", "redirect=gone.example", "redirect=%{d1r}.example", "exp=e.contoso.com", "exp=", "redirect=", "x=%{d}", "x=%", "x=%{c}", "redirect=silent.example"}
	term := rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 9).Draw(t, "modifier") == 0 {
			return rapid.SampledFrom(modifiers).Draw(t, "text")
		}
		most := rapid.SampledFrom([]int{35, 35, 35, len(mechanisms)}).Draw(t, "sound")
		return rapid.SampledFrom([]string{"", "", "+", "-", "~", "?"}).Draw(t, "qualifier") + rapid.SampledFrom(mechanisms[:most]).Draw(t, "text")
	})
	message := rapid.Custom(func(t *rapid.T) peerCase {
		return peerCase{
			Record: strings.Join(append([]string{version}, rapid.SliceOfN(term, 0, 6).Draw(t, "terms")...), " "),
			IP:     rapid.SampledFrom([]string{"198.51.100.7", "203.0.113.9", "192.0.2.80", "40.92.1.1", "2001:db8::6", "2a01:111:f400::1", "192.0.2.200"}).Draw(t, "ip"),
			Sender: rapid.SampledFrom([]string{"scanner@contoso.com", "contoso.com", "@contoso.com", "a.b@contoso.com"}).Draw(t, "sender"),
			Helo:   rapid.SampledFrom([]string{"printer.contoso.com", "PRINTER", "[198.51.100.7]"}).Draw(t, "helo"),
		}
	})
	var cases []peerCase
	for seed := range n {
		cases = append(cases, message.Example(seed))
	}
	return cases
}
