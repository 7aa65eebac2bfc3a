package decide

import "strings"

// dnsHosts tell who runs a domain's name servers, by their endings, or by a part that ends with a dot or a
// dash where the endings differ. Either the provider's name stands in the part, or its help pages say it
// (Hostinger: support.hostinger.com/en/articles/8671230, 2026-11-22). Other name servers are named themselves.
var dnsHosts = []struct{ part, name string }{
	{".ns.cloudflare.com", "Cloudflare"},
	{".awsdns-", "Amazon Route 53"},
	{".azure-dns.", "Azure DNS"},
	{".arubadns.", "Aruba"},
	{".digitalocean.com", "DigitalOcean"},
	{".vercel-dns.com", "Vercel"},
	{".dns-parking.com", "Hostinger"},
}

// dnsHost names who runs the name servers, "" when that is not known or they do not agree.
func dnsHost(servers []string) string {
	host := ""
	for i, server := range servers {
		name := hostOf(server)
		if i > 0 && name != host {
			return ""
		}
		host = name
	}
	return host
}

func hostOf(server string) string {
	for _, h := range dnsHosts {
		open := strings.HasSuffix(h.part, ".") || strings.HasSuffix(h.part, "-")
		if strings.HasSuffix(server, h.part) || open && strings.Contains(server, h.part) {
			return h.name
		}
	}
	return ""
}

// dnsPlace says where the domain's DNS is edited, "" when DNS does not tell.
func (b *builder) dnsPlace() string {
	servers := b.Survey.Hosting
	if len(servers) == 0 {
		return ""
	}
	list := strings.Join(servers, ", ")
	if host := dnsHost(servers); host != "" {
		return b.lang.Say("%s (name servers %s)", host, list)
	}
	return b.lang.Say("where the name servers %s are managed", list)
}
