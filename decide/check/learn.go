package check

import (
	"net/netip"
	"slices"

	"sendpath/decide"
	"sendpath/decide/words"
)

// A Learned is an answer that the observations give.
type Learned struct {
	Key   decide.Key
	Value string
	Given string         // what the user answered instead; "" when that was unknown or not given
	From  words.Sentence // what was seen
}

// Contradicts reports that the user answered something else. Then both are shown and the decision is
// reopened; nothing is replaced silently.
func (l Learned) Contradicts() bool { return l.Given != "" }

// Learn returns the answers that the observations settle, and those they contradict; what they merely
// confirm is left out. Ports and the public address settle nothing when seen from another network than
// the device's.
func Learn(s Subject, o Observations, given decide.Answers) []Learned {
	r := s.read(o.DNS.Look(), o.Ports)
	seen := []Learned{r.learnCloud()}
	if s.Place != Elsewhere {
		seen = append(seen, learnPort(decide.Port25, mxPort, o.Ports), learnPort(decide.Port587, submitPort, o.Ports), r.learnAddress(given))
	}
	var learned []Learned
	for _, l := range seen {
		if l.Value == "" || agrees(l, given[l.Key]) {
			continue
		}
		if answer := given[l.Key]; answer != decide.Unknown {
			l.Given = answer
		}
		learned = append(learned, l)
	}
	return learned
}

// agrees reports whether an answer says the same as what was seen.
func agrees(l Learned, answer string) bool {
	switch l.Key {
	case decide.Cloud: // worldwide and GCC look the same in DNS
		return answer != "" && decide.CloudByName(answer).SPFInclude == decide.CloudByName(l.Value).SPFInclude
	case decide.PublicIPs:
		addr := netip.MustParseAddr(l.Value)
		return slices.ContainsFunc(decide.Prefixes(answer), func(p netip.Prefix) bool { return p.Contains(addr) || p.Addr().Is4() != addr.Is4() })
	}
	return answer == l.Value
}

// learnCloud reads the cloud from the MX host. That of GCC High may be one of DoD too.
func (r *reading) learnCloud() Learned {
	e := r.survey.Endpoint
	if e.Cloud == "" {
		return Learned{}
	}
	if r.Cloud == "" && e.Cloud == decide.GCCHigh {
		return Learned{}
	}
	return Learned{Key: decide.Cloud, Value: e.Cloud, From: words.Sentencef("the MX record names %s", show(e.Host))}
}

// learnPort tells from the servers that were tried whether a port is open from here.
func learnPort(key decide.Key, number uint16, ports []Port) Learned {
	for _, p := range ports {
		switch {
		case p.Port != number || p.NoRoute || p.State == PortUnresolved:
		case p.State == PortOpen:
			return Learned{Key: key, Value: decide.PortOpen, From: words.Sentencef("%s answered on port %d", show(p.Host), p.Port)}
		case p.State == PortIntercepted:
			return Learned{Key: key, Value: decide.PortBlocked, From: words.Sentencef("something else answered on port %d in the place of %s", p.Port, show(p.Host))}
		case p.State == PortRefused:
			return Learned{Key: key, Value: decide.PortBlocked, From: words.Sentencef("the connection to port %d of %s was refused", p.Port, show(p.Host))}
		default:
			return Learned{Key: key, Value: decide.PortBlocked, From: words.Sentencef("port %d of %s did not answer", p.Port, show(p.Host))}
		}
	}
	return Learned{}
}

// learnAddress offers this network's address where a static one is wanted.
func (r *reading) learnAddress(given decide.Answers) Learned {
	if !r.here.IsValid() || given[decide.StaticIP] != decide.Yes {
		return Learned{}
	}
	return Learned{Key: decide.PublicIPs, Value: r.here.String(), From: words.Sentencef("this network shows itself to the internet as %s", r.here)}
}
