package check

import (
	"slices"
	"strings"
	"time"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

func (j *judge) port587() verdict { return j.reach(submitPort) }

func (j *judge) port25() verdict { return j.reach(mxPort) }

// reach judges the servers that were tried on a port.
func (j *judge) reach(number uint16) verdict {
	var verdicts []verdict
	for _, p := range j.Ports {
		if p.Port == number {
			verdicts = append(verdicts, j.fromElsewhere(j.port(p)))
		}
	}
	if len(verdicts) > 0 {
		return merge(verdicts)
	}
	wanted := slices.ContainsFunc(j.hosts(), func(h host) bool { return h.port == number })
	switch {
	case (wanted || number == mxPort && j.delivers()) && j.statusOf(IDMX) == Unknown:
		return j.say(NotApplicable, "Port %d was not tried: without the MX records the server is not known (see %s).", number, IDMX)
	case wanted:
		return j.say(Unknown, "Port %d was not tried.", number)
	case number == mxPort && j.delivers():
		return j.say(NotApplicable, "Port %d was not tried: no MX endpoint is known (see %s).", number, IDEndpoint)
	}
	return j.say(NotApplicable, "The method does not use port %d.", number)
}

// fromElsewhere lowers a problem that was seen from another network than the device's.
func (j *judge) fromElsewhere(v verdict) verdict {
	if v.status == Problem && j.Place == Elsewhere {
		v.status = Warning
	}
	return v
}

func (j *judge) port(p Port) verdict {
	name := show(p.Host)
	switch p.State {
	case PortOpen:
		return j.say(OK, "Port %d of %s is open.", p.Port, name)
	case PortUnresolved:
		return j.unresolved(p)
	case PortIntercepted:
		return j.mend(j.say(Problem, "Something else answers on port %d in the place of %s: \"%s\"", p.Port, name, show(p.Banner)),
			"Ask the provider, or whoever runs the firewall, to let port %d through to Microsoft unchanged.", p.Port)
	case PortRefused:
		return j.letThrough(j.say(Problem, "The connection to port %d of %s was refused.", p.Port, name), p)
	}
	switch {
	case p.NoRoute:
		return j.mend(j.say(Unknown, "Port %d of %s could not be tried: this computer found no way there.", p.Port, name), "Connect it to the internet and try again.")
	case p.Address.IsValid():
		return j.letThrough(j.say(Problem, "Port %d of %s takes connections, but no server says anything: something on the way holds them.", p.Port, name), p)
	case j.Limit > 0:
		return j.letThrough(j.say(Problem, "Port %d of %s did not answer within %s.", p.Port, name, j.Limit.Round(time.Millisecond).String()), p)
	}
	return j.letThrough(j.say(Problem, "Port %d of %s did not answer in time.", p.Port, name), p)
}

// letThrough adds what to do about a port that is closed.
func (j *judge) letThrough(v verdict, p Port) verdict {
	if p.Port == mxPort {
		return j.mend(v, "Many providers and cloud hosts block outgoing port 25: ask yours to open it, or let the device sign in on port 587.")
	}
	return j.mend(v, "Allow outgoing connections to %s on port %d in the firewall.", show(p.Host), p.Port)
}

func (j *judge) unresolved(p Port) verdict {
	if o := orTimeout(p.Unresolved); o == evidence.NoName || o == evidence.NoData {
		return j.mend(j.say(Problem, "%s has no address: %s.", show(p.Host), j.outcome(o)), "Check which DNS server this network uses.")
	}
	return j.say(Unknown, "The address of %s could not be read: %s.", show(p.Host), j.outcome(orTimeout(p.Unresolved)))
}

// each judges every server that answered in its own name; without one the cause is told already.
func (j *judge) each(judge func(Port) verdict) verdict {
	var verdicts []verdict
	for _, p := range j.Ports {
		if p.State == PortOpen {
			verdicts = append(verdicts, judge(p))
		}
	}
	if len(verdicts) > 0 {
		return merge(verdicts)
	}
	return j.say(NotApplicable, "Not looked at: no server answered (see %s and %s).", IDPort587, IDPort25)
}

// startTLS judges whether encryption is offered.
func (j *judge) startTLS() verdict {
	return j.each(func(p Port) verdict {
		switch {
		case p.StartTLS:
			return j.say(OK, "%s offers STARTTLS on port %d.", show(p.Host), p.Port)
		case p.Trouble != "":
			return j.say(Unknown, "Whether %s offers STARTTLS on port %d could not be found out (%s).", show(p.Host), p.Port, show(p.Trouble))
		}
		return j.mend(j.say(Problem, "%s does not offer STARTTLS on port %d.", show(p.Host), p.Port),
			"Microsoft's servers do: something on the way takes it out. Switch off the inspection of SMTP in the firewall.")
	})
}

// safeVersions are those that Microsoft's sign-in server takes.
var safeVersions = []string{"1.2", "1.3"}

// unchangedTLS is what to do where TLS is not Microsoft's.
const unchangedTLS words.Text = "Microsoft's servers speak TLS 1.2: something on the way changes it. Switch off TLS inspection for this server in the firewall."

// tls judges the versions that are spoken.
func (j *judge) tls() verdict {
	return j.each(func(p Port) verdict {
		switch {
		case !p.StartTLS:
			return j.say(NotApplicable, "Not looked at: there is no STARTTLS (see %s).", IDStartTLS)
		case slices.ContainsFunc(safeVersions, func(v string) bool { return slices.Contains(p.TLSVersions, v) }):
			return j.say(OK, "%s speaks TLS %s on port %d.", show(p.Host), strings.Join(p.TLSVersions, ", "), p.Port)
		case len(p.TLSVersions) > 0:
			return j.mend(j.say(Problem, "%s speaks only TLS %s on port %d.", show(p.Host), strings.Join(p.TLSVersions, ", "), p.Port),
				unchangedTLS)
		case len(p.TLSUnknown) > 0 || p.Trouble == "":
			return j.say(Unknown, "Which TLS versions %s speaks on port %d could not be found out.", show(p.Host), p.Port)
		}
		return j.mend(j.say(Problem, "No TLS connection to %s on port %d came about (%s).", show(p.Host), p.Port, show(p.Trouble)), unchangedTLS)
	})
}

// WrongClock is said of a certificate that is out of its time.
const WrongClock words.Text = "A wrong clock of this computer gives the same picture: set its date and time right, and try again."

// certificate judges who the server proves to be.
func (j *judge) certificate() verdict {
	return j.each(func(p Port) verdict {
		c := p.Certificate
		switch {
		case c == nil:
			return j.say(NotApplicable, "Not looked at: there was no TLS connection (see %s and %s).", IDStartTLS, IDTLS)
		case c.Verified:
			return j.named(p, *c)
		}
		bad := j.say(Problem, "The certificate of %s on port %d is not good (%s).", show(p.Host), p.Port, show(c.Problem))
		if c.OutOfTime {
			bad = j.mend(bad, WrongClock)
		}
		return j.mend(bad, "The device may refuse the connection, and nothing secret should go over it. Look for a firewall that opens TLS.")
	})
}

// named tells of a good certificate what it is for, and until when.
func (j *judge) named(p Port, c Certificate) verdict {
	until := c.NotAfter.UTC().Format(time.DateOnly)
	switch len(c.Names) {
	case 0:
		return j.say(OK, "The certificate of %s on port %d is good until %s.", show(p.Host), p.Port, until)
	case 1:
		return j.say(OK, "The certificate of %s on port %d is good until %s; it is for %s.", show(p.Host), p.Port, until, show(c.Names[0]))
	}
	return j.say(OK, "The certificate of %s on port %d is good until %s; it is for %s and %d other names.", show(p.Host), p.Port, until, show(c.Names[0]), len(c.Names)-1)
}

// mechanisms are what the server has to offer for each way of signing in (RFC 4954).
var mechanisms = map[decide.Authentication]string{decide.ByPassword: "LOGIN", decide.ByOAuth: "XOAUTH2"}

// auth judges whether the sign-in host offers the device's way to sign in.
func (j *judge) auth() verdict {
	if !j.signsIn() {
		return j.say(NotApplicable, "The method does not sign in.")
	}
	return j.each(func(p Port) verdict {
		switch {
		case p.Host != j.survey.Cloud.SubmitHost:
			return j.say(NotApplicable, "%s is not where devices sign in.", show(p.Host))
		case p.Certificate == nil:
			return j.say(NotApplicable, "Not looked at: there was no TLS connection (see %s and %s).", IDStartTLS, IDTLS)
		}
		offered := show(strings.Join(p.Auth, ", "))
		if wanted := mechanisms[j.Authentication]; wanted != "" && !slices.Contains(p.Auth, wanted) {
			return j.say(Problem, "%s does not offer AUTH %s after TLS, only: %s", show(p.Host), wanted, offered)
		}
		if len(p.Auth) == 0 {
			return j.say(Problem, "%s offers no way to sign in after TLS.", show(p.Host))
		}
		return j.say(OK, "%s offers to sign in by %s.", show(p.Host), offered)
	})
}
