package decide

import (
	"cmp"
	"slices"
	"strings"

	"sendpath/decide/words"
)

// A Difference is one thing that two plans for the same domain do not share.
type Difference struct {
	What   string `json:"what"`   // method, authentication, a setting's name, spf, connector, or a warning's id
	Label  string `json:"label"`  // in words; a setting's is that of the device's page
	Before string `json:"before"` // "" where it is new
	After  string `json:"after"`  // "" where it is gone
}

// Differences lists what changes when after replaces before: the method first, then what is typed and
// published, then the warnings. Nothing listed means that the device can stay as it is.
func Differences(before, after Plan, lang *words.Language) []Difference {
	list := []Difference{}
	add := func(what, label, old, now string) {
		if old != now {
			list = append(list, Difference{what, label, old, now})
		}
	}
	add("method", lang.Say("method"), string(before.Method), string(after.Method))
	add("authentication", lang.Say("recognised by"), string(before.Authentication), string(after.Authentication))
	for _, name := range settingNames(before, after) {
		old, now := settingNamed(before, name), settingNamed(after, name)
		add(name, cmp.Or(now.Label, old.Label), old.Value, now.Value)
	}
	add("spf", lang.Say("SPF record"), before.DNS.SPF.Proposed, after.DNS.SPF.Proposed)
	add("connector", lang.Say("connector"), connectorShown(before.Connector), connectorShown(after.Connector))
	for _, id := range warningIDs(before, after) {
		add(id, lang.Say("warning"), warningNamed(before, id), warningNamed(after, id))
	}
	return list
}

// settingNames lists the settings of either plan, in the order of the new device page.
func settingNames(before, after Plan) []string {
	var names []string
	for _, s := range slices.Concat(after.Device, before.Device) {
		if !slices.Contains(names, s.Setting) {
			names = append(names, s.Setting)
		}
	}
	return names
}

func settingNamed(p Plan, name string) Setting {
	for _, s := range p.Device {
		if s.Setting == name {
			return s
		}
	}
	return Setting{}
}

func warningIDs(before, after Plan) []string {
	var ids []string
	for _, w := range slices.Concat(after.Warnings, before.Warnings) {
		if !slices.Contains(ids, w.ID) {
			ids = append(ids, w.ID)
		}
	}
	return ids
}

func warningNamed(p Plan, id string) string {
	for _, w := range p.Warnings {
		if w.ID == id {
			return w.Text
		}
	}
	return ""
}

func connectorShown(c *Connector) string {
	if c == nil {
		return ""
	}
	if c.TLSSenderCertificate != "" {
		return c.Name + ": " + c.TLSSenderCertificate
	}
	return c.Name + ": " + strings.Join(c.SenderIPAddresses, ", ")
}
