package decide

import "strings"

// Conditions that look at more than one answer: identity, choice, day, DNS.

// noCertificate states that a connector could not recognise the sender by a certificate.
var noCertificate = Not(All(Is(Certificate, Yes), Is(TLS, TLS12)))

// recognisedByIP states that a connector recognises the sender by its address.
var recognisedByIP = All(Is(Location, OnPremises), Is(StaticIP, Yes), Is(SharedIP, No), Not(ipv6Only))

func methodIs(m Method) Condition {
	return Condition{
		Text:  "the method is " + string(m),
		Holds: func(s *Situation) bool { return s.Method == m },
	}
}

var relayChosen = methodIs(Relay)

func possible(m Method) Condition {
	return Condition{
		Text:  string(m) + " is possible",
		Holds: func(s *Situation) bool { return s.Possible.Has(m) },
	}
}

func authenticatedBy(by Authentication) Condition {
	return Condition{
		Text:  "the sender is recognised by " + string(by),
		Holds: func(s *Situation) bool { return s.Authentication == by },
	}
}

func fromDay(day Day) Condition {
	return Condition{
		Text:  "from " + string(day) + " on",
		Holds: func(s *Situation) bool { return s.AsOf >= day },
	}
}

// givenIs looks at the answer as it was given, before anything is assumed.
func givenIs(key Key, value string) Condition {
	text := "`" + keyNames[key] + "` was given as `" + value + "`"
	if value == "" {
		text = "`" + keyNames[key] + "` was not given"
	}
	return Condition{
		Text:  text,
		Keys:  []Key{key},
		Holds: func(s *Situation) bool { return s.Given[key] == value },
	}
}

var endpointHasIPv6 = Condition{
	Text:  "the endpoint has AAAA records",
	Holds: func(s *Situation) bool { return s.Survey.Endpoint.IPv6 },
}

var filterInFront = Condition{
	Text:  "another product gets the domain's mail before Microsoft",
	Holds: func(s *Situation) bool { return s.Survey.Endpoint.Filter != "" },
}

var dmarcEnforces = Condition{
	Text:  "DMARC enforces",
	Holds: func(s *Situation) bool { return s.Survey.DMARC.Enforces() },
}

var addressNotInSPF = Condition{
	Text:  "the address is not in the SPF record",
	Keys:  []Key{PublicIPs},
	Holds: func(s *Situation) bool { return !s.AddressInSPF },
}

var initialDomain = Condition{
	Text: "`domain` ends with onmicrosoft.com",
	Keys: []Key{Domain},
	Holds: func(s *Situation) bool {
		return strings.HasSuffix(s.Answers[Domain], ".onmicrosoft.com")
	},
}
