package decide

// A MethodSet is a set of the three methods.
type MethodSet uint8

// Has reports whether m is in the set.
func (set MethodSet) Has(m Method) bool {
	for i, method := range Methods {
		if method == m {
			return set&(1<<i) != 0
		}
	}
	return false
}

// orders says which possible method is taken, by policy.
var orders = map[string][3]Method{
	PolicyDocumented: {SMTPAuth, Relay, DirectSend},
	PolicyDurable:    {SMTPAuth, Relay, DirectSend}, // relay comes first where sign-in is by password
	PolicySimplest:   {SMTPAuth, DirectSend, Relay},
}

// ResolvePolicy replaces the automatic policy by the one of the day: durable from the day on which
// password sign-in is off by default.
func ResolvePolicy(policy string, asOf Day) string {
	if policy != PolicyAuto && policy != "" {
		return policy
	}
	if asOf >= BasicEnds {
		return PolicyDurable
	}
	return PolicyDocumented
}

// A trial clears what is not relevant, replaces what is unknown and chooses; it does not look at DNS.
// Trying many changes with the same trial does not allocate.
type trial struct {
	left      Answers // as given, what is not relevant cleared
	view      Answers // left, with absent answers filled in
	replaced  Answers // left, with unknown answers assumed
	asking    Situation
	situation Situation
}

// settle tries answers. The situation it returns, with everything replaced, is valid until the next call.
func (t *trial) settle(given *Answers, asOf Day) *Situation {
	t.left = *given
	s := t.choose(asOf)
	Device.assume(&t.replaced, asOf)
	return s
}

// with returns the method that other answers lead to, all else as in s.
func (t *trial) with(s *Situation, others ...candidate) Method {
	t.left = *s.Given
	for _, o := range others {
		t.left[o.key] = o.value
	}
	return t.choose(s.AsOf).Method
}

// choose settles what is in left.
func (t *trial) choose(asOf Day) *Situation {
	t.view = t.left
	t.asking.Answers = &t.view
	Device.forget(&t.left, &t.asking)
	t.replaced = t.left
	Device.assumeChoices(&t.replaced, asOf)
	t.situation = Situation{Given: &t.left, Answers: &t.replaced, AsOf: asOf, Policy: ResolvePolicy(t.replaced[Policy], asOf)}
	choose(&t.situation)
	if t.situation.Method != Relay {
		t.left[ExistingConnector], t.replaced[ExistingConnector] = "", No
	}
	return &t.situation
}

// settle decides on answers once.
func settle(given Answers, asOf Day) Situation { return *new(trial).settle(&given, asOf) }

// choose fills in which methods are possible, the one to take, and how the sender is recognised.
func choose(s *Situation) {
	s.Authentication = ByNothing
	if s.Answers[OwnServer] == Yes {
		s.Method = OwnServerMethod
		return
	}
	for i, method := range Methods {
		if !excluded(method, s) {
			s.Possible |= 1 << i
		}
	}
	s.Method = prefer(s)
	s.Authentication = authentication(s, s.Method)
}

func prefer(s *Situation) Method {
	byPassword := s.Answers[Login] != LoginOAuth
	if s.Policy == PolicyDurable && byPassword && s.Possible.Has(Relay) {
		return Relay
	}
	for _, method := range orders[s.Policy] {
		if s.Possible.Has(method) {
			return method
		}
	}
	return None
}

func authentication(s *Situation, method Method) Authentication {
	switch {
	case method == SMTPAuth && s.Answers[Login] == LoginOAuth:
		return ByOAuth
	case method == SMTPAuth:
		return ByPassword
	case method == Relay && recognisedByIP.Holds(s):
		return ByIP
	case method == Relay:
		return ByCertificate
	}
	return ByNothing
}
