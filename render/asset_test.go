package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sendpath/decide"
	"sendpath/decide/words"
)

func TestAssetsHoldTheSamePairs(t *testing.T) {
	p := stories()[0].plan()
	var glue struct {
		Data struct {
			Type       string
			Attributes struct{ Traits map[string]string }
		}
	}
	var hudu struct {
		Asset struct {
			Name   string
			Fields []map[string]string `json:"custom_fields"`
		}
	}
	if err := json.Unmarshal(written(t, ITGlue, p), &glue); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(written(t, Hudu, p), &hudu); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(written(t, Assets, p))).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if glue.Data.Type != "flexible-assets" || hudu.Asset.Name != "sendpath - O'Brien & Söhne - contoso.com" {
		t.Errorf("type %q, name %q", glue.Data.Type, hudu.Asset.Name)
	}
	for i, name := range rows[0] {
		trait, dashed := glue.Data.Attributes.Traits[strings.ReplaceAll(strings.ToLower(name), " ", "-")]
		field, scored := hudu.Asset.Fields[i][strings.ReplaceAll(strings.ToLower(name), " ", "_")]
		if cell := strings.TrimPrefix(rows[1][i], "'"); !dashed || !scored || trait != field || strings.ReplaceAll(trait, `"`, "'") != cell {
			t.Errorf("%s: IT Glue %q, Hudu %q, CSV %q", name, trait, field, cell)
		}
	}
}

// A ticket system has many readers: addresses are left out of assets, and of nothing else.
func TestAssetsLeaveAddressesOut(t *testing.T) {
	p := stories()[0].plan()
	for i := range p.Evidence {
		p.Evidence[i].From = "192.168.1.1:53"
	}
	for _, f := range []Format{ITGlue, Hudu, Assets} {
		var all bytes.Buffer
		if err := WriteWhole(&all, f, p, nil); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"198.51.100.7", "192.168.1.1"} {
			if out := written(t, f, p); bytes.Contains(out, []byte(secret)) {
				t.Errorf("%s holds %s:\n%s", f, secret, out)
			}
			if !bytes.Contains(all.Bytes(), []byte(secret)) {
				t.Errorf("%s, whole, lacks %s", f, secret)
			}
		}
	}
	if !bytes.Contains(written(t, JSON, p), []byte("198.51.100.7")) {
		t.Error("the record lacks the address, and gives another plan")
	}
}

const gone = string(removed)

func TestRedaction(t *testing.T) {
	p := decide.Plan{}
	p.Answers.Answers = answers(decide.PublicIPs, "198.51.100.7 203.0.113.16/28 2001:db8::1")
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"no address: 12:30:00, v1.2, cafe, 1.2.3", "no address: 12:30:00, v1.2, cafe, 1.2.3"},
		{"v=spf1 ip4:198.51.100.7 ip4:198.51.100.77 -all", "v=spf1 ip4:" + gone + " ip4:198.51.100.77 -all"},
		{"ip4:203.0.113.20 ip4:203.0.113.16/28 ip4:203.0.113.0/24", "ip4:" + gone + " ip4:" + gone + " ip4:203.0.113.0/24"},
		{"ip6:2001:db8::1 ip6:2001:db8::10", "ip6:" + gone + " ip6:2001:db8::10"},
		{"only 198.51.100.7.", "only " + gone + "."},
		{"With 198.51.100.7, 2001:db8::1 in it", "With " + gone + ", " + gone + " in it"},
		{"from 10.0.0.1:53 and [fd00::1]:53, 9.9.9.9:53", "from " + gone + " and [" + gone + "]:53, 9.9.9.9:53"},
		{"198.51.100.7/198.51.100.7, 10.0.0.1:10.0.0.2", gone + "/" + gone + ", " + gone + ":" + gone},
		{strings.Repeat(":", 300), strings.Repeat(":", 300)},
	} {
		if got := redact(tt.text, p, nil); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
	if got := redact("10.0.0.1", p, words.Choose("it")); got != "[indirizzo rimosso]" {
		t.Errorf("an Italian reads %q", got)
	}
}

// Redaction takes addresses away and nothing else, wherever they stand.
func TestRedactionTakesOnlyAddresses(t *testing.T) {
	p := decide.Plan{}
	p.Answers.Answers = answers(decide.PublicIPs, "198.51.100.7")
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom([]string{"198.51.100.7", "ip4:198.51.100.7", "192.0.2.1", "a"}), rapid.StringMatching(`[g-z ,;]*`))).Draw(t, "words")
		var want []string
		for _, w := range list {
			want = append(want, strings.ReplaceAll(w, "198.51.100.7", gone))
		}
		if got := redact(strings.Join(list, " "), p, nil); got != strings.Join(want, " ") {
			t.Fatalf("%q becomes %q", list, got)
		}
	})
}

func TestAssetFieldsHaveNamesOfTheirOwn(t *testing.T) {
	keys := assetKeys("_")
	slices.Sort(keys)
	if len(slices.Compact(keys)) != len(assetFields) {
		t.Errorf("%v", keys)
	}
}
