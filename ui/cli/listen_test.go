package cli

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"net/smtp"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sendpath/decide/probe/listen"
	"sendpath/decide/words"
)

// A waiting is a run of the listen command on loopback, as a user has it on the screen.
type waiting struct {
	t      *testing.T
	said   chan string // lines of standard error
	saying strings.Builder
	out    bytes.Buffer
	ctrlC  func()
	ended  chan status
}

func startListening(t *testing.T, flags ...string) *waiting {
	t.Helper()
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	w := &waiting{t: t, said: make(chan string, 1000), ctrlC: cancel, ended: make(chan status, 1)}
	e := &environment{in: strings.NewReader(""), out: &w.out, errs: writer, getenv: func(string) string { return "" }, now: time.Now}
	go func() {
		s := run(ctx, e, append([]string{"listen", "--addr", "127.0.0.1", "--for", "1m"}, flags...))
		writer.Close()
		w.ended <- s
	}()
	go func() {
		defer close(w.said)
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			w.said <- lines.Text()
		}
	}()
	return w
}

// until reads standard error up to a line that matches, and returns its first group.
func (w *waiting) until(pattern string) string {
	w.t.Helper()
	wanted := regexp.MustCompile(pattern)
	for line := range w.said {
		w.saying.WriteString(line + "\n")
		if found := wanted.FindStringSubmatch(line); found != nil {
			return found[len(found)-1]
		}
	}
	w.t.Fatalf("no line matches %q in:\n%s", pattern, w.saying.String())
	return ""
}

// stop presses Ctrl+C and returns the exit status.
func (w *waiting) stop() status {
	w.ctrlC()
	for line := range w.said {
		w.saying.WriteString(line + "\n")
	}
	return <-w.ended
}

const inventedPassword = "Correct-Horse-9"

// sendAsDevice delivers one message with STARTTLS and a sign-in, as a copier does.
func sendAsDevice(t *testing.T, address string, config *tls.Config) {
	t.Helper()
	config.InsecureSkipVerify, config.ServerName = true, "127.0.0.1" // as the instructions tell the user
	client, err := smtp.Dial(address)
	if err != nil {
		t.Fatal(err)
	}
	message := "From: Scanner <scanner@contoso.com>\r\nSubject: scan\r\n\r\npage\r\n"
	steps := []func() error{
		func() error { return client.Hello("RNP002673") },
		func() error { return client.StartTLS(config) },
		func() error {
			return client.Auth(smtp.PlainAuth("", "scanner@contoso.com", inventedPassword, "127.0.0.1"))
		},
		func() error { return client.Mail("scanner@contoso.com") },
		func() error { return client.Rcpt("ann@contoso.com") },
		func() error { return deliver(client, message) },
		client.Quit,
	}
	for i, step := range steps {
		if err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
}

func deliver(client *smtp.Client, message string) error {
	body, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := io.WriteString(body, message); err != nil {
		return err
	}
	return body.Close()
}

// rsaOnly is the hello of a device that speaks TLS 1.2 without elliptic curves.
func rsaOnly() *tls.Config {
	return &tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}}
}

func TestListenTellsAsJSONWhatADeviceShows(t *testing.T) {
	w := startListening(t, "--json")
	port := w.until(`Port: (\d+)`)
	sendAsDevice(t, "127.0.0.1:"+port, &tls.Config{})
	w.until(`signs in with PLAIN`)
	w.until(`127\.0\.0\.1 is done`)
	if got := w.stop(); got != stopped {
		t.Errorf("exit status %d, want %d", got, stopped)
	}
	var result struct {
		Sessions []struct {
			Remote, MailFrom string
			STARTTLS         bool     `json:"starttls"`
			Received         bool     `json:"message_received"`
			Offered          []string `json:"tls_offered"`
			Auth             []string
		}
		Answers map[string]string
		Methods []struct{ Method, Fit string }
	}
	if err := json.Unmarshal(w.out.Bytes(), &result); err != nil {
		t.Fatalf("%v in %s", err, w.out.String())
	}
	if len(result.Sessions) != 1 || !result.Sessions[0].STARTTLS || !result.Sessions[0].Received {
		t.Errorf("sessions: %+v", result.Sessions)
	}
	want := map[string]string{"tls": "1.2", "login": "password", "sender": "scanner@contoso.com"}
	if fmt.Sprint(result.Answers) != fmt.Sprint(want) {
		t.Errorf("answers %v, want %v", result.Answers, want)
	}
	if len(result.Methods) != 3 || result.Methods[0].Fit != string(listen.Fits) {
		t.Errorf("methods: %+v", result.Methods)
	}
	if strings.Contains(w.out.String()+w.saying.String(), inventedPassword) {
		t.Error("the password is shown")
	}
}

func TestListenSaysLoudlyThatCurvesAreMissing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "answers.yaml")
	w := startListening(t, "--answers", file)
	port := w.until(`Port: (\d+)`)
	sendAsDevice(t, "127.0.0.1:"+port, rsaOnly())
	w.until(`127\.0\.0\.1 is done`)
	if got := w.stop(); got != stopped {
		t.Errorf("exit status %d, want %d", got, stopped)
	}
	for _, want := range []string{
		"Microsoft 365 will refuse this", "only RSA key exchange", "ATTENTION", "tls: 1.2", "SMTP AUTH: not possible",
		"EHLO RNP002673", "ann@contoso.com", "sendpath plan --answers " + file + " --tls old",
	} {
		if !strings.Contains(w.out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, w.out.String())
		}
	}
	written, err := os.ReadFile(file)
	if err != nil || string(written) != "tls: \"1.2\"\nlogin: password\nsender: scanner@contoso.com\n" {
		t.Errorf("file: %q, %v", written, err)
	}
}

func TestListenWithALowerCeiling(t *testing.T) {
	w := startListening(t, "--lower-ceiling")
	port := w.until(`Port: (\d+)`)
	w.until(`Each time the device has sent, send again`)
	for _, version := range []string{`1\.3`, `1\.2`, `1\.1`} {
		sendAsDevice(t, "127.0.0.1:"+port, &tls.Config{MinVersion: tls.VersionTLS10})
		w.until(`agreed on TLS ` + version)
		w.until(`is done`)
	}
	w.stop()
}

// The flag is advised where it can show more, and only there.
func TestListenAdvisesTheLowerCeiling(t *testing.T) {
	e := &environment{}
	few := listen.Findings{Remote: "192.168.1.40", Notes: []listen.Note{{ID: "only-highest", Level: listen.LevelNote, Text: "n"}}}
	all := listen.Findings{Remote: "192.168.1.40"}
	for _, tt := range []struct {
		findings    listen.Findings
		lower, want bool
	}{{few, false, true}, {few, true, false}, {all, false, false}} {
		text := e.listenText(listen.Report{Findings: tt.findings}, "", tt.lower)
		if strings.Contains(text, "--lower-ceiling") != tt.want {
			t.Errorf("%+v with lower %t:\n%s", tt.findings, tt.lower, text)
		}
	}
}

var shown = []listen.Answer{{Key: "tls", Value: "1.2"}, {Key: "login", Value: "password"}, {Key: "sender", Value: "scanner@contoso.com"}}

func TestLearntAnswersJoinAFile(t *testing.T) {
	for _, tt := range []struct {
		name, before, after, note string
		force                     bool
		status                    status
	}{
		{name: "no file", after: "tls: \"1.2\"\nlogin: password\nsender: scanner@contoso.com\n", note: "written to"},
		{name: "an empty file", before: "\n", after: "tls: \"1.2\"\nlogin: password\nsender: scanner@contoso.com\n"},
		{
			name:   "comments and other keys stay",
			before: "# Contoso\ndomain: contoso.com # main\npublic_ips: [81.2.69.142]\n",
			after:  "# Contoso\ndomain: contoso.com # main\npublic_ips: [81.2.69.142]\ntls: \"1.2\"\nlogin: password\nsender: scanner@contoso.com\n",
		},
		{
			name:   "what nobody knew is filled in",
			before: "tls: unknown # ask\nlogin: password\nsender: scanner@contoso.com\n",
			after:  "tls: \"1.2\" # ask\nlogin: password\nsender: scanner@contoso.com\n",
		},
		{
			name:   "another answer stays, and both are shown",
			before: "tls: old\nlogin: password\nsender: scanner@contoso.com\n",
			after:  "tls: old\nlogin: password\nsender: scanner@contoso.com\n",
			note:   `tls: .* says "old", the device showed "1.2"; the file keeps its answer, --force replaces it`,
			status: problem,
		},
		{
			name:   "another answer is replaced when told",
			before: "tls: old\nlogin: none\nsender: scanner@contoso.com\n",
			after:  "tls: \"1.2\"\nlogin: password\nsender: scanner@contoso.com\n",
			force:  true,
		},
		{
			name:   "a sender of another domain is left out",
			before: "domain: fabrikam.com\ntls: 1.2\n",
			after:  "domain: fabrikam.com\ntls: 1.2\nlogin: password\n",
			note:   "sender: not written",
		},
		{
			name:   "JSON stays JSON",
			before: `{"domain":"contoso.com","tls":"1.2","public_ips":["81.2.69.142"]}`,
			after:  "{\n  \"domain\": \"contoso.com\",\n  \"login\": \"password\",\n  \"tls\": \"1.2\",\n  \"sender\": \"scanner@contoso.com\",\n  \"public_ips\": [\n    \"81.2.69.142\"\n  ]\n}\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "answers.yaml")
			if tt.before != "" {
				if err := os.WriteFile(file, []byte(tt.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var errs bytes.Buffer
			e := &environment{errs: &errs, now: time.Now}
			if err := (&learntFlags{file, tt.force}).write(e, shown); err != nil {
				t.Fatal(err)
			}
			after, err := os.ReadFile(file)
			if err != nil || string(after) != tt.after {
				t.Errorf("got %q, %v\nwant %q", after, err, tt.after)
			}
			if !regexp.MustCompile(tt.note).MatchString(errs.String()) {
				t.Errorf("notes: %s", errs.String())
			}
			if e.found != tt.status {
				t.Errorf("status %d, want %d", e.found, tt.status)
			}
		})
	}
}

// A report that cannot be printed is an error, and what the device showed is in the file all the same.
func TestLearntAnswersOutliveTheReport(t *testing.T) {
	reader, writer := io.Pipe()
	reader.Close()
	file := filepath.Join(t.TempDir(), "answers.yaml")
	e := &environment{out: writer, errs: io.Discard, now: time.Now}
	report := listen.Report{Findings: listen.Findings{Remote: "192.168.1.40", Answers: shown}}
	err := (&listenFlags{learnt: learntFlags{file: file}}).finish(e, netip.AddrPort{}, report)
	if err == nil || !strings.Contains(err.Error(), "standard output") {
		t.Errorf("error %v", err)
	}
	if written, err := os.ReadFile(file); err != nil || !strings.Contains(string(written), "login: password") {
		t.Errorf("file: %q, %v", written, err)
	}
}

func TestOneLikelyAddressNeedsNoChoice(t *testing.T) {
	private := []listen.Interface{{Name: "eth0", Addresses: addresses("192.168.1.10")}, {Name: "docker0", Addresses: addresses("172.17.0.1")}}
	for _, tt := range []struct {
		interfaces []listen.Interface
		want       int
	}{
		{private, 2},
		{private[:1], 1},
		{[]listen.Interface{{Name: "eth0", Addresses: addresses("fd00::2", "fe80::2")}}, 1},
		{[]listen.Interface{{Name: "eth0", Addresses: addresses("192.168.1.10", "fd00::2", "169.254.3.4")}}, 1},
	} {
		found, err := listen.PrivateAddresses(tt.interfaces)
		if err != nil {
			t.Fatal(err)
		}
		if got := likeliest(found); got != tt.want {
			t.Errorf("%v: %d likely, want %d", found, got, tt.want)
		}
	}
}

func TestChooseAddress(t *testing.T) {
	found := []listen.Candidate{{Addr: addresses("192.168.1.10")[0], Interface: "eth0"}, {Addr: addresses("172.17.0.1")[0], Interface: "docker0"}}
	for typed, want := range map[string]string{"\n": "192.168.1.10", "2\n": "172.17.0.1", "7\nx\n1\n": "192.168.1.10"} {
		var errs bytes.Buffer
		e := &environment{in: strings.NewReader(typed), errs: &errs}
		choice, err := e.chooseAddress(t.Context(), found)
		if err != nil || choice.Addr.String() != want {
			t.Errorf("%q: %v, %v", typed, choice, err)
		}
		if !strings.Contains(errs.String(), "2  172.17.0.1 (docker0)") {
			t.Errorf("the choice is not shown:\n%s", errs.String())
		}
	}
	e := &environment{in: strings.NewReader("9\n9\n9\n1\n"), errs: io.Discard}
	if choice, err := e.chooseAddress(t.Context(), found); err == nil {
		t.Errorf("chose %v", choice)
	}
}

func TestListenSpeaksTheUsersLanguage(t *testing.T) {
	e := &environment{lang: words.Pseudo()}
	report := listen.Report{Findings: listen.Findings{Remote: "192.168.1.40", Methods: []listen.Method{{ID: "relay", Fit: listen.Fits, Why: "w"}}}}
	for line := range strings.SplitSeq(e.listenText(report, "", false), "\n") {
		if line != "" && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "[") {
			t.Errorf("not translated: %q", line)
		}
	}
}

func addresses(texts ...string) []netip.Addr {
	var list []netip.Addr
	for _, text := range texts {
		list = append(list, netip.MustParseAddr(text))
	}
	return list
}
