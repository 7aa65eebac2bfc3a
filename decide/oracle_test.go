package decide

// A second reading of the decision, written as plain predicates, to hold the rules against. It shares
// no code with the rules.

type oracle struct{ a map[string]string }

var oracleUnknown = map[string]string{
	"own_server": "no", "recipients": "external", "login": "password", "tls": "1.2", "senders": "one",
	"static_ip": "no", "shared_ip": "no", "certificate": "no", "direct_send": "rejected",
	"port_25": "open", "port_587": "open", "existing_connector": "no",
	"location": "on-premises", "volume": "normal", "policy": "auto",
}

// value is the answer in section 2's sense: cleared, then assumed.
func (o oracle) value(key, asOf string) string {
	v := o.a[key]
	if !o.relevant(key) {
		v = ""
	}
	if v != "" && v != "unknown" {
		return v
	}
	if key == "smtp_auth" {
		if asOf >= "2026-12-31" {
			return "oauth-only"
		}
		return "allowed"
	}
	return oracleUnknown[key]
}

func (o oracle) given(key string) string {
	if v := o.a[key]; v != "" {
		return v
	}
	if key == "location" {
		return "on-premises"
	}
	return "unknown"
}

func (o oracle) relevant(key string) bool {
	if o.given("own_server") == "yes" {
		return key == "own_server" || key == "policy"
	}
	tlsOpen := o.given("tls") == "1.2" || o.given("tls") == "unknown"
	static := o.given("static_ip") == "yes"
	switch key {
	case "smtp_auth":
		return o.given("login") != "none" && tlsOpen
	case "public_ips", "shared_ip":
		return static
	case "certificate":
		onlyV6 := static && o.a["public_ips"] == "2001:db8::7"
		return tlsOpen && (o.given("location") == "third-party" || !static || o.given("shared_ip") == "yes" || onlyV6)
	case "direct_send":
		return o.given("recipients") == "internal"
	}
	return true
}

func (o oracle) method(asOf string) (method, authentication string) {
	v := func(key string) string { return o.value(key, asOf) }
	if v("own_server") == "yes" {
		return "own-server", "none"
	}
	oauth := v("login") == "oauth"
	auth := v("tls") == "1.2" && v("login") != "none" && (v("port_587") == "open" || v("port_25") == "open") &&
		v("senders") == "one" && v("volume") == "normal" && (v("smtp_auth") == "allowed" || v("smtp_auth") == "oauth-only" && oauth)
	ips := ""
	if o.relevant("public_ips") {
		ips = o.a["public_ips"]
	}
	byIP := v("location") == "on-premises" && v("static_ip") == "yes" && v("shared_ip") == "no" && (ips == "" || ips == "198.51.100.7")
	byCertificate := v("certificate") == "yes" && v("tls") == "1.2"
	relay := v("port_25") == "open" && v("volume") != "bulk" && (byIP || byCertificate)
	direct := v("recipients") == "internal" && v("port_25") == "open" && v("volume") != "bulk" && v("direct_send") == "allowed"

	policy := v("policy")
	if policy == "auto" {
		policy = "documented"
		if asOf >= "2026-12-31" {
			policy = "durable"
		}
	}
	takeAuth := func() (string, string) {
		if oauth {
			return "smtp-auth", "oauth"
		}
		return "smtp-auth", "password"
	}
	takeRelay := func() (string, string) {
		if byIP {
			return "relay", "ip"
		}
		return "relay", "certificate"
	}
	switch {
	case policy == "durable" && relay && !(auth && oauth):
		return takeRelay()
	case auth:
		return takeAuth()
	case policy == "simplest" && direct:
		return "direct-send", "none"
	case relay:
		return takeRelay()
	case direct:
		return "direct-send", "none"
	}
	return "none", "none"
}
