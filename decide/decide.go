// Package decide chooses how a device or application sends mail through Microsoft 365, and works out
// everything that follows: settings, SPF record, connector, steps, and why. It is pure: no clock, no
// network, no files. The day and what DNS says are inputs, so a saved Case gives the same Plan again.
//
//	answers + day -> settle (clear, assume, choose) -> Situation
//	Situation + DNS answers -> Survey, SPF change -> Plan -> package render
//
// Questions, rules, fallbacks and steps are tables; see RULES.md for the rules in words.
package decide

//go:generate go test -run TestRulesDocument -update .

import (
	"net/netip"

	"sendpath/decide/device"
	"sendpath/decide/evidence"
	"sendpath/decide/spf"
	"sendpath/decide/words"
)

// A Case is what a plan is made from.
type Case struct {
	Answers  Answers // in canonical form; Domain is set
	AsOf     Day
	Language *words.Language // nil for English
}

// A Draft is a plan that is not written out yet: the answers are weighed, and DNS is read as far as it goes.
type Draft struct {
	*builder
	change spf.Change
	wanted spf.Request // what change was made for
	whole  bool        // nothing was missing for it
}

// NewDraft weighs the answers of a case.
func NewDraft(c Case) *Draft { return &Draft{builder: newBuilder(c)} }

// Read looks up everything in DNS that the plan wants. Where look misses something, the plan would rest on
// less than it could: ask for that, and read again. The sets read one after another only grow.
func (d *Draft) Read(look *evidence.Look) {
	d.read(look)
	d.readSPF()
	d.AddressInSPF = d.allows(d.change.Before)
}

// Observe looks up everything in DNS that Decide will want for the case.
func Observe(c Case, look *evidence.Look) { NewDraft(c).Read(look) }

// Decide makes the plan from the case and what DNS said. Questions that set does not answer count as
// not known.
func Decide(c Case, set evidence.Set) Plan {
	d := NewDraft(c)
	d.Read(set.Look())
	return d.Plan(set)
}

// Plan writes the draft out. set holds the answers that were read last.
func (d *Draft) Plan(set evidence.Set) Plan {
	if !d.whole {
		d.merge()
	}
	p := d.outline()
	p.DNS.SPF = d.spfPlan(d.change)
	d.SPFChange = p.DNS.SPF.Change
	p.Device, p.Page = d.settings(), d.page()
	p.Connector = d.connector()
	p.Script = d.script(p.Connector)
	p.Rules = d.rules()
	p.Warnings = d.warnings(p.Rules)
	args := d.stepArgs()
	p.Headline, p.Steps = d.headline(args), d.steps(args)
	p.Evidence = Observations(set, d.lang)
	return p
}

// A builder holds what the parts of a plan are made from.
type builder struct {
	Situation
	customer string
	ignored  []Key
	lang     *words.Language
	look     *evidence.Look
	profile  device.Profile

	addresses []netip.Prefix // the public ones that were given

	given, assumed Answers // what Situation points to
	try            trial   // for what other answers would give
}

func newBuilder(c Case) *builder {
	b := &builder{lang: c.Language, customer: c.Answers[Customer]}
	b.Situation = *b.try.settle(&c.Answers, c.AsOf)
	b.given, b.assumed = *b.Situation.Given, *b.Situation.Answers
	b.Given, b.Answers = &b.given, &b.assumed
	b.ignored = Device.cleared(&c.Answers, b.Given)
	b.profile, _ = device.ByID(b.Answers[DeviceID])
	b.addresses = Prefixes(b.Answers[PublicIPs])
	return b
}

// read takes in what DNS says.
func (b *builder) read(look *evidence.Look) {
	b.look = look
	b.Survey = ReadDNS(look, b.Answers[Domain], b.Given[Cloud])
	b.Answers[Cloud] = b.Survey.Cloud.Name
}

// allows reports whether an SPF record allows every public address that was given.
func (b *builder) allows(record spf.Tree) bool {
	for _, p := range b.addresses {
		if !record.Covers(p) {
			return false
		}
	}
	return len(b.addresses) > 0
}

// outline fills in the choice and what follows from the answers alone.
func (b *builder) outline() Plan {
	p := Plan{
		Schema: Schema, AsOf: b.AsOf, Customer: b.customer, Domain: b.Answers[Domain],
		Method: b.Method, Authentication: b.Authentication, Policy: b.Policy,
		Answers: AnswerObject{Device, *b.Given, []Key{Customer, Policy}},
		Ignored: []string{},
		Assumed: b.try.assumptions(&b.Situation, b.lang), Flips: b.try.flips(&b.Situation),
		Fallbacks: waysOut(&b.Situation), WaysOut: []Fallback{},
		Cloud: b.Survey.Cloud.Name, DMARC: b.dmarc(), Hosting: append([]string{}, b.Survey.Hosting...), DNSPlace: b.dnsPlace(),
		Language: b.lang.Code(),
	}
	p.Successor = successor(&b.Situation, string(b.profile.OAuth()), b.lang)
	p.Certain = certain(p.Assumed)
	for _, key := range b.ignored {
		p.Ignored = append(p.Ignored, key.String())
	}
	for _, name := range p.Fallbacks {
		f := fallbackNamed(name)
		p.WaysOut = append(p.WaysOut, Fallback{name, b.lang.Say(f.text), f.source})
	}
	e := b.Survey.Endpoint
	p.Endpoint = EndpointFacts{e.Host, e.Kind, e.Confirmed, e.Filter, e.IPv6}
	return p
}

// certain reports whether no open answer could change the method.
func certain(assumed []Assumption) bool {
	for _, a := range assumed {
		if len(a.Otherwise) > 0 {
			return false
		}
	}
	return true
}

func (b *builder) dmarc() string {
	switch {
	case !b.Survey.DMARC.Known:
		return "unknown"
	case b.Survey.DMARC.Policy == "":
		return "absent"
	}
	return b.Survey.DMARC.Policy
}

// rules lists every rule that applies, in the order of the table.
func (b *builder) rules() []AppliedRule {
	list := make([]AppliedRule, 0, 8)
	for i := range Rules {
		r := &Rules[i]
		if b.Method == OwnServerMethod && r.Method != OwnServerMethod || !r.When.Holds(&b.Situation) {
			continue
		}
		list = append(list, AppliedRule{r.ID, r.Method, r.Effect, r.Say(&b.Situation, b.lang), r.Source})
	}
	return list
}

// warnings are what to know of the day, the rules that warn, and what DNS says against an answer.
func (b *builder) warnings(rules []AppliedRule) []Warning {
	list := append([]Warning{}, DayWarnings(b.AsOf, b.lang)...)
	for _, r := range rules {
		if r.Effect == Warns {
			list = append(list, Warning{r.ID, r.Text})
		}
	}
	if e := b.Survey.Endpoint; b.Survey.CloudFrom == "given" && e.Cloud != "" && CloudByName(e.Cloud).SPFInclude != b.Survey.Cloud.SPFInclude {
		list = append(list, Warning{"cloud/differs", b.lang.Say("The answer says cloud %s, but the MX host %s belongs to another one. The answer was followed: check it.", b.Survey.Cloud.Name, e.Host)})
	}
	if !b.Survey.Exists {
		list = append(list, Warning{"domain/unknown", b.lang.Say("DNS knows no domain %s. Check the spelling.", ShowDomain(b.Answers[Domain]))})
	}
	return list
}

// sendsFromAddress reports whether the method has the public address in SPF.
func (b *builder) sendsFromAddress() bool {
	return b.Method == DirectSend || b.Method == Relay
}

// readSPF works out the change of the SPF record, unless that was done and what it asks for is the same.
func (d *Draft) readSPF() {
	wanted := d.spfRequest()
	if d.whole && wanted.Equal(d.wanted) {
		return
	}
	d.change, d.wanted, d.whole = spf.Change{}, wanted, false
	if spf.Records(d.look, wanted.Domain).State == spf.Unasked {
		spf.Records(d.look, wanted.Include) // which any record leads to: both are asked at once
		return
	}
	d.merge()
}

func (d *Draft) merge() {
	before := d.look.Misses()
	d.change = spf.Merge(d.look, d.wanted)
	d.whole = d.look.Misses() == before
}

func (b *builder) spfRequest() spf.Request {
	request := spf.Request{Domain: b.Answers[Domain], Include: b.Survey.Cloud.SPFInclude, Enforcing: b.Survey.DMARC.Enforces()}
	if b.sendsFromAddress() {
		request.Addresses = b.addresses
	}
	return request
}

func (b *builder) spfPlan(change spf.Change) SPF {
	plan := SPF{Name: b.Answers[Domain], Change: string(change.Kind), Current: append([]string{}, change.Current...),
		Proposed: change.Proposed, Strings: append([]string{}, change.Strings...),
		Lookups: change.Lookups, VoidLookups: change.VoidLookups, Warnings: []Warning{}}
	for _, problem := range change.Warnings {
		plan.Warnings = append(plan.Warnings, Warning{problem.ID, problem.Say(b.lang)})
	}
	if b.Method == OwnServerMethod || b.Method == None {
		plan = SPF{Name: plan.Name, Change: "none", Current: plan.Current, Strings: []string{}, Warnings: []Warning{}}
	}
	return plan
}
