package render

import (
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// device is what is typed into the device, in the order and the words of its own page.
func (c composer) device() section {
	s := section{ID: "device", Title: c.say("Type this into the device")}
	if len(c.Device) == 0 {
		return s
	}
	known := c.Page.ID != decide.GenericDevice
	if known {
		s.Intro = append(s.Intro, joinNonEmpty(": ", c.Page.Name, c.Page.Where))
	}
	generic, answered := false, false
	for _, set := range c.Device {
		v := c.field(set, known)
		s.Values = append(s.Values, v)
		generic = generic || set.Generic
		answered = answered || v.From == c.say("you")
	}
	switch {
	case !known:
		s.Intro = append(s.Intro, c.say("The names of the fields are general ones: your device may call them otherwise."))
	case generic:
		s.Intro = append(s.Intro, c.say("Names with * are general ones: what this device calls the field is not known."))
	}
	if answered {
		s.Intro = append(s.Intro, c.say("Behind each value stands where it comes from: \"%s\" is whoever answered the questions.", c.say("you")))
	}
	for _, note := range c.Page.Notes {
		s.Items = append(s.Items, item{Text: note})
	}
	return s
}

// field shows a setting. The device's own word stands first, since that is what its page offers.
func (c composer) field(set decide.Setting, mark bool) value {
	v := value{Label: set.Label, Value: set.Shown(c.lang), Type: true}
	if set.Generic && mark {
		v.Label += " *"
	}
	switch {
	case set.Setting == "server" && !set.Confirmed:
		v.Confirm = c.say("to confirm: take it from the Microsoft 365 admin centre, Settings > Domains > %s > DNS records", decide.ShowDomain(c.Domain))
	case set.Value == "" && set.Setting == "sender":
		v.Beside = c.say("the address of whoever sends")
	case set.Value == "":
		v.Beside = c.say("leave empty")
	case decide.IsPlaceholder(set.Value):
		v.Type, v.Prose, v.Beside = false, true, c.say("kept in your password manager, never in this document")
	case set.Word != "" && !sameWord(set.Word, set.Value):
		v.Beside = set.Value
	}
	if v.Type && v.Value != "" && v.Confirm == "" {
		v.From = set.From
	}
	if set.Note != "" && (v.Confirm == "" || set.Value != "") {
		v.Notes = append(v.Notes, set.Note)
	}
	return v
}

// sameWord tells whether the device's own word says the value already, as "Start TLS" says starttls.
func sameWord(word, value string) bool {
	joined := strings.NewReplacer(" ", "", "-", "")
	return strings.EqualFold(joined.Replace(textLine(word)), joined.Replace(textLine(value)))
}

var spfIntros = map[string]words.Text{
	"none":    "Nothing to change: the record that is published already says what is needed.",
	"create":  "The domain has no SPF record yet: publish this one as a TXT record.",
	"edit":    "Replace the record by the new one. Never add a second record: a domain may have only one.",
	"merge":   "The domain has more than one SPF record, and then none counts: replace them all by this one.",
	"unknown": "The record could not be read. The one below is what a new record would be: if the domain has a record already, do not replace it, but run sendpath again when DNS answers.",
}

func (c composer) spf() section {
	record := c.DNS.SPF
	s := section{ID: "spf", Title: c.say("SPF record")}
	if record.Proposed == "" && len(record.Current) == 0 {
		return s
	}
	s.Intro = append(s.Intro, c.spfIntro())
	if record.Proposed == "" && len(record.Current) > 1 {
		s.Intro = append(s.Intro, c.say("The domain has more than one SPF record, and then none counts, whoever sends: see that only one is left."))
	}
	if c.DNSPlace != "" && record.Change != "none" {
		s.Intro = append(s.Intro, c.say("Where to edit it: %s", c.DNSPlace))
	}
	changes := record.Change != "none" && record.Proposed != ""
	current := c.say("Published")
	if changes {
		current = c.say("Before")
		s.Values = append(s.Values, value{Label: c.say("Name"), Value: record.Name, Type: true})
	}
	for _, text := range record.Current {
		s.Values = append(s.Values, value{Label: current, Value: text})
	}
	if changes {
		s.Values = append(s.Values, c.proposed())
	}
	for _, w := range record.Warnings {
		s.Items = append(s.Items, item{Text: w.Text})
	}
	return s
}

func (c composer) spfIntro() string {
	if c.DNS.SPF.Proposed == "" {
		return c.say("No change is proposed.")
	}
	return c.lang.Say(spfIntros[c.DNS.SPF.Change])
}

// proposed is the record to publish. DNS carries it in strings of at most 255 octets (RFC 1035, section
// 3.3.14), which some hosts want to be typed one by one.
func (c composer) proposed() value {
	record := c.DNS.SPF
	v := value{Label: c.say("After"), Value: record.Proposed, Type: true}
	v.Notes = append(v.Notes, c.say("%d of 10 DNS lookups, %d of 2 void lookups", record.Lookups, record.VoidLookups))
	if len(record.Strings) > 1 {
		quoted := `"` + strings.Join(record.Strings, `" "`) + `"`
		v.Notes = append(v.Notes, c.say("Where the form takes strings of 255 characters only: %s", quoted))
	}
	return v
}

func (c composer) connector() section {
	s := section{ID: "connector", Title: c.say("Connector in Exchange Online"), Order: true}
	k := c.Connector
	if k == nil {
		return s
	}
	s.Intro = append(s.Intro, c.say("With the script below, or by hand:"))
	s.Values = append(s.Values,
		value{Label: c.say("Name"), Value: k.Name, Type: true},
		value{Label: c.say("Type"), Value: k.Type, Beside: c.say("from your organisation's email server")},
		value{Label: c.say("Sender domains"), Value: strings.Join(k.SenderDomains, ", "), Type: true})
	for _, address := range k.SenderIPAddresses {
		s.Values = append(s.Values, value{Label: c.say("Public address"), Value: address, Type: true})
	}
	if k.TLSSenderCertificate != "" {
		s.Values = append(s.Values, value{Label: c.say("Name on the certificate"), Value: k.TLSSenderCertificate, Type: true})
	}
	for _, portal := range k.Portal {
		s.Items = append(s.Items, item{Text: portal})
	}
	return s
}

func (c composer) script() section {
	s := section{ID: "powershell", Title: c.say("Exchange Online PowerShell"), Code: script(c.Plan, c.lang)}
	if s.Code != "" {
		s.Intro = append(s.Intro, c.say("Read it first, then run it part by part."))
	}
	return s
}

func joinNonEmpty(between string, parts ...string) string {
	var left []string
	for _, part := range parts {
		if part != "" {
			left = append(left, part)
		}
	}
	return strings.Join(left, between)
}
