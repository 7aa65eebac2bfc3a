package plain

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/ui/batch"
)

const day decide.Day = "2026-11-21"

func newTalk(given decide.Answers) *Talk {
	known := func(id string) bool { _, ok := device.ByID(id); return ok }
	return NewTalk(decide.Device, given, day, decide.Form{AllowDocumentation: true, KnownDevice: known})
}

// TestDefaultsEnd: somebody who only presses Enter after the domain gets to the end, and has said nothing
// that is not so.
func TestDefaultsEnd(t *testing.T) {
	talk := newTalk(decide.Answers{}.With(decide.Domain, "contoso.com"))
	for range len(decide.Device.Questions) {
		if q := talk.Question(); q == nil {
			break
		}
		if _, err := talk.Answer(""); err != nil {
			t.Fatalf("%s: %v", talk.Question().Name(), err)
		}
	}
	if q := talk.Question(); q != nil {
		t.Fatalf("%s is still asked", q.Name())
	}
	answers := talk.Answers()
	if answers[decide.StaticIP] != decide.Unknown || answers[decide.Volume] != decide.NormalVolume || answers[decide.Sender] != "scanner@contoso.com" {
		t.Errorf("answers %v", answers)
	}
}

func TestRequiredQuestionNeedsAnAnswer(t *testing.T) {
	talk := newTalk(decide.Answers{})
	if _, err := talk.Answer(""); err == nil || talk.Skip() || talk.Back() {
		t.Error("the domain was skipped")
	}
}

func TestChangedDomainDropsTheSenderOfTheOldOne(t *testing.T) {
	talk := newTalk(decide.Answers{}.With(decide.Domain, "contoso.com").With(decide.Sender, "copier@contoso.com"))
	talk.Change(decide.Device.ByKey(decide.Domain))
	reading, err := talk.Answer("example.com")
	if err != nil || len(reading.Notes) != 1 || !strings.Contains(reading.Notes[0].In(nil), "copier@contoso.com") {
		t.Fatalf("notes %v, error %v", reading.Notes, err)
	}
	if talk.Given(decide.Sender) != "" || !slices.ContainsFunc(talk.Left(), func(q *decide.Question) bool { return q.Key == decide.Sender }) {
		t.Errorf("the sender is %q and not asked again", talk.Given(decide.Sender))
	}
}

// TestAnyPathGivesAnswersThatFilesGive walks through the questions at random, back and forth and with
// changes. The answers that come out are those that a file with the same texts gives, and the same plan.
func TestAnyPathGivesAnswersThatFilesGive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		talk := newTalk(decide.Answers{})
		talk.Know(decide.Cloud, rapid.Bool().Draw(t, "cloud known"))
		for range 200 {
			if talk.Question() == nil && !rapid.Bool().Draw(t, "change something") {
				break
			}
			step(t, talk)
		}
		for q := talk.Question(); q != nil; q = talk.Question() {
			talk.Answer(sample(t, q))
		}
		compareWithFile(t, talk)
	})
}

func step(t *rapid.T, talk *Talk) {
	q := talk.Question()
	switch action := rapid.IntRange(0, 9).Draw(t, "action"); {
	case q == nil:
		review := talk.Review()
		talk.Change(rapid.SampledFrom(review).Draw(t, "which"))
	case action == 0:
		talk.Back()
	case action == 1:
		talk.Answer("nonsense \x1b[2J")
	default:
		talk.Answer(sample(t, q))
	}
}

// sample draws an answer that a person may give.
func sample(t *rapid.T, q *decide.Question) string {
	if len(q.Choices) > 0 {
		return rapid.SampledFrom(append(q.Values(), "", strings.ToUpper(q.Values()[0]))).Draw(t, q.Name())
	}
	texts := map[decide.Key][]string{
		decide.Domain: {"contoso.com", "https://Example.com/x"}, decide.Sender: {"", "scanner@contoso.com", "copier@example.com"},
		decide.PublicIPs: {"", "198.51.100.7", "198.51.100.7/28 2001:db8::1"}, decide.CertificateName: {"", "mail.contoso.com"}, decide.DeviceID: {"", "generic"},
	}
	if q.Key == decide.Domain {
		return rapid.SampledFrom(texts[q.Key]).Draw(t, q.Name())
	}
	return rapid.SampledFrom(append(texts[q.Key], "")).Draw(t, q.Name())
}

func compareWithFile(t *rapid.T, talk *Talk) {
	answers := talk.Answers()
	var entries []batch.Entry
	for _, e := range (decide.AnswerObject{Questions: decide.Device, Answers: answers}).Entries() {
		entries = append(entries, batch.Entry{Question: e.Question, Text: e.Value})
	}
	again, _, problems := batch.Read(entries, decide.Form{AllowDocumentation: true})
	if len(problems) > 0 || again != answers {
		t.Fatalf("answers %v, read from a file %v, problems %v", answers, again, problems)
	}
	plan := decide.Decide(decide.Case{Answers: answers, AsOf: day}, nil)
	if len(plan.Ignored) > 0 {
		t.Fatalf("the plan ignores %q", plan.Ignored)
	}
}

// TestBackLeavesOutWhatDoesNotMatter: the answers about a device's sign-in stop mattering once its own
// server takes the mail; going back passes over them.
func TestBackLeavesOutWhatDoesNotMatter(t *testing.T) {
	talk := newTalk(decide.Answers{})
	talk.Know(decide.Cloud, true)
	for _, text := range []string{"contoso.com", "no", "generic", "external", "on-premises"} {
		if _, err := talk.Answer(text); err != nil {
			t.Fatal(err)
		}
	}
	talk.Change(decide.Device.ByKey(decide.OwnServer))
	talk.Answer("yes")
	for _, want := range []decide.Key{decide.DeviceID, decide.OwnServer, decide.Domain} {
		if !talk.Back() || talk.Question().Key != want {
			t.Fatalf("back to %s, want %s", talk.Question().Name(), want)
		}
	}
	if talk.Back() {
		t.Error("there is something before the first question")
	}
}
