package decide

import (
	"slices"

	"sendpath/decide/spf"
	"sendpath/decide/words"
)

// A Rank orders set-ups by what breaks first: the lower, the sooner somebody has to do something.
type Rank string

// The ranks. Their names are a promise to scripts; their order is that of the table below.
const (
	RankNone    Rank = "none"    // no method fits: nothing is sent
	RankEnds    Rank = "ends"    // it works until a day that is known
	RankUnread  Rank = "unread"  // DNS could not be read, so the plan rests on less than it should
	RankWarned  Rank = "warned"  // it works if what the plan warns of is seen to
	RankConfirm Rank = "confirm" // a value or an answer is still to be confirmed
	RankFine    Rank = "fine"
)

// A Risk is what breaks first in a plan.
type Risk struct {
	Rank Rank
	Date Day // when, "" where there is no day
	What words.Sentence
}

// risks are looked at in their order; the last one always holds.
var risks = []struct {
	rank  Rank
	holds func(*Plan) bool
	date  Day
	what  words.Text
	args  func(*Plan) []any
}{
	{rank: RankNone, what: "no method fits",
		holds: func(p *Plan) bool { return p.Method == None }},
	{rank: RankEnds, date: BasicEnds, what: "password sign-in is off by default from %s on",
		holds: func(p *Plan) bool { return p.Method == SMTPAuth && p.Authentication == ByPassword },
		args:  func(*Plan) []any { return []any{string(BasicEnds)} }},
	{rank: RankUnread, what: "DNS could not be read",
		holds: func(p *Plan) bool { return p.DNS.SPF.Change == "unknown" }},
	{rank: RankWarned, what: "to be seen to: %s",
		holds: func(p *Plan) bool { return pressing(p) != "" },
		args:  func(p *Plan) []any { return []any{named(pressing(p))} }},
	{rank: RankConfirm, what: "the server's name is to be confirmed",
		holds: func(p *Plan) bool { return serverOpen(p) }},
	{rank: RankConfirm, what: "an answer that was left open could change the method",
		holds: func(p *Plan) bool { return !p.Certain }},
	{rank: RankFine, what: "nothing known that will break it",
		holds: func(*Plan) bool { return true }},
}

// RiskOf returns what breaks first in a plan. A plan that was read back from its JSON form will do.
func RiskOf(p *Plan) Risk {
	for _, r := range risks {
		if !r.holds(p) {
			continue
		}
		what := words.Sentence{Text: r.what}
		if r.args != nil {
			what.Args = r.args(p)
		}
		return Risk{r.rank, r.date, what}
	}
	return Risk{}
}

// Ranks lists the ranks, what breaks first before the others.
func Ranks() []Rank {
	var ranks []Rank
	for _, r := range risks {
		if !slices.Contains(ranks, r.rank) {
			ranks = append(ranks, r.rank)
		}
	}
	return ranks
}

// standing are the warnings that every plan by their method has: they tell customers apart by nothing.
var standing = []string{"basic/ends", "smtp-auth/limits", "connector/disabled", "relay/envelope-sender",
	"spf/speaks-for-all", "direct-send/groups", "direct-send/junk", "day/before", "day/stale"}

// warningNames say the other warnings in a few words, as a list of customers wants them.
var warningNames = map[string]words.Text{
	"basic/stale-answer": "whether a password is still accepted",
	"ipv6-egress":        "the endpoint is reached over IPv6, too",
	"public-ips-missing": "the public address is missing",
	"certificate/name":   "the name on the certificate is assumed",
	"volume/terrl":       "the daily limit for outside recipients",
	"filter-in-front":    "another product gets the mail before Microsoft",
	"direct-send/dmarc":  "the public address is not in SPF, and DMARC enforces",
	"clear-text":         "encryption is off",
	"sender/onmicrosoft": "at most 100 outside recipients a day",
	"cloud/differs":      "the MX host belongs to another cloud",
	"domain/unknown":     "DNS knows no such domain",

	spf.IDPlusAll:    "SPF lets everybody send",
	spf.IDNeutralAll: "SPF says nothing about all other servers",
	spf.IDLookups:    "SPF costs too many lookups",
	spf.IDVoids:      "SPF names too much that does not exist",
	spf.IDVoids6:     "SPF breaks for mail over IPv6",
	spf.IDLoop:       "SPF leads back to itself",
	spf.IDSyntax:     "SPF is broken",
	spf.IDPTR:        "SPF uses ptr",
	spf.IDUnread:     "SPF could not be read to the end",
	spf.IDLong:       "the SPF record is long",
	spf.IDNoDomain:   "DNS knows no such domain",
}

// named is a warning in a few words; one of another version's, which is not known here, by its id.
func named(id string) words.Sentence {
	if name, ok := warningNames[id]; ok {
		return words.Sentence{Text: name}
	}
	return words.Sentencef("%s", id)
}

// pressing returns the id of the first warning that is not standing, "" for none.
func pressing(p *Plan) string {
	for _, list := range [][]Warning{p.Warnings, p.DNS.SPF.Warnings} {
		for _, w := range list {
			if !slices.Contains(standing, w.ID) {
				return w.ID
			}
		}
	}
	return ""
}

// serverOpen reports that the device's server is a hint, or not known at all.
func serverOpen(p *Plan) bool {
	i := slices.IndexFunc(p.Device, func(s Setting) bool { return s.Setting == "server" })
	return i >= 0 && !p.Device[i].Confirmed
}
