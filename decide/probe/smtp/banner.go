package smtp

import "strings"

// microsoftHosts end the names under which Microsoft's servers introduce themselves, also in the tail
// "[host time id]" of their refusals. The last three are the clouds for the US government and China.
var microsoftHosts = []string{
	".prod.outlook.com",
	".protection.outlook.com",
	".outlook.office365.com",
	".office365.us",
	".apps.mil",
	".partner.outlook.cn",
}

// microsoftPhrase stands in the banner of every Exchange server. An Exchange server on premises says it
// too: a banner cannot tell them apart for certain, the certificate can.
const microsoftPhrase = "microsoft esmtp mail service"

// Microsoft reports whether a banner, with or without its reply code, is one of Microsoft 365's. Any
// other one means that a provider or firewall answers in Microsoft's place.
func Microsoft(banner string) bool {
	text := strings.ToLower(banner)
	if strings.Contains(text, microsoftPhrase) {
		return true
	}
	words := strings.Fields(text)
	if len(words) > 0 && isCode(words[0]) {
		words = words[1:]
	}
	for i, word := range words {
		host, tail := strings.CutPrefix(word, "[")
		if (i == 0 || tail) && microsoftHost(strings.TrimSuffix(host, "]")) {
			return true
		}
	}
	return false
}

// Anyone takes every banner for genuine: for servers that are not Microsoft's.
func Anyone(string) bool { return true }

func microsoftHost(host string) bool {
	for _, suffix := range microsoftHosts {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}
