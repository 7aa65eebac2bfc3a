package check

import (
	"sendpath/decide"
	"sendpath/decide/evidence"
)

// mx judges where mail for the domain goes.
func (j *judge) mx() verdict {
	answer, e := j.answer(evidence.Ask(evidence.MX, j.Domain)), j.survey.Endpoint
	domain := showDomain(j.Domain)
	switch {
	case !answer.Known():
		return j.again(j.say(Unknown, "The MX records of %s could not be read: %s.", domain, j.outcome(answer.Outcome)), answer.Outcome)
	case !j.survey.Exists:
		return j.mend(j.say(Problem, "DNS knows no domain %s.", domain), "Check the spelling.")
	case e.Kind == decide.KindNone:
		return j.mend(j.say(j.unlessSigningIn(Problem), "%s has no MX record, so nobody can answer its mail.", domain),
			"Publish the MX record that the Microsoft 365 admin centre shows under Settings > Domains.")
	case e.Kind == decide.KindFilter:
		return j.elsewhere(j.say(Warning, "Mail for %s goes to %s (%s), a mail filter.", domain, show(e.Filter), e.Vendor))
	case e.Kind == decide.KindOther:
		return j.elsewhere(j.say(Warning, "Mail for %s goes to %s, which is not Microsoft 365.", domain, show(e.Filter)))
	case e.Filter != "":
		return j.mend(j.say(j.unlessSigningIn(Warning), "%s gets the mail for %s before Microsoft does.", show(e.Filter), domain),
			"Do not enter its name in the device. If Microsoft 365 refuses everybody but the filter (5.7.51), relay and Direct Send need a connector.")
	}
	return j.say(OK, "Mail for %s goes to Microsoft 365.", domain)
}

// unlessSigningIn lowers what does not matter to a device that signs in.
func (j *judge) unlessSigningIn(s Status) Status {
	if j.delivers() {
		return s
	}
	return OK
}

// elsewhere finishes the verdict on an MX set without Microsoft.
func (j *judge) elsewhere(v verdict) verdict {
	v.status = j.unlessSigningIn(v.status)
	if !j.delivers() {
		return v
	}
	return j.mend(v, "Relay and Direct Send must not use that name. Take the host of your organisation from the Microsoft 365 admin centre, Settings > Domains, DNS records.")
}

// endpoint judges the host that relay and Direct Send deliver to.
func (j *judge) endpoint() verdict {
	e := j.survey.Endpoint
	if !j.delivers() {
		return j.say(NotApplicable, "A device that signs in does not use the MX endpoint.")
	}
	portal := func(v verdict) verdict {
		return j.mend(v, "The Microsoft 365 admin centre shows the right name under Settings > Domains, DNS records.")
	}
	if e.Host == "" {
		return portal(j.say(Warning, "The organisation's host at Microsoft cannot be read from DNS."))
	}
	if !e.Confirmed {
		return portal(j.say(Warning, "%s exists and may be the organisation's host at Microsoft: it is made up from the domain, not read from its MX records.", show(e.Host)))
	}
	switch _, outcome := j.addressesOf(e.Host); outcome {
	case evidence.Found:
	case evidence.NoName, evidence.NoData:
		return portal(j.say(Problem, "The MX record names %s, which has no address: %s.", show(e.Host), j.outcome(outcome)))
	default:
		return j.say(Unknown, "The addresses of %s could not be read: %s.", show(e.Host), j.outcome(orTimeout(outcome)))
	}
	if j.Cloud != "" && e.Cloud != "" && decide.CloudByName(e.Cloud).SPFInclude != j.survey.Cloud.SPFInclude {
		return j.mend(j.say(Warning, "The answer says cloud %s, but %s belongs to another one.", j.Cloud, show(e.Host)), "Check which cloud the organisation is in.")
	}
	return j.say(OK, "The MX endpoint is %s.", show(e.Host))
}

func orTimeout(o evidence.Outcome) evidence.Outcome {
	if o == "" {
		return evidence.Timeout
	}
	return o
}

// ipv6 looks for an endpoint that a device may reach over IPv6, past an IPv4 connector and ip4 terms.
func (j *judge) ipv6() verdict {
	e := j.survey.Endpoint
	switch {
	case !j.byAddress():
		return j.say(NotApplicable, "The method does not depend on the address the device sends from.")
	case e.Host == "":
		return j.say(NotApplicable, "No MX endpoint is known.")
	}
	answer := j.answer(evidence.Ask(evidence.AAAA, e.Host))
	switch {
	case !answer.Known():
		return j.say(Unknown, "Whether %s has IPv6 addresses could not be read: %s.", show(e.Host), j.outcome(answer.Outcome))
	case answer.Outcome != evidence.Found:
		return j.say(OK, "%s has IPv4 addresses only, as a connector by address needs it.", show(e.Host))
	}
	return j.mend(j.say(Warning, "%s has IPv6 addresses too: a device that connects over IPv6 matches neither an IPv4 connector nor an ip4 term in SPF.", show(e.Host)),
		"Switch IPv6 off on the device or on its way out, recognise it by certificate, or run Disable-IPv6ForAcceptedDomain -Domain %s.", j.Domain)
}
