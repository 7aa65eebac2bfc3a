package diagnose

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestSecretsAreNotEchoed(t *testing.T) {
	plain := "Tr0ub4dor-and-3"
	secret := base64.StdEncoding.EncodeToString([]byte(plain))
	initial := base64.StdEncoding.EncodeToString([]byte("\x00scan@contoso.com\x00" + plain))
	bearer := base64.StdEncoding.EncodeToString([]byte("user=scan@contoso.com\x01auth=Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9" + strings.Repeat("abcDEF012", 60) + "\x01\x01"))
	refusal := "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect."
	for _, tt := range []struct{ name, text string }{
		{"AUTH LOGIN", "AUTH LOGIN\n334 VXNlcm5hbWU6\nc2NhbkBjb250b3NvLmNvbQ==\n334 UGFzc3dvcmQ6\n" + secret + "\n" + refusal},
		{"AUTH LOGIN on one line", "AUTH LOGIN 334 VXNlcm5hbWU6 c2NhbkBjb250b3NvLmNvbQ== 334 UGFzc3dvcmQ6 " + secret + " " + refusal},
		{"with speakers", "S: 334 UGFzc3dvcmQ6\nC: " + secret + "\nS: " + refusal},
		{"with arrows and stamps", "2026-01-01 12:00:00 <-- 334 UGFzc3dvcmQ6\n2026-01-01 12:00:01 --> " + secret + "\n2026-01-01 12:00:02 <-- " + refusal},
		{"PHPMailer", "SERVER -> CLIENT: 334 UGFzc3dvcmQ6\nCLIENT -> SERVER: " + secret + "\nSERVER -> CLIENT: " + refusal},
		{"Python", "reply: b'334 UGFzc3dvcmQ6\\r\\n'\nsend: '" + secret + "\\r\\n'\nreply: b'" + refusal + "'"},
		{"a prompt of another kind", "334 \n" + secret + "\n" + refusal},
		{"a password typed in clear", "334 UGFzc3dvcmQ6\n" + plain + "\n" + refusal},
		{"AUTH PLAIN", "AUTH PLAIN " + initial + "\n" + refusal},
		{"AUTH PLAIN, quoted", "> C: AUTH PLAIN " + initial + "\n> S: " + refusal},
		{"AUTH PLAIN, wrapped", wrap("AUTH PLAIN "+initial, 40) + "\n" + refusal},
		{"AUTH XOAUTH2", "AUTH XOAUTH2 " + bearer + "\n" + refusal},
		{"AUTH XOAUTH2, wrapped and quoted", "> " + strings.ReplaceAll(wrap("AUTH XOAUTH2 "+bearer, 72), "\n", "\n> ") + "\n> " + refusal},
		{"a setting", "password=" + plain + "\n" + refusal},
		{"a setting in YAML", "smtp_password: \"" + plain + "\"\n" + refusal},
		{"a setting in JSON", `{"user": "scan", "password": "` + plain + `", "error": "` + refusal + `"}`},
		{"a connection string", "Host=smtp.office365.com;Password=" + plain + ";Error=" + refusal},
		{"a header", "Authorization: Bearer " + secret + strings.Repeat("A1", 40) + "\n" + refusal},
		{"in HTML", "<td>334 UGFzc3dvcmQ6</td>\n<td>" + secret + "</td>\n<td>" + refusal + "</td>"},
		{"in the reply itself", refusal + " password: " + plain},
	} {
		r := Diagnose(Input{Text: tt.text})
		if top(r) != "AUTH-03e" {
			t.Errorf("%s: got %v, want AUTH-03e", tt.name, ids(r))
		}
		for _, s := range []string{plain, secret, initial[:20], bearer[:24]} {
			if strings.Contains(show(r), s) {
				t.Errorf("%s: the report holds %q:\n%s", tt.name, s, show(r))
			}
		}
	}
}

// What was seen helps only when it is still there.
func TestTheReplyThatDecidedIsShown(t *testing.T) {
	r := Diagnose(Input{Text: "[12:00:01] S: 535 5.7.3 Authentication\n unsuccessful [AM0PR01CA0042.eurprd01.prod.outlook.com]"})
	if len(r.Faults) != 1 || r.Faults[0].Seen != "535 5.7.3 Authentication unsuccessful [AM0PR01CA0042.eurprd01.prod.outlook.com]" {
		t.Errorf("%+v", r.Faults)
	}
}

// Whatever stands around it: no panic, and no secret comes back.
func FuzzNoSecretComesBack(f *testing.F) {
	for _, s := range samples {
		f.Add(s.text, s.text)
	}
	f.Add("\x1b]0;title", "\x1b[")
	f.Add("<b", "=3D=\n")
	f.Add("password=", "\xff\xfe")
	f.Fuzz(func(t *testing.T, before, after string) {
		const plain = "Zq7~Zq7~Xw"
		secret := base64.StdEncoding.EncodeToString([]byte(plain))
		if strings.Contains(before+after, secret) || strings.Contains(before+after, plain) {
			t.Skip()
		}
		r := Diagnose(Input{Text: before + "\n334 UGFzc3dvcmQ6\r\n" + secret + "\r\n535 5.7.3 Authentication unsuccessful\r\n" + after})
		if out := show(r); strings.Contains(out, secret) || strings.Contains(out, plain) {
			t.Errorf("the secret came back: %s", out)
		}
		if len(r.Faults) > maxFindings {
			t.Errorf("%d findings", len(r.Faults))
		}
		for _, f := range r.Faults {
			if len([]rune(f.Seen)) > maxSeen+3 {
				t.Errorf("%s shows %d runes", f.ID, len([]rune(f.Seen)))
			}
		}
	})
}

// The same text gives the same report, and a report is never without a next step.
func FuzzDiagnose(f *testing.F) {
	for _, s := range samples {
		f.Add(s.text, "", "", "")
	}
	f.Add("#801", "relay", "smtp.office365.com", "Canon imageRUNNER")
	f.Fuzz(func(t *testing.T, text, method, host, device string) {
		in := Input{Text: text, Method: Method(method), Host: host, Device: device}
		r := Diagnose(in)
		if again := Diagnose(in); show(r) != show(again) {
			t.Errorf("two reports for %+v", in)
		}
		if len(r.Faults) == 0 && r.Ask == "" {
			t.Errorf("neither a finding nor a question for %+v", in)
		}
	})
}
