package spf

import "sendpath/decide/words"

const (
	textUnread       words.Text = "DNS could not tell about %s (%s). What stands there is not counted; ask again later or another resolver."
	textSeveral      words.Text = "%s has %d SPF records. Receivers reject all of them; there may be one only."
	textNoneBelow    words.Text = "%s leads to %s, which has no SPF record. Receivers reject the whole record because of it."
	textBrokenBelow  words.Text = "The SPF record of %s, used by this one, has a term that receivers reject: %s"
	textLoop         words.Text = "The record of %s leads back to %s again and again. Receivers reject it because of that."
	textTooLarge     words.Text = "The tree of the record of %s is too large to be read to the end."
	textLookups      words.Text = "The record of %s needs %d DNS lookups, and receivers stop at %d: they reject the whole record. Remove includes that are not needed any more, or send from a subdomain with a record of its own."
	textVoids        words.Text = "%d names in the record of %s do not exist, and receivers stop after %d: they reject the whole record. Remove the terms that name them."
	textVoids6       words.Text = "%d names in front of %s have no IPv6 address, and receivers stop after %d: when mail comes over IPv6 they reject the whole record. Put ip6 terms and includes in front of those names, or name the addresses instead."
	textPTR          words.Text = "The record of %s uses %s. That mechanism is slow and unreliable and must not be used (RFC 7208, section 5.5); name the addresses instead."
	textLong         words.Text = "The record is %d octets long. Beyond %d the answer may not fit into one packet, and some receivers do not see it."
	textPlusAll      words.Text = "%s allows every computer on the internet to send as %s."
	textPlusAllBelow words.Text = "%s in the record of %s, used by this one, allows every computer on the internet to send."
	textNoAll        words.Text = "The record of %s does not say what holds for all other servers: it ends without all, so their mail is treated as if there were no record. End it with ~all."
	textNeutralAll   words.Text = "%s at the end of the record of %s says nothing about all other servers: their mail is treated as if there were no record. Use ~all."
)

// guidance is the length above which a record may not fit into a 512-octet UDP answer with its name
// and other records (RFC 7208, section 3.4).
const guidance = 450

// judge reports what is wrong with the record at the root, beyond its syntax.
func (in *inspector) judge(r Record, tree Tree) {
	if t, ok := r.everybody(); ok {
		in.report(Problem{IDPlusAll, textPlusAll, []any{t.Text, in.domain}})
	}
	in.judgeEnd(r)
	if tree.Lookups > MaxLookups {
		in.report(Problem{IDLookups, textLookups, []any{in.domain, tree.Lookups, MaxLookups}})
	}
	if tree.VoidLookups > MaxVoids {
		in.report(Problem{IDVoids, textVoids, []any{tree.VoidLookups, in.domain, MaxVoids}})
	}
	if term, voids := hiddenIPv6(tree.Nodes, 0); term != "" && tree.Lookups <= MaxLookups && tree.VoidLookups <= MaxVoids {
		in.report(Problem{IDVoids6, textVoids6, []any{voids, term, MaxVoids}})
	}
	if i := r.index("ptr"); i >= 0 {
		in.report(Problem{IDPTR, textPTR, []any{in.domain, r.terms[i].Text}})
	}
	if n := len(tree.Texts[0]); n > guidance {
		in.report(Problem{IDLong, textLong, []any{n, guidance}})
	}
}

// hiddenIPv6 returns the first ip6 term that no sender with an IPv6 address gets to, and how many lookups in
// front of it find nothing for one: a and mx ask for the kind of address that the sender has (RFC 7208,
// section 5). voids are those in front of nodes. The text is "" where there is no such term.
func hiddenIPv6(nodes []Node, voids int) (text string, _ int) {
	for _, n := range nodes {
		switch {
		case n.Idle || n.Term.is("redirect"):
			continue
		case n.Term.is("ip6") && voids > MaxVoids:
			return n.Term.Text, voids
		case n.void6:
			voids++
		}
		if text, voids = hiddenIPv6(n.Children, voids); text != "" {
			return n.Term.Text, voids
		}
	}
	if n, ok := redirection(nodes); ok {
		if text, voids = hiddenIPv6(n.Children, voids); text != "" {
			text = n.Term.Text
		}
	}
	return text, voids
}

// judgeEnd reports an end that leaves everybody else neutral.
func (in *inspector) judgeEnd(r Record) {
	i := r.index("all")
	if i >= 0 && r.terms[i].Qualifier == '?' {
		in.report(Problem{IDNeutralAll, textNeutralAll, []any{r.terms[i].Text, in.domain}})
	}
	if i < 0 && r.index("redirect") < 0 {
		in.report(Problem{IDNeutralAll, textNoAll, []any{in.domain}})
	}
}

// everybody returns the term that lets everybody pass, if the record has it.
func (r Record) everybody() (Term, bool) {
	if i := r.index("all"); i >= 0 && r.terms[i].Qualifier == '+' {
		return r.terms[i], true
	}
	return Term{}, false
}
