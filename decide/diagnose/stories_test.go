package diagnose

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sendpath/decide/words"
)

func TestStories(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Input
		want []string
	}{
		{"the inner reply beats the wrapper",
			Input{Text: "5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, the user credentials were incorrect."},
			[]string{"AUTH-03e"}},
		{"the first refusal beats what follows",
			Input{Text: "S: 535 5.7.3 Authentication unsuccessful" + tailCA + "\nC: QUIT\nS: 451 4.7.0 Temporary server error. Please try again later. PRX4\nS: 221 2.0.0 bye"},
			[]string{"AUTH-02"}},
		{"a second way of signing in, after the first was not offered",
			Input{Text: "AUTH CRAM-MD5\n504 5.7.4 Unrecognized authentication type\nAUTH LOGIN\n334 VXNlcm5hbWU6\nabc=\n535 5.7.3 Authentication unsuccessful"},
			[]string{"AUTH-02"}},
		{"words cut off by a narrow panel: two causes",
			Input{Text: "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled fo"},
			[]string{"AUTH-03a", "AUTH-03b"}},
		{"nobody answered, and the port is not known: two causes",
			Input{Text: "Connection timed out"},
			[]string{"NET-02", "NET-03"}},
		{"nobody answered on a port that the message names",
			Input{Text: "12:25:01 dial tcp 192.0.2.1:587: i/o timeout"},
			[]string{"NET-03"}},
		{"a wrapper's name says less than the words in it",
			Input{Text: "SSLHandshakeException: No appropriate protocol (protocol is disabled or cipher suites are inappropriate)"},
			[]string{"AUTH-12"}},
		{"nobody answered, and the method tells the port",
			Input{Text: "Connection timed out", Method: Relay},
			[]string{"NET-02"}},
		{"TLS failed: several causes",
			Input{Text: "SSL negotiation failed", Host: "smtp.office365.com"},
			[]string{"AUTH-12", "AUTH-13"}},
		{"the certificate sentences around a wrong version number mislead",
			Input{Text: "SSL certificate verify failed? no: ssl3_get_record:wrong version number"},
			[]string{"AUTH-13"}},
		{"a provider answers in Microsoft's place",
			Input{Text: "connecting to smtp.office365.com:587\n220 box.example.net ESMTP Exim 4.94.2\n535 Incorrect authentication data"},
			[]string{"OTHER"}},
		{"an Exchange server of the company says the same words",
			Input{Text: "220 mail.contoso.com Microsoft ESMTP MAIL Service ready at Thu\n530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM"},
			[]string{"OTHER"}},
		{"old wording of Microsoft 365, told by the device's setting",
			Input{Text: "5.7.1 Client was not authenticated", Host: "smtp.office365.com"},
			[]string{"AUTH-01"}},
		{"the same wording, nobody knows from where",
			Input{Text: "5.7.1 Client was not authenticated"},
			[]string{"OTHER"}},
		{"a recipient's server refuses, in words nobody knows",
			Input{Text: "<anna@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 no such person (in reply to RCPT TO command)"},
			[]string{"OTHER"}},
		{"a bounce of Exchange Online that names the refusing server",
			Input{Text: "Generating server: AM0PR01MB1234.eurprd01.prod.outlook.com\nRemote Server at mx.example.com (192.0.2.1) returned '550 5.7.1 blocked by policy'"},
			[]string{"OTHER"}},
		{"the server offers no sign-in: the wrong server, or no encryption",
			Input{Text: "SMTP AUTH extension not supported by server."},
			[]string{"AUTH-10", "AUTH-14"}},
		{"the same words of Microsoft 365 through a local relay",
			Input{Text: "postfix/smtp[12]: to=<anna@example.com>, relay=contoso-com.mail.protection.outlook.com[192.0.2.1]:25, status=bounced (host contoso-com.mail.protection.outlook.com[192.0.2.1] said: 550 5.7.64 TenantAttribution; Relay Access Denied [DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com] (in reply to RCPT TO command))"},
			[]string{"MX-02"}},
		{"a bounce of Exchange Online that holds Gmail's refusal",
			Input{Text: "Generating server: AM0PR01MB1234.eurprd01.prod.outlook.com\nanna@example.com\nRemote Server returned '550-5.7.26 Unauthenticated email from contoso.com is not accepted due to domain's DMARC policy. gsmtp'"},
			[]string{"OTHER"}},
		{"5.7.30 of Gmail is not Microsoft's",
			Input{Text: "550-5.7.30 This mail has been blocked because DKIM does not pass. - gsmtp"},
			[]string{"OTHER"}},
		{"method and server do not belong together, and the reply says so too",
			Input{Text: samples[0].text, Method: DirectSend, Host: "smtp.office365.com"},
			[]string{"AUTH-01", "SYM-14"}},
		{"method and server do not belong together, and there is no reply",
			Input{Method: Relay, Host: "smtp.office365.com", Text: "it does not work"},
			[]string{"SYM-14"}},
		{"a bare code is not enough", Input{Text: "550"}, nil},
		{"a bare sign-in failure is not enough", Input{Text: "535 Authentication failed"}, nil},
		{"prose", Input{Text: "The printer does not work since Monday, please help."}, nil},
		{"nothing", Input{}, nil},
		{"a panel's code without a device", Input{Text: "#801"}, nil},
		{"a panel's code", Input{Text: "#801", Device: "Canon imageRUNNER C3520"}, []string{"PANEL-CANON-801"}},
		{"a panel's code of a named device", Input{Text: "Xerox WorkCentre shows 016-764"}, []string{"PANEL-XEROX-016-764"}},
		{"a reply beats the panel's code", Input{Text: "Canon #806, log: " + samples[2].text}, []string{"AUTH-02"}},
		{"PHP is no printer of HP", Input{Text: "php error: unknown user"}, nil},
		{"a connection to Gmail", Input{Text: "connect ETIMEDOUT smtp.gmail.com:587"}, []string{"OTHER"}},
	} {
		if got := ids(Diagnose(tt.in)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestInterceptionIsNamed(t *testing.T) {
	for _, in := range []Input{
		{Text: "connecting to smtp.office365.com:587\n220 box.example.net ESMTP Exim 4.94.2\n535 Incorrect authentication data"},
		{Text: "535 Incorrect authentication data", Host: "smtp.office365.com"},
	} {
		if r := Diagnose(in); len(r.Faults) == 0 || r.Faults[0].Title != intercepted.title {
			t.Errorf("%q: %v", in.Text, ids(r))
		}
	}
}

// What is not recognised, or only half, asks for what is missing.
func TestAsk(t *testing.T) {
	for _, tt := range []struct {
		text string
		want words.Text
	}{
		{"", askReply}, {"help", askReply}, {"550", askReply}, {"550 no", askWords}, {"554 5.9.9 no", askWords},
		{"554 5.9.9 The moon is in the wrong quarter", askOther},
		{"550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain.", further[0].ask},
		{"550 5.7.236 no more recipients today", further[1].ask}, {"535 5.7.143 token", renewAccess},
		{"Failure sending mail.", askInner}, {"535 5.7.139 Authentication unsuccessful", askWords},
		{"5.7.1 Unable to relay", askHost}, {"Canon #801", askPanel}, {"Connection timed out", askPort}, {samples[0].text, ""},
	} {
		report := Diagnose(Input{Text: tt.text})
		if got := report.Ask; got != tt.want {
			t.Errorf("%q: asks %q, want %q", tt.text, got, tt.want)
		}
		if asksForAny := tt.want == askReply; asksForAny && report.Reply {
			t.Errorf("%q: a reply is asked for, although one is there", tt.text)
		}
	}
}

// Several findings always come with what tells them apart, and the later ones with less confidence.
func TestSeveralCausesAreToldApart(t *testing.T) {
	for _, text := range []string{"Connection timed out", "SSL negotiation failed", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"} {
		for _, f := range Diagnose(Input{Text: text}).Faults {
			if f.TellApart == "" {
				t.Errorf("%q: nothing tells %s apart", text, f.ID)
			}
		}
	}
}

func TestCorrections(t *testing.T) {
	r := Diagnose(Input{Text: "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources", Method: DirectSend})
	if len(r.Faults) == 0 || !slices.Contains(r.Faults[0].Corrections(DirectSend), Contradiction{"direct_send", "rejected", ""}) {
		t.Fatalf("5.7.68 does not contradict direct_send: %v", ids(r))
	}
	f := catalogue[entry("MX-02")]
	if got := f.Corrections(DirectSend); len(got) != 1 || got[0].Key != "recipients" || got[0].Value != "external" {
		t.Errorf("MX-02 with direct send contradicts %v", got)
	}
	if got := f.Corrections(""); len(got) != 0 {
		t.Errorf("MX-02 with an unknown method contradicts %v", got)
	}
}

// A corrected value needs a certain finding: a code alone may come from something else.
func TestUncertainFindingsGiveNoValue(t *testing.T) {
	for text, want := range map[string]string{
		"550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources": "rejected",
		"550 5.7.68": "",
	} {
		r := Diagnose(Input{Text: text})
		if len(r.Faults) == 0 || len(r.Faults[0].Corrections("")) != 1 || r.Faults[0].Corrections("")[0].Value != want {
			t.Errorf("%q: %+v", text, r.Faults)
		}
	}
}

// A wrapper alone hides the cause, in every language and with broken accents.
func TestWrappersAlone(t *testing.T) {
	for _, text := range []string{
		"The SMTP server requires a secure connection or the client was not authenticated.",
		"Il server SMTP richiede una connessione protetta oppure il client non è stato autenticato.",
		"Le serveur SMTP requiert une connexion sécurisée ou le client n'était pas authentifié. La réponse du serveur était :",
		"Le serveur SMTP requiert une connexion sÃ©curisÃ©e ou le client nâ€™Ã©tait pas authentifiÃ©.",
		"Le serveur SMTP requiert une connexion s\xe9curis\xe9e ou le client n'\xe9tait pas authentifi\xe9.",
		"Der SMTP-Server erfordert eine sichere Verbindung oder der Client wurde nicht authentifiziert.",
		"El servidor SMTP requiere una conexión segura o el cliente no se autenticó. La respuesta del servidor fue:",
	} {
		if r := Diagnose(Input{Text: text}); top(r) != "NET-06" || r.Ask != askInner {
			t.Errorf("%q: %v", text, ids(r))
		}
	}
}

func TestLookup(t *testing.T) {
	for _, s := range samples {
		if f, ok := Lookup(s.id); !ok || f.ID != s.id {
			t.Errorf("%s: got %s", s.id, f.ID)
		}
	}
	if f, ok := Lookup("AUTH-99"); ok {
		t.Errorf("AUTH-99 is %s", f.ID)
	}
	if got := PanelsOf("Canon imageRUNNER"); len(got) == 0 || got[0].id != "PANEL-CANON-752" {
		t.Errorf("panels of Canon: %v", got)
	}
}

func TestPanels(t *testing.T) {
	for _, p := range Panels() {
		r := Diagnose(Input{Text: "The panel shows " + p.Shows, Device: p.Brands[0]})
		if !slices.Contains(ids(r), p.id) {
			t.Errorf("%s: got %v", p.id, ids(r))
			continue
		}
		for _, f := range r.Faults {
			if f.ID == p.id && !p.sourced && (f.Confidence != Low || f.TellApart != panelProbably) {
				t.Errorf("%s is stated with confidence %s and without \"probably\"", p.id, f.Confidence)
			}
		}
		for _, id := range p.LeadsTo() {
			if entry(id) < 0 {
				t.Errorf("%s leads to %s, which does not exist", p.id, id)
			}
		}
	}
}

func TestReplies(t *testing.T) {
	replies := observe(Input{Text: "220 AM0PR01CA0042.outlook.office365.com Microsoft ESMTP MAIL Service ready\n" +
		"S: 535 5.7.3 Authentication unsuccessful" + tailCA + "\n550-5.7.60 SMTP; one\n550 5.7.60 two" + tailMB + "\nfrom 203.0.113.5 and 10.4.7.1, Exim 4.94.2"}).replies
	var got []string
	for _, r := range replies {
		got = append(got, strings.TrimSpace(string(r.server)+" "+r.enhanced))
	}
	want := []string{"submission", "submission 5.7.3", "mailbox 5.7.60"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(replies) == 3 && (replies[1].code != 535 || replies[0].code != 220) {
		t.Errorf("codes %d, %d", replies[0].code, replies[1].code)
	}
}

func TestServerOf(t *testing.T) {
	for host, want := range map[string]Server{
		"": NoServer, "smtp.office365.com": Submission, "SMTP.Office365.com.": Submission, "contoso-com.mail.protection.outlook.com": MXEndpoint,
		"contoso-com.x-v1.mx.microsoft": MXEndpoint, "smtp.hve.mx.microsoft": Submission, "contoso-com.mail.protection.partner.outlook.cn": MXEndpoint, "AM0PR01CA0042.eurprd01.prod.outlook.com": Submission, "AM0PR01MB1234.eurprd01.prod.outlook.com": Mailbox,
		"DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com": MXEndpoint, "smtp-mail.outlook.com": Consumer, "x.olc.protection.outlook.com": Consumer,
		"smtp.azurecomm.net": AzureComm, "smtp.partner.outlook.cn": China, "smtp.gmail.com": OtherProvider, "mail.contoso.com": OtherProvider, "notsmtp.office365.com.example.com": OtherProvider,
	} {
		if got := serverOf(host); got != want {
			t.Errorf("%q: got %q, want %q", host, got, want)
		}
	}
}

func TestSetUp(t *testing.T) {
	const mx = "contoso-com.mail.protection.outlook.com"
	for _, tt := range []struct {
		name    string
		in      SetUp
		method  Method
		against []words.Text
	}{
		{"signing in", SetUp{"smtp.office365.com", "587", Yes, No}, SMTPAuth, nil},
		{"no password for the submission server", SetUp{"smtp.office365.com", "587", No, Unknown}, SMTPAuth, []words.Text{noPassword}},
		{"port 465", SetUp{"smtp.office365.com", "465", Yes, ""}, SMTPAuth, []words.Text{port465}},
		{"a connector that nobody uses", SetUp{"smtp.office365.com", "25", Yes, Yes}, SMTPAuth, []words.Text{connectorUnused, submissionOn25}},
		{"relay", SetUp{mx, "25", No, Yes}, Relay, nil},
		{"direct send", SetUp{mx, "", No, No}, DirectSend, nil},
		{"one of the two", SetUp{mx, "25", No, Unknown}, "", nil},
		{"a password at the MX endpoint", SetUp{mx, "587", Yes, No}, DirectSend, []words.Text{passwordAtMX, mxOn587}},
		{"High Volume Email", SetUp{"smtp.hve.mx.microsoft", "587", Yes, No}, HVE, nil},
		{"High Volume Email, the name before", SetUp{"smtp-hve.office365.com", "587", Yes, No}, HVE, nil},
		{"Azure Communication Services", SetUp{"smtp.azurecomm.net", "587", No, No}, ACS, []words.Text{noPassword}},
		{"the MX endpoint in China", SetUp{"contoso-com.mail.protection.partner.outlook.cn", "25", No, Yes}, Relay, nil},
		{"another server", SetUp{"smtp.gmail.com", "587", Yes, No}, "", nil},
		{"an obsolete name", SetUp{"smtp.live.com", "587", Yes, No}, SMTPAuth, []words.Text{oldConsumer}},
		{"no name", SetUp{"", "465", Unknown, Unknown}, "", []words.Text{port465}},
	} {
		got := tt.in.Read()
		if got.Method != tt.method || !slices.Equal(got.Contradictions, tt.against) || got.Means == "" {
			t.Errorf("%s: got %+v", tt.name, got)
		}
	}
}

// Long lines and repeated beginnings of signs must not take more than linear time.
func TestHostileTextTakesLinearTime(t *testing.T) {
	for _, piece := range []string{"pass=;", "password='", "authentication unsuccessful, ", "334 ", "5.7.", "<b <b ", "\x1b[", "> ", "5", "a.outlook.com", "550-5.7.1 ", "AUTH LOGIN ", "=\n", "&", ":25", "\n", "TenantAttribution; "} {
		text := strings.Repeat(piece, (1<<20)/len(piece))
		start := time.Now()
		Diagnose(Input{Text: text})
		if took := time.Since(start); took > 20*time.Second { // quadratic time would be minutes; a busy machine is slow too
			t.Errorf("%q repeated: %v", piece, took)
		}
	}
}

func BenchmarkMegabyteOfLog(b *testing.B) {
	var log strings.Builder
	for i := 0; log.Len() < 1<<20; i++ {
		log.WriteString("2026-01-01 12:00:00.000 [worker] S: 250-AM0PR01CA0042.outlook.office365.com Hello [203.0.113.5]\n")
		if i%50 == 0 {
			log.WriteString("2026-01-01 12:00:01.000 [worker] S: " + samples[i/50%len(samples)].text + "\n")
		}
	}
	text := log.String()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Diagnose(Input{Text: text})
	}
}
