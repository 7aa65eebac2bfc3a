package smtp

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"sendpath/decide/clean"
)

// A Message is one test message. Its sender is both MAIL FROM and the From header, as on a device.
type Message struct {
	From    string
	To      string
	Subject string
	Text    string
	Date    time.Time
	Random  io.Reader // for Message-ID; crypto/rand.Reader outside tests
}

// maxSubject keeps the header short: in UTF-8 and encoded, a rune takes up to twelve octets.
const maxSubject = 200 // runes

// Build returns the message as RFC 5322 wants it: lines end in CRLF and have at most 998 octets, all of
// it ASCII. Control characters become harmless; addresses that will not do are a *Reason.
func (m Message) Build() ([]byte, error) {
	from, err := Address(m.From)
	if err != nil {
		return nil, err
	}
	to, err := Address(m.To)
	if err != nil {
		return nil, err
	}
	id := make([]byte, 16)
	if _, err := io.ReadFull(m.Random, id); err != nil {
		return nil, fmt.Errorf("message id: %w", err)
	}
	fields := []struct{ name, value string }{
		{"Date", m.Date.Format(time.RFC1123Z)},
		{"From", (&mail.Address{Address: from}).String()},
		{"To", (&mail.Address{Address: to}).String()},
		{"Message-ID", fmt.Sprintf("<%x@%s>", id, from[strings.LastIndexByte(from, '@')+1:])},
		{"Subject", subject(m.Subject)},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834, section 5: no vacation replies
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
	}
	var b bytes.Buffer
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\r\n", f.name, f.value)
	}
	b.WriteString("\r\n")
	writeText(&b, m.Text)
	return b.Bytes(), nil
}

// subject encodes a subject and puts each encoded word on a line of its own (RFC 2047, section 2).
func subject(s string) string {
	encoded := mime.QEncoding.Encode("utf-8", clean.Line(s, maxSubject))
	return strings.ReplaceAll(encoded, "?= =?", "?=\r\n =?")
}

// writeText writes the body. A bytes.Buffer takes everything, so there is no error to report.
func writeText(b *bytes.Buffer, text string) {
	w := quotedprintable.NewWriter(b)
	io.WriteString(w, strings.TrimRight(clean.Block(text, 0), "\n")+"\n")
	w.Close()
}
