package render

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// TestEveryDocumentIsTranslated writes the documents in a language that puts an accent on every vowel: a word
// without one was never said in the reader's language.
func TestEveryDocumentIsTranslated(t *testing.T) {
	for _, s := range stories() {
		plan := s.planIn(words.Pseudo())
		for _, f := range []Format{Text, Markdown, HTML} {
			t.Run(s.name+"/"+string(f), func(t *testing.T) {
				same := names(plan)
				for line := range strings.SplitSeq(prose(t, f, plan, words.Pseudo()), "\n") {
					if found := english(line, same); len(found) > 0 {
						t.Errorf("%q in %q", found, line)
					}
				}
			})
		}
	}
}

// TestEveryRelayIsTranslated: the sheet in front of the files of Postfix, and the comments in them.
func TestEveryRelayIsTranslated(t *testing.T) {
	for _, upstream := range servers.Upstreams() {
		for _, encryption := range []string{decide.TLSNone, decide.TLSOld, decide.TLSImplicit, decide.TLS12} {
			plan := inLanguage(words.Pseudo(), decide.TLS, encryption)
			r := servers.LocalRelay(plan, servers.RelayOptions{Upstream: upstream, Language: words.Pseudo()})
			for _, f := range RelayFormats() {
				var b bytes.Buffer
				must(t, WriteRelay(&b, f, r, words.Pseudo()))
				sheet, files, _ := strings.Cut(b.String(), "\n---- ")
				for line := range strings.Lines(sheet + "\n" + strings.Join(postfixComment.FindAllString(files, -1), "\n")) {
					if found := english(connectorName.ReplaceAllString(line, ""), relayNames); len(found) > 0 {
						t.Errorf("%s, %s, %s: %q in %q", f, upstream, encryption, found, line)
					}
				}
			}
		}
	}
}

var (
	postfixComment = regexp.MustCompile(`(?m)^# .*$`)
	connectorName  = regexp.MustCompile(`-(Name|Identity) '[^']*'`)
)

// relayNames are the words of commands and the names of Postfix's own columns.
var relayNames = strings.Fields(values + ` SenderIPAddresses postfix service type private unprivileged chroot wakeup maxproc command`)

// inLanguage is the plan of a device that cannot sign in and has no static address, said in a language.
func inLanguage(lang *words.Language, pairs ...any) decide.Plan {
	a := with(answers(decide.Domain, "contoso.com"), append(pairs, decide.Login, decide.LoginNone, decide.StaticIP, decide.No)...)
	return decide.Decide(decide.Case{Answers: a, AsOf: "2026-11-22", Language: lang}, nil)
}

// TestPlanInItalian is a plan as it is read by an Italian.
func TestPlanInItalian(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, Text, stories()[0].planIn(words.Choose("it")), words.Choose("it")); err != nil {
		t.Fatal(err)
	}
	golden(t, "relay.it.txt", b.Bytes())
}

// TestThePlaceholderIsSaidToPeopleOnly: people read in their language what to type in its place, and nothing
// offers it as a value to copy; programs find the one that is promised.
func TestThePlaceholderIsSaidToPeopleOnly(t *testing.T) {
	for _, lang := range []*words.Language{nil, words.Choose("it"), words.Pseudo()} {
		said := decide.SayValue(decide.PasswordPlaceholder, lang)
		if lang != nil && said == decide.PasswordPlaceholder {
			t.Errorf("%s: the placeholder is English", lang.Code())
		}
		plan := decide.Decide(decide.Case{Answers: decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Login, decide.LoginPassword), AsOf: "2026-11-21", Language: lang}, nil)
		for f, want := range map[Format]string{Text: said, Markdown: mdQuote(said), HTML: html.EscapeString(said), JSON: `"` + decide.PasswordPlaceholder + `"`} {
			var b bytes.Buffer
			if err := Write(&b, f, plan, lang); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s in %s does not say %s", f, lang.Code(), want)
			}
			if strings.Contains(b.String(), "`"+said+"`") || strings.Contains(b.String(), `data-copy="`+html.EscapeString(said)) || strings.Contains(b.String(), "<code>"+html.EscapeString(said)) {
				t.Errorf("%s in %s offers the placeholder as a value", f, lang.Code())
			}
		}
	}
}

func (s story) planIn(lang *words.Language) decide.Plan {
	return decide.Decide(decide.Case{Answers: s.answers, AsOf: s.asOf, Language: lang}, s.dns)
}

var markup = regexp.MustCompile(`(?s)<(style|script)\b.*?</(style|script)>|<[^>]*>`)

// prose is a document as a reader sees it.
func prose(t *testing.T, f Format, p decide.Plan, lang *words.Language) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, p, lang); err != nil {
		t.Fatal(err)
	}
	if f != HTML {
		return b.String()
	}
	return html.UnescapeString(markup.ReplaceAllString(b.String(), " "))
}

var plainWord = regexp.MustCompile(`^["'(*\[]*([A-Za-z]*[aeiou][A-Za-z]*)[].,:;!?~"')*]*$`)

// english returns the words of a line that have a vowel without an accent and are no name.
func english(line string, same []string) []string {
	var list []string
	for _, field := range strings.Fields(line) {
		if m := plainWord.FindStringSubmatch(field); m != nil && !slices.Contains(same, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// values are the words of machine values: keys, record types, what PowerShell understands.
const values = "on off starttls aaaa sendpath OnPremises SmtpClientAuthenticationDisabled if"

// names are the words that stay as they are in every language: values, the titles of articles, and the
// device's own name, menus and fields.
func names(p decide.Plan) []string {
	texts := []string{values, p.Page.ID, p.Page.Name, p.Page.Where}
	for _, set := range p.Device {
		if !set.Generic {
			texts = append(texts, set.Label)
		}
	}
	for _, r := range p.Rules {
		texts = append(texts, r.Source.Title)
	}
	return strings.FieldsFunc(strings.Join(texts, " "), func(r rune) bool { return strings.ContainsRune(" .,:;>()/", r) })
}
