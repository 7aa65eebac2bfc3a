package cli

import (
	"context"
	"slices"

	"sendpath/decide"
	"sendpath/decide/diagnose"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/ui/advice"
)

// A firstPlan is the plan of the answers as they are given. What DNS said is kept, so that the second one
// is made from the same.
type firstPlan struct {
	given  given
	set    evidence.Set
	before decide.Plan
}

// A replan is what a diagnosis means for a plan.
type replan struct {
	corrections   []advice.Correction
	before, after decide.Plan // the same where no answer is corrected
	differences   []decide.Difference
}

// plan makes the plan of --answers, nil without that flag.
func (d *diagnoseFlags) plan(ctx context.Context, e *environment) (*firstPlan, error) {
	if d.answers.file == "" {
		return nil, nil
	}
	g, err := d.answers.read(ctx, e)
	if err != nil {
		return nil, err
	}
	if err := missing(decide.Device, g.answers); err != nil {
		return nil, err
	}
	p := &firstPlan{given: g, set: g.file.Evidence}
	if p.set == nil {
		p.set = evidence.Set{}
	}
	p.before = p.make(ctx, e, g.answers)
	return p, ctx.Err()
}

func (p *firstPlan) make(ctx context.Context, e *environment, answers decide.Answers) decide.Plan {
	var asker resolve.Asker
	asker, closer := e.asker()
	defer closer()
	return e.decide(ctx, asker, decide.Case{Answers: answers, AsOf: e.dayOf(p.given), Language: e.lang}, p.set)
}

// again makes the plan with the answers corrected.
func (p *firstPlan) again(ctx context.Context, e *environment, findings []diagnose.Finding, chosen bool, m diagnose.Method) *replan {
	r := &replan{before: p.before, after: p.before, differences: []decide.Difference{}}
	r.corrections = advice.Corrections(findings, chosen, m, p.given.answers)
	if slices.ContainsFunc(r.corrections, func(c advice.Correction) bool { return c.After != "" }) {
		r.after = p.make(ctx, e, advice.Apply(p.given.answers, r.corrections))
		r.differences = decide.Differences(r.before, r.after, e.lang)
	}
	return r
}
