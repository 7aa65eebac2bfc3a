package ui

import (
	"bytes"
	"sync"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// maxSecret bounds a password or access token, in octets; tokens have a few thousand.
const maxSecret = 64 << 10

// A secret is what somebody types that must not be seen. It stays in the memory it was made with, so that
// wiping it leaves no copy of it here, and nothing writes it out by accident.
type secret struct {
	mu    sync.Mutex
	typed []byte
}

func newSecret() *secret { return &secret{typed: make([]byte, 0, maxSecret)} }

// String keeps it out of whatever is printed.
func (s *secret) String() string { return "(secret)" }

// GoString is String for %#v.
func (s *secret) GoString() string { return s.String() }

// press takes a key. A paste ends where its first line does.
func (s *secret) press(msg tea.KeyMsg) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case msg.Alt:
	case msg.Type == tea.KeyRunes, msg.Type == tea.KeySpace:
		s.add(msg.Runes)
	case msg.Type == tea.KeyBackspace:
		_, size := utf8.DecodeLastRune(s.typed)
		kept := len(s.typed) - size
		clear(s.typed[kept:])
		s.typed = s.typed[:kept]
	case msg.Type == tea.KeyCtrlU:
		clear(s.typed)
		s.typed = s.typed[:0]
	}
}

func (s *secret) add(runes []rune) {
	for _, r := range runes {
		if r == '\r' || r == '\n' || len(s.typed)+utf8.RuneLen(r) > cap(s.typed) {
			return
		}
		s.typed = utf8.AppendRune(s.typed, r)
	}
}

// length counts the characters.
func (s *secret) length() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return utf8.RuneCount(s.typed)
}

// reveal returns a copy, which whoever uses it overwrites.
func (s *secret) reveal() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.typed), nil
}

// wipe overwrites it.
func (s *secret) wipe() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.typed[:cap(s.typed)])
	s.typed = s.typed[:0]
}
