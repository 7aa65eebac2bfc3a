package resolve

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
)

// clientOf asks servers with time-outs for loopback.
func clientOf(t testing.TB, servers ...netip.AddrPort) *Client {
	c := New(servers)
	c.Timeouts = []time.Duration{100 * time.Millisecond, 100 * time.Millisecond, 300 * time.Millisecond, time.Second}
	c.Now = func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.FixedZone("CET", 3600)) }
	t.Cleanup(c.Close)
	return c
}

// ask asks one question as "mx example.com".
func ask(t testing.TB, a Asker, question string) evidence.Answer {
	t.Helper()
	kind, name, _ := strings.Cut(question, " ")
	q := evidence.Question{Type: evidence.Type(kind), Name: name}
	return a.Ask(t.Context(), []evidence.Question{q})[q]
}

const everyType = `
	example.com A 192.0.2.1
	example.com A 192.0.2.2
	example.com AAAA 2001:db8::1
	Example.COM MX 10 MX1.Example.com
	example.com MX 0 mx2.example.com
	example.com NS ns1.example.net
	example.com TXT "v=spf1 include:" "spf.example.net" " -all"
	quiet.example.com MX 0 .
	1.2.0.192.in-addr.arpa PTR Scanner.example.com
	_25._tcp.mx1.example.com TLSA 3 1 1 ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789
	www.example.com CNAME Web.example.com
	web.example.com A 192.0.2.80
	odd.example.com TXT "say \"hi\" \\ \000\255 end"
	dotted.example.com MX 5 a\.b.example.com
`

func TestRecordsComeInCanonicalForm(t *testing.T) {
	c := clientOf(t, probetest.DNS(t, everyType).Addr)
	for question, want := range map[string][]string{
		"a example.com":                 {"192.0.2.1", "192.0.2.2"},
		"aaaa example.com":              {"2001:db8::1"},
		"mx EXAMPLE.com.":               {"10 mx1.example.com", "0 mx2.example.com"},
		"ns example.com":                {"ns1.example.net"},
		"txt example.com":               {"v=spf1 include:spf.example.net -all"},
		"mx quiet.example.com":          {"0 ."},
		"ptr 1.2.0.192.in-addr.arpa":    {"scanner.example.com"},
		"cname www.example.com":         {"web.example.com"},
		"tlsa _25._tcp.mx1.example.com": {"3 1 1 abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"},
		"txt odd.example.com":           {"say \"hi\" \\ \x00\xff end"},
		"mx dotted.example.com":         {`5 a\.b.example.com`},
	} {
		a := ask(t, c, question)
		if a.Outcome != evidence.Found || !slices.Equal(a.Records, want) {
			t.Errorf("%s: %s %q, want %q", question, a.Outcome, a.Records, want)
		}
	}
}

func TestAnswerSaysWhoAndWhen(t *testing.T) {
	s := probetest.DNS(t, everyType+"! example.com authentic")
	a := ask(t, clientOf(t, s.Addr), "a example.com")
	if a.From != s.Addr.String() || a.At != "2026-11-22T09:00:00Z" || !a.Authentic {
		t.Errorf("%+v", a)
	}
	if a := ask(t, clientOf(t, s.Addr), "a web.example.com"); a.Authentic {
		t.Error("authentic without the AD bit")
	}
}

// Each fault has its own outcome, none is taken for "there are no records", and none spoils another
// question's answer.
func TestFaults(t *testing.T) {
	c := clientOf(t, probetest.DNS(t, `
		example.com TXT text
		! silent.example.com silent
		! servfail.example.com servfail
		! refused.example.com refused
		! wrong-id.example.com wrong-id
		! wrong-question.example.com wrong-question
		! garbage.example.com garbage
		! malformed.example.com malformed
		! referral.example.com referral
		loop.example.com CNAME pool.example.com
		pool.example.com CNAME loop.example.com
		lazy-loop.example.com CNAME lazy-loop.example.com
		! lazy-loop.example.com lazy
		truncated.example.com TXT text
		! truncated.example.com truncated
		! truncated.example.com truncated-tcp
		late.example.com TXT text
		! late.example.com delay 1m
		once.example.com TXT text
		! once.example.com servfail-once
		old.example.com TXT text
		! old.example.com no-edns
		forged.example.com TXT text
		! forged.example.com forged-first
		lost.example.com TXT text
		! lost.example.com loss 1
		tcp.example.com TXT text
		! tcp.example.com truncated
		dead-tcp.example.com TXT text
		! dead-tcp.example.com truncated
		! dead-tcp.example.com silent-tcp
	`).Addr)
	outcomes := map[string]evidence.Outcome{
		"example.com":                evidence.Found,
		"none.example.com":           evidence.NoName,
		"com":                        evidence.NoData,
		"silent.example.com":         evidence.Timeout,
		"servfail.example.com":       evidence.ServFail,
		"refused.example.com":        evidence.Refused,
		"wrong-id.example.com":       evidence.Timeout,
		"wrong-question.example.com": evidence.Timeout,
		"garbage.example.com":        evidence.Timeout,
		"malformed.example.com":      evidence.Unusable,
		"referral.example.com":       evidence.Refused,
		"loop.example.com":           evidence.Unusable,
		"lazy-loop.example.com":      evidence.Unusable,
		"truncated.example.com":      evidence.Unusable,
		"late.example.com":           evidence.Timeout,
		"once.example.com":           evidence.Found,
		"old.example.com":            evidence.Found,
		"forged.example.com":         evidence.Found,
		"lost.example.com":           evidence.Found,
		"tcp.example.com":            evidence.Found,
		"dead-tcp.example.com":       evidence.Timeout,
		"a..example.com":             evidence.Unusable,
		strings.Repeat("x", 64):      evidence.Unusable,
	}
	var questions []evidence.Question
	for name := range outcomes {
		questions = append(questions, evidence.Ask(evidence.TXT, name))
	}
	for q, a := range c.Ask(t.Context(), questions) {
		want := outcomes[q.Name]
		if a.Outcome != want || (len(a.Records) == 1) != (want == evidence.Found) {
			t.Errorf("%s: %+v, want %s", q, a, want)
		}
	}
}

func TestUnknownTypeIsNotAsked(t *testing.T) {
	s := probetest.DNS(t, "")
	if a := ask(t, clientOf(t, s.Addr), "any example.com"); a.Outcome != evidence.Unusable || s.Queries() != 0 {
		t.Errorf("%+v after %d queries", a, s.Queries())
	}
}

// chain is a name behind n aliases.
func chain(n int) string {
	var zone strings.Builder
	for i := range n {
		fmt.Fprintf(&zone, "c%d.example.com CNAME c%d.example.com\n", i, i+1)
	}
	fmt.Fprintf(&zone, "c%d.example.com A 192.0.2.1\n", n)
	return zone.String()
}

func TestAliasesAreFollowedUpToACap(t *testing.T) {
	for _, lazy := range []string{"", "! * lazy\n"} {
		a := ask(t, clientOf(t, probetest.DNS(t, lazy+chain(maxAliases)).Addr), "a c0.example.com")
		if a.Outcome != evidence.Found || a.Alias != "c8.example.com" || a.Records[0] != "192.0.2.1" {
			t.Errorf("%q: %+v", lazy, a)
		}
		a = ask(t, clientOf(t, probetest.DNS(t, lazy+chain(maxAliases+1)).Addr), "a c0.example.com")
		if a.Outcome != evidence.Unusable {
			t.Errorf("%q: longer: %+v", lazy, a)
		}
	}
}

func TestAliasToNothing(t *testing.T) {
	c := clientOf(t, probetest.DNS(t, `
		gone.example.com CNAME nowhere.example.net
		bare.example.com CNAME text.example.com
		text.example.com TXT text
	`).Addr)
	if a := ask(t, c, "a gone.example.com"); a.Outcome != evidence.NoName || a.Alias != "nowhere.example.net" {
		t.Errorf("%+v", a)
	}
	if a := ask(t, c, "a bare.example.com"); a.Outcome != evidence.NoData || a.Alias != "text.example.com" {
		t.Errorf("%+v", a)
	}
}

func TestTruncatedAnswerComesWholeOverTCP(t *testing.T) {
	s := probetest.DNS(t, "! big.example.com huge 300")
	a := ask(t, clientOf(t, s.Addr), "txt big.example.com")
	if a.Outcome != evidence.Found || len(a.Records) != 300 || s.TCP() != 1 {
		t.Errorf("%s, %d records, %d TCP queries", a.Outcome, len(a.Records), s.TCP())
	}
}

// One resolver that is dead, refuses or fails does not matter when another answers.
func TestAnotherResolverAnswers(t *testing.T) {
	good := probetest.DNS(t, "example.com A 192.0.2.1")
	for _, fault := range []string{"silent", "servfail", "refused", "malformed", "wrong-id", "referral"} {
		bad := probetest.DNS(t, "! * "+fault)
		a := ask(t, clientOf(t, bad.Addr, good.Addr), "a example.com")
		if a.Outcome != evidence.Found || a.From != good.Addr.String() {
			t.Errorf("%s: %+v", fault, a)
		}
	}
}

func TestNobodyListens(t *testing.T) {
	good := probetest.DNS(t, "example.com A 192.0.2.1")
	gone := closedPort(t)
	if a := ask(t, clientOf(t, gone), "a example.com"); a.Outcome != evidence.Timeout || a.From != gone.String() {
		t.Errorf("%+v", a)
	}
	c := clientOf(t, gone, good.Addr)
	c.Timeouts = []time.Duration{time.Hour, time.Hour} // never waited for: the host says so at once
	if a := ask(t, c, "a example.com"); a.Outcome != evidence.Found {
		t.Errorf("%+v", a)
	}
	if a := ask(t, New(nil), "a example.com"); a.Outcome != evidence.Timeout {
		t.Errorf("without resolvers: %+v", a)
	}
}

func closedPort(t *testing.T) netip.AddrPort {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.LocalAddr().(*net.UDPAddr).AddrPort()
}

// A dead first resolver costs one time-out and not one for each question.
func TestDeadResolverIsAvoided(t *testing.T) {
	dead, good := probetest.DNS(t, "! * silent"), probetest.DNS(t, "example.com A 192.0.2.1")
	c := clientOf(t, dead.Addr, good.Addr)
	c.Timeouts = []time.Duration{200 * time.Millisecond, 10 * time.Second}
	for range 10 {
		if a := ask(t, c, "a example.com"); a.Outcome != evidence.Found {
			t.Fatalf("%+v", a)
		}
	}
	if dead.Queries() != 1 {
		t.Errorf("the dead resolver was asked %d times", dead.Queries())
	}
}

func TestContextEndsTheWait(t *testing.T) {
	s := probetest.DNS(t, "! * silent")
	c := clientOf(t, s.Addr)
	c.Timeouts = []time.Duration{time.Hour}
	questions := manyQuestions(100)

	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	set := c.Ask(ctx, questions)
	if len(set) != 100 {
		t.Fatalf("%d answers", len(set))
	}
	for q, a := range set {
		if a.Outcome != evidence.Timeout {
			t.Errorf("%s: %+v", q, a)
		}
	}
	asked := s.Queries()
	if a := c.Ask(ctx, questions[:1])[questions[0]]; a.Outcome != evidence.Timeout || s.Queries() != asked {
		t.Errorf("after the end: %+v, %d more queries", a, s.Queries()-asked)
	}
}

func manyQuestions(n int) []evidence.Question {
	questions := make([]evidence.Question, n)
	for i := range questions {
		questions[i] = evidence.Ask(evidence.A, fmt.Sprintf("n%d.example.com", i))
	}
	return questions
}

func TestManyQuestionsEachOnce(t *testing.T) {
	s := probetest.DNS(t, "n7.example.com A 192.0.2.7")
	c := clientOf(t, s.Addr)
	c.Timeouts = []time.Duration{10 * time.Second}
	questions := manyQuestions(100)
	set := c.Ask(t.Context(), append(questions, questions...))
	if len(set) != 100 || s.Queries() != 100 {
		t.Errorf("%d answers from %d queries", len(set), s.Queries())
	}
	if a := set[questions[7]]; a.Outcome != evidence.Found || set[questions[8]].Outcome != evidence.NoName {
		t.Errorf("%+v", a)
	}
}

// While a batch has every line in use, the lookups of one domain still get theirs.
func TestCallersShareTheLines(t *testing.T) {
	s := probetest.DNS(t, "example.com A 192.0.2.1\n! * delay 1ms")
	c := clientOf(t, s.Addr)
	c.Timeouts = slices.Repeat(c.Timeouts[:1], 100) // the server's buffer may overflow
	batch := make(chan evidence.Set)
	go func() { batch <- c.Ask(t.Context(), manyQuestions(2*maxLines*burst)) }()
	if a := ask(t, c, "a example.com"); a.Outcome != evidence.Found {
		t.Errorf("%+v", a)
	}
	if n := len(<-batch); n != 2*maxLines*burst {
		t.Errorf("%d answers", n)
	}
}

func TestPortsAreRenewed(t *testing.T) {
	s := probetest.DNS(t, "example.com A 192.0.2.1")
	c := clientOf(t, s.Addr)
	c.Timeouts = []time.Duration{10 * time.Second} // a second try would leave from a port of its own
	ports := map[string]int{}
	for range 3 * maxUses {
		ask(t, c, "a example.com")
		ports[c.lines.idle[0].sockets[0].LocalAddr().String()]++
	}
	if len(ports) != 3 {
		t.Errorf("%d queries left from %d ports", s.Queries(), len(ports))
	}
}

func TestAfterCloseNothingIsAsked(t *testing.T) {
	s := probetest.DNS(t, "example.com A 192.0.2.1")
	c := clientOf(t, s.Addr)
	c.Close()
	if a := ask(t, c, "a example.com"); a.Outcome != evidence.Timeout || s.Queries() != 0 {
		t.Errorf("%+v", a)
	}
}
