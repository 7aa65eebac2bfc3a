package render

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
)

// A plan as field and value pairs, for the documentation systems of service providers:
//
//   - IT Glue takes a flexible asset as JSON:API with its values under traits, by the fields' names in
//     lower case with dashes (glama.ai/mcp/servers/cardonet/mcp-itglue, read 2026-11-22);
//   - Hudu takes an asset with custom_fields, an object for each field
//     (powershellgallery.com/packages/HuduAPI/1.22, New-HuduAsset, read 2026-11-22);
//   - both import CSV with the fields' names in the first line; IT Glue's wants UTF-8, dates as YYYY-MM-DD, and no quotation
//     mark inside a value (support.itglue.com/hc/en-us/articles/360004938598, read 2026-11-22).
//
// The ids of the organisation and of the asset's type or layout are the system's own: its import asks for
// them, or a script adds them beside the values.

// assetFields are a promise to whoever makes an asset type for them: names and their order. Values are
// texts, "" where a plan has none.
var assetFields = []struct {
	name  string // in words with blanks; each system writes it its own way
	value func(composer) string
}{
	{"Customer", func(c composer) string { return c.Customer }},
	{"Domain", func(c composer) string { return c.Domain }},
	{"Method", func(c composer) string { return string(c.Method) }},
	{"Authentication", func(c composer) string { return string(c.Authentication) }},
	{"What to do", func(c composer) string { return c.Headline }},
	{"Device", composer.deviceName},
	{"Server", func(c composer) string { return setting(c.Plan, "server").Value }},
	{"Server confirmed", func(c composer) string { return serverConfirmed(c.Plan) }},
	{"Port", func(c composer) string { return setting(c.Plan, "port").Value }},
	{"Encryption", func(c composer) string { return setting(c.Plan, "encryption").Value }},
	{"Username", func(c composer) string { return setting(c.Plan, "username").Value }},
	{"Sender", func(c composer) string { return setting(c.Plan, "sender").Value }},
	{"SPF change", func(c composer) string { return c.DNS.SPF.Change }},
	{"SPF before", func(c composer) string { return strings.Join(c.DNS.SPF.Current, " | ") }},
	{"SPF after", func(c composer) string { return c.DNS.SPF.Proposed }},
	{"DNS edited at", func(c composer) string { return c.DNSPlace }},
	{"Connector", func(c composer) string { return connector(c.Plan).Name }},
	{"Connector addresses", func(c composer) string { return strings.Join(connector(c.Plan).SenderIPAddresses, ", ") }},
	{"Connector certificate", func(c composer) string { return connector(c.Plan).TLSSenderCertificate }},
	{"Ends on", func(c composer) string { return string(decide.RiskOf(&c.Plan).Date) }},
	{"What breaks first", func(c composer) string { return decide.RiskOf(&c.Plan).What.In(c.lang) }},
	{"What follows", func(c composer) string { return successorText(c.Plan) }},
	{"Who could misuse it", func(c composer) string { return itemTexts(c.abuse()) }},
	{"Warnings", func(c composer) string { return itemTexts(c.warnings()) }},
	{"Certain", func(c composer) string { return strconv.FormatBool(c.Certain) }},
	{"Answers", answerTexts},
	{"Decided for", func(c composer) string { return string(c.AsOf) }},
	{"Policy", func(c composer) string { return c.Policy }},
	{"Rules", ruleVersions},
	{"DNS read", evidenceSource},
}

func successorText(p decide.Plan) string {
	if p.Successor == nil {
		return ""
	}
	return p.Successor.Text
}

// deviceName is the device as its makers call it.
func (c composer) deviceName() string {
	if c.Page.ID == decide.GenericDevice {
		return c.say("Any other device")
	}
	return c.Page.Name
}

func itemTexts(s section) string {
	texts := make([]string, len(s.Items))
	for i, point := range s.Items {
		texts[i] = strings.Join(append([]string{point.Text}, point.Sub...), " ")
	}
	return strings.Join(texts, " ")
}

func answerTexts(c composer) string {
	var pairs []string
	for _, entry := range c.Answers.Entries() {
		pairs = append(pairs, entry.Question.Name()+": "+entry.Value)
	}
	return strings.Join(pairs, "; ")
}

// ruleVersions names the rules that applied, each with the day its source was last read.
func ruleVersions(c composer) string {
	rules := make([]string, len(c.Rules))
	for i, r := range c.Rules {
		rules[i] = r.ID + " (" + string(r.Source.Checked) + ")"
	}
	return strings.Join(rules, ", ")
}

// evidenceSource tells which resolver answered last, and when.
func evidenceSource(c composer) string {
	from, at := "", ""
	for _, o := range c.Evidence {
		if o.At > at {
			from, at = o.From, o.At
		}
	}
	return joinNonEmpty(" ", at, from)
}

// assetPairs returns the values of a plan in the order of assetFields. Unless whole is set, public addresses and
// the addresses of resolvers inside a network are left out: a ticket system has many readers, and these
// tell from where the organisation takes mail without a sign-in.
func assetPairs(p decide.Plan, lang *words.Language, whole bool) []string {
	c := composer{p, lang}
	values := make([]string, len(assetFields))
	for i, field := range assetFields {
		values[i] = field.value(c)
		if !whole {
			values[i] = redact(values[i], p, lang)
		}
		values[i] = textLine(values[i])
	}
	return values
}

// An assetWriter writes a plan's pairs, with everything in them where whole is set.
type assetWriter func(b *bytes.Buffer, p decide.Plan, lang *words.Language, whole bool) error

func redacted(write assetWriter) func(*bytes.Buffer, decide.Plan, *words.Language) error {
	return func(b *bytes.Buffer, p decide.Plan, lang *words.Language) error { return write(b, p, lang, false) }
}

func whole(write assetWriter) func(*bytes.Buffer, decide.Plan, *words.Language) error {
	return func(b *bytes.Buffer, p decide.Plan, lang *words.Language) error { return write(b, p, lang, true) }
}

// assetName names the asset in lists.
func assetName(p decide.Plan) string {
	return textLine("sendpath - " + joinNonEmpty(" - ", p.Customer, p.Domain))
}

// A traits object keeps the fields in their order.
type traits struct {
	keys   []string
	values []string
}

func (t traits) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, key := range t.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		pair, err := jsonPair(key, t.values[i])
		if err != nil {
			return nil, err
		}
		b.Write(pair)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func jsonPair(key, value string) ([]byte, error) {
	quoted, err := json.Marshal(value)
	return append([]byte(`"`+key+`":`), quoted...), err
}

// assetKeys are the names of the fields in lower case, with this between their words.
func assetKeys(between string) []string {
	keys := make([]string, len(assetFields))
	for i, field := range assetFields {
		keys[i] = strings.ReplaceAll(strings.ToLower(field.name), " ", between)
	}
	return keys
}

func writeITGlue(b *bytes.Buffer, p decide.Plan, lang *words.Language, whole bool) error {
	type attributes struct {
		Traits traits `json:"traits"`
	}
	type data struct {
		Type       string     `json:"type"`
		Attributes attributes `json:"attributes"`
	}
	return encode(b, map[string]data{"data": {"flexible-assets", attributes{traits{assetKeys("-"), assetPairs(p, lang, whole)}}}}, "  ")
}

func writeHudu(b *bytes.Buffer, p decide.Plan, lang *words.Language, whole bool) error {
	type asset struct {
		Name   string              `json:"name"`
		Fields []map[string]string `json:"custom_fields"`
	}
	a := asset{Name: assetName(p)}
	values := assetPairs(p, lang, whole)
	for i, key := range assetKeys("_") {
		a.Fields = append(a.Fields, map[string]string{key: values[i]})
	}
	return encode(b, map[string]asset{"asset": a}, "  ")
}

func writeAssets(b *bytes.Buffer, p decide.Plan, lang *words.Language, whole bool) error {
	if err := AssetsHeader(b); err != nil {
		return err
	}
	return AssetsRow(b, p, lang, whole)
}

// AssetsHeader writes the header line of a table of assets. The error is the writer's.
func AssetsHeader(w io.Writer) error {
	names := make([]string, len(assetFields))
	for i, field := range assetFields {
		names[i] = field.name
	}
	return newTable(w).line(names)
}

// AssetsRow writes a plan as one line of a table of assets; with whole set, nothing is left out. The error
// is the writer's.
func AssetsRow(w io.Writer, p decide.Plan, lang *words.Language, whole bool) error {
	cells := assetPairs(p, lang, whole)
	for i, cell := range cells {
		cells[i] = csvCell(strings.ReplaceAll(cell, `"`, "'"))
	}
	return newTable(w).line(cells)
}
