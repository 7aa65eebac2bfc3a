package decide

import (
	"encoding/json"
	"slices"
	"strings"

	"sendpath/decide/words"
)

// A Plan holds everything the renderers print; they decide nothing themselves. Its texts are in the
// language of the Case. The JSON form is a promise to scripts.
type Plan struct {
	Schema         int            `json:"schema"`
	AsOf           Day            `json:"as_of"`
	Customer       string         `json:"customer"`
	Domain         string         `json:"domain"`
	Method         Method         `json:"method"`
	Authentication Authentication `json:"authentication"`
	Policy         string         `json:"policy"`
	Certain        bool           `json:"certain"`
	Headline       string         `json:"headline"` // what to do, in one sentence

	Answers AnswerObject `json:"answers"`
	Ignored []string     `json:"ignored"`
	Assumed []Assumption `json:"assumed"`
	Flips   []Flip       `json:"flips"`

	Successor *Successor    `json:"successor"`
	Rules     []AppliedRule `json:"rules"`

	Device    []Setting  `json:"device"`
	Page      DevicePage `json:"device_page"`
	DNS       DNS        `json:"dns"`
	Connector *Connector `json:"connector"`
	Script    []Command  `json:"-"`
	// PowerShell is Script as text. The engine leaves it empty; the JSON renderer fills it in.
	PowerShell string `json:"powershell"`

	Fallbacks []string   `json:"fallbacks"`
	WaysOut   []Fallback `json:"ways_out"` // Fallbacks, in words
	Warnings  []Warning  `json:"warnings"`
	Steps     []Step     `json:"steps"`

	Endpoint EndpointFacts `json:"endpoint"`
	Cloud    string        `json:"cloud"`
	DMARC    string        `json:"dmarc"`     // the policy: none, quarantine, reject; "absent"; "unknown"
	Hosting  []string      `json:"hosting"`   // the name servers of the domain
	DNSPlace string        `json:"dns_place"` // where the domain's DNS is edited, in words; "" when that is not known

	Evidence []Observation `json:"evidence"`
	Language string        `json:"language"`
}

// Schema is the version of the plan's JSON form.
const Schema = 1

// An AnswerObject is answers as a JSON object in the order of the questions; lists are arrays.
type AnswerObject struct {
	Questions *Questionnaire
	Answers   Answers
	Without   []Key
}

// MarshalJSON writes the answers that were given.
func (o AnswerObject) MarshalJSON() ([]byte, error) {
	object := []byte{'{'}
	for i, entry := range o.Entries() {
		if i > 0 {
			object = append(object, ',')
		}
		var value any = entry.Value
		if entry.Question.List {
			value = strings.Fields(entry.Value)
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		object = append(append(object, `"`+entry.Question.Name()+`":`...), encoded...)
	}
	return append(object, '}'), nil
}

// An Entry is one answer with its question.
type Entry struct {
	Question *Question
	Value    string
}

// Entries returns the answers that were given, in the order of the questions.
func (o AnswerObject) Entries() []Entry {
	if o.Questions == nil {
		return nil
	}
	var entries []Entry
	for i := range o.Questions.Questions {
		q := &o.Questions.Questions[i]
		if value := o.Answers[q.Key]; value != "" && !slices.Contains(o.Without, q.Key) {
			entries = append(entries, Entry{q, value})
		}
	}
	return entries
}

// An AppliedRule is a rule that applied, in words.
type AppliedRule struct {
	ID     string `json:"id"`
	Method Method `json:"method"`
	Effect Effect `json:"effect"`
	Text   string `json:"text"`
	Source Source `json:"source"`
}

// A Setting is one value to type into the device.
type Setting struct {
	Setting   string `json:"setting"` // server, port, encryption, authentication, username, password or sender
	Label     string `json:"label"`   // the field's name on the device's page
	Value     string `json:"value"`   // "" where the field stays empty
	Confirmed bool   `json:"confirmed"`

	Generic bool   `json:"generic"`        // the label is not the vendor's
	Word    string `json:"word,omitempty"` // Value in the words of the device's page, where it has others
	From    string `json:"from"`           // where the value comes from, in words: "DNS", "you", "assumed"
	Note    string `json:"note,omitempty"` // what to know when typing it
	MaxLen  int    `json:"max_len,omitempty"`
	Fits    bool   `json:"fits"` // the device's field is known to hold it, or nothing is known against it
}

// Shown is what people read beside the label: the device's own word if it has one, else the value.
func (s Setting) Shown(lang *words.Language) string {
	if s.Word != "" {
		return s.Word
	}
	return SayValue(s.Value, lang)
}

// A DevicePage tells where on the device the settings are typed, and what its maker says about it.
type DevicePage struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`  // vendor and family
	Where   string   `json:"where"` // web page and menu path, "" if not known
	OAuth   string   `json:"oauth"` // yes, per_model, no or unknown
	Notes   []string `json:"notes"` // what to know at the device, for this method
	Sources []string `json:"sources"`
}

// DNS is what to change in the domain's DNS.
type DNS struct {
	SPF SPF `json:"spf"`
}

// An SPF is the change of the domain's SPF record.
type SPF struct {
	Name        string    `json:"name"`
	Change      string    `json:"change"` // none, create, edit, merge or unknown
	Current     []string  `json:"current"`
	Proposed    string    `json:"proposed"`
	Strings     []string  `json:"strings"`
	Lookups     int       `json:"lookups"`
	VoidLookups int       `json:"void_lookups"`
	Warnings    []Warning `json:"warnings"`
}

// A Connector is the inbound connector that makes Exchange Online relay.
type Connector struct {
	Name                 string   `json:"name"`
	Type                 string   `json:"type"`
	SenderDomains        []string `json:"sender_domains"`
	SenderIPAddresses    []string `json:"sender_ip_addresses"`
	TLSSenderCertificate string   `json:"tls_sender_certificate_name"`
	RequireTLS           bool     `json:"require_tls"`
	Existing             bool     `json:"existing"` // one is there: it is extended
	Portal               []string `json:"portal_steps"`
}

// A Command is one line of the script, with its values apart so that the renderer can quote them.
type Command struct {
	Part Part
	Why  string // a comment above the line, "" for none
	Line string // a format; each %s is one of Args, quoted
	Args []any  // string or []string
}

// A Part groups the commands of a script.
type Part string

// The parts of a script, in the order they stand in it.
const (
	PartRead   Part = "read"   // look first
	PartTry    Part = "try"    // a dry run
	PartDo     Part = "do"     // change
	PartVerify Part = "verify" // see that it worked
	PartUndo   Part = "undo"   // printed as comments
)

// A Fallback is a way out where no method fits.
type Fallback struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	Source Source `json:"source"`
}

// A Warning is something to know, with a stable id.
type Warning struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// A Step is one line of the run sheet.
type Step struct {
	ID    string `json:"id"`
	Where string `json:"where"` // dns, exchange, entra, server, device or network
	Text  string `json:"text"`
	Check string `json:"check"`
	Undo  string `json:"undo"`
	Wait  string `json:"wait"`
	Who   string `json:"who"`
	Place string `json:"place,omitempty"` // where exactly, "" when that is not known
}

// EndpointFacts is the endpoint as the plan shows it.
type EndpointFacts struct {
	Host      string       `json:"host"`
	Kind      EndpointKind `json:"kind"`
	Confirmed bool         `json:"confirmed"`
	Filter    string       `json:"filter"`
	IPv6      bool         `json:"ipv6"`
}

// An Observation is one DNS answer that the plan rests on.
type Observation struct {
	What    string   `json:"what"`   // "mx contoso.com"
	Answer  string   `json:"answer"` // in words, for reading
	From    string   `json:"from"`
	At      string   `json:"at"`
	Outcome string   `json:"outcome"`
	Records []string `json:"records"`
}
