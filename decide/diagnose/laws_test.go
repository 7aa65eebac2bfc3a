package diagnose

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sendpath/decide/words"
)

// said returns everything the catalogue can say to a user, each text with its entry.
func said() map[string][]string {
	out := map[string][]string{}
	add := func(id string, texts ...words.Text) {
		for _, t := range texts {
			if t != "" {
				out[id] = append(out[id], string(t))
			}
		}
	}
	for _, f := range Faults() {
		add(f.ID, f.Title, f.Cause, f.Apart)
		for _, s := range f.Fix {
			add(f.ID, s.Text)
			if s.Command != "" {
				out[f.ID] = append(out[f.ID], s.Command)
			}
		}
		for _, c := range f.Change {
			add(f.ID, c.When)
		}
	}
	for _, s := range Symptoms() {
		add("question", s.Question)
	}
	add("set-up", meansAuth, meansHVE, meansACS, meansRelay, meansDirect, meansMX, meansOther, meansNothing, noPassword, passwordAtMX,
		connectorUnused, submissionOn25, port465, mxOn587, oldConsumer, oddPort, askServerName, askConnector)
	add("ask", askReply, askWords, askInner, askPanel, askHost, askPort)
	return out
}

// What must never be advised, as far as a text can show it.
func TestNothingForbiddenIsSaid(t *testing.T) {
	month := regexp.MustCompile(`(January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d`)
	for id, texts := range said() {
		for _, s := range texts {
			lower := strings.ToLower(s)
			if strings.Contains(s, "465") && id != "question" && !strings.Contains(lower, "not ") {
				t.Errorf("%s speaks of port 465 without saying that it does not work: %q", id, s)
			}
			for _, never := range []string{"smtp-legacy", "partner connector", "type partner", "-connectortype partner", "restrictdomains", "+all", "allowlegacytls", "disable security defaults", "turn security defaults off", "switch security defaults off"} {
				if strings.Contains(lower, never) {
					t.Errorf("%s says %q: %q", id, never, s)
				}
			}
			if strings.Contains(lower, "replace security defaults") && !strings.Contains(s, "Conditional Access") {
				t.Errorf("%s does not name the replacement of security defaults: %q", id, s)
			}
			for _, date := range month.FindAllString(s, -1) {
				if date != "December 2026" && date != "February 2025" {
					t.Errorf("%s gives the date %s: %q", id, date, s)
				}
			}
			if strings.Contains(s, "v=spf1 ") {
				t.Errorf("%s shows a whole SPF record, which somebody would paste over the domain's own: %q", id, s)
			}
			if strings.Contains(s, "%") {
				t.Errorf("%s has a format verb that gets no argument: %q", id, s)
			}
		}
	}
}

// A device below TLS 1.2 cannot use smtp.office365.com, so the entries about old TLS never send it there.
func TestOldTLSIsNeverSentToTheSubmissionServer(t *testing.T) {
	all := said()
	for _, id := range []string{"AUTH-12", "SYM-08", "SYM-12"} {
		for _, s := range all[id] {
			if strings.Contains(s, "smtp.office365.com") {
				t.Errorf("%s: %q", id, s)
			}
		}
	}
	for _, f := range Faults() {
		for _, c := range f.contradicts {
			if c.Key == "tls" && c.Value == "old" && slices.ContainsFunc(f.Change, func(c Change) bool { return c.To == SMTPAuth }) {
				t.Errorf("%s says that TLS is old and changes to SMTP AUTH", f.ID)
			}
		}
	}
}

// Another server's reply gets no step of Microsoft's.
func TestOtherServersGetNoMicrosoftSteps(t *testing.T) {
	cmdlet := regexp.MustCompile(`\b(Get|Set|New|Add)-[A-Z]`)
	for _, f := range otherFaults() {
		if f.ID != "OTHER" || len(f.Fix) == 0 || len(f.Change) > 0 || len(f.contradicts) > 0 {
			t.Errorf("%s: id %s, %d steps, %d changes, %d contradictions", f.Title, f.ID, len(f.Fix), len(f.Change), len(f.contradicts))
		}
		for _, s := range f.Fix {
			if cmdlet.MatchString(s.Command) || strings.Contains(string(s.Text), "Exchange admin centre") || strings.Contains(string(s.Text), "SMTP AUTH") {
				t.Errorf("%s: %q %q", f.Title, s.Text, s.Command)
			}
		}
	}
}

// The keys and values of answers that a fault can contradict, as the decision defines them.
var answerValues = map[string][]string{
	"login": {"none", "password", "oauth"}, "tls": {"none", "old", "implicit", "1.2"}, "senders": {"one", "many"}, "sender": {},
	"volume": {"normal", "high", "bulk"}, "smtp_auth": {"allowed", "oauth-only", "blocked"}, "static_ip": {"yes", "no"}, "public_ips": {},
	"certificate_name": {}, "direct_send": {"allowed", "rejected"}, "port_25": {"open", "blocked"}, "port_587": {"open", "blocked"},
	"existing_connector": {"no", "yes"}, "recipients": {"internal", "external"},
}

func TestEntriesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Faults() {
		if seen[f.ID] && f.ID != "OTHER" {
			t.Errorf("%s stands there twice", f.ID)
		}
		seen[f.ID] = true
		if f.Title == "" || f.Cause == "" || len(f.Fix) == 0 || f.Clears == "" || f.Confidence == "" {
			t.Errorf("%s lacks title, cause, fix, permanence or confidence", f.ID)
		}
		if len(f.Sources) == 0 && !strings.HasPrefix(f.ID, "PANEL-") {
			t.Errorf("%s has no source", f.ID)
		}
		for _, c := range f.contradicts {
			values, known := answerValues[c.Key]
			if !known || c.Value != "" && !slices.Contains(values, c.Value) {
				t.Errorf("%s contradicts %s with the value %q", f.ID, c.Key, c.Value)
			}
		}
		for _, c := range f.Change {
			if c.When == "" {
				t.Errorf("%s changes to %s without a condition", f.ID, c.To)
			}
		}
		for _, s := range f.Sources {
			if s.Title == "" || s.URL != "" && !strings.HasPrefix(s.URL, "https://") {
				t.Errorf("%s: source %q at %q", f.ID, s.Title, s.URL)
			}
		}
		for _, y := range f.yields {
			if !slices.ContainsFunc(catalogue, func(o Fault) bool { return strings.HasPrefix(o.ID, y) }) {
				t.Errorf("%s yields to %s, which does not exist", f.ID, y)
			}
		}
	}
}

// Two entries that each give way to the other would both vanish.
func TestNoTwoEntriesYieldToEachOther(t *testing.T) {
	yields := func(a, b Fault) bool {
		return a.ID != b.ID && slices.ContainsFunc(a.yields, func(y string) bool { return strings.HasPrefix(b.ID, y) })
	}
	for i, a := range catalogue {
		for _, b := range catalogue[i+1:] {
			if yields(a, b) && yields(b, a) {
				t.Errorf("%s and %s yield to each other", a.ID, b.ID)
			}
		}
	}
}

// Every sign and every code of the catalogue leads to its entry, alone or as one of several.
func TestEverySignAndCodeIsReachable(t *testing.T) {
	for _, f := range Faults() {
		for _, text := range slices.Concat(f.says, f.shared, f.vague) {
			r := Diagnose(Input{Text: "554 <anna@example.com " + text})
			if len(r.Faults) == 0 {
				t.Errorf("%s: %q is not recognised", f.ID, text)
			}
		}
		for _, code := range f.codes {
			first, _, _ := strings.Cut(code, "-")
			if !strings.Contains(first, " ") {
				first = "550 " + first
			}
			r := Diagnose(Input{Text: first + " in words nobody knows" + tailCA})
			if !slices.Contains(ids(r), f.ID) {
				t.Errorf("%s: code %q gives %v", f.ID, first, ids(r))
			}
		}
	}
}
