package render

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A story is a case with what DNS says, told in the formats named.
type story struct {
	name    string
	answers decide.Answers
	asOf    decide.Day
	dns     evidence.Set
	formats []Format
}

var always = []Format{Text}

func stories() []story {
	contoso := answers(decide.Domain, "contoso.com")
	return []story{
		{"relay", with(contoso, decide.Customer, "O'Brien & Söhne", decide.DeviceID, "ricoh", decide.Login, decide.LoginNone,
			decide.TLS, decide.TLS12, decide.StaticIP, decide.Yes, decide.PublicIPs, "198.51.100.7", decide.SharedIP, decide.No),
			"2026-11-22", published("v=spf1 include:spf.protection.outlook.com -all"), Formats()},
		{"password", with(contoso, decide.DeviceID, "brother"), "2026-11-22", published(), []Format{Text, PowerShell}},
		{"password-late", with(contoso, decide.SMTPAuthState, decide.AuthAllowed, decide.Login, decide.LoginPassword), "2027-02-01", nil, always},
		{"certificate", with(contoso, decide.Login, decide.LoginNone, decide.TLS, decide.TLS12, decide.Location, decide.ThirdParty,
			decide.Certificate, decide.Yes, decide.ExistingConnector, decide.Yes), "2026-11-22",
			published("v=spf1 -all", "v=spf1 include:spf.protection.outlook.com ~all"), []Format{Text, PowerShell}},
		{"direct", with(answers(decide.Domain, "xn--bcher-kva.example"), decide.Recipients, decide.Internal, decide.DirectSendState, decide.DirectAllowed,
			decide.Login, decide.LoginNone, decide.TLS, decide.TLSNone, decide.Senders, decide.ManySenders), "2026-11-22", nil, []Format{Text, PowerShell, Markdown}},
		{"own-server", with(contoso, decide.OwnServer, decide.Yes), "2026-11-22", nil, []Format{Text, PowerShell, CSV}},
		{"none", with(contoso, decide.OwnServer, decide.No, decide.Login, decide.LoginPassword, decide.TLS, decide.TLSOld, decide.StaticIP, decide.No,
			decide.Recipients, decide.External, decide.Port25, decide.PortBlocked), "2026-11-22", nil, []Format{Text, CSV}},
	}
}

func (s story) plan() decide.Plan {
	return decide.Decide(decide.Case{Answers: s.answers, AsOf: s.asOf}, s.dns)
}

func answers(key decide.Key, value string) decide.Answers { return decide.Answers{}.With(key, value) }

// with takes keys and values in turn.
func with(a decide.Answers, pairs ...any) decide.Answers {
	for i := 0; i < len(pairs); i += 2 {
		a[pairs[i].(decide.Key)] = pairs[i+1].(string)
	}
	return a
}

// published is contoso.com in Exchange Online, with these TXT records.
func published(txt ...string) evidence.Set {
	answer := func(records ...string) evidence.Answer {
		a := evidence.Answer{Outcome: evidence.Found, Records: records, From: "192.0.2.53:53", At: "2026-11-22T10:00:00Z"}
		if len(records) == 0 {
			a.Outcome = evidence.NoData
		}
		return a
	}
	return evidence.Set{
		evidence.Ask(evidence.MX, "contoso.com"):                               answer("0 contoso-com.mail.protection.outlook.com"),
		evidence.Ask(evidence.AAAA, "contoso-com.mail.protection.outlook.com"): answer(),
		evidence.Ask(evidence.NS, "contoso.com"):                               answer("ns1.example.net", "ns2.example.net"),
		evidence.Ask(evidence.TXT, "contoso.com"):                              answer(txt...),
		evidence.Ask(evidence.TXT, "_dmarc.contoso.com"):                       answer("v=DMARC1; p=reject"),
		evidence.Ask(evidence.TXT, "spf.protection.outlook.com"):               answer("v=spf1 ip4:203.0.113.0/24 -all"),
	}
}

// The documents as people get them. Read the difference like code before you update.
func TestStories(t *testing.T) {
	for _, s := range stories() {
		for _, f := range s.formats {
			t.Run(s.name+"/"+string(f), func(t *testing.T) {
				golden(t, s.name+"."+Extension(f), written(t, f, s.plan()))
			})
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test ./render -update writes it, then read it", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; go test ./render -update, then read the difference\ngot:\n%s", path, got)
	}
}

func written(t testing.TB, f Format, p decide.Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNoFormatIsAnError(t *testing.T) {
	if err := Write(&bytes.Buffer{}, "pdf", decide.Plan{}, nil); err == nil {
		t.Error("pdf was written")
	}
	if got := Extension("pdf"); got != "" {
		t.Errorf("Extension(pdf) = %q", got)
	}
}
