package check

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

// A Record is a plan saved earlier, as "plan --format json" wrote it.
type Record struct {
	AsOf           decide.Day
	Domain         string
	Method         decide.Method
	Authentication decide.Authentication
	Answers        decide.Answers // policy included: automatic where it was what automatic meant that day
	SPF            decide.SPF
	Successor      *decide.Successor
	Rules          []decide.AppliedRule
	DNS            evidence.Set
}

// savedPlan is the part of a plan's JSON form that a Record is read from.
type savedPlan struct {
	Schema         int                        `json:"schema"`
	AsOf           decide.Day                 `json:"as_of"`
	Customer       string                     `json:"customer"`
	Domain         string                     `json:"domain"`
	Method         decide.Method              `json:"method"`
	Authentication decide.Authentication      `json:"authentication"`
	Policy         string                     `json:"policy"`
	Answers        map[string]json.RawMessage `json:"answers"`
	DNS            decide.DNS                 `json:"dns"`
	Successor      *decide.Successor          `json:"successor"`
	Rules          []decide.AppliedRule       `json:"rules"`
	Evidence       []decide.Observation       `json:"evidence"`
}

// noPlan says where a text stops being a saved plan.
func noPlan(err error) words.Sentence {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return words.Sentencef("this is not a saved plan: %s has a value of another kind", show(wrong.Field))
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok && wrong.Offset > 1 {
		return words.Sentencef("this is not a saved plan: from character %d on it is no JSON", wrong.Offset)
	}
	return words.Sentencef("this is not a saved plan: it is no JSON object")
}

// ReadRecord reads a saved plan. Its errors are sentences for the user.
func ReadRecord(data []byte) (*Record, error) {
	var saved savedPlan
	if err := json.Unmarshal(data, &saved); err != nil {
		return nil, noPlan(err)
	}
	switch {
	case saved.Schema == 0:
		return nil, words.Sentencef("this is not a saved plan: it has no %s. Save one with: sendpath plan --format json", "schema")
	case saved.Schema != decide.Schema:
		return nil, words.Sentencef("the plan has schema %d, and this program knows %d", saved.Schema, decide.Schema)
	}
	if _, err := decide.ParseDay(string(saved.AsOf)); err != nil {
		return nil, words.Sentencef("the plan's day, %s, is not written as YYYY-MM-DD", show(string(saved.AsOf)))
	}
	for _, day := range saved.days() {
		if _, err := decide.ParseDay(string(day)); err != nil {
			return nil, words.Sentencef("the plan has a day that is none: %s", show(string(day)))
		}
	}
	answers, err := saved.answers()
	if err != nil {
		return nil, err
	}
	return &Record{
		AsOf: saved.AsOf, Domain: answers[decide.Domain], Method: saved.Method, Authentication: saved.Authentication,
		Answers: answers, SPF: saved.DNS.SPF, Successor: saved.Successor, Rules: saved.Rules, DNS: decide.Replay(saved.Evidence),
	}, nil
}

// days are the days that a comparison tells about.
func (p savedPlan) days() []decide.Day {
	if p.Successor == nil || p.Successor.Date == "" {
		return []decide.Day{p.AsOf}
	}
	return []decide.Day{p.AsOf, p.Successor.Date}
}

// answers reads the answers of a saved plan, each in its canonical form.
func (p savedPlan) answers() (decide.Answers, error) {
	texts := map[string]string{decide.Domain.String(): p.Domain}
	for _, name := range slices.Sorted(maps.Keys(p.Answers)) {
		text, ok := answerText(p.Answers[name])
		if !ok {
			return decide.Answers{}, words.Sentencef("the plan's answer %s is neither text nor a list of texts", show(name))
		}
		texts[name] = text
	}
	var answers decide.Answers
	form := decide.Form{Domain: p.Domain, AllowDocumentation: true}
	for _, name := range slices.Sorted(maps.Keys(texts)) { // of several that are wrong always the same is told
		q, known := decide.Device.ByName(name)
		if !known {
			return decide.Answers{}, words.Sentencef("the plan has an answer %s that this program does not know", show(name))
		}
		value, err := canonical(q, texts[name], form)
		if err != nil {
			return decide.Answers{}, words.Sentencef("the plan's answer %s cannot be used: %s", name, err)
		}
		answers[q.Key] = value
	}
	answers[decide.Customer] = p.Customer
	if answers[decide.Policy] = p.Policy; p.Policy == decide.ResolvePolicy(decide.PolicyAuto, p.AsOf) {
		answers[decide.Policy] = decide.PolicyAuto
	}
	return answers, nil
}

func answerText(raw json.RawMessage) (string, bool) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, true
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return strings.Join(list, " "), true
	}
	return "", false
}

func canonical(q *decide.Question, text string, form decide.Form) (string, error) {
	for _, value := range q.Values() {
		if value == text {
			return value, nil
		}
	}
	if q.Parse == nil {
		return "", words.Sentencef("\"%s\" is not one of %s", show(text), strings.Join(q.Values(), ", "))
	}
	reading, err := q.Parse(text, form)
	return reading.Value, err
}

// Subject is what is checked against the record: its method, addresses and sender, on another day. A
// record of another domain is an error.
func (r *Record) Subject(domain string, asOf decide.Day) (Subject, error) {
	if r.Domain != domain {
		return Subject{}, words.Sentencef("the saved plan is for %s, not for %s", showDomain(r.Domain), showDomain(domain))
	}
	plan := decide.Plan{Domain: r.Domain, Method: r.Method, Authentication: r.Authentication, AsOf: asOf}
	plan.Answers.Answers = r.Answers
	s := ForPlan(plan)
	s.Record = r
	return s, nil
}

// again makes the plan from the record's answers and DNS as they were, by the rules of another day.
func (r *Record) again(asOf decide.Day, lang *words.Language) decide.Plan {
	return decide.Decide(decide.Case{Answers: r.Answers, AsOf: asOf, Language: lang}, r.DNS)
}
