package decide

import (
	"strings"

	"sendpath/decide/words"
)

// Conditions that look at more than one answer: identity, choice, day, DNS.

// noCertificate states that a connector could not recognise the sender by a certificate.
var noCertificate = Not(All(Is(Certificate, Yes), Is(TLS, TLS12)))

// recognisedByIP states that a connector recognises the sender by its address.
var recognisedByIP = All(Is(Location, OnPremises), Is(StaticIP, Yes), Is(SharedIP, No), Not(ipv6Only))

func methodIs(m Method) Condition {
	return Condition{
		Says:  words.Sentencef("the method is %s", string(m)),
		Holds: func(s *Situation) bool { return s.Method == m },
	}
}

var relayChosen = methodIs(Relay)

func possible(m Method) Condition {
	return Condition{
		Says:  words.Sentencef("%s is possible", string(m)),
		Holds: func(s *Situation) bool { return s.Possible.Has(m) },
	}
}

func authenticatedBy(by Authentication) Condition {
	return Condition{
		Says:  words.Sentencef("the sender is recognised by %s", string(by)),
		Holds: func(s *Situation) bool { return s.Authentication == by },
	}
}

func fromDay(day Day) Condition {
	return Condition{
		Says:  words.Sentencef("from %s on", string(day)),
		Holds: func(s *Situation) bool { return s.AsOf >= day },
	}
}

// givenIs looks at the answer as it was given, before anything is assumed.
func givenIs(key Key, value string) Condition {
	says := words.Sentencef("`%s` was given as `%s`", key, value)
	if value == "" {
		says = words.Sentencef("`%s` was not given", key)
	}
	return Condition{
		Says:  says,
		Keys:  []Key{key},
		Holds: func(s *Situation) bool { return s.Given[key] == value },
	}
}

var endpointHasIPv6 = Condition{
	Says:  words.Sentencef("the endpoint has AAAA records"),
	Holds: func(s *Situation) bool { return s.Survey.Endpoint.IPv6 },
}

var filterInFront = Condition{
	Says:  words.Sentencef("another product gets the domain's mail before Microsoft"),
	Holds: func(s *Situation) bool { return s.Survey.Endpoint.Filter != "" },
}

var dmarcEnforces = Condition{
	Says:  words.Sentencef("DMARC enforces"),
	Holds: func(s *Situation) bool { return s.Survey.DMARC.Enforces() },
}

var addressNotInSPF = Condition{
	Says:  words.Sentencef("the address is not in the SPF record"),
	Keys:  []Key{PublicIPs},
	Holds: func(s *Situation) bool { return !s.AddressInSPF },
}

var initialDomain = Condition{
	Says: words.Sentencef("`%s` ends with onmicrosoft.com", Domain),
	Keys: []Key{Domain},
	Holds: func(s *Situation) bool {
		return strings.HasSuffix(s.Answers[Domain], ".onmicrosoft.com")
	},
}
