package batch

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sendpath/decide"
)

func readText(t testing.TB, text string) (File, Problems) {
	t.Helper()
	file, problems, err := ReadFile(strings.NewReader(text), "answers.yaml", decide.Device)
	if err != nil {
		t.Fatal(err)
	}
	return file, problems
}

// texts returns the entries as "key=text".
func texts(entries []Entry) []string {
	var list []string
	for _, e := range entries {
		list = append(list, e.Question.Name()+"="+e.Text)
	}
	return list
}

func TestFilesThatAreRead(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"an unquoted version is a text", "tls: 1.2\n", []string{"tls=1.2"}},
		{"booleans stay as written", "static_ip: true\nshared_ip: No\n", []string{"static_ip=true", "shared_ip=No"}},
		{"a byte-order mark and CRLF", "\ufefftls: \"1.2\"\r\nlogin: oauth\r\n", []string{"tls=1.2", "login=oauth"}},
		{"a list in a block", "public_ips:\n- 192.0.2.1\n- 192.0.2.2\n", []string{"public_ips=192.0.2.1 192.0.2.2"}},
		{"a list in a text", "public_ips: 192.0.2.1;192.0.2.2\n", []string{"public_ips=192.0.2.1;192.0.2.2"}},
		{"an empty list is not given", "public_ips: []\n", nil},
		{"no answers", "{}\n", nil},
		{"JSON with tabs, which YAML refuses", "{\n\t\"tls\": 1.2,\n\t\"static_ip\": true}", []string{"tls=1.2", "static_ip=true"}},
		{"JSON with characters outside the basic plane", `{"customer": "\ud83d\ude00"}`, []string{"customer=😀"}},
		{"one document with its marks", "---\ntls: old\n...\n", []string{"tls=old"}},
		{"a saved plan", `{"schema": 1, "customer": "", "policy": "durable", "answers": {"tls": "old"}, "rules": [], "ignored": ["login"]}`,
			[]string{"policy=durable", "tls=old"}},
	}
	for _, tt := range tests {
		file, problems := readText(t, tt.text)
		if len(problems) > 0 || !slices.Equal(texts(file.Entries), tt.want) {
			t.Errorf("%s: %v, problems %v; want %v", tt.name, texts(file.Entries), problems, tt.want)
		}
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", "answers.yaml:1: the file holds no answers"},
		{"a text", "contoso.com", "answers.yaml:1: these are no answers: expected keys with values, such as \"domain: contoso.com\""},
		{"a second document", "tls: old\n---\nlogin: none\n", "answers.yaml:2: a second document begins here: an answers file holds one"},
		{"a second document that is broken", "tls: old\n---\n\"\n", "answers.yaml:3: this is not YAML: check indentation, quotes, colons, and that no anchor or tag is used"},
		{"a key twice", "tls: old\n\ntls: old\n", "answers.yaml:3: tls: the key was given before, in line 1"},
		{"a key twice in JSON", "{\"tls\": \"old\",\n\n\"tls\": \"old\"}", "answers.yaml:3: tls: the key was given before, in line 1"},
		{"an alias to nothing", "tls: *x\n", "answers.yaml: this is not YAML: check indentation, quotes, colons, and that no anchor or tag is used"},
		{"a merge", "a: &x {tls: old}\n<<: *x\n", "answers.yaml:1: a: an anchor (&) stands here: remove it"},
		{"no UTF-8", "tls: old\nlogin: \xff\n", "answers.yaml:2: the file is not UTF-8: save it with that encoding"},
		{"a list for one value", "tls: [old]\n", "answers.yaml:1: tls: found [...]; allowed: 1.2, old, implicit, none, unknown"},
		{"a mapping in a list", "public_ips: [{a: b}]\n", "answers.yaml:1: public_ips: found [...]; allowed: a text, or a list of texts"},
		{"a list as key", "[a, b]: c\n", "answers.yaml:1: found [...] where a key should be"},
		{"evidence that is none", `{"schema": 1, "evidence": [[1]]}`, "answers.yaml:1: evidence: found [...]; expected the evidence of a saved plan"},
	}
	for _, tt := range tests {
		_, problems := readText(t, tt.text)
		if len(problems) == 0 || problems.In(nil)[0] != tt.want {
			t.Errorf("%s: problems %q, want %q", tt.name, problems.In(nil), tt.want)
		}
	}
}

func TestFileThatIsTooLarge(t *testing.T) {
	_, problems := readText(t, "# "+strings.Repeat("x", maxFile)+"\ntls: old\n")
	if len(problems) != 1 || problems[0].Line != 0 {
		t.Errorf("problems: %v", problems)
	}
}

func TestSecretsAreRefusedAndNotRepeated(t *testing.T) {
	for _, key := range []string{"password", "Password", "smtp_password", "SMTP-Passwort", "pass", "smtp_pass", "client_secret", "oauth token", "api_key", "kennwort", "pwd"} {
		_, problems := readText(t, key+": hunter2\ntls: old\n")
		if len(problems) != 1 || !strings.Contains(problems.Error(), "never holds a password") || strings.Contains(problems.Error(), "hunter2") {
			t.Errorf("%s: %v", key, problems)
		}
	}
	for _, text := range []string{"hunter2", "passwrd: hunter2", "login: {a: hunter2}", "password: *hunter2", "a: &hunter2 b", "password: \"hunter2", "- hunter2"} {
		_, problems := readText(t, text)
		if len(problems) == 0 || strings.Contains(problems.Error(), "hunter2") {
			t.Errorf("%q: %v", text, problems)
		}
	}
}

func TestReadReportsAllAndChecksAgainstTheLastDomain(t *testing.T) {
	entry := func(key decide.Key, text string) Entry {
		return Entry{Place{Name: key.String()}, decide.Device.ByKey(key), text}
	}
	answers, _, problems := Read([]Entry{
		entry(decide.Sender, "scanner@example.com"), entry(decide.Domain, "contoso.com"),
		entry(decide.TLS, "OLD"), entry(decide.StaticIP, "True"), entry(decide.Domain, "Example.com."),
	}, decide.Form{})
	if len(problems) > 0 || answers[decide.Sender] != "scanner@example.com" || answers[decide.Domain] != "example.com" ||
		answers[decide.TLS] != "old" || answers[decide.StaticIP] != "yes" {
		t.Errorf("answers %v, problems %v", answers, problems)
	}
	_, _, problems = Read([]Entry{entry(decide.Sender, "scanner@example.net"), entry(decide.Domain, "example.com"),
		entry(decide.TLS, "true"), entry(decide.Customer, strings.Repeat("x", longestValue+1))}, decide.Form{})
	if len(problems) != 3 {
		t.Errorf("problems %v, want three", problems)
	}
}

// FuzzReadFile: whatever the file, each entry names a question and a line of the file, no answer gets
// past its reader in a form that the reader would change again, and no message steers a terminal.
func FuzzReadFile(f *testing.F) {
	for _, seed := range []string{"tls: 1.2\n", "{\"tls\": 1.2}", "a: &b c\nd: *b\n", "? [a]\n: b\n", "schema: 1\nevidence: [{what: mx a.b, records: [x]}]\n",
		"public_ips: [192.0.2.1, 2001:db8::/48]\n", "domain: https://BÜCHER.example/\n", "tls: !!float 1.2", "--- |\n x\n", "a: [[[["} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, problems := readText(t, string(data))
		lines := 1 + strings.Count(string(data), "\n")
		for _, e := range file.Entries {
			if e.Question == nil || e.Line < 1 || e.Line > lines {
				t.Errorf("entry %+v in a text of %d lines", e, lines)
			}
		}
		answers, _, wrong := Read(file.Entries, decide.Form{AllowDocumentation: true})
		if strings.ContainsAny(problems.Error()+wrong.Error(), "\x1b\r\x00\u202e") {
			t.Errorf("messages steer the terminal: %q %q", problems, wrong)
		}
		for i := range decide.Device.Questions {
			checkCanonical(t, &decide.Device.Questions[i], answers)
		}
	})
}

func checkCanonical(t *testing.T, q *decide.Question, answers decide.Answers) {
	t.Helper()
	value := answers[q.Key]
	if value == "" {
		return
	}
	again, err := Value(q, value, decide.Form{AllowDocumentation: true, Domain: answers[decide.Domain]})
	if err != nil || again.Value != value {
		t.Errorf("%s: %q is read as %q, %v", q.Name(), value, again.Value, err)
	}
}

// FuzzUnknownKeys: a file that JSON writes is read with the very same texts, and the value of a key that
// is no question is in no message.
func FuzzUnknownKeys(f *testing.F) {
	f.Add("colour", "mauve", "Contoso Ltd")
	f.Add("password", "hunter2", "*&!|>{}[]")
	f.Add("<<", "x", "a\nb\tc\u2028")
	f.Fuzz(func(t *testing.T, key, value, customer string) {
		secret := "secret-" + value + "-secret"
		data, err := json.Marshal(map[string]string{"customer": customer, key: secret})
		if err != nil || key == "customer" || key == "schema" || !utf8.ValidString(key+"|"+value+"|"+customer) {
			t.Skip()
		}
		file, problems := readText(t, string(data))
		if _, known := decide.Device.ByName(key); !known && (len(problems) == 0 || strings.Contains(problems.Error(), "secret-"+value)) {
			t.Errorf("%s: problems %v", data, problems)
		}
		if want := "customer=" + customer; !slices.Contains(texts(file.Entries), want) {
			t.Errorf("%s: entries %q, want %q", data, texts(file.Entries), want)
		}
	})
}
