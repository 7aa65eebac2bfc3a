package decide

import "strings"

// dnsHosts tell who runs a domain's name servers, by their endings, or by a part that ends with a dot or a
// dash where the endings differ: a heuristic from the providers' own help pages, read 2026-11-22 (such as
// support.hostinger.com/en/articles/8671230, learn.microsoft.com/azure/dns/dns-domain-delegation).
// Name servers that are not in the list are named themselves.
var dnsHosts = []struct{ part, name string }{
	{".ns.cloudflare.com", "Cloudflare"},
	{".domaincontrol.com", "GoDaddy"},
	{".registrar-servers.com", "Namecheap"},
	{".awsdns-", "Amazon Route 53"},
	{".azure-dns.", "Azure DNS"},
	{".googledomains.com", "Google Cloud DNS"},
	{".dns-parking.com", "Hostinger"},
	{".technorail.com", "Aruba"},
	{".arubadns.", "Aruba"},
	{".digitalocean.com", "DigitalOcean"},
	{".vercel-dns.com", "Vercel"},
	{".name-services.com", "Enom"},
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
