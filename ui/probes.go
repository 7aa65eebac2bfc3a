package ui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/words"
)

// probesState is what this computer saw of the servers while questions were asked.
type probesState struct {
	domain, host string     // tried: the domain, and where its devices sign in
	run          *surveying // nil when none is under way
	ports        []check.Port
	elsewhere    bool // the user said that the device is in another network
}

// tryServers looks at the servers of the domain, once: each is tried again only if it did not answer.
// No third party is asked.
func (m Model) tryServers() (Model, tea.Cmd) {
	if m.env.Checker == nil || m.walk.Questions != decide.Device || !m.dns.survey.Exists {
		return m, nil
	}
	if m.tried() {
		return m.takeSeen(), nil
	}
	m = m.leaveServers()
	m.probes.domain, m.probes.host = m.dns.domain, m.dns.survey.Cloud.SubmitHost
	var cmd tea.Cmd
	m.probes.run, cmd = m.survey(m.env.Checker, m.probeSubject())
	return m, cmd
}

// tried reports whether nothing is left to try for the domain and cloud of the answers.
func (m Model) tried() bool {
	p := m.probes
	if p.domain != m.dns.domain || p.host != m.dns.survey.Cloud.SubmitHost {
		return false
	}
	silent := slices.ContainsFunc(p.ports, func(port check.Port) bool { return port.State != check.PortOpen })
	return p.run != nil || len(p.ports) > 0 && !silent
}

// probeSubject is what is tried while questions are asked: all methods, without third parties.
func (m Model) probeSubject() check.Subject {
	s := check.Subject{
		Domain: m.dns.domain, Cloud: m.walk.Answers[decide.Cloud], AsOf: m.walk.AsOf,
		WithoutAddressLookup: true, WithoutBlocklist: true, AllowDocumentation: m.env.AllowDocumentation,
	}
	if m.probes.elsewhere {
		s.Place = check.Elsewhere
	}
	return s
}

// leaveServers stops what is under way and gives up what was seen: the domain or the cloud is another.
func (m Model) leaveServers() Model {
	if m.probes.run != nil {
		m.probes.run.stop()
	}
	m.probes = probesState{elsewhere: m.probes.elsewhere}
	return m.unlearn()
}

// unlearn makes the answers of this network questions again.
func (m Model) unlearn() Model {
	for _, k := range probedKeys {
		if m.sources[k] == fromTrying {
			m = m.record(k, "", "").unask(k).know(k, false)
		}
	}
	return m
}

// probedKeys are the answers that are filled in. The cloud is DNS's to tell, and an address is only
// offered: the device may have another.
var probedKeys = []decide.Key{decide.Port25, decide.Port587}

// probed takes in what was seen. A plan on the screen stays as it is: the review says what is new.
func (m Model) probed(msg surveyedMsg) (Model, tea.Cmd) {
	m.probes.ports = msg.known.Ports
	if msg.done {
		m.probes.run = nil
	}
	if !m.planShown() {
		return m.takeSeen(), msg.more()
	}
	if msg.done && len(m.seen()) > 0 {
		m.status = m.say("This computer has tried the servers meanwhile: the review (r) says what it saw.")
	}
	return m, msg.more()
}

// planShown reports whether there is a plan on the screen, or under it.
func (m Model) planShown() bool {
	switch m.screen {
	case showing:
		return true
	case starting, asking, reviewing:
		return false
	}
	return m.under == showing
}

// seen are the answers that this computer's look at the servers, and DNS, settle or contradict.
func (m Model) seen() []check.Learned {
	if m.walk.Questions != decide.Device || m.dns.at.IsZero() || m.dns.unread(m.env.Language) != "" {
		return nil
	}
	o := check.Observations{DNS: m.dns.set}
	if m.probes.domain == m.dns.domain {
		o.Ports = m.probes.ports
	}
	return check.Learn(m.probeSubject(), o, m.walk.Answers)
}

// takeSeen fills in what nobody answered. A question on the screen does not go away under somebody's
// hands: it is told what was seen.
func (m Model) takeSeen() Model {
	for _, l := range m.seen() {
		switch {
		case l.Contradicts() || !slices.Contains(probedKeys, l.Key):
		case m.screen == asking && m.ask.key == l.Key:
			m.status = m.say("Tried meanwhile from this computer: %s.", l.From.In(m.env.Language))
		default:
			m = m.record(l.Key, l.Value, fromTrying).unask(l.Key).know(l.Key, true)
			m.trail = slices.DeleteFunc(slices.Clone(m.trail), func(k decide.Key) bool { return k == l.Key })
		}
	}
	return m
}

// offered is the answer that a text field starts with although nobody gave it, with the reason.
func (m Model) offered(k decide.Key) (value, why string) {
	if k != decide.PublicIPs {
		return "", ""
	}
	for _, l := range m.seen() {
		if l.Key == k {
			return l.Value, m.say("Seen from outside, this network is %s. If the device stands in another, type the address there.", l.Value)
		}
	}
	return "", ""
}

// A dispute is an answer that was seen otherwise.
type dispute struct {
	key  decide.Key
	text string
}

// disputes are the answers that DNS or this network contradict, both sides of each, with the key that
// asks again.
func (m Model) disputes() []dispute {
	var list []dispute
	for _, l := range m.seen() {
		if !l.Contradicts() || !m.relevant(l.Key) {
			continue
		}
		q := decide.Device.ByKey(l.Key)
		text := disputed
		if l.Key == decide.Cloud {
			text = disputedByDNS
		}
		list = append(list, dispute{l.Key, m.say(text, m.shortName(l.Key), m.valueText(q, l.Given), m.valueText(q, l.Value), l.From.In(m.env.Language), len(list)+1)})
	}
	return list
}

const (
	disputed      words.Text = "%s: the answer is \"%s\", but from here it looks like \"%s\": %s. Key %d asks again."
	disputedByDNS words.Text = "%s: the answer is \"%s\", but DNS says \"%s\": %s. Key %d asks again."
)

// probeNotes say in the review what the look from this computer is worth.
func (m Model) probeNotes() []string {
	switch {
	case len(m.probes.ports) == 0:
		return nil
	case m.probes.elsewhere:
		return []string{m.say("This computer is in another network than the device, so what it saw of the ports does not count; w if it is in the same.")}
	case !m.restsOnThisNetwork():
		return nil
	}
	return []string{m.say("What was tried from this computer is true for the device only if it is in the same network; w if it is not.")}
}

// restsOnThisNetwork reports whether something in the review was seen from here.
func (m Model) restsOnThisNetwork() bool {
	return slices.ContainsFunc(probedKeys, func(k decide.Key) bool { return m.sources[k] == fromTrying }) ||
		slices.ContainsFunc(m.disputes(), func(d dispute) bool { return d.key != decide.Cloud })
}

// otherNetwork says that the device is in another network than this computer, and takes that back.
var otherNetwork = key.NewBinding(key.WithKeys("w"))

// pressProbes takes the keys that the review has because of what was seen.
func (m Model) pressProbes(msg tea.KeyMsg) (Model, bool) {
	disputes := m.disputes()
	if i := pick(msg, len(disputes)); i >= 0 {
		m = m.put(disputes[i].key)
		m.ask.changed = true
		return m, true
	}
	if !key.Matches(msg, otherNetwork) || len(m.probeNotes()) == 0 {
		return m, false
	}
	m.probes.elsewhere = !m.probes.elsewhere
	if !m.probes.elsewhere {
		return m.openReview(""), true
	}
	before := m.walk
	m = m.unlearn()
	return m.openReview(m.consequence(before)), true
}

// probeBindings are those keys.
func (m Model) probeBindings() []key.Binding {
	var list []key.Binding
	if len(m.disputes()) > 0 {
		list = append(list, bind(m.say("ask again"), "1"))
	}
	if len(m.probeNotes()) > 0 {
		help := m.say("other network")
		if m.probes.elsewhere {
			help = m.say("same network")
		}
		list = append(list, shownAs("w", renamed(otherNetwork, help)))
	}
	return list
}
