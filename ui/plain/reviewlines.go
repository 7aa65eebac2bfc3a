package plain

import (
	"sendpath/decide"
	"sendpath/decide/clean"
)

// review reads the answers back behind the last question. It reports whether the user is content.
func (l *lines) review() (done bool, err error) {
	l.print("\n")
	l.say("All questions are answered:")
	l.readBack()
	l.sayDNS()
	for {
		l.say("Press Enter for the plan, or type the number of an answer to change it.")
		text, err := l.typed(l.Language.Say("Number or Enter: "))
		switch {
		case err != nil:
			return false, err
		case text == "":
			l.print("\n")
			return true, nil
		case text == "<" && l.Talk.Back(), l.change(text):
			return false, nil
		}
	}
}

// reviewEarly reads the answers back while questions are left. The question that was asked comes again,
// unless an answer is changed first.
func (l *lines) reviewEarly() error {
	l.print("\n")
	if len(l.Talk.Review()) == 0 {
		l.say("Nothing is answered yet.")
		return nil
	}
	l.say("Answered so far:")
	l.readBack()
	for {
		l.say("Press Enter to go on, or type the number of an answer to change it.")
		text, err := l.typed(l.Language.Say("Number or Enter: "))
		if err != nil || text == "" || text == "<" || l.change(text) {
			return err
		}
	}
}

func (l *lines) readBack() {
	for i, q := range l.Talk.Review() {
		l.item(i, l.Language.Say(q.Ask)+" "+l.shown(q))
	}
}

// change asks the answer of a number again, if there is one.
func (l *lines) change(text string) bool {
	questions := l.Talk.Review()
	i, ok := position(text, len(questions))
	if ok {
		l.Talk.Change(questions[i])
	}
	return ok
}

// shown is an answer in words, with what is assumed where there is none.
func (l *lines) shown(q *decide.Question) string {
	said := inWords(q, l.Talk.Given(q.Key), l.Language)
	if q.Key == decide.DeviceID {
		return said
	}
	if l.Talk.Learnt(q.Key) {
		return l.Language.Say("%s (tried from this computer)", said)
	}
	if assumed := l.Talk.Assumed(q); assumed != "" {
		return l.Language.Say("%s (assumed: %s)", said, inWords(q, assumed, l.Language))
	}
	return said
}

// sayDNS tells where the domain's mail goes, as far as DNS says, and what that says against the answers.
func (l *lines) sayDNS() {
	if l.seen == nil {
		return
	}
	e, domain := l.seen.Endpoint, decide.ShowDomain(l.Talk.Given(decide.Domain))
	switch {
	case !l.seen.Exists:
		l.say("DNS: there is no such domain. Check the spelling.")
	case e.Kind == decide.KindNone:
		l.say("DNS says that %s takes no mail. Is it really an accepted domain of the organisation?", domain)
	case e.Confirmed && e.Filter != "":
		l.say("DNS: mail goes to %s first, then to %s.", clean.Line(e.Filter, 253), clean.Line(e.Host, 253))
	case e.Confirmed:
		l.say("DNS: mail goes to %s.", clean.Line(e.Host, 253))
	case e.Filter != "":
		l.say("DNS: mail goes to %s, which is not Microsoft's.", clean.Line(e.Filter, 253))
	default:
		l.say("DNS: nothing was found out about the domain's mail servers.")
	}
	if e.Kind == decide.KindOther && l.Talk.Given(decide.OwnServer) == decide.No {
		l.say("The MX records of %s do not lead to Microsoft. Is there a mail server of your own after all?", domain)
	}
}
