package plain

import (
	"sendpath/decide"
	"sendpath/decide/clean"
)

// readDNS starts reading the domain of the answers, beside the questions.
func (l *lines) readDNS() {
	answers := l.Talk.Answers()
	if l.Survey == nil || answers[decide.Domain] == "" {
		return
	}
	l.Talk.Know(decide.Cloud, true)
	survey := make(chan decide.Survey, 1)
	l.survey, l.seen = survey, nil
	go func() { survey <- l.Survey(l.ctx, answers) }()
}

// cloudIsOpen waits for DNS, and makes the cloud a question where DNS leaves it open. Names under
// office365.us serve two clouds.
func (l *lines) cloudIsOpen() bool {
	if l.Survey == nil || l.Talk.Given(decide.Cloud) != "" {
		return false
	}
	if l.seen == nil && l.survey != nil {
		survey := <-l.survey
		l.seen = &survey
	}
	cloud := ""
	if l.seen != nil {
		cloud = l.seen.Endpoint.Cloud
	}
	settled := cloud != "" && cloud != decide.GCCHigh
	l.Talk.Suggest(decide.Cloud, cloud)
	l.Talk.Know(decide.Cloud, settled)
	return !settled
}

// sayDNS tells where the domain's mail goes, as far as DNS says.
func (l *lines) sayDNS() {
	if l.seen == nil {
		return
	}
	e := l.seen.Endpoint
	switch {
	case !l.seen.Exists:
		l.say("DNS: there is no such domain. Check the spelling.")
	case e.Confirmed && e.Filter != "":
		l.say("DNS: mail goes to %s first, then to %s.", clean.Line(e.Filter, 253), clean.Line(e.Host, 253))
	case e.Confirmed:
		l.say("DNS: mail goes to %s.", clean.Line(e.Host, 253))
	case e.Filter != "":
		l.say("DNS: mail goes to %s, which is not Microsoft's.", clean.Line(e.Filter, 253))
	default:
		l.say("DNS: nothing was found out about the domain's mail servers.")
	}
}
