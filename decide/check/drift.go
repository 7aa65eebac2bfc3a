package check

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/spf"
)

// drift compares with the saved plan: the endpoint, the SPF record, the public address, and what the
// rules of today make of the same answers.
func (j *judge) drift() verdict {
	if j.Record == nil {
		return j.say(NotApplicable, "No saved plan was given to compare with (%s).", "--record")
	}
	differences := []verdict{j.endpointDrift(), j.spfDrift(), j.addressDrift(), j.ruleDrift()}
	changed := slices.DeleteFunc(slices.Clone(differences), func(v verdict) bool { return v.status != Problem })
	if len(changed) > 0 {
		return merge(changed)
	}
	if v := merge(differences); v.status == Unknown {
		return v
	}
	return j.say(OK, "Nothing has changed since the plan of %s.", string(j.Record.AsOf))
}

func (j *judge) endpointDrift() verdict {
	then := decide.ReadDNS(j.Record.DNS.Look(), j.Domain, j.Cloud).Endpoint
	now := j.survey.Endpoint
	was, is := fromMX(then), fromMX(now)
	switch {
	case then.Kind == decide.KindUnknown:
		return verdict{status: OK} // the plan was made without DNS
	case now.Kind == decide.KindUnknown:
		return j.say(Unknown, "Whether the MX endpoint has changed could not be found out.")
	case was == is:
		return verdict{status: OK}
	case is == "":
		return j.mend(j.say(Problem, "The MX endpoint was %s, and the MX records do not name it any more.", show(was)), "Make the plan again, and look who changed the MX records.")
	case was == "":
		return j.mend(j.say(Problem, "The plan knew no MX endpoint, and now it is %s.", show(is)), "Make the plan again.")
	}
	return j.mend(j.say(Problem, "The MX endpoint was %s and is now %s.", show(was), show(is)), "Make the plan again, and enter the new name in the device.")
}

// fromMX is the endpoint that MX records name; one that is made up from the domain is none.
func fromMX(e decide.Endpoint) string {
	if e.Confirmed {
		return e.Host
	}
	return ""
}

func (j *judge) spfDrift() verdict {
	saved := j.Record.SPF
	switch {
	case saved.Change == string(spf.ChangeUnknown):
		return verdict{status: OK} // the plan was made without having read the record
	case j.tree.State != spf.Known:
		return j.say(Unknown, "Whether the SPF record has changed could not be found out.")
	}
	now := j.tree.Texts
	asBefore := slices.Equal(now, sorted(saved.Current))
	asProposed := saved.Proposed != "" && slices.Equal(now, []string{saved.Proposed})
	switch {
	case asBefore || asProposed:
		return verdict{status: OK}
	case len(now) == 0:
		return j.mend(j.say(Problem, "The SPF record is gone."), "Publish it again: %s", show(saved.Proposed))
	}
	return j.mend(j.say(Problem, "The SPF record is neither the one of the plan nor the one it proposed: %s", show(strings.Join(now, " | "))), "Look who changed it, and make the plan again.")
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// addressDrift compares the address given now, else the one of this network, with the plan's.
func (j *judge) addressDrift() verdict {
	saved := decide.Prefixes(j.Record.Answers[decide.PublicIPs])
	switch {
	case len(saved) == 0:
	case !slices.Equal(saved, j.Addresses) && len(j.Addresses) > 0:
		return j.mend(j.say(Problem, "The plan is for the public address %s, and now it is %s.", showPrefixes(saved), showPrefixes(j.Addresses)), "Make the plan again: connector and SPF hold the old address.")
	case j.Place == Elsewhere || !j.here.IsValid():
	case !slices.ContainsFunc(saved, func(p netip.Prefix) bool { return p.Contains(j.here) || p.Addr().Is4() != j.here.Is4() }):
		return j.mend(j.say(Problem, "The plan is for the public address %s, and this network now shows itself as %s.", showPrefixes(saved), j.here),
			"Make the plan again: connector and SPF hold the old address. If the device stands in another network, run the check there.")
	}
	return verdict{status: OK}
}

// ruleDrift tells what the rules of today make of the same answers and the same DNS.
func (j *judge) ruleDrift() verdict {
	r, today := j.Record, j.Record.again(j.AsOf, j.lang)
	var found []verdict
	if end := r.Successor; end != nil && end.Date != "" && j.AsOf >= end.Date {
		passed := j.say(Problem, "The day has come that the plan named: %s.", show(string(end.Date)))
		if passed.fix = today.Headline; today.Successor != nil {
			passed.fix = today.Successor.Text
		}
		found = append(found, passed)
	}
	if today.Method != r.Method {
		found = append(found, j.mend(j.say(Problem, "By the rules of %s the same answers give %s, and the plan says %s.", string(j.AsOf), string(today.Method), show(string(r.Method))), "Make the plan again."))
	}
	if len(found) > 0 {
		return merge(found)
	}
	for _, rule := range newRules(today.Rules, r.Rules) {
		found = append(found, j.mend(j.say(Problem, "A rule applies that the plan did not have (%s): %s", rule.ID, rule.Text), "Make the plan again."))
	}
	for _, rule := range newRules(r.Rules, today.Rules) {
		found = append(found, j.mend(j.say(Problem, "A rule of the plan does not apply any more: %s.", show(rule.ID)), "Make the plan again."))
	}
	return merge(append(found, verdict{status: OK}))
}

// newRules returns the rules of a that are not in b.
func newRules(a, b []decide.AppliedRule) []decide.AppliedRule {
	return slices.DeleteFunc(slices.Clone(a), func(r decide.AppliedRule) bool {
		return slices.ContainsFunc(b, func(other decide.AppliedRule) bool { return other.ID == r.ID && other.Method == r.Method })
	})
}
