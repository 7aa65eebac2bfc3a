package diagnose

import "sendpath/decide/words"

// A Method is a way of sending, under the name that plans and scripts use.
type Method string

// The methods a fault can be seen with, or can lead to. The last three are fallbacks, not set-ups of a plan.
const (
	SMTPAuth   Method = "smtp-auth"
	Relay      Method = "relay"
	DirectSend Method = "direct-send"
	HVE        Method = "hve"
	ACS        Method = "acs"
	LocalRelay Method = "local-relay"
)

// Confidence says how far a finding can be trusted.
type Confidence string

// High is Microsoft's own wording; Medium is several public reports, or a code without its words; Low is
// a code or a sign that many things share.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Clears says what trying again is worth.
type Clears string

// A device repeats what got a 4yz reply; for the faults that are ClearsNever it repeats it for ever.
const (
	ClearsByRetry Clears = "retry" // the same message gets through a little later
	ClearsByTime  Clears = "wait"  // hours or days, without anybody doing something
	ClearsNever   Clears = "never" // not before something is changed
)

// A Source is where a statement comes from. Date is the edition relied on, as far as it is known.
type Source struct {
	Title, URL, Date string
}

// A Step is one thing to do, in its place in the order. Command, when not empty, can be copied as it is;
// words in angle brackets are to be replaced.
type Step struct {
	Text    words.Text
	Command string
}

// Say returns the step as one line.
func (s Step) Say(lang *words.Language) string {
	if s.Command == "" {
		return lang.Say(s.Text)
	}
	return lang.Say(s.Text) + " " + s.Command
}

// A Change is a method to change to, and the condition under which that is right.
type Change struct {
	To   Method
	When words.Text
}

// A Contradiction names an answer that the fault proves wrong. Value is the corrected answer, "" where the
// fault does not say which other value is right. On limits it to one method, "" is any.
type Contradiction struct {
	Key, Value string
	on         Method
}

// A Fault is one entry of the catalogue. Fix is in the order to try.
type Fault struct {
	ID          string
	Title       words.Text
	Cause       words.Text
	Fix         []Step
	Change      []Change
	contradicts []Contradiction
	on          []Method // the methods it is seen with
	Clears      Clears
	Confidence  Confidence // the most that a finding of it can have
	Apart       words.Text // what tells it from other faults that look alike; shown when there are several
	Sources     []Source

	says     []string // words that only Microsoft's servers print
	shared   []string // words that devices, programs and other servers print too
	vague    []string // words that stand for many causes; they count only where nothing better is seen
	codes    []string // enhanced status codes: "5.7.57", "535 5.7.3" or "5.7.606-5.7.649"
	inTheWay bool     // mail server software that a provider can put between a device and Microsoft 365
	yields   []string // faults, by id or start of id, that explain this one when both are seen
}

// Corrections returns what the fault contradicts when seen with a method; "" is an unknown method, for
// which only what holds for every method is returned.
func (f Fault) Corrections(m Method) []Contradiction {
	var out []Contradiction
	for _, c := range f.contradicts {
		if c.on == "" || c.on == m {
			out = append(out, c)
		}
	}
	return out
}

// Faults returns the whole catalogue in its order: sign-in, MX endpoint, any method, network, symptoms,
// panels, other servers. All entries of other servers share the id OTHER.
func Faults() []Fault {
	all := make([]Fault, len(catalogue))
	copy(all, catalogue)
	return all
}

// Lookup returns the entry with an id; of the entries OTHER, the general one.
func Lookup(id string) (Fault, bool) {
	n := entry(id)
	if n < 0 {
		return Fault{}, false
	}
	return catalogue[n], true
}

var catalogue = join(authFaults, mxFaults, anyFaults, netFaults, symptomFaults(), panelFaults(), otherFaults())

func join(tables ...[]Fault) []Fault {
	var all []Fault
	for _, t := range tables {
		all = append(all, t...)
	}
	return all
}
