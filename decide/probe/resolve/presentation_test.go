package resolve

import (
	"testing"

	"github.com/miekg/dns"

	"sendpath/decide/evidence"
)

func TestPresentationFormIsUndone(t *testing.T) {
	for in, want := range map[string]string{
		`plain`:       "plain",
		`\"q\" \\ \;`: `"q" \ ;`,
		`\000\200\2`:  "\x00\xc82",
		`\999`:        "999",
		`end\`:        `end\`,
		``:            ``,
	} {
		if got := octets(in); got != want {
			t.Errorf("octets(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"Mail.Example.COM.": "mail.example.com",
		"mail.example.com":  "mail.example.com",
		".":                 ".",
		"":                  ".",
		`a\.b.example.com.`: `a\.b.example.com`,
		`A\046b.example.`:   `a\.b.example`,
		`a\\b.example.`:     `a\\b.example`,
		`a\032b\200.`:       "a b\xc8",
		`example\.`:         `example\.`,
	} {
		if got := hostName(in); got != want {
			t.Errorf("hostName(%q) = %q, want %q", in, got, want)
		}
	}
}

// Every text comes back from the wire as it was.
func FuzzTextRoundTrip(f *testing.F) {
	f.Add("v=spf1 -all")
	f.Add("\"\\\x00\x7f\xff;")
	f.Add(`\000\\"`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 254 { // the length octet counts, too, and one octet holds the sum here
			return
		}
		wire := append([]byte{0, 0, 16, 0, 1, 0, 0, 0, 0, 0, byte(len(text) + 1), byte(len(text))}, text...)
		rr, _, err := dns.UnpackRR(wire, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := record(rr); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	})
}

// A name from the wire, in canonical form, is asked for as the same name.
func FuzzNameRoundTrip(f *testing.F) {
	f.Add([]byte("\x04Mail\x07example\x00"))
	f.Add([]byte("\x03a.b\x03\\\"\xff\x00"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		presentation, end, err := dns.UnpackDomainName(wire, 0)
		if err != nil || presentation == "" {
			return
		}
		name := hostName(presentation)
		if again := hostName(name); again != name {
			t.Errorf("%q is not stable: %q", name, again)
		}
		packed := make([]byte, 256)
		n, err := dns.PackDomainName(fullName(name), packed, 0, nil, false)
		if err != nil {
			t.Fatalf("%q cannot be asked: %v", name, err)
		}
		if n == end && !equalFold(packed[:n], wire[:end]) {
			t.Errorf("%q became %q", wire[:end], packed[:n])
		}
	})
}

// Whatever a resolver sends behind the question, a query ends in a state, and has records only when found.
func FuzzAnswer(f *testing.F) {
	f.Add(uint16(0), uint8(1), uint8(0), []byte("\xc0\x0c\x00\x0f\x00\x01\x00\x00\x00\x3c\x00\x04\x00\x0a\xc0\x0c"))
	f.Add(uint16(0), uint8(1), uint8(0), []byte("\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x02\xc0\x0c"))
	f.Add(uint16(dns.RcodeNameError), uint8(0), uint8(0), []byte{})
	f.Fuzz(func(t *testing.T, flags uint16, answers, authorities uint8, sections []byte) {
		q := newQuery(evidence.Ask(evidence.MX, "example.com"))
		q.pack()
		message := append([]byte{}, q.wire[:q.end]...)
		message[2], message[3] = byte(flags>>8)|0x80, byte(flags)
		message[7], message[9], message[11] = answers, authorities, 0
		message = append(message, sections...)
		if !q.isAnswer(message) {
			t.Fatal("not taken for the answer")
		}
		q.read(message, 1)
		if q.state == waiting || (len(q.answer.Records) > 0) != (q.answer.Outcome == evidence.Found) {
			t.Errorf("%d %+v", q.state, q.answer)
		}
	})
}
