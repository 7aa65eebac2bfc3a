package listen

import (
	"slices"
	"strings"

	"sendpath/decide/words"
)

// Findings are what sessions teach about one device, in words.
type Findings struct {
	Remote  string   // the device's address; "" when nothing taught anything
	Others  int      // further addresses that connected; what they showed is not mixed in
	Answers []Answer // settled, in the order of the questions
	Methods []Method // smtp-auth, relay, direct-send; empty when nothing taught anything
	Notes   []Note   // problems first
}

// LacksCurves reports a device whose TLS version is right, and which is refused all the same: a plan for it is
// made as for an older one.
func (f Findings) LacksCurves() bool {
	refused := slices.ContainsFunc(f.Notes, func(n Note) bool { return n.ID == "rsa-only" || n.ID == "no-curves" })
	return refused && f.values().TLS == "1.2"
}

// An Answer is one the device gave itself.
type Answer struct {
	Key, Value string // as in an answers file
	Seen       words.Text
	Args       []any
}

// Say returns in words what was seen.
func (a Answer) Say(lang *words.Language) string { return lang.Say(a.Seen, a.Args...) }

// Answers are the settled answers by key.
type Answers struct {
	TLS     string `json:"tls,omitempty"`
	Login   string `json:"login,omitempty"`
	Senders string `json:"senders,omitempty"`
	Sender  string `json:"sender,omitempty"`
}

// values returns the settled answers without words.
func (f Findings) values() Answers {
	var a Answers
	for _, settled := range f.Answers {
		switch settled.Key {
		case "tls":
			a.TLS = settled.Value
		case "login":
			a.Login = settled.Value
		case "senders":
			a.Senders = settled.Value
		case "sender":
			a.Sender = settled.Value
		}
	}
	return a
}

const noteOthers words.Text = "Other addresses connected as well (%d); only %s is spoken of here."

// learn says what the sessions teach. When several devices connected it speaks of the one that got
// furthest, or of the latest of those. It is a pure function.
func learn(sessions []Session) Findings {
	remote := furthest(sessions)
	seen := observe(sessions, remote)
	f := Findings{Remote: remote, Others: others(sessions, remote), Notes: notes(seen)}
	if remote == "" {
		return f
	}
	for _, settle := range []func(observation) (Answer, bool){settleTLS, settleLogin, settleSenders, settleSender} {
		if a, ok := settle(seen); ok {
			f.Answers = append(f.Answers, a)
		}
	}
	f.Methods = methods(seen)
	if f.Others > 0 {
		f.Notes = append(f.Notes, Note{"others", LevelNote, noteOthers, []any{f.Others, remote}})
	}
	return f
}

// furthest returns the address whose sessions got furthest, the latest of equals.
func furthest(sessions []Session) string {
	best, remote := 0, ""
	for _, s := range sessions {
		if n := progress(s); n > 0 && n >= best {
			best, remote = n, s.Remote
		}
	}
	return remote
}

func progress(s Session) int {
	switch {
	case slices.ContainsFunc(s.Messages(), func(m Message) bool { return m.Received }):
		return 4
	case s.HasSender || len(s.Auth) > 0:
		return 3
	case len(s.Offered) > 0:
		return 2
	case s.taught():
		return 1
	}
	return 0
}

func others(sessions []Session, remote string) int {
	addresses := map[string]bool{}
	for _, s := range sessions {
		if s.Remote != remote {
			addresses[s.Remote] = true
		}
	}
	return len(addresses)
}

// An observation is everything seen of one device, over all its sessions.
type observation struct {
	sessions  []Session // its own
	silent    int       // of all sessions, those that taught nothing
	messages  []Message
	received  bool
	upgraded  []string // versions offered after STARTTLS
	immediate []string // versions offered from the first byte
	modern    TLS      // the latest hello with the newest version
	auth      []string
	users     []string
	senders   []string // MAIL FROM, lower case, each once
}

func observe(sessions []Session, remote string) observation {
	var o observation
	for _, s := range sessions {
		if !s.taught() {
			o.silent++
		}
		if s.Remote == remote && remote != "" {
			o.add(s)
		}
	}
	o.upgraded, o.immediate = byRank(o.upgraded), byRank(o.immediate)
	return o
}

func (o *observation) add(s Session) {
	o.sessions = append(o.sessions, s)
	switch {
	case s.Implicit:
		o.immediate = append(o.immediate, s.Offered...)
	case s.STARTTLS:
		o.upgraded = append(o.upgraded, s.Offered...)
	}
	if len(s.Announced) > 0 && rank(newest(s.Announced)) >= rank(newest(o.modern.Announced)) {
		o.modern = s.TLS
	}
	for _, mechanism := range s.Auth {
		o.auth = appendNew(o.auth, mechanism)
	}
	o.users = appendNew(o.users, strings.ToLower(s.AuthUser))
	for _, m := range s.Messages() {
		o.messages = append(o.messages, m)
		o.received = o.received || m.Received
		o.senders = appendNew(o.senders, strings.ToLower(m.MailFrom))
	}
}

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// newest returns the last of names in their order; "" when there is none.
func newest(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// any reports whether a session of the device is so.
func (o observation) any(is func(Session) bool) bool { return slices.ContainsFunc(o.sessions, is) }
