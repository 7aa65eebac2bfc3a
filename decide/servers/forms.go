package servers

import (
	"net/netip"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// Bounds on lists.
const (
	maxDomains   = 50
	maxAddresses = 50
)

// parseList reads each item of a list, drops repeats and keeps the order.
func parseList(text string, most int, parse func(string) (decide.Reading, error)) (decide.Reading, error) {
	var reading decide.Reading
	var values []string
	for _, item := range decide.SplitList(text) {
		one, err := parse(item)
		if err != nil {
			return decide.Reading{}, err
		}
		reading.Notes = append(reading.Notes, one.Notes...)
		if !slices.Contains(values, one.Value) {
			values = append(values, one.Value)
		}
	}
	if len(values) > most {
		return decide.Reading{}, words.Sentencef("%d entries are too many: at most %d", len(values), most)
	}
	reading.Value = strings.Join(values, " ")
	return reading, nil
}

func parseDomains(text string, _ decide.Form) (decide.Reading, error) {
	return parseList(text, maxDomains, decide.ParseDomain)
}

// parseScopeDomains reads recipient domains: a wildcard may stand for the first label and nowhere else
// (New-OutboundConnector, RecipientDomains).
func parseScopeDomains(text string, _ decide.Form) (decide.Reading, error) {
	return parseList(text, maxDomains, func(item string) (decide.Reading, error) {
		rest, wild := strings.CutPrefix(item, "*.")
		if strings.Contains(rest, "*") {
			return decide.Reading{}, words.Sentencef("%s has a star where none may stand: write *.contoso.com for all subdomains, or an exact name", quoted(item))
		}
		reading, err := decide.ParseDomain(rest)
		if err == nil && wild {
			reading.Value = "*." + reading.Value
		}
		return reading, err
	})
}

func parseCertificateName(text string, _ decide.Form) (decide.Reading, error) {
	if strings.Contains(text, "*") {
		return decide.Reading{}, words.Sentencef("a wildcard cannot be an accepted domain: give one name that the certificate holds")
	}
	return parseOwnName(text)
}

func parseTLSName(text string, _ decide.Form) (decide.Reading, error) {
	if strings.Contains(text, "*") {
		return decide.Reading{}, words.Sentencef("give the exact name that the certificate holds, without a star: it is compared to recognise your server")
	}
	return parseOwnName(text)
}

// parseSmartHost reads a name or one public IPv4 address.
func parseSmartHost(text string, in decide.Form) (decide.Reading, error) {
	items := decide.SplitList(text)
	if len(items) != 1 {
		return decide.Reading{}, words.Sentencef("give one name or one IPv4 address")
	}
	host := strings.Trim(items[0], "[]")
	if !looksNumeric(host) {
		return parseOwnName(host)
	}
	prefix, notes, err := decide.ParsePublicPrefix(host, in.AllowDocumentation)
	switch {
	case err != nil:
		return decide.Reading{}, err
	case !prefix.Addr().Is4():
		return decide.Reading{}, words.Sentencef("%s is an IPv6 address: give the server's name or its public IPv4 address", host)
	case !prefix.IsSingleIP():
		return decide.Reading{}, words.Sentencef("%s is a range: give the one address of the mail server", host)
	}
	return decide.Reading{Value: prefix.Addr().String(), Notes: notes}, nil
}

// looksNumeric tells an address, or what somebody meant as one, from a name.
func looksNumeric(host string) bool {
	return strings.Count(host, ":") > 1 || strings.Trim(host, "0123456789./-") == ""
}

// parseOwnName refuses the names of Microsoft's own servers: mail to them would come back.
func parseOwnName(text string) (decide.Reading, error) {
	reading, err := decide.ParseDomain(text)
	if err != nil {
		return decide.Reading{}, err
	}
	for _, cloud := range []string{decide.Worldwide, decide.GCCHigh, decide.China} {
		for _, suffix := range decide.CloudByName(cloud).MXSuffixes {
			if strings.HasSuffix("."+reading.Value, suffix) {
				return decide.Reading{}, words.Sentencef("%s is a server of Microsoft, not one of yours: mail would go round in circles", quoted(reading.Value))
			}
		}
	}
	return reading, nil
}

func parseAddresses(text string, _ decide.Form) (decide.Reading, error) {
	return parseList(text, maxAddresses, decide.ParseAddress)
}

// quoted shows what somebody typed.
func quoted(s string) string { return `"` + clean.Line(s, 80) + `"` }

// first returns the first item of a canonical list.
func first(list string) string {
	item, _, _ := strings.Cut(list, " ")
	return item
}

// hostName returns a smart host that is a name, "" for an address.
func hostName(host string) string {
	if _, err := netip.ParseAddr(host); err == nil {
		return ""
	}
	return host
}

// domainOf returns what stands behind the @.
func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }
