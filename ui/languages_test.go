package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sendpath/decide"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

func in(lang *words.Language) func(*Options) { return func(o *Options) { o.Language = lang } }

// TestScreensInItalian are the screens as they are read by an Italian.
func TestScreensInItalian(t *testing.T) {
	for _, s := range shots() {
		t.Run(s.name, func(t *testing.T) {
			checkGolden(t, "it-"+s.name, play(newTestModel(80, 24, in(words.Choose("it"))), s.keys...).View())
		})
	}
}

// TestNoLabelIsCutOff: in every language the short name of a question fits its column of the review.
func TestNoLabelIsCutOff(t *testing.T) {
	questions := slices.Concat(decide.Device.Questions, servers.Questions.Questions)
	for _, tag := range words.Tags() {
		m := newTestModel(80, 24, in(words.Choose(tag)))
		for _, q := range questions {
			if name := m.shortName(q.Key); utf8.RuneCountInString(name) >= labelWidth {
				t.Errorf("%s: %q is longer than its column", tag, name)
			}
		}
	}
}

// TestEveryScreenIsTranslatedAndFits plays everything in a language that is a third longer than English and
// writes every vowel with an accent: a word without one was never said in the user's language.
func TestEveryScreenIsTranslatedAndFits(t *testing.T) {
	for _, window := range windows {
		for _, s := range shots() {
			t.Run(fmt.Sprintf("%dx%d-%s", window[0], window[1], s.name), func(t *testing.T) {
				checkTranslated(t, play(newTestModel(window[0], window[1], in(words.Pseudo())), s.keys...))
			})
		}
		for _, s := range troubleShots() {
			t.Run(fmt.Sprintf("%dx%d-%s", window[0], window[1], s.name), func(t *testing.T) {
				checkTranslated(t, play(newTestModel(window[0], window[1], in(words.Pseudo()), withTroubleshooting), s.keys...))
			})
		}
	}
}

// TestThePlaceholderIsSaidAndNotCopied: in place of the password there is a reminder in the user's language, in
// the list and on a screen of its own, and nobody copies it for the password.
func TestThePlaceholderIsSaidAndNotCopied(t *testing.T) {
	for _, lang := range []*words.Language{nil, words.Choose("it")} {
		said := decide.SayValue(decide.PasswordPlaceholder, lang)
		list := play(newTestModel(80, 24, in(lang)), slices.Concat(office, []string{"enter", "down", "down", "down", "down", "down"})...)
		for where, m := range map[string]Model{"the list": list, "its screen": play(list, "enter")} {
			if !strings.Contains(m.View(), said) {
				t.Errorf("%s does not say %q:\n%s", where, said, m.View())
			}
			if m = play(m, "c"); m.status != lang.Say("There is no value to copy here.") {
				t.Errorf("%s offers it to be copied: %q", where, m.status)
			}
		}
	}
}

// TestPagesBesideThePlanAreTranslatedAndFit is the same for pages that need somebody to talk to.
func TestPagesBesideThePlanAreTranslatedAndFit(t *testing.T) {
	checker, customers := contosoSeen(refusedSignIn()), book(t)
	for _, window := range windows {
		for _, s := range pageShots() {
			t.Run(fmt.Sprintf("%dx%d-%s", window[0], window[1], s.name), func(t *testing.T) {
				m := newTestModel(window[0], window[1], in(words.Pseudo()), withCustomers(customers), withCheck(checker), withSender(disabled()))
				checkTranslated(t, play(m, s.keys...))
			})
		}
		t.Run(fmt.Sprintf("%dx%d-listen", window[0], window[1]), func(t *testing.T) {
			for _, f := range []Finder{onLoopback("127.0.0.1"), onLoopback("127.0.0.1", "127.0.0.2"), onLoopback()} {
				m := play(newTestModel(window[0], window[1], in(words.Pseudo()), func(o *Options) { o.Finder = f }), slices.Concat([]string{"1"}, office[1:9])...)
				next, cmd := m.Update(pressed("f"))
				w := &finding{t: t, m: next.(Model)}
				w.take(cmd)
				checkTranslated(t, w.m)
				w.press("esc")
			}
		})
	}
}

// pageShots are the screens of the pages that open from a plan, and of the list of saved customers.
func pageShots() []shot {
	plan := slices.Concat([]string{"1"}, office[1:], []string{"enter"})
	with := func(keys ...string) []string { return slices.Concat(plan, keys) }
	sent := slices.Concat(plan, []string{"m"}, addressed, []string{password, "enter"})
	return []shot{
		{"customers", []string{"2"}},
		{"customer-name", with("u")},
		{"check", with("t")},
		{"check-findings", with("t", "1")},
		{"check-findings-end", with("t", "1", "end")},
		{"send", with("m")},
		{"send-password", with(append([]string{"m"}, addressed...)...)},
		{"send-refused", sent},
		{"send-refused-end", append(slices.Clone(sent), "end")},
		{"plan-help", with("?")},
	}
}

func checkTranslated(t *testing.T, m Model) {
	t.Helper()
	viewFits(t, m)
	for _, word := range english(m.View()) {
		t.Errorf("%q is not said in the user's language:\n%s", word, m.View())
	}
}

// troubleShots are the screens of troubleshooting, from the start and beside a plan.
func troubleShots() []shot {
	result := slices.Concat(office, []string{"enter"})
	return []shot{
		{"trouble", []string{"2"}},
		{"trouble-paste", []string{"2", "1", disabledForTenant}},
		{"trouble-symptoms", []string{"2", "2"}},
		{"trouble-symptom", []string{"2", "2", "enter"}},
		{"trouble-makers", []string{"2", "3"}},
		{"trouble-panel", []string{"2", "3", "enter"}},
		{"trouble-code", []string{"2", "3", "enter", "1"}},
		{"trouble-server", []string{"2", "4"}},
		{"trouble-port", []string{"2", "4", "enter"}},
		{"trouble-port-wrong", []string{"2", "4", "enter", "0", "enter"}},
		{"trouble-password", []string{"2", "4", "enter", "enter"}},
		{"trouble-connector", []string{"2", "4", "enter", "enter", "1"}},
		{"trouble-set-up", []string{"2", "4", "smtp.office365.com", "enter", "25", "enter", "2", "1"}},
		{"trouble-set-up-unknown", []string{"2", "4", "enter", "enter", "3", "3"}},
		{"trouble-taken", []string{"2", "2", "3", "enter"}},
		{"trouble-plan", slices.Concat(result, []string{"e", "2", "3", "end"})},
		{"result-help", slices.Concat(result, []string{"?"})},
		{"start-help", []string{"?"}},
	}
}

var plainWord = regexp.MustCompile(`^["'(\[]*([A-Za-z]*[aeiou][A-Za-z]*)[].,:;!?~"')]*$`)

// english returns the words of a text that have a vowel without an accent and are no name. What a narrow
// window cuts off is not read: words with dots behind, and the one or two letters that a broken line leaves.
func english(text string) []string {
	var list []string
	for _, field := range strings.Fields(text) {
		m := plainWord.FindStringSubmatch(field)
		if m != nil && len(m[1]) > 2 && !strings.HasSuffix(field, "...") && !slices.Contains(names, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// names are the words of machine values and proper names on these screens, the same in every language.
var names = strings.Fields(`
	sendpath contoso net recent Microsoft
	Beckhoff TwinCAT Brother Canon imageRUNNER imageCLASS Universal Send Kit kit Epson Konica Kyocera Lexmark Ricoh Aficio
	Schneider Sharp Toshiba Xerox AltaLink VersaLink PrimeLink WorkCentre LaserJet Enterprise Managed FutureSmart
	OfficeJet Pro Smart Tank
	Web Image Monitor Device Management Configuration Settings Email
	Server Name Port Use Secure Connection Authentication Auth User Address
	Enabled True ConnectorType OnPremises SenderDomains SenderIPAddress RequireTls TlsSenderCertificateName
	Authentication unsuccessful SmtpClientAuthentication disabled for the Tenant
	Set multifunction device application send email using
	Fix issues with printers scanners and applications that server
	Contoso Service com
	endpoint dkim dmarc drift network starttls certificate auth tlsa blocklist dynamic
	banner ready password
`)
