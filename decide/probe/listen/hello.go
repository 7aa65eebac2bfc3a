package listen

import "errors"

// maxHello bounds the bytes kept of a hello. Those with post-quantum key shares need about 2 KiB; RFC 8446,
// section 5.1, lets one record hold 16.
const maxHello = 32 << 10

// A clientHello is what a TLS ClientHello says about the device that sent it (RFC 8446, section 4.1.2, and the
// forms before it). Values reserved to keep servers tolerant (GREASE, RFC 8701) are left out.
type clientHello struct {
	ssl2Format bool     // in the format of SSL 2.0 (RFC 5246, appendix E.2), whatever version it asks for
	legacy     uint16   // the highest version, as hellos before TLS 1.3 say it
	versions   []uint16 // the supported_versions extension; empty without it
	suites     []uint16 // cipher suites; of an SSL 2.0 hello those that TLS knows too
	groups     []uint16 // the supported_groups extension
	hasGroups  bool     // that extension was there
	signatures []uint16 // the signature_algorithms extension
	serverName string   // server name indication, as sent
	complete   bool     // nothing was missing at the end
}

var errNoHello = errors.New("these bytes are not a TLS hello")

const (
	recordAlert          = 21
	recordHandshake      = 22
	messageClientHello   = 1
	extServerName        = 0
	extGroups            = 10
	extSignatures        = 13
	extSupportedVersions = 43
)

// parseHello reads the first bytes a client sent. A hello that is cut off is read as far as it goes, with
// complete false; the error is for bytes that are no hello at all.
func parseHello(b []byte) (clientHello, error) {
	if isSSL2(b) {
		return parseSSL2(b), nil
	}
	message := cursor{rest: joinRecords(b)}
	kind := message.number(1)
	if message.short || kind != messageClientHello {
		return clientHello{}, errNoHello
	}
	body := message.vector(3)
	h := clientHello{legacy: uint16(body.number(2))}
	if body.short || !isVersion(h.legacy) {
		return clientHello{}, errNoHello
	}
	body.take(32)  // random
	body.vector(1) // session id
	suites := body.vector(2)
	h.suites = numbers(&suites)
	body.vector(1) // compression methods
	if body.more() {
		extensions := body.vector(2)
		h.readExtensions(&extensions)
		h.complete = !extensions.short
	} else {
		h.complete = !body.short
	}
	h.complete = h.complete && !body.short && !message.short
	return h, nil
}

// joinRecords returns the handshake bytes at the start of b: a hello may be spread over several records.
func joinRecords(b []byte) []byte {
	var joined []byte
	for c := (cursor{rest: b}); c.more(); {
		kind, version := c.number(1), c.number(2)
		if kind != recordHandshake || version>>8 != 3 {
			break
		}
		fragment := c.vector(2)
		joined = append(joined, fragment.rest...)
	}
	return joined
}

// plainAlert returns the description of the last alert among the records in b that is not encrypted (RFC
// 8446, section 6): level and description, two bytes. OpenSSL sends it so about a TLS 1.3 certificate.
func plainAlert(b []byte) (description byte, ok bool) {
	for c := (cursor{rest: b}); c.more(); {
		kind := c.number(1)
		c.number(2) // version
		fragment := c.vector(2)
		if kind == recordAlert && len(fragment.rest) == 2 {
			description, ok = fragment.rest[1], true
		}
	}
	return description, ok
}

func isVersion(v uint16) bool { return v>>8 == 3 }

func (h *clientHello) readExtensions(c *cursor) {
	for c.more() {
		kind := c.number(2)
		data := c.vector(2)
		if c.short {
			return
		}
		switch kind {
		case extServerName:
			h.serverName = serverName(data)
		case extGroups:
			list := data.vector(2)
			h.groups, h.hasGroups = numbers(&list), true
		case extSignatures:
			list := data.vector(2)
			h.signatures = numbers(&list)
		case extSupportedVersions:
			list := data.vector(1)
			h.versions = numbers(&list)
		}
	}
}

// serverName reads the first host name of the server_name extension (RFC 6066, section 3).
func serverName(data cursor) string {
	list := data.vector(2)
	for list.more() {
		kind := list.number(1)
		name := list.vector(2)
		if kind == 0 && !list.short {
			return string(name.rest)
		}
	}
	return ""
}

func numbers(c *cursor) []uint16 {
	var ns []uint16
	for {
		n := uint16(c.number(2))
		if c.short {
			return ns
		}
		if !isGrease(n) {
			ns = append(ns, n)
		}
	}
}

// isGrease reports whether n is 0x0A0A, 0x1A1A, ... 0xFAFA (RFC 8701, section 2).
func isGrease(n uint16) bool { return n&0x0f0f == 0x0a0a && n>>8 == n&0xff }

// isSSL2 reports whether b begins a CLIENT-HELLO in the format of SSL 2.0: a record length with the top bit
// set, message type 1, version.
func isSSL2(b []byte) bool {
	return len(b) >= 5 && b[0]&0x80 != 0 && b[2] == 1 && (b[3] == 3 || b[3] == 0 && b[4] == 2)
}

func parseSSL2(b []byte) clientHello {
	c := cursor{rest: b}
	size := c.number(2) & 0x7fff
	c.number(1) // message type
	h := clientHello{ssl2Format: true, legacy: uint16(c.number(2))}
	specs, session, challenge := c.number(2), c.number(2), c.number(2)
	for ; specs >= 3 && !c.short; specs -= 3 {
		// Three bytes each; those that start with 0 are TLS suites, the others SSL 2.0's own.
		if spec := c.number(3); !c.short && spec <= 0xffff {
			h.suites = append(h.suites, uint16(spec))
		}
	}
	c.take(session + challenge)
	h.complete = !c.short && size <= len(b)-2
	return h
}
