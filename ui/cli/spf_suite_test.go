package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"sendpath/decide/probe/probetest"
)

// TestTheSuiteThroughTheCommand runs the whole RFC 7208 suite as a user would: by "spf", against a DNS
// server that has the suite's zones.
func TestTheSuiteThroughTheCommand(t *testing.T) {
	ran := 0
	for _, s := range probetest.SPFSuites(t, "../../decide/spf/testdata/rfc7208-tests.yml") {
		resolver := serveSuite(t, s)
		for name, test := range s.Tests {
			ran++
			t.Run(s.Description+"/"+name, func(t *testing.T) {
				t.Parallel()
				judgeBySuite(t, resolver, test)
			})
		}
	}
	if ran != probetest.SPFTests {
		t.Errorf("%d tests ran, the suite has %d", ran, probetest.SPFTests)
	}
}

func judgeBySuite(t *testing.T, resolver string, test probetest.SPFTest) {
	domain := test.Helo
	if test.Mailfrom != "" {
		domain = test.Mailfrom[strings.LastIndexByte(test.Mailfrom, '@')+1:]
	}
	got := struct {
		Result, Reason, Explanation string
		Errors                      []string
	}{}
	said, status := command(t, "spf", "--ip", test.Host, "--sender="+test.Mailfrom, "--helo", test.Helo, "--json", "--resolver", resolver, "--", domain)
	if err := json.Unmarshal(said, &got); err != nil {
		t.Fatalf("%v in %q", err, said)
	}
	if !slices.Contains(test.Result, got.Result) {
		t.Errorf("%s (%s), want %s", got.Result, got.Reason, test.Result)
	}
	if want := test.Explanation; want != "" && got.Explanation != strings.Replace(want, "DEFAULT", "", 1) {
		t.Errorf("explanation %q, want %q", got.Explanation, want)
	}
	wantStatus := problem
	switch {
	case len(got.Errors) > 0:
	case got.Result == "pass":
		wantStatus = done
	case got.Result == "temperror":
		wantStatus = unknown
	}
	if status != wantStatus {
		t.Errorf("exit status %d, want %d for %s with the errors %q", status, wantStatus, got.Result, got.Errors)
	}
}

// command runs a command in this process and returns standard output and exit status.
func command(t testing.TB, args ...string) ([]byte, status) {
	t.Helper()
	var out bytes.Buffer
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	e := &environment{in: strings.NewReader(""), out: &out, errs: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
	status := run(ctx, e, args)
	return out.Bytes(), status
}

// suiteServer answers from a suite's data, by its conventions: SPF stands for TXT where a name has no
// TXT, and TIMEOUT for the types that the name lacks. That and CNAMELOOP are SERVFAIL here, which means
// the same to SPF.
type suiteServer struct {
	records map[string][]dns.RR // by lower-case name
	exists  map[string]bool
	fails   map[string]bool
}

func serveSuite(t testing.TB, s probetest.SPFSuite) string {
	t.Helper()
	server := &suiteServer{map[string][]dns.RR{}, map[string]bool{}, map[string]bool{}}
	for name, entries := range s.Zone {
		server.add(dns.Fqdn(strings.ToLower(name)), entries)
	}
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stream, err := net.Listen("tcp", packets.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []*dns.Server{{PacketConn: packets, Handler: server}, {Listener: stream, Handler: server}} {
		go d.ActivateAndServe()
		t.Cleanup(func() { d.Shutdown() })
	}
	return packets.LocalAddr().String()
}

func (s *suiteServer) add(name string, entries []map[string]probetest.Strings) {
	s.exists[name] = true
	hasTXT := slices.ContainsFunc(entries, func(e map[string]probetest.Strings) bool { return e["TXT"] != nil })
	for _, entry := range entries {
		for kind, value := range entry {
			switch {
			case kind == "TIMEOUT", kind == "CNAMELOOP":
				s.fails[name] = true
			case slices.Equal(value, probetest.Strings{"NONE"}), kind == "SPF" && hasTXT:
			default:
				s.records[name] = append(s.records[name], suiteRecord(name, kind, value))
			}
		}
	}
}

func suiteRecord(name, kind string, value probetest.Strings) dns.RR {
	header := func(t uint16) dns.RR_Header {
		return dns.RR_Header{Name: name, Rrtype: t, Class: dns.ClassINET, Ttl: 60}
	}
	switch kind {
	case "A":
		return &dns.A{Hdr: header(dns.TypeA), A: net.ParseIP(value[0])}
	case "AAAA":
		return &dns.AAAA{Hdr: header(dns.TypeAAAA), AAAA: netip.MustParseAddr(value[0]).AsSlice()}
	case "MX":
		return &dns.MX{Hdr: header(dns.TypeMX), Preference: 10, Mx: dns.Fqdn(value[1])}
	case "PTR":
		return &dns.PTR{Hdr: header(dns.TypePTR), Ptr: dns.Fqdn(value[0])}
	case "CNAME":
		return &dns.CNAME{Hdr: header(dns.TypeCNAME), Target: dns.Fqdn(value[0])}
	}
	return &dns.TXT{Hdr: header(dns.TypeTXT), Txt: escaped(value)}
}

// escaped writes strings as package dns holds them: in master-file form.
func escaped(value probetest.Strings) []string {
	out := make([]string, len(value))
	for i, s := range value {
		for j := range len(s) {
			switch c := s[j]; {
			case c == '"' || c == '\\':
				out[i] += "\\" + string(c)
			case c < ' ' || c > '~':
				out[i] += "\\" + string('0'+c/100) + string('0'+c/10%10) + string('0'+c%10)
			default:
				out[i] += string(c)
			}
		}
	}
	return out
}

// ServeDNS follows aliases as a resolver does, and answers SERVFAIL to a chain without end.
func (s *suiteServer) ServeDNS(w dns.ResponseWriter, query *dns.Msg) {
	m := new(dns.Msg)
	m.SetReply(query)
	m.RecursionAvailable = true
	q := m.Question[0]
	name := strings.ReplaceAll(strings.ToLower(q.Name), "\\", "") // the suite has blanks in names
	for range 10 {
		var alias string
		for _, rr := range s.records[name] {
			if c, isAlias := rr.(*dns.CNAME); isAlias && q.Qtype != dns.TypeCNAME {
				m.Answer, alias = append(m.Answer, c), strings.ToLower(c.Target)
			} else if rr.Header().Rrtype == q.Qtype {
				m.Answer = append(m.Answer, rr)
			}
		}
		if alias == "" {
			break
		}
		name = alias
	}
	found := slices.ContainsFunc(m.Answer, func(rr dns.RR) bool { return rr.Header().Rrtype == q.Qtype })
	switch {
	case found:
	case s.fails[name], len(m.Answer) >= 10:
		m.Rcode, m.Answer = dns.RcodeServerFailure, nil
	case !s.exists[name]:
		m.Rcode = dns.RcodeNameError
	}
	m.Truncate(dns.MinMsgSize)
	if w.RemoteAddr().Network() == "tcp" {
		m.Truncated = false
	}
	w.WriteMsg(m)
}
