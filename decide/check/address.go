package check

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

// publicAddress compares this network's address with the one given.
func (j *judge) publicAddress() verdict {
	switch {
	case j.Record != nil && j.addressDrift().status == Problem:
		return j.say(NotApplicable, "It differs from the saved plan (see %s).", IDDrift)
	case !j.here.IsValid() && !j.byAddress():
		return j.say(NotApplicable, "The method does not depend on the address the device sends from.")
	case !j.here.IsValid() && j.WithoutAddressLookup:
		return j.say(NotApplicable, "The public address of this network was not asked for.")
	case !j.here.IsValid():
		return j.mend(j.say(Unknown, "The public address of this network could not be found out."), "Look it up on this computer with a web browser.")
	case len(j.Addresses) == 0:
		return j.say(OK, "This network shows itself to the internet as %s.", j.here)
	case slices.ContainsFunc(j.Addresses, func(p netip.Prefix) bool { return p.Contains(j.here) }):
		return j.say(OK, "This network shows itself to the internet as %s, as the answers say.", j.here)
	case !slices.ContainsFunc(j.Addresses, func(p netip.Prefix) bool { return p.Addr().Is4() == j.here.Is4() }):
		return j.say(OK, "This network shows itself to the internet as %s; the answers name only addresses of the other IP version.", j.here)
	}
	v := j.say(Warning, "This network shows itself to the internet as %s, but the answers say %s.", j.here, showPrefixes(j.Addresses))
	if j.Place == Elsewhere {
		v.status = OK
		return v
	}
	return j.mend(v, "If the device stands in this network, correct public_ips, the connector and SPF. If it does not, run the check where it stands.")
}

func showPrefixes(prefixes []netip.Prefix) string {
	shown := make([]string, len(prefixes))
	for i, p := range prefixes {
		shown[i] = showPrefix(p)
	}
	return strings.Join(shown, ", ")
}

// singles are the public addresses that DNS can be asked about one by one.
func (j *judge) singles() []netip.Addr {
	var addrs []netip.Addr
	for _, p := range j.senders() {
		if p.IsSingleIP() {
			addrs = append(addrs, p.Addr())
		}
	}
	return addrs
}

// aboutAddresses judges each public address, where the method depends on it.
func (j *judge) aboutAddresses(judge func(netip.Addr) verdict) verdict {
	if !j.byAddress() {
		return j.say(NotApplicable, "The method does not depend on the address the device sends from.")
	}
	var verdicts []verdict
	for _, addr := range j.singles() {
		verdicts = append(verdicts, judge(addr))
	}
	if len(verdicts) == 0 {
		return j.say(NotApplicable, "There is no single public address to look at.")
	}
	return merge(verdicts)
}

// ptr judges the host name of the address. Microsoft demands one of IPv6 senders (5.7.25); RFC 1912,
// section 2.1, of everybody.
func (j *judge) ptr() verdict {
	return j.aboutAddresses(func(addr netip.Addr) verdict {
		answer := j.answer(evidence.AskPTR(addr))
		switch {
		case !answer.Known():
			return j.say(Unknown, "The host name of %s could not be read: %s.", addr, j.outcome(answer.Outcome))
		case len(answer.Records) > 0:
			return j.say(OK, "%s has the host name %s.", addr, show(answer.Records[0]))
		case addr.Is6():
			return j.mend(j.say(Warning, "%s has no host name in DNS (PTR): Microsoft refuses anonymous mail from such an IPv6 address (5.7.25).", addr),
				"Ask the provider to set one, or switch IPv6 off for the device.")
		}
		return j.mend(j.say(Warning, "%s has no host name in DNS (PTR).", addr), "Ask the provider to set one.")
	})
}

// A listing is what an answer of the list means (docs.spamhaus.com, datasets, zones, read 2026-11-21).
type listing struct {
	code    string
	name    string
	dynamic bool // a range that should not send mail directly, no sign of abuse
}

var listings = []listing{
	{"127.0.0.2", "SBL", false},
	{"127.0.0.3", "CSS", false},
	{"127.0.0.4", "XBL", false},
	{"127.0.0.9", "DROP", false},
	{"127.0.0.10", "PBL", true},
	{"127.0.0.11", "PBL", true},
	{"127.0.0.30", "BCL", false},
}

// listErrors are the answers that say nothing about the address (spamhaus.org/news/article/788).
var listErrors = map[string]words.Text{
	"127.255.255.252": "the list does not know the zone that was asked",
	"127.255.255.254": "the list does not answer public or open resolvers, such as the one in use",
	"127.255.255.255": "the list was asked too many questions from here",
}

// listed reads the list's answer for an address; why is set when it says nothing about the address.
func (j *judge) listed(addr netip.Addr) (found []listing, why string) {
	answer := j.answer(blocklistQuestion(addr))
	if !answer.Known() {
		return nil, j.outcome(answer.Outcome)
	}
	for _, code := range answer.Records {
		if t, isError := listErrors[code]; isError {
			return nil, j.lang.Say(t)
		}
		i := slices.IndexFunc(listings, func(l listing) bool { return l.code == code })
		if i < 0 {
			return nil, j.lang.Say("the answer %s is none of the list's", show(code))
		}
		found = append(found, listings[i])
	}
	return found, ""
}

// blocklist judges whether the address is known for abuse.
func (j *judge) blocklist() verdict {
	if j.WithoutBlocklist {
		return j.say(NotApplicable, "%s was not asked.", blocklistZone)
	}
	return j.aboutAddresses(func(addr netip.Addr) verdict {
		if addr.Is6() {
			return j.say(NotApplicable, "%s is not asked about IPv6 addresses.", blocklistZone)
		}
		found, why := j.listed(addr)
		if why != "" {
			return j.say(Unknown, "Whether %s is on the list of %s could not be checked: %s.", addr, blocklistZone, why)
		}
		var names []string
		for _, l := range found {
			if !l.dynamic {
				names = append(names, l.name)
			}
		}
		if len(names) == 0 {
			return j.say(OK, "%s is not listed for abuse at %s.", addr, blocklistZone)
		}
		return j.mend(j.say(j.certainly(Problem), "%s is on a list of %s (%s): Microsoft refuses its mail on port 25.", addr, blocklistZone, strings.Join(names, ", ")),
			"Look for an infected computer behind this address, then ask Spamhaus to remove it at https://check.spamhaus.org. Signing in on port 587 does not depend on it.")
	})
}

// certainly lowers a status where it is not certain that the device sends from the address.
func (j *judge) certainly(s Status) Status {
	if s == Problem && len(j.Addresses) == 0 {
		return Warning
	}
	return s
}

// dynamic judges whether the address looks like one that changes.
func (j *judge) dynamic() verdict {
	return j.aboutAddresses(func(addr netip.Addr) verdict {
		fix := func(v verdict) verdict {
			return j.mend(v, "Ask the provider whether the address is static. With a changing one let the device sign in on port 587.")
		}
		if addr.Is4() && !j.WithoutBlocklist {
			found, why := j.listed(addr)
			if why == "" && slices.ContainsFunc(found, func(l listing) bool { return l.dynamic }) {
				return fix(j.say(Warning, "%s is in a range that should not send mail directly (PBL of %s), typical of dynamic lines: Microsoft may refuse it on port 25.", addr, blocklistZone))
			}
		}
		answer := j.answer(evidence.AskPTR(addr))
		if !answer.Known() {
			return j.say(Unknown, "Whether %s looks like a dynamic address could not be found out.", addr)
		}
		for _, name := range answer.Records {
			if looksDynamic(name) {
				return fix(j.say(Warning, "%s has the host name %s, which looks like a dynamic address.", addr, show(name)))
			}
		}
		return j.say(OK, "Nothing says that %s is a dynamic address.", addr)
	})
}

// dynamicWords are parts of host names that providers give to lines whose address changes; a heuristic.
var dynamicWords = []string{"dyn", "dynamic", "dynip", "dhcp", "dip", "dialin", "dialup", "ppp", "pppoe", "pool", "pools", "dsl", "adsl", "vdsl", "xdsl", "cable", "gprs", "lte", "broadband"}

// staticWords are parts of host names that say the opposite.
var staticWords = []string{"static", "fixed", "fix", "business", "mail", "smtp", "mx"}

// looksDynamic looks for such words, whole and not as parts of others.
func looksDynamic(name string) bool {
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' })
	in := func(list []string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(list, p) })
	}
	return in(dynamicWords) && !in(staticWords)
}

// network says what the place of this computer means for all that was tried.
func (j *judge) network() verdict {
	switch j.Place {
	case Same:
		return j.say(OK, "This computer stands in the device's network: what it sees is what the device sees.")
	case Elsewhere:
		return j.mend(j.say(Warning, "This computer stands in another network than the device: ports and public address may be different there. DNS is the same."),
			"Run the check on a computer in the device's network.")
	}
	return j.say(NotApplicable, "Ports and public address are those of this computer's network. If the device stands in another one, run the check there.")
}

// A Contact is a third party that will be asked something.
type Contact struct {
	ID   string // of the finding that depends on it
	Text string // who is asked for what
}

// Contacts names the third parties that will be asked, for telling the user before it happens.
func (s Subject) Contacts(lang *words.Language) []Contact {
	var contacts []Contact
	if s.asksAddress() {
		contacts = append(contacts, Contact{IDAddress, lang.Say("%s is asked for the public address of this network, and %s if that does not answer.", "opendns.com", "google.com")})
	}
	if !s.WithoutBlocklist && s.byAddress() {
		contacts = append(contacts, Contact{IDBlocklist, lang.Say("%s is asked whether the public address is listed for abuse.", blocklistZone)})
	}
	return contacts
}
