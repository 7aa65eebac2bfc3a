package servers

import (
	"bytes"
	"encoding/json"

	"sendpath/decide"
)

// A Plan holds everything the renderers print about connecting own mail servers. Its texts are in the
// language of the Case. The JSON form is a promise to scripts.
type Plan struct {
	Schema   int        `json:"schema"`
	AsOf     decide.Day `json:"as_of"`
	Customer string     `json:"customer"`
	Headline string     `json:"headline"`

	Answers decide.AnswerObject `json:"answers"`
	Ignored []string            `json:"ignored"`
	Assumed []decide.Assumption `json:"assumed"`

	Prerequisites []Prerequisite `json:"prerequisites"`
	Connectors    []Connector    `json:"connectors"`
	Routes        []Route        `json:"routes"`
	SPF           []decide.SPF   `json:"spf"` // one for each domain
	Scripts       []Script       `json:"-"`
	// PowerShell is Scripts as text. The engine leaves it empty; the JSON renderer fills it in.
	PowerShell string `json:"powershell"`

	Steps    []decide.Step    `json:"steps"`
	Warnings []decide.Warning `json:"warnings"`
	Sources  []decide.Source  `json:"sources"`

	Endpoint decide.EndpointFacts `json:"endpoint"` // of the first domain
	MX       string               `json:"mx"`       // microsoft, own or filter: the answer, or what DNS says
	Evidence []decide.Observation `json:"evidence"`
	Language string               `json:"language"`
}

// A Prerequisite must hold before anything is changed.
type Prerequisite struct {
	Text  string `json:"text"`
	Check string `json:"check"`
}

// A Connector is one command that creates a connector, and the same in the admin centre.
type Connector struct {
	Direction  string     `json:"direction"` // ToMicrosoft or FromMicrosoft
	Cmdlet     string     `json:"cmdlet"`
	Parameters Parameters `json:"parameters"`
	Portal     []string   `json:"portal_steps"` // empty where no admin centre is used
	Shell      Shell      `json:"shell"`
	Missing    []string   `json:"missing"` // parameters whose value is not known yet; not to be run then
}

// Complete reports whether the command can be run as it is.
func (c *Connector) Complete() bool { return len(c.Missing) == 0 }

// Parameters are the parameters of a cmdlet in the order to write them.
type Parameters []Parameter

// A Parameter is one parameter. Its value is a bool, a string that somebody gave, a list of those, or
// a Keyword of the cmdlet.
type Parameter struct {
	Name  string
	Value any
}

// A Keyword is one of a cmdlet's own values, written without quotes.
type Keyword string

// Value returns the value of a parameter, nil when it is not set.
func (p Parameters) Value(name string) any {
	for _, parameter := range p {
		if parameter.Name == name {
			return parameter.Value
		}
	}
	return nil
}

// MarshalJSON writes an object in the order of the parameters.
func (p Parameters) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, parameter := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := json.Marshal(parameter.Value)
		if err != nil {
			return nil, err
		}
		b.WriteString(`"` + parameter.Name + `":`)
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// A Shell is where a command is run.
type Shell string

// The shells. ExchangeOnline is connected with Connect-ExchangeOnline; ExchangeManagementShell runs on
// the own Exchange Server.
const (
	ExchangeOnline          Shell = "exchange-online"
	ExchangeManagementShell Shell = "exchange-server"
)

// A Script is the commands for one shell.
type Script struct {
	Shell    Shell
	Commands []decide.Command
}

// A Route says which of the plan's connectors apply to mail from Microsoft 365 to an address.
type Route struct {
	Address    string   `json:"address"`
	Connectors []string `json:"connectors"`
	OnlyByRule bool     `json:"only_by_rule"` // applies to mail that the mail flow rule redirects
}
