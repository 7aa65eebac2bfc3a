package demo

import "strings"

// mail judges who sends.
func (s *session) mail(argument string) error {
	from, ok := path(argument, "FROM:")
	local, _ := split(from)
	switch {
	case !ok:
		return s.say("501 5.5.4 Invalid arguments")
	case s.host.role != submission:
	case !s.secure:
		return s.refuse(startTLSFirst)
	case s.user == "":
		return s.refuse(signInFirst)
	case local == busyMailbox:
		return s.refuse(tooMany)
	}
	s.from, s.accepts = from, 0
	return s.say("250 2.1.0 Sender OK")
}

// rcpt judges for whom.
func (s *session) rcpt(argument string) error {
	to, ok := path(argument, "TO:")
	switch {
	case !ok:
		return s.say("501 5.5.4 Invalid arguments")
	case s.from == "":
		return s.say("503 5.5.2 Need mail command")
	case s.host.role == stranger:
		return s.say("554 5.7.1 <" + to + ">: Relay access denied")
	case s.host.role == endpoint:
		if no := tenantOf(s.host.domain).judge(s.from, to, s.shown); no != "" {
			return s.refuse(no)
		}
	}
	s.accepts++
	return s.say("250 2.1.5 Recipient OK")
}

// judge tells what an endpoint says to a message from the office: "" takes it.
func (t *tenant) judge(from, to string, certificate []string) refusal {
	local, recipients := split(to)
	_, senders := split(from)
	known := t.attributes(certificate) && senders == t.domain
	switch {
	case recipients != t.domain && !known:
		return relayDenied
	case recipients != t.domain:
		return ""
	case senders == t.domain && t.rejectsDirectSend && !known:
		return noDirectSend
	case local == noRecipient:
		return noSuchMailbox
	}
	return ""
}

// path takes the address out of "FROM:<a@b> SIZE=1".
func path(argument, keyword string) (address string, ok bool) {
	if len(argument) < len(keyword) || !strings.EqualFold(argument[:len(keyword)], keyword) {
		return "", false
	}
	rest := strings.TrimSpace(argument[len(keyword):])
	address, _, found := strings.Cut(strings.TrimPrefix(rest, "<"), ">")
	return address, found && strings.HasPrefix(rest, "<") && strings.Contains(address, "@")
}
