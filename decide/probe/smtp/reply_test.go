package smtp

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"sendpath/decide/clean"
)

func TestReplies(t *testing.T) {
	tests := []struct {
		sent, want, enhanced string
	}{
		{"250 2.1.0 Ok\r\n", "250 2.1.0 Ok", "2.1.0"},
		{"250-a\r\n250-b\r\n250 c\r\n", "250 a b c", ""},
		{"250\r\n", "250", ""},
		{"250 bare line feed\n", "250 bare line feed", ""},
		{"550 5.7.1\r\n", "550 5.7.1", "5.7.1"},
		{"550 5.7.1234 no code\r\n", "550 5.7.1234 no code", ""},
	}
	for _, tt := range tests {
		r, err := newReplyReader(strings.NewReader(tt.sent)).read()
		if err != nil || r.String() != tt.want || r.Enhanced() != tt.enhanced {
			t.Errorf("%q is read as %q with %q, %v", tt.sent, r, r.Enhanced(), err)
		}
	}
}

func TestRepliesThatAreNone(t *testing.T) {
	odd := &malformedError{}
	tests := []struct {
		name, sent string
		is         func(error) bool
	}{
		{"nothing", "", func(err error) bool { return err == io.EOF }},
		{"half a line", "250 a", func(err error) bool { return err == io.EOF }},
		{"no last line", "250-a\r\n", func(err error) bool { return err == io.EOF }},
		{"text", "hello\r\n", func(err error) bool { return errors.As(err, &odd) }},
		{"two codes", "250-a\r\n251 b\r\n", func(err error) bool { return errors.As(err, &odd) }},
		{"code out of range", "650 a\r\n", func(err error) bool { return errors.As(err, &odd) }},
		{"no separator", "250x\r\n", func(err error) bool { return errors.As(err, &odd) }},
		{"long line", "250 " + strings.Repeat("x", maxLine) + "\r\n", func(err error) bool { return err == errLongLine }},
		{"many lines", strings.Repeat("250-a\r\n", maxLines+1), func(err error) bool { return err == errManyLines }},
		{"many octets", strings.Repeat("250-"+strings.Repeat("x", 1500)+"\r\n", 60), func(err error) bool { return err == errTooMuch }},
	}
	for _, tt := range tests {
		if _, err := newReplyReader(strings.NewReader(tt.sent)).read(); err == nil || !tt.is(err) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// Whatever a server sends is read within bounds and comes out fit to be shown.
func FuzzReply(f *testing.F) {
	f.Add([]byte("250-mail Hello [192.0.2.1]\r\n250-SIZE 1\r\n250 AUTH LOGIN\r\n"))
	f.Add([]byte("250-\x1b[2J\r\n250 \xff\u202e\r\n"))
	f.Add(bytes.Repeat([]byte("250-x\r\n"), 200))
	f.Fuzz(func(t *testing.T, sent []byte) {
		r := newReplyReader(bytes.NewReader(sent))
		for {
			reply, err := r.read()
			if len(reply.Lines) > maxLines || r.octets > maxOctets+maxLine {
				t.Fatalf("%d lines, %d octets", len(reply.Lines), r.octets)
			}
			if strings.ContainsFunc(reply.String(), clean.Unfit) {
				t.Fatalf("%q is not fit to be shown", reply)
			}
			if f := readFeatures(reply); f.Size < 0 {
				t.Fatalf("size %d", f.Size)
			}
			if err != nil {
				return
			}
			if reply.Code < 200 || reply.Code > 599 || len(reply.Lines) == 0 {
				t.Fatalf("%d with %d lines is no reply", reply.Code, len(reply.Lines))
			}
		}
	})
}
