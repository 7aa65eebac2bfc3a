package listen

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// office is a session of a modern device: everything SMTP AUTH needs.
func office() Session {
	s := newSession()
	s.Remote, s.Attempt, s.Greeting, s.Helo, s.Ended = "192.0.2.7", 1, "EHLO", "copier", endedQuit
	s.STARTTLS, s.STARTTLSOffered, s.AuthOffered = true, true, true
	offer(&s, "1.2", "1.3")
	s.Negotiated, s.EllipticCurves = "1.3", true
	s.Auth, s.AuthUser = []string{"LOGIN"}, "scanner@contoso.com"
	s.Message = Message{MailFrom: "scanner@contoso.com", HasSender: true, RcptTo: []string{"a@contoso.com"},
		FromHeader: "Scanner <scanner@contoso.com>", Size: 1000, Received: true}
	return s
}

// offer makes the session's hello announce versions.
func offer(s *Session, versions ...string) { s.Announced, s.Offered = versions, versions }

// clearText changes a session to one without TLS and sign-in.
func clearText(s *Session) {
	s.TLS = TLS{STARTTLSOffered: true, Offered: []string{}}
	s.Auth, s.AuthUser = nil, ""
}

// Each story changes one thing about office.
var learnStories = []struct {
	name    string
	edit    func(s *Session)
	answers Answers
	auth    Fit
	relay   Fit
	note    string // an id that must be there
}{
	{"modern", func(s *Session) {}, Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Fits, "one-message"},
	{"signs in with Microsoft", func(s *Session) { s.Auth = []string{"XOAUTH2"} },
		Answers{"1.2", "oauth", "", "scanner@contoso.com"}, Fits, Fits, "one-message"},
	{"old TLS", func(s *Session) { offer(s, "1.0"); s.OnlyHighest = true },
		Answers{"old", "password", "", "scanner@contoso.com"}, Misses, Fits, "tls-old"},
	{"SSL 3.0", func(s *Session) { offer(s, "ssl3"); s.Negotiated = "" },
		Answers{"old", "password", "", "scanner@contoso.com"}, Misses, Fits, "tls-old"},
	{"TLS 1.2 with RSA key exchange only", func(s *Session) { offer(s, "1.2"); s.RSAOnly, s.EllipticCurves = true, false },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Misses, Fits, "rsa-only"},
	{"TLS 1.2 without curves", func(s *Session) { offer(s, "1.2"); s.EllipticCurves = false },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Misses, Fits, "no-curves"},
	{"SSL only", func(s *Session) { s.Implicit, s.STARTTLS = true, false },
		Answers{"implicit", "password", "", "scanner@contoso.com"}, Misses, Fits, "implicit"},
	{"in clear", clearText, Answers{"none", "none", "", "scanner@contoso.com"}, Misses, Fits, "one-message"},
	{"in clear with HELO", func(s *Session) {
		clearText(s)
		s.Greeting, s.STARTTLSOffered, s.AuthOffered = "HELO", false, false
	}, Answers{"none", "none", "", "scanner@contoso.com"}, Misses, Fits, "helo"},
	{"sign-in in clear", func(s *Session) { s.TLS, s.AuthBeforeTLS = TLS{STARTTLSOffered: true}, true },
		Answers{"none", "password", "", "scanner@contoso.com"}, Misses, Fits, "auth-before-tls"},
	{"signs in with PLAIN", func(s *Session) { s.Auth = []string{"PLAIN"} },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Fits, "auth-plain"},
	{"unknown mechanism", func(s *Session) { s.Auth = []string{"NTLM"} },
		Answers{"1.2", "", "", "scanner@contoso.com"}, Unclear, Fits, "auth-unknown"},
	{"hung up at the certificate", func(s *Session) {
		s.Negotiated, s.HungUpAtCertificate, s.Auth, s.Ended = "", true, nil, endedTLS
		s.Message = Message{}
	}, Answers{TLS: "1.2"}, Unclear, Unclear, "checks-certificate"},
	{"left after TLS", func(s *Session) {
		s.LeftAfterTLS, s.Auth, s.Ended = true, nil, endedClosed
		s.Message = Message{}
	}, Answers{TLS: "1.2"}, Unclear, Unclear, "left-after-tls"},
	{"each user's address", func(s *Session) { s.startMessage("anna@contoso.com") },
		Answers{"1.2", "password", "many", ""}, Misses, Fits, ""},
	{"one address twice", func(s *Session) { s.startMessage("Scanner@contoso.com") },
		Answers{"1.2", "password", "one", "scanner@contoso.com"}, Fits, Fits, ""},
	{"default sender", func(s *Session) { s.MailFrom = "scanner@localhost" },
		Answers{"1.2", "password", "", ""}, Fits, Fits, "no-domain"},
	{"empty reverse-path", func(s *Session) { s.MailFrom = "" },
		Answers{"1.2", "password", "", ""}, Fits, Fits, "null-sender"},
	{"From header of another domain", func(s *Session) { s.FromHeader = "scanner@example.com" },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Fits, "from-domain"},
	{"From header of another mailbox", func(s *Session) { s.FromHeader = "<office@contoso.com>" },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Fits, "from-differs"},
	{"signs in as another mailbox", func(s *Session) { s.AuthUser = "office@contoso.com" },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Fits, "user-differs"},
	{"message not whole", func(s *Session) { s.Received = false },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Unclear, "incomplete"},
	{"too large", func(s *Session) { s.Received, s.TooLarge = false, true },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Unclear, "too-large"},
	{"signatures with SHA-1", func(s *Session) { s.SHA1Only = true },
		Answers{"1.2", "password", "", "scanner@contoso.com"}, Fits, Fits, "sha1-only"},
}

func TestWhatSessionsTeach(t *testing.T) {
	for _, tt := range learnStories {
		t.Run(tt.name, func(t *testing.T) {
			s := office()
			tt.edit(&s)
			f := learn([]Session{s})
			if f.values() != tt.answers {
				t.Errorf("answers %+v, want %+v", f.values(), tt.answers)
			}
			if f.Methods[0].Fit != tt.auth || f.Methods[1].Fit != tt.relay {
				t.Errorf("methods %+v", f.Methods)
			}
			if tt.note != "" && !slices.ContainsFunc(f.Notes, func(n Note) bool { return n.ID == tt.note }) {
				t.Errorf("no note %q in %+v", tt.note, f.Notes)
			}
			checkSaid(t, f)
		})
	}
}

// checkSaid fails when a text and its arguments do not fit.
func checkSaid(t *testing.T, f Findings) {
	t.Helper()
	var said []string
	for _, a := range f.Answers {
		said = append(said, a.Say(nil))
	}
	for _, m := range f.Methods {
		said = append(said, m.Say(nil))
	}
	for _, n := range f.Notes {
		said = append(said, n.Say(nil))
	}
	for _, s := range said {
		if strings.Contains(s, "%!") {
			t.Errorf("said %q", s)
		}
	}
}

// STARTTLS seen once outweighs every attempt without it.
func TestSeveralSessionsOfOneDevice(t *testing.T) {
	plain, ssl, old := office(), office(), office()
	clearText(&plain)
	ssl.Implicit, ssl.STARTTLS = true, false
	offer(&old, "1.0")
	for _, sessions := range [][]Session{{plain, ssl, old, office()}, {office(), old, ssl, plain}} {
		if got := learn(sessions).values(); got.TLS != "1.2" || got.Login != "password" || got.Senders != "one" {
			t.Errorf("answers %+v", got)
		}
	}
	if got := learn([]Session{plain, ssl}).values(); got.TLS != "implicit" {
		t.Errorf("in clear and SSL: %+v", got)
	}
}

// The key exchanges that count are those of the hello with the newest version, not of the older one that a
// device falls back to.
func TestFallbackHidesNothing(t *testing.T) {
	first, second := office(), office()
	offer(&first, "1.2")
	second.Announced, second.Offered, second.RSAOnly, second.EllipticCurves = []string{"1.0"}, []string{"1.0", "1.2"}, true, false
	f := learn([]Session{first, second})
	if f.Methods[0].Fit != Fits || slices.ContainsFunc(f.Notes, func(n Note) bool { return n.ID == "rsa-only" || n.ID == "tls-old" }) {
		t.Errorf("%+v", f)
	}
}

// What another address showed is not mixed in, whatever the order.
func TestSeveralDevices(t *testing.T) {
	scanner := newSession()
	scanner.Remote, scanner.Ended = "192.0.2.99", endedClosed
	other := office()
	other.Remote, other.Received, other.MailFrom = "192.0.2.8", false, "other@contoso.com"
	for _, sessions := range [][]Session{{scanner, other, office()}, {office(), scanner, other}} {
		f := learn(sessions)
		if f.Remote != "192.0.2.7" || f.Others != 2 || f.values().Senders != "" {
			t.Errorf("%+v", f)
		}
	}
}

func TestNothingSeen(t *testing.T) {
	silent := newSession()
	silent.Remote = "192.0.2.99"
	for _, sessions := range [][]Session{nil, {silent}} {
		f := learn(sessions)
		if f.Remote != "" || len(f.Answers) > 0 || len(f.Methods) > 0 || len(f.Notes) == 0 || f.Notes[0].ID != "nothing" {
			t.Errorf("%+v", f)
		}
	}
}

func TestPausesBetweenAttempts(t *testing.T) {
	first, second, third := office(), office(), office()
	second.Attempt, second.SincePreviousMS = 2, 90_000
	third.Attempt, third.SincePreviousMS = 3, 60_000
	f := learn([]Session{first, second, third})
	i := slices.IndexFunc(f.Notes, func(n Note) bool { return n.ID == "attempts" })
	if i < 0 || !strings.Contains(f.Notes[i].Say(nil), "3 times") || !strings.Contains(f.Notes[i].Say(nil), "1m0s") {
		t.Errorf("%+v", f.Notes)
	}
}

// Every answer is one an answers file may hold.
func TestAnswersAreOfTheVocabulary(t *testing.T) {
	allowed := map[string][]string{
		"tls": {"none", "old", "implicit", "1.2"}, "login": {"none", "password", "oauth"}, "senders": {"one", "many"},
	}
	for _, tt := range learnStories {
		s := office()
		tt.edit(&s)
		for _, a := range learn([]Session{s}).Answers {
			if values, ok := allowed[a.Key]; ok && !slices.Contains(values, a.Value) {
				t.Errorf("%s: %s is %q", tt.name, a.Key, a.Value)
			}
		}
	}
}

func TestDomainOf(t *testing.T) {
	for address, want := range map[string]string{
		"a@contoso.com": "contoso.com", "A@Contoso.COM": "contoso.com", "a@localhost": "", "contoso.com": "",
		"a@192.0.2.1": "", "a@[192.0.2.1]": "", "@contoso.com": "", "a@.com": "", "a@contoso.com.": "", "": "",
	} {
		if got := domainOf(address); got != want {
			t.Errorf("domainOf(%q) = %q, want %q", address, got, want)
		}
	}
}

// learn does not change what it reads.
func TestLearnIsPure(t *testing.T) {
	sessions := []Session{office(), office()}
	before := fmt.Sprintf("%+v", sessions)
	once, twice := learn(sessions), learn(sessions)
	if !reflect.DeepEqual(once, twice) || fmt.Sprintf("%+v", sessions) != before {
		t.Error("a second look differs")
	}
}
