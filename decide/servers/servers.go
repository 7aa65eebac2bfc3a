// Package servers works out how Microsoft 365 and own mail servers hand mail to each other: the
// connectors of both directions, what must hold before, what to change in which order, how to test it
// and how to undo it. It is pure, and built like package decide: questions, parameters, prerequisites,
// steps and warnings are tables over the same conditions.
package servers

import (
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/spf"
	"sendpath/decide/words"
)

// A Case is what a plan is made from.
type Case struct {
	Answers  decide.Answers // in canonical form; ServerDomains is set
	AsOf     decide.Day
	Language *words.Language // nil for English
}

// Observe looks up everything in DNS that Decide will want for the case.
func Observe(c Case, look *evidence.Look) { newBuilder(c, look).spf() }

// Decide makes the plan from the case and what DNS said. Questions that set does not answer count as
// not known.
func Decide(c Case, set evidence.Set) Plan {
	b := newBuilder(c, set.Look())
	p := Plan{
		Schema: decide.Schema, AsOf: c.AsOf, Customer: b.customer, Language: c.Language.Code(),
		Answers: decide.AnswerObject{Questions: Questions, Answers: *b.Given, Without: []decide.Key{decide.Customer}}, Ignored: []string{},
		Assumed: b.assumed(), MX: b.Answers[decide.ServerMXNow],
		SPF: b.spf(), Evidence: decide.Observations(set, c.Language),
	}
	for _, key := range b.ignored {
		p.Ignored = append(p.Ignored, key.String())
	}
	e := b.Survey.Endpoint
	p.Endpoint = decide.EndpointFacts{Host: e.Host, Kind: e.Kind, Confirmed: e.Confirmed, Filter: e.Filter, IPv6: e.IPv6}
	b.SPFChange = change(p.SPF)
	p.Headline, p.Prerequisites = b.headline(), b.prerequisites()
	p.Connectors = b.connectors
	p.Routes, p.Scripts = b.routes(), b.scripts()
	p.Steps, p.Warnings = b.steps(), b.warnings()
	p.Sources = b.sources()
	return p
}

// A builder holds what the parts of a plan are made from.
type builder struct {
	decide.Situation
	customer   string
	ignored    []decide.Key
	lang       *words.Language
	look       *evidence.Look
	surveys    []decide.Survey // one for each domain
	connectors []Connector
}

func newBuilder(c Case, look *evidence.Look) *builder {
	left, replaced, ignored := Questions.Settle(c.Answers, c.AsOf)
	b := &builder{customer: c.Answers[decide.Customer], ignored: ignored, lang: c.Language, look: look}
	b.Situation = decide.Situation{Given: &left, Answers: &replaced, AsOf: c.AsOf}
	for _, domain := range b.list(decide.ServerDomains) {
		b.surveys = append(b.surveys, decide.ReadDNS(look, domain, ""))
	}
	if len(b.surveys) > 0 {
		b.Survey = b.surveys[0]
	}
	if now := b.Answers[decide.ServerMXNow]; now == "" || now == decide.Unknown {
		b.Answers[decide.ServerMXNow] = b.mxInDNS()
	}
	if b.Answers[decide.ServerTLS] == TLSName && b.Answers[decide.ServerTLSName] == "" {
		b.Answers[decide.ServerTLS] = TLSCA // there is no name to compare; warned about
	}
	b.connectors = b.build()
	return b
}

func (b *builder) is(c decide.Condition) bool { return c.Holds(&b.Situation) }

func (b *builder) list(key decide.Key) []string { return strings.Fields(b.Answers[key]) }

// mxInDNS says where MX points. What cannot be read counts as the own server: then the plan still has
// the step that moves it.
func (b *builder) mxInDNS() string {
	for _, s := range b.surveys {
		if now := mxOf(s.Endpoint); now != MXMicrosoft {
			return now
		}
	}
	return MXMicrosoft
}

// mxIsRead reports whether DNS tells for every domain where its MX points.
func (b *builder) mxIsRead() bool {
	return !slices.ContainsFunc(b.surveys, func(s decide.Survey) bool { return s.Endpoint.Kind == decide.KindUnknown })
}

func mxOf(e decide.Endpoint) string {
	switch {
	case e.Kind == decide.KindFilter, e.Confirmed && e.Filter != "":
		return MXFilter
	case e.Confirmed:
		return MXMicrosoft
	}
	return MXOwn
}

// spf is the change of each domain's SPF record.
func (b *builder) spf() []decide.SPF {
	list := []decide.SPF{}
	for _, s := range b.surveys {
		request := spf.Request{Domain: s.Domain, Include: s.Cloud.SPFInclude, Enforcing: s.DMARC.Enforces()}
		if b.is(byAddress) {
			request.Addresses = decide.Prefixes(b.Answers[decide.ServerPublicIPs])
		}
		change := spf.Merge(b.look, request)
		record := decide.SPF{Name: s.Domain, Change: string(change.Kind), Current: append([]string{}, change.Current...),
			Proposed: change.Proposed, Strings: append([]string{}, change.Strings...),
			Lookups: change.Lookups, VoidLookups: change.VoidLookups, Warnings: []decide.Warning{}}
		for _, problem := range change.Warnings {
			record.Warnings = append(record.Warnings, decide.Warning{ID: problem.ID, Text: problem.Say(b.lang)})
		}
		list = append(list, record)
	}
	return list
}

// change is what the plan does to the SPF records: something to edit goes before something unread.
func change(records []decide.SPF) string {
	all := "none"
	for _, r := range records {
		switch {
		case r.Change == "unknown" && all == "none":
			all = "unknown"
		case r.Change != "unknown" && r.Change != "none":
			all = "edit"
		}
	}
	return all
}

// routes says for each test address which connector applies.
func (b *builder) routes() []Route {
	list := []Route{}
	if !b.is(createsOutbound) {
		return list
	}
	for _, address := range b.list(decide.ServerTestAddresses) {
		r := Route{Address: address, Connectors: []string{}, OnlyByRule: b.Answers[decide.ServerScope] == ByRule}
		if b.covers(domainOf(address)) {
			r.Connectors = append(r.Connectors, b.name(FromMicrosoft))
		}
		list = append(list, r)
	}
	return list
}

// covers reports whether the connector from Microsoft 365 applies to mail to a domain.
func (b *builder) covers(domain string) bool {
	switch b.Answers[decide.ServerScope] {
	case SomeDomains:
		return matches(b.list(decide.ServerScopeDomains), domain)
	case ByRule:
		return true
	}
	return matches(b.list(decide.ServerDomains), domain)
}

// matches reports whether one of patterns is the domain, or a wildcard above it.
func matches(patterns []string, domain string) bool {
	for _, pattern := range patterns {
		parent, wild := strings.CutPrefix(pattern, "*")
		if pattern == domain || wild && strings.HasSuffix(domain, parent) {
			return true
		}
	}
	return false
}
