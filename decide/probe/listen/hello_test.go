package listen

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"reflect"
	"slices"
	"testing"
)

// u16 spells numbers as TLS does.
func u16(ns ...uint16) []byte {
	var b []byte
	for _, n := range ns {
		b = binary.BigEndian.AppendUint16(b, n)
	}
	return b
}

// vec16 puts a length of two bytes before b.
func vec16(b []byte) []byte { return append(u16(uint16(len(b))), b...) }

func ext(kind uint16, data []byte) []byte { return append(u16(kind), vec16(data)...) }

func extName(name string) []byte {
	return ext(extServerName, vec16(append([]byte{0}, vec16([]byte(name))...)))
}

func extVersions(vs ...uint16) []byte {
	return ext(extSupportedVersions, append([]byte{byte(2 * len(vs))}, u16(vs...)...))
}

// rawHello makes a hello by hand, in one record.
func rawHello(version uint16, suites []uint16, extensions ...[]byte) []byte {
	body := slices.Concat(u16(version), make([]byte, 32), []byte{0}, vec16(u16(suites...)), []byte{1, 0})
	if len(extensions) > 0 {
		body = append(body, vec16(slices.Concat(extensions...))...)
	}
	message := append([]byte{messageClientHello, 0}, vec16(body)...)
	return slices.Concat([]byte{recordHandshake}, u16(min(version, tls.VersionTLS10)), vec16(message))
}

// ssl2Hello makes one in the format of SSL 2.0, with three bytes a suite.
func ssl2Hello(version uint16, specs []byte) []byte {
	body := slices.Concat([]byte{1}, u16(version, uint16(len(specs)), 0, 16), specs, make([]byte, 16))
	return append(u16(0x8000|uint16(len(body))), body...)
}

var (
	rsaSuites   = []uint16{0x002f, 0x0035, 0x000a, 0x009c, 0x00ff}
	ecdheSuites = []uint16{0xc02f, 0xc030, 0x009c, 0x00ff}
)

var helloStories = []struct {
	name    string
	sent    []byte
	offered []string
	rsaOnly bool
	curves  bool
}{
	{"SSL 3.0", rawHello(versionSSL3, rsaSuites), []string{"ssl3"}, true, false},
	{"TLS 1.0 of 1999", rawHello(tls.VersionTLS10, rsaSuites), []string{"1.0"}, true, false},
	{"TLS 1.1", rawHello(tls.VersionTLS11, rsaSuites), []string{"1.1"}, true, false},
	{"TLS 1.2, RSA only", rawHello(tls.VersionTLS12, rsaSuites, extName("smtp.office365.com")), []string{"1.2"}, true, false},
	{"TLS 1.2, finite field", rawHello(tls.VersionTLS12, []uint16{0x009e, 0x0033}), []string{"1.2"}, false, false},
	{"TLS 1.2, no groups named", rawHello(tls.VersionTLS12, ecdheSuites), []string{"1.2"}, false, true},
	{"TLS 1.2, only finite groups", rawHello(tls.VersionTLS12, ecdheSuites, ext(extGroups, vec16(u16(0x0100)))), []string{"1.2"}, false, false},
	{"all versions", rawHello(tls.VersionTLS12, append([]uint16{0x1301, 0x3a3a}, ecdheSuites...),
		extVersions(0x7a7a, tls.VersionTLS13, tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10)),
		[]string{"1.0", "1.1", "1.2", "1.3"}, false, true},
	{"1.0 and 1.2 announced", rawHello(tls.VersionTLS12, ecdheSuites, extVersions(tls.VersionTLS12, tls.VersionTLS10)),
		[]string{"1.0", "1.2"}, false, true},
	{"SSL 2.0 only", ssl2Hello(versionSSL2, []byte{1, 0, 0x80, 7, 0, 0xc0}), []string{"ssl2"}, false, false},
	{"SSL 2.0 form for TLS 1.0", ssl2Hello(tls.VersionTLS10, []byte{0, 0, 0x2f, 0, 0, 0x0a, 1, 0, 0x80}), []string{"1.0"}, true, false},
}

func TestHellosMadeByHand(t *testing.T) {
	for _, tt := range helloStories {
		h, err := parseHello(tt.sent)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if !h.complete || !reflect.DeepEqual(h.offered(), tt.offered) || h.rsaOnly() != tt.rsaOnly || h.ellipticCurves() != tt.curves {
			t.Errorf("%s: %+v offers %q, RSA only %v, curves %v", tt.name, h, h.offered(), h.rsaOnly(), h.ellipticCurves())
		}
	}
}

// A hello that is spread over records says the same as in one.
func TestHelloInPieces(t *testing.T) {
	whole := rawHello(tls.VersionTLS12, ecdheSuites, extName("smtp.office365.com"))
	var pieces []byte
	for part := range slices.Chunk(whole[5:], 7) {
		pieces = slices.Concat(pieces, []byte{recordHandshake}, u16(tls.VersionTLS10), vec16(part))
	}
	a, errA := parseHello(whole)
	b, errB := parseHello(pieces)
	if errA != nil || errB != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("in one piece %+v %v, in several %+v %v", a, errA, b, errB)
	}
}

// What was read of a hello that breaks off agrees with the whole one.
func TestHelloThatBreaksOff(t *testing.T) {
	whole := rawHello(tls.VersionTLS12, ecdheSuites, extName("smtp.office365.com"))
	for n := range whole {
		h, err := parseHello(whole[:n])
		if h.complete {
			t.Errorf("%d of %d bytes pass as complete", n, len(whole))
		}
		if n >= 11 && (err != nil || h.legacy != tls.VersionTLS12) {
			t.Errorf("%d bytes: %+v, %v", n, h, err)
		}
		if n < 11 && err == nil {
			t.Errorf("%d bytes pass as a hello", n)
		}
	}
}

func TestNoHello(t *testing.T) {
	for _, sent := range []string{"", "EHLO copier\r\n", "\x16", "\x16\x03\x01\x00\x05rubbi", "\x80\x80\x80\x80\x80\x80", "\x16\x03\x01\x00\x04\x01\x00\x00\x00"} {
		if h, err := parseHello([]byte(sent)); err == nil {
			t.Errorf("%q passes as %+v", sent, h)
		}
	}
}

// crypto/tls's own client and this parser agree about what is offered.
func TestHelloOfCryptoTLS(t *testing.T) {
	client, server := net.Pipe()
	go func() {
		tls.Client(client, &tls.Config{ServerName: "mail.example.com", MinVersion: tls.VersionTLS11}).Handshake()
	}()
	sent := make([]byte, maxHello)
	header := sent[:5]
	if _, err := io.ReadFull(server, header); err != nil {
		t.Fatal(err)
	}
	n, err := io.ReadFull(server, sent[5:5+int(binary.BigEndian.Uint16(header[3:]))])
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	h, err := parseHello(sent[:5+n])
	if err != nil || !h.complete || h.serverName != "mail.example.com" || h.onlyHighest() || !h.ellipticCurves() || h.sha1Only() {
		t.Errorf("%+v, %v", h, err)
	}
	if !reflect.DeepEqual(h.offered(), []string{"1.1", "1.2", "1.3"}) {
		t.Errorf("offers %q", h.offered())
	}
}

// FuzzHello states that parsing ends, that a longer input never says less of what was complete, and that
// what is shown stays bounded.
func FuzzHello(f *testing.F) {
	for _, tt := range helloStories {
		f.Add(tt.sent)
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		h, err := parseHello(sent)
		if err != nil {
			return
		}
		if len(h.suites) > len(sent) || len(h.suiteNames(maxSuites)) > maxSuites || len(h.serverName) > len(sent) {
			t.Errorf("%+v is more than was sent", h)
		}
		if h.rsaOnly() && h.ellipticCurves() {
			t.Errorf("%+v is RSA only and has curves", h)
		}
		if longer, err := parseHello(append(bytes.Clone(sent), 0)); h.complete && (err != nil || !reflect.DeepEqual(longer.suites, h.suites)) {
			t.Errorf("with one byte more %+v became %+v, %v", h, longer, err)
		}
	})
}
