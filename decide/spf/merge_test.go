package spf

import (
	"net/netip"
	"strings"
	"testing"

	"sendpath/decide/evidence"
)

const cloud = "spf.protection.outlook.com"

// office is the DNS of a domain with a record and of those that records in these tests lead to.
func office(records ...string) zone {
	z := zone{
		"txt " + cloud:          "v=spf1 ip4:40.92.0.0/15 ip6:2a01:111:f400::/48 -all",
		"txt news.example":      "v=spf1 ip4:203.0.113.0/24 -ip4:198.51.100.9 ~all",
		"txt deny.example":      "v=spf1 -ip4:198.51.100.0/24 ip4:192.0.2.0/24 -all",
		"txt wrap.example":      "v=spf1 include:" + cloud + " ?all",
		"txt broken.example":    "v=spf1 ip4:198.51.100.0/24 nonsense -all",
		"txt several.example":   "v=spf1 ip4:198.51.100.0/24 -all\nv=spf1 -all",
		"txt late.example":      "v=spf1 ~all ip4:198.51.100.0/24 include:" + cloud,
		"txt everybody.example": "v=spf1 +all",
		"txt other.example":     "not a record",
		"txt unread.example":    failing,
		"txt loop.example":      "v=spf1 include:loop.example -all",
		"txt contoso.com":       strings.Join(append([]string{"MS=ms1"}, records...), "\n"),
		"a contoso.com":         "192.0.2.80",
		"mx contoso.com":        "10 mail.contoso.com",
		"a mail.contoso.com":    "192.0.2.81",
	}
	return z
}

func prefixes(list string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range strings.Fields(list) {
		if !strings.Contains(s, "/") {
			out = append(out, netip.PrefixFrom(netip.MustParseAddr(s), netip.MustParseAddr(s).BitLen()))
			continue
		}
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

func merged(z zone, q Request) Change {
	c, _ := asking(z, func(l *evidence.Look) Change { return Merge(l, q) })
	return c
}

// Each story is one sentence of the rules for the record. The device stands at 198.51.100.7.
func TestMergeOneRecord(t *testing.T) {
	const device = "198.51.100.7"
	for _, tt := range []struct{ name, record, addresses, want, warnings string }{
		{"the include goes before all", "v=spf1 mx -all", "", "v=spf1 mx include:" + cloud + " -all", ""},
		{"before the first all", "v=spf1 ~all mx -all", "", "v=spf1 include:" + cloud + " ~all mx -all", ""},
		{"before all, not before redirect=", "v=spf1 redirect=news.example mx -all", "", "v=spf1 redirect=news.example mx include:" + cloud + " -all", ""},
		{"before redirect=", "v=spf1 mx redirect=news.example exp=e.contoso.com", "", "v=spf1 mx include:" + cloud + " redirect=news.example exp=e.contoso.com", ""},
		{"to the end", "v=spf1 mx exp=e.contoso.com", "", "v=spf1 mx exp=e.contoso.com include:" + cloud, "neutral-all"},
		{"it is there, in other letters and with a dot", "v=spf1 include:SPF.Protection.Outlook.com. -all", "", "", ""},
		{"reached through an include", "v=spf1 include:wrap.example -all", "", "", ""},
		{"reached through redirect=", "v=spf1 redirect=wrap.example", "", "", ""},
		{"redirect= beside all is never followed", "v=spf1 redirect=wrap.example -all", "", "v=spf1 redirect=wrap.example include:" + cloud + " -all", ""},
		{"an include that is not + does not count", "v=spf1 ?include:" + cloud + " -all", "", "v=spf1 ?include:" + cloud + " include:" + cloud + " -all", ""},
		{"nor one above it", "v=spf1 ~include:wrap.example -all", "", "v=spf1 ~include:wrap.example include:" + cloud + " -all", ""},
		{"nor one behind all", "v=spf1 -all include:" + cloud, "", "v=spf1 include:" + cloud + " -all include:" + cloud, ""},
		{"nor one behind all below", "v=spf1 include:late.example -all", "", "v=spf1 include:late.example include:" + cloud + " -all", ""},

		{"an address goes to the front", "v=spf1 include:" + cloud + " -all", device, "v=spf1 ip4:198.51.100.7 include:" + cloud + " -all", ""},
		{"both", "v=spf1 mx -all", device, "v=spf1 ip4:198.51.100.7 mx include:" + cloud + " -all", ""},
		{"several in the order given, each once", "v=spf1 include:" + cloud + " -all", "198.51.100.7/32 2001:db8::/48 198.51.100.0/28 198.51.100.7 2001:db8:1::7/128",
			"v=spf1 ip4:198.51.100.7 ip6:2001:db8::/48 ip4:198.51.100.0/28 ip6:2001:db8:1::7 include:" + cloud + " -all", ""},
		{"covered by a network", "v=spf1 ip4:198.51.100.0/24 include:" + cloud + " -all", device, "", ""},
		{"a part of it is not all of it", "v=spf1 ip4:198.51.100.0/29 include:" + cloud + " -all", "198.51.100.0/28", "v=spf1 ip4:198.51.100.0/28 ip4:198.51.100.0/29 include:" + cloud + " -all", ""},
		{"the first term that holds it decides", "v=spf1 -ip4:198.51.100.0/28 ip4:198.51.100.0/24 include:" + cloud + " -all", device,
			"v=spf1 ip4:198.51.100.7 -ip4:198.51.100.0/28 ip4:198.51.100.0/24 include:" + cloud + " -all", ""},
		{"one behind all does not", "v=spf1 include:" + cloud + " -all ip4:198.51.100.7", device, "v=spf1 ip4:198.51.100.7 include:" + cloud + " -all ip4:198.51.100.7", ""},
		{"covered through an include", "v=spf1 include:news.example include:" + cloud + " -all", "203.0.113.9", "", ""},
		{"an include that fails does not match", "v=spf1 include:deny.example ip4:198.51.100.0/24 include:" + cloud + " -all", device, "", ""},
		{"nor does its all cover", "v=spf1 include:late.example include:" + cloud + " -all", device, "v=spf1 ip4:198.51.100.7 include:late.example include:" + cloud + " -all", ""},
		{"an include that is not + refuses", "v=spf1 -include:news.example ip4:203.0.113.0/24 include:" + cloud + " -all", "203.0.113.9",
			"v=spf1 ip4:203.0.113.9 -include:news.example ip4:203.0.113.0/24 include:" + cloud + " -all", ""},
		{"covered through redirect=", "v=spf1 include:" + cloud + " redirect=news.example", "203.0.113.9", "", ""},
		{"refused through redirect=", "v=spf1 include:" + cloud + " redirect=deny.example", device, "v=spf1 ip4:198.51.100.7 include:" + cloud + " redirect=deny.example", ""},
		{"a and mx cover nothing", "v=spf1 a mx include:" + cloud + " -all", "192.0.2.80", "v=spf1 ip4:192.0.2.80 a mx include:" + cloud + " -all", ""},
		{"a record that receivers reject covers nothing", "v=spf1 include:broken.example include:" + cloud + " -all", device,
			"v=spf1 ip4:198.51.100.7 include:broken.example include:" + cloud + " -all", "syntax"},
		{"nor do several", "v=spf1 include:several.example include:" + cloud + " -all", device, "v=spf1 ip4:198.51.100.7 include:several.example include:" + cloud + " -all", "syntax"},
		{"nor one that cannot be read", "v=spf1 include:unread.example include:" + cloud + " -all", device, "v=spf1 ip4:198.51.100.7 include:unread.example include:" + cloud + " -all", "unread"},

		{"other terms stay, with one blank", "V=SPF1  A:Mail.Contoso.com/24//64   exists:%{ir}.%{V}.contoso.com  -All ", device,
			"V=SPF1 ip4:198.51.100.7 A:Mail.Contoso.com/24//64 exists:%{ir}.%{V}.contoso.com include:" + cloud + " -All", ""},
		{"a record with nothing to change keeps its blanks", "v=spf1   include:" + cloud + "  -all ", "", "", ""},
		{"+all becomes ~all", "v=spf1 include:" + cloud + " +all", "", "v=spf1 include:" + cloud + " ~all", "plus-all"},
		{"so does a bare all", "v=spf1 include:" + cloud + " ALL", device, "v=spf1 ip4:198.51.100.7 include:" + cloud + " ~all", "plus-all"},
		{"?all stays, with a warning", "v=spf1 include:" + cloud + " ?all", "", "", "neutral-all"},
		{"no end is added", "v=spf1 include:" + cloud, "", "", "neutral-all"},
		{"redirect= is an end", "v=spf1 include:" + cloud + " redirect=news.example", "", "", ""},
		{"what is wrong is told, not mended", "v=spf1 ptr ipv4:192.0.2.1 include:" + cloud + " -all", "", "", "syntax ptr"},
		{"a loop", "v=spf1 include:loop.example include:" + cloud + " -all", "", "", "loop"},
		{"a loop to itself", "v=spf1 include:contoso.com include:" + cloud + " -all", "", "", "loop"},
		{"everybody passes below", "v=spf1 include:everybody.example include:" + cloud + " -all", "", "", "plus-all"},
		{"names that do not exist", "v=spf1 a:x1.example.com mx:x2.example.com include:x3.example.com include:" + cloud + " -all", "", "", "syntax voids"},
		{"a text that is no record", "v=spf1 include:other.example include:" + cloud + " -all", "", "", "syntax"},
		{"too many lookups", "v=spf1" + strings.Repeat(" a", 10) + " include:" + cloud + " -all", "", "", "lookups"},
		{"too long", "v=spf1" + strings.Repeat(" ip4:192.0.2.1", 32) + " include:" + cloud + " -all", "", "", "long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := merged(office(tt.record), Request{Domain: "Contoso.com.", Include: cloud, Addresses: prefixes(tt.addresses)})
			want, kind := tt.want, ChangeEdit
			if want == "" {
				want, kind = tt.record, ChangeNone
			}
			if c.Proposed != want || c.Kind != kind {
				t.Errorf("%s\n got %s %s\nwant %s %s", tt.record, c.Kind, c.Proposed, kind, want)
			}
			if got := ids(c.Warnings); got != tt.warnings {
				t.Errorf("warnings %q, want %q", got, tt.warnings)
			}
			if strings.Join(c.Strings, "") != c.Proposed {
				t.Errorf("strings %q", c.Strings)
			}
		})
	}
}

func TestMergeSeveralRecords(t *testing.T) {
	for _, tt := range []struct {
		name     string
		records  []string
		want     string
		warnings string
	}{
		{"in byte order, with the softest all", []string{"v=spf1 mx -all", "v=spf1 a ~all"}, "v=spf1 a mx include:" + cloud + " ~all", ""},
		{"? is softer than ~", []string{"v=spf1 mx ?all", "v=spf1 a ~all"}, "v=spf1 a mx include:" + cloud + " ?all", "neutral-all"},
		{"+ counts as ~", []string{"v=spf1 mx +all", "v=spf1 a -all"}, "v=spf1 a mx include:" + cloud + " ~all", "plus-all"},
		{"repeats go, in any case", []string{"v=spf1 A:Mail.contoso.com -all", "v=spf1 a:mail.Contoso.COM mx -all"}, "v=spf1 A:Mail.contoso.com mx include:" + cloud + " -all", ""},
		{"the same record twice", []string{"v=spf1 mx -all", "v=spf1 mx -all"}, "v=spf1 mx include:" + cloud + " -all", ""},
		{"modifiers in turn", []string{"v=spf1 exp=e.contoso.com a -all", "v=spf1 mx x=y -all"}, "v=spf1 exp=e.contoso.com a mx x=y include:" + cloud + " -all", ""},
		{"redirect= becomes include", []string{"v=spf1 a -all", "v=spf1 redirect=news.example"}, "v=spf1 a include:news.example include:" + cloud + " -all", ""},
		{"an end that only redirect= gave", []string{"v=spf1 a", "v=spf1 redirect=news.example"}, "v=spf1 a include:news.example include:" + cloud + " ~all", ""},
		{"no end anywhere", []string{"v=spf1 a", "v=spf1 mx"}, "v=spf1 a mx include:" + cloud, "neutral-all"},
		{"broken terms are kept and told", []string{"v=spf1 a -all", "v=spf1 bogus -all"}, "v=spf1 a bogus include:" + cloud + " -all", "syntax"},
		{"a second explanation would break it", []string{"v=spf1 a exp=1.contoso.com -all", "v=spf1 b=c exp=2.contoso.com"}, "v=spf1 a exp=1.contoso.com b=c include:" + cloud + " -all", "syntax"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := merged(office(tt.records...), Request{Domain: "contoso.com", Include: cloud})
			if c.Proposed != tt.want || c.Kind != ChangeMerge {
				t.Errorf("%q\n got %s %s\nwant %s", tt.records, c.Kind, c.Proposed, tt.want)
			}
			if got := ids(c.Warnings); got != tt.warnings {
				t.Errorf("warnings %q, want %q", got, tt.warnings)
			}
		})
	}
}

func TestMergeWithoutRecord(t *testing.T) {
	q := Request{Domain: "contoso.com", Include: cloud, Addresses: prefixes("198.51.100.7")}
	strict := q
	strict.Enforcing = true
	missing := office()
	delete(missing, "txt contoso.com")
	unread := office()
	unread["txt contoso.com"] = failing
	for _, tt := range []struct {
		name     string
		zone     zone
		request  Request
		kind     ChangeKind
		proposed string
		warnings string
	}{
		{"a new record", office(), q, ChangeCreate, "v=spf1 ip4:198.51.100.7 include:" + cloud + " ~all", ""},
		{"where DMARC enforces", office(), strict, ChangeCreate, "v=spf1 ip4:198.51.100.7 include:" + cloud + " -all", ""},
		{"a blank before the version makes no record", office(" v=spf1 -all"), q, ChangeCreate, "v=spf1 ip4:198.51.100.7 include:" + cloud + " ~all", ""},
		{"no TXT at all", missing, q, ChangeCreate, "v=spf1 ip4:198.51.100.7 include:" + cloud + " ~all", ""},
		{"no such domain", zone{}, Request{Domain: "contoso.com", Addresses: q.Addresses}, ChangeCreate, "v=spf1 ip4:198.51.100.7 ~all", "no-domain"},
		{"DNS told nothing at all", zone{"txt contoso.com": failing, "txt " + cloud: failing}, q, ChangeUnknown, "v=spf1 ip4:198.51.100.7 include:" + cloud + " ~all", "unread"},
		{"DNS could not tell", unread, q, ChangeUnknown, "v=spf1 ip4:198.51.100.7 include:" + cloud + " ~all", "unread"},
		{"nothing asked for", office(), Request{Domain: "contoso.com"}, ChangeNone, "", ""},
	} {
		c := merged(tt.zone, tt.request)
		if c.Kind != tt.kind || c.Proposed != tt.proposed || ids(c.Warnings) != tt.warnings {
			t.Errorf("%s: %s %q %q", tt.name, c.Kind, c.Proposed, ids(c.Warnings))
		}
		if len(c.Current) != 0 {
			t.Errorf("%s: current %q", tt.name, c.Current)
		}
	}
}

// Three names without IPv6 addresses stop a receiver before it comes to the ip6 term behind them, but only
// for senders with an IPv6 address: theirs goes to the front.
func TestAnAddressBehindThreeVoidsIsNotAllowedYet(t *testing.T) {
	const record = "v=spf1 a a:mail.contoso.com a ip6:2001:db8::/48 ip4:198.51.100.7 -all"
	for address, want := range map[string]string{
		"2001:db8::7":  "v=spf1 ip6:2001:db8::7 a a:mail.contoso.com a ip6:2001:db8::/48 ip4:198.51.100.7 -all",
		"198.51.100.7": record,
	} {
		c := merged(office(record), Request{Domain: "contoso.com", Addresses: prefixes(address)})
		if c.Proposed != want {
			t.Errorf("%s: %s", address, c.Proposed)
		}
		if e := evaluated(office(c.Proposed), Query{IP: netip.MustParseAddr(address), Sender: "scanner@contoso.com"}); e.Result != Pass {
			t.Errorf("%s: %s", address, e.Result)
		}
	}
	if got := ids(inspected(office(record), "contoso.com").Problems); got != "voids-ipv6" {
		t.Errorf("told: %q", got)
	}
	if e := evaluated(office(record), Query{IP: netip.MustParseAddr("2001:db8::7"), Sender: "scanner@contoso.com"}); e.Result != PermError {
		t.Errorf("before: %s", e.Result)
	}
}
