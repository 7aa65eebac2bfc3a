package decide

import (
	"testing"

	"sendpath/decide/evidence"
)

// The samples are MX hosts and DKIM selectors seen in public DNS.
func TestClassicHostOfDomainsWithDashes(t *testing.T) {
	for domain, want := range map[string]string{
		"contoso.com":                "contoso-com",
		"1-2.co.uk":                  "12-co-uk0c",
		"dom-ainwithdash.com":        "domainwithdash-com0i",
		"heig-vd.ch":                 "heigvd-ch01b",
		"rose-hulman.edu":            "rosehulman-edu01b",
		"domain-withdash.com":        "domainwithdash-com01e",
		"octo-bot.io":                "octobot-io01b",
		"test-and-trace.nhs.uk":      "testandtrace-nhs-uk01bb",
		"exclusive.jason-shadow.com": "exclusive-jasonshadow-com03i",
		"find-child-arrangement-option.service.gov.uk": "findchildarrangementoption-service-gov-uk01be2e",
	} {
		if got := classicHost(domain, Worldwide); got != want+".mail.protection.outlook.com" {
			t.Errorf("classicHost(%s) = %s, want %s…", domain, got, want)
		}
	}
}

func TestClassicHostFollowsTheCloud(t *testing.T) {
	for _, tt := range []struct{ domain, cloud, want string }{
		{"contoso.com", GCC, "contoso-com.mail.protection.outlook.com"},
		{"contoso.com", GCCHigh, "contoso-com.mail.protection.office365.us"},
		{"contoso.com", DoD, "contoso-com.mail.protection.office365.us"},
		{"contoso.com", China, "contoso-com.mail.protection.partner.outlook.cn"},
		{"contoso.onmicrosoft.com", Worldwide, "contoso.mail.protection.outlook.com"},
		{"contoso.onmicrosoft.us", GCCHigh, "contoso.mail.protection.office365.us"},
	} {
		if got := classicHost(tt.domain, tt.cloud); got != tt.want {
			t.Errorf("classicHost(%s, %s) = %s, want %s", tt.domain, tt.cloud, got, tt.want)
		}
	}
}

func mxSet(records ...string) evidence.Set {
	answer := evidence.Answer{Outcome: evidence.Found, Records: records}
	if len(records) == 0 {
		answer.Outcome = evidence.NoData
	}
	return evidence.Set{evidence.Ask(evidence.MX, "contoso.com"): answer}
}

func TestEndpointOfAnMXSet(t *testing.T) {
	const own = "contoso-com.mail.protection.outlook.com"
	for _, tt := range []struct {
		name    string
		records []string
		want    Endpoint
	}{
		{"Exchange Online alone", []string{"0 " + own},
			Endpoint{Host: own, Kind: KindExchangeOnline, Cloud: Worldwide, Confirmed: true}},
		{"a domain of this autumn", []string{"10 contoso-com.p-v1.mx.microsoft"},
			Endpoint{Host: "contoso-com.p-v1.mx.microsoft", Kind: KindMXMicrosoft, Cloud: Worldwide, Confirmed: true}},
		{"a filter before Microsoft is named", []string{"20 " + own, "10 eu-smtp-inbound-1.mimecast.com"},
			Endpoint{Host: own, Kind: KindExchangeOnline, Cloud: Worldwide, Confirmed: true, Filter: "eu-smtp-inbound-1.mimecast.com", Vendor: "Mimecast"}},
		{"a backup behind Microsoft is no filter", []string{"0 " + own, "50 backup.example.com"},
			Endpoint{Host: own, Kind: KindExchangeOnline, Cloud: Worldwide, Confirmed: true}},
		{"the most preferred of two Microsoft hosts", []string{"20 " + own, "10 contoso-com.x-v1.mx.microsoft"},
			Endpoint{Host: "contoso-com.x-v1.mx.microsoft", Kind: KindMXMicrosoft, Cloud: Worldwide, Confirmed: true}},
		{"only a filter", []string{"10 mx1.contoso.iphmx.com"},
			Endpoint{Kind: KindFilter, Filter: "mx1.contoso.iphmx.com", Vendor: "Cisco"}},
		{"own servers", []string{"10 mail.contoso.com"}, Endpoint{Kind: KindOther, Filter: "mail.contoso.com"}},
		{"null MX", []string{"0 ."}, Endpoint{Kind: KindNone}},
		{"no MX", nil, Endpoint{Kind: KindNone}},
		{"GCC High", []string{"0 contoso.mail.protection.office365.us"},
			Endpoint{Host: "contoso.mail.protection.office365.us", Kind: KindGCCHigh, Cloud: GCCHigh, Confirmed: true}},
		{"consumer Outlook is not an organisation's host", []string{"0 outlook-com.olc.protection.outlook.com"},
			Endpoint{Kind: KindOther, Filter: "outlook-com.olc.protection.outlook.com"}},
	} {
		if got := readEndpoint(mxSet(tt.records...).Look(), "contoso.com", ""); got != tt.want {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.name, got, tt.want)
		}
	}
}

func TestClassicNameIsOnlyAHint(t *testing.T) {
	set := mxSet("10 mx1.contoso.iphmx.com")
	const name = "contoso-com.mail.protection.outlook.com"
	set[evidence.Ask(evidence.A, name)] = evidence.Answer{Outcome: evidence.Found, Records: []string{"192.0.2.1"}}
	got := readEndpoint(set.Look(), "contoso.com", "")
	if got.Host != name || got.Confirmed || got.Kind != KindFilter {
		t.Errorf("got %+v, want the classic name, not confirmed", got)
	}
}

func TestUnreadMXTellsNothing(t *testing.T) {
	for _, outcome := range []evidence.Outcome{evidence.ServFail, evidence.Refused, evidence.Timeout, evidence.Offline, evidence.Unusable} {
		set := evidence.Set{evidence.Ask(evidence.MX, "contoso.com"): {Outcome: outcome}}
		look := set.Look()
		if got := readEndpoint(look, "contoso.com", ""); got != (Endpoint{}) || len(look.Missing()) > 0 {
			t.Errorf("%s: got %+v, missing %v", outcome, got, look.Missing())
		}
	}
}
