package spf

import (
	"slices"

	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// The ids of problems. They are stable: scripts compare them.
const (
	IDPlusAll    = "spf/plus-all"    // everybody may send
	IDNeutralAll = "spf/neutral-all" // the record does not say what holds for everybody else
	IDLookups    = "spf/lookups"     // more than MaxLookups terms that query DNS
	IDVoids      = "spf/voids"       // more than MaxVoids of them find nothing
	IDVoids6     = "spf/voids-ipv6"  // more than MaxVoids find nothing for senders with IPv6 addresses, before an ip6 term
	IDLoop       = "spf/loop"        // a record includes itself
	IDSyntax     = "spf/syntax"      // receivers answer permerror
	IDPTR        = "spf/ptr"         // the mechanism that must not be used (RFC 7208, section 5.5)
	IDUnread     = "spf/unread"      // DNS did not tell
	IDLong       = "spf/long"        // the answer may not fit into one UDP packet
	IDNoDomain   = "spf/no-domain"   // the name is not in DNS
)

// A Problem is something to tell about a record: an id, and the words with their arguments.
type Problem struct {
	ID   string
	Text words.Text
	Args []any
}

// Breaks reports whether receivers evaluate the record to permerror because of the problem.
func (p Problem) Breaks() bool {
	switch p.ID {
	case IDLookups, IDVoids, IDLoop, IDSyntax:
		return true
	}
	return false
}

// Say returns the problem in the language, fit to be shown: record text in it is cleaned and cut.
func (p Problem) Say(lang *words.Language) string {
	const longest = 200 // runes of one argument; a term is seldom longer than a domain name
	args := make([]any, len(p.Args))
	for i, arg := range p.Args {
		if s, ok := arg.(string); ok {
			arg = clean.Line(s, longest)
		}
		args[i] = arg
	}
	return lang.Say(p.Text, args...)
}

// same compares problems by id, words and arguments.
func (p Problem) same(q Problem) bool {
	return p.ID == q.ID && p.Text == q.Text && slices.Equal(p.Args, q.Args)
}
