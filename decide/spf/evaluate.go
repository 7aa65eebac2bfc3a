package spf

import (
	"net/netip"
	"strings"

	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

// A Result is what check_host answers (RFC 7208, section 2.6).
type Result string

// The results.
const (
	None      Result = "none"
	Neutral   Result = "neutral"
	Pass      Result = "pass"
	Fail      Result = "fail"
	SoftFail  Result = "softfail"
	TempError Result = "temperror"
	PermError Result = "permerror"
)

// byQualifier is the result of a mechanism that matches (RFC 7208, section 4.6.2).
var byQualifier = map[byte]Result{'+': Pass, '-': Fail, '~': SoftFail, '?': Neutral}

// A Query is one message's envelope as a receiver sees it.
type Query struct {
	IP       netip.Addr // of the client; IPv4-mapped IPv6 counts as IPv4
	Helo     string
	Sender   string // MAIL FROM without brackets; "" is the null reverse-path, judged by Helo
	Domain   string // whose record is evaluated; "": the sender's
	Receiver string // the receiving host, for "%{r}"; "": unknown
	Time     int64  // seconds since 1970, for "%{t}"
}

// A Step is a term that was being evaluated, in the record of Domain.
type Step struct {
	Domain string
	Term   string // as written
}

// An Evaluation is the outcome of a Query.
type Evaluation struct {
	Complete    bool // false: the Look misses answers, and the Result is TempError for the time being
	Result      Result
	Matched     string  // the term of the outermost record that decided, as written; "" when none did
	Path        []Step  // from that term down to the one that matched or failed
	Reason      Problem // the result in words, with the id "spf/" and the result
	Explanation string  // the domain owner's words for a Fail, fit to be shown (RFC 7208, section 6.2)
	Lookups     int     // terms that queried DNS until the result stood
	VoidLookups int
}

// Evaluate is check_host (RFC 7208, section 4).
func Evaluate(l *evidence.Look, q Query) Evaluation { return evaluate(l, q, nil) }

// EvaluateRecord is Evaluate for a record that the query's domain could publish.
func EvaluateRecord(l *evidence.Look, q Query, r Record) Evaluation { return evaluate(l, q, &r) }

func evaluate(l *evidence.Look, q Query, own *Record) Evaluation {
	c := newCheck(l, q)
	c.own = own
	if !hostName(c.domain) {
		c.say(textNoDomainName, c.domain)
		return c.evaluation(None)
	}
	v := c.host(c.domain)
	e := c.evaluation(v.result)
	if v.result == Fail && c.going() {
		e.Explanation = c.explain(v)
		e.Complete = !c.waiting
	}
	return e
}

// A check is one evaluation under way.
type check struct {
	look           *evidence.Look
	query          Query
	local, mailbox string // the sender is local@mailbox
	domain         string // the outermost
	own            *Record
	lookups, voids int
	path           []Step
	waiting        bool   // an answer is missing
	failed         Result // TempError or PermError, once met
	reason         Problem
}

// newCheck fills in what an empty sender stands for (RFC 7208, sections 2.4 and 4.3).
func newCheck(l *evidence.Look, q Query) check {
	q.IP = q.IP.Unmap().WithZone("")
	c := check{look: l, query: q, local: "postmaster", mailbox: q.Helo}
	if q.Sender != "" {
		at := strings.LastIndexByte(q.Sender, '@')
		c.mailbox = q.Sender[at+1:]
		if at > 0 {
			c.local = q.Sender[:at]
		}
	}
	c.domain = q.Domain
	if c.domain == "" {
		c.domain = c.mailbox
	}
	c.domain = strings.TrimSuffix(c.domain, ".")
	return c
}

func (c *check) going() bool { return !c.waiting && c.failed == "" }

// fail ends the evaluation.
func (c *check) fail(result Result, text words.Text, args ...any) {
	if c.going() {
		c.failed = result
		c.say(text, args...)
	}
}

func (c *check) say(text words.Text, args ...any) { c.reason = Problem{Text: text, Args: args} }

// evaluation sums the check up.
func (c *check) evaluation(result Result) Evaluation {
	e := Evaluation{Complete: !c.waiting, Result: result, Path: c.path, Lookups: c.lookups, VoidLookups: c.voids}
	if len(c.path) > 0 {
		e.Matched = c.path[0].Term
	}
	switch {
	case c.waiting:
		e.Result = TempError
		c.say(textWaiting, c.domain)
	case c.failed != "":
		e.Result = c.failed
	case result != None:
		c.reason = decided(result, c.query.IP.String(), c.domain, e.Matched)
	}
	e.Reason = c.reason
	e.Reason.ID = "spf/" + string(e.Result)
	return e
}

// A verdict is the result of one record. explain is the exp= that belongs to it.
type verdict struct {
	result  Result // not an error: those are in check.failed
	domain  string
	explain Term
}

// host is check_host for one domain. While the check is not going, the verdict means nothing.
func (c *check) host(domain string) verdict {
	r, ok := c.record(domain)
	if !ok {
		return verdict{result: None}
	}
	v := verdict{result: Neutral, domain: domain}
	if i := r.index("exp"); i >= 0 {
		v.explain = r.terms[i]
	}
	for i, t := range r.terms {
		if t.Kind != Mechanism {
			continue
		}
		depth := len(c.path)
		c.path = append(c.path, Step{domain, t.Text})
		matched := c.match(t, domain)
		if c.waiting {
			c.ahead(r.terms[i+1:], domain)
		}
		if !c.going() {
			return v
		}
		if matched {
			v.result = byQualifier[t.Qualifier]
			return v
		}
		c.path = c.path[:depth]
	}
	if i := r.index("redirect"); i >= 0 {
		return c.redirect(r.terms[i], domain)
	}
	return v
}

// record finds the one record of domain. ok is false when there is none, or the check has ended.
func (c *check) record(domain string) (r Record, ok bool) {
	var wrong []Problem
	if c.own != nil && canonical(domain) == canonical(c.domain) {
		_, wrong = Parse(c.own.String())
		r = *c.own
	} else {
		answer, ok := c.ask(evidence.TXT, domain)
		if !ok {
			return Record{}, false
		}
		texts := recordsIn(answer)
		switch len(texts) {
		case 0:
			c.say(textNoRecord, domain)
			return Record{}, false
		case 1:
			r, wrong = parse(texts[0])
		default:
			c.fail(PermError, textSeveral, domain, len(texts))
			return Record{}, false
		}
	}
	if len(wrong) > 0 { // anywhere in the record, before anything is evaluated: section 4.6
		term := wrong[0].Args[0].(string)
		c.path = append(c.path, Step{domain, term})
		c.fail(PermError, textBrokenTerm, domain, term)
		return Record{}, false
	}
	return r, true
}

// redirect evaluates the record that stands in for this one (RFC 7208, section 6.1).
func (c *check) redirect(t Term, domain string) verdict {
	c.path = append(c.path, Step{domain, t.Text})
	if !c.count() {
		return verdict{}
	}
	target := c.target(t, domain)
	if !c.going() {
		return verdict{}
	}
	v := c.host(target)
	if v.result == None {
		c.fail(PermError, textNoneBelow, t.Text, target)
	}
	return v
}

// count counts a term that queries DNS, and reports whether it still may.
func (c *check) count() bool {
	c.lookups++
	if c.lookups > MaxLookups {
		c.fail(PermError, textTooManyLookups, c.domain, MaxLookups)
	}
	return c.going()
}

// ask looks an answer up. ok is false when it is missing, or DNS could not tell: the check has ended
// then. A name that cannot be asked does not exist.
func (c *check) ask(kind evidence.Type, name string) (_ evidence.Answer, ok bool) {
	if !queryable(name) {
		return evidence.Answer{Outcome: evidence.NoName}, true
	}
	answer, ok := c.look.Up(evidence.Ask(kind, name))
	if !ok {
		c.waiting = true
		return answer, false
	}
	if !answer.Known() {
		c.fail(TempError, textUnread, name, string(answer.Outcome))
	}
	return answer, answer.Known()
}

// askFor is ask for what a term names. A term whose name does not exist is a void lookup.
func (c *check) askFor(kind evidence.Type, name string) (evidence.Answer, bool) {
	answer, ok := c.ask(kind, name)
	if ok && answer.Void() && queryable(name) {
		c.void()
	}
	return answer, ok && c.going()
}

func (c *check) void() {
	c.voids++
	if c.voids > MaxVoids {
		c.fail(PermError, textTooManyVoids, c.domain, MaxVoids)
	}
}
