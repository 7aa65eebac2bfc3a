package ui

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sendpath/decide"
	"sendpath/ui/plain"
)

// A pair is the wizard and the conversation that plain prompts and the question protocol hold, each given
// the same answers.
type pair struct {
	*rapid.T
	wizard Model
	talk   *plain.Talk
	known  bool // the talk needs no answer about the cloud
}

// TestWizardAsksWhatPlainPromptsAsk walks through the questions at random, back and forth and with changes
// from the review. At each step both ask the same question with the same number, or review the same
// answers; the plans are the same in the end.
func TestWizardAsksWhatPlainPromptsAsk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &pair{t, play(newTestModel(80, 24), "enter"),
			plain.NewTalk(decide.Device, decide.Answers{}, "2026-11-21", decide.Form{AllowDocumentation: true}), false}
		p.know(true)
		for range rapid.IntRange(5, 40).Draw(t, "steps") {
			p.step(rapid.IntRange(0, 9).Draw(t, "what"))
		}
		for p.wizard.screen != reviewing || len(p.wizard.walk.Pending()) > 0 {
			p.step(9)
		}
		p.comparePlans()
	})
}

// step goes back, changes an answer or goes on.
func (p *pair) step(what int) {
	if p.wizard.screen != asking {
		p.know(p.wizard.walk.Known[decide.Cloud])
	}
	switch {
	case p.wizard.screen == starting:
		p.press("enter")
	case p.wizard.screen == reviewing:
		p.review(what)
	case p.wizard.screen != asking:
		p.Fatalf("a screen nobody asked for:\n%s", p.wizard.View())
	case what == 0:
		p.sameQuestion()
		p.press("esc")
		p.talk.Back()
	default:
		p.sameQuestion()
		p.answer()
	}
}

func (p *pair) press(keys ...string) { p.wizard = play(p.wizard, keys...) }

func (p *pair) know(known bool) {
	p.known = known
	p.talk.Know(decide.Cloud, known)
}

func (p *pair) sameQuestion() {
	q := p.talk.Question()
	if q == nil || q.Key != p.wizard.ask.key {
		p.Fatalf("the wizard asks %s, plain prompts ask %v", p.wizard.ask.key, q)
	}
	if p.known != p.wizard.walk.Known[decide.Cloud] {
		return // DNS came while this question is asked: one more is ahead
	}
	number, of := p.wizard.progress()
	if n, o := p.talk.Number(); number != 0 && (n != number || o != of) {
		p.Fatalf("%s is question %d of %d in the wizard, %d of %d in plain prompts", q.Name(), number, of, n, o)
	}
}

// answer gives both the same answer: a number, or a text that is typed. What DNS said before the answer is
// what the next question depends on; a new domain's DNS is not read yet then.
func (p *pair) answer() {
	q, domain, known := p.talk.Question(), p.talk.Given(decide.Domain), p.wizard.walk.Known[decide.Cloud]
	defer func() { p.know(known || p.talk.Given(decide.Domain) != domain) }()
	if len(q.Choices) > 0 {
		i := rapid.IntRange(0, len(q.Choices)-1).Draw(p.T, q.Name())
		p.press(string(rune('1' + i)))
		p.tell(q.Choices[i].Value)
		return
	}
	text := rapid.SampledFrom(texts[q.Key]).Draw(p.T, q.Name())
	p.press("ctrl+u")
	if text != "" {
		p.press(text)
	}
	p.press("enter")
	switch {
	case q.Key == decide.DeviceID:
		p.tell(map[string]string{"ricoh": "ricoh", "zzzz": decide.GenericDevice}[text])
	case text == "":
		p.talk.Skip()
	default:
		p.tell(text)
	}
}

func (p *pair) tell(text string) {
	if _, err := p.talk.Answer(text); err != nil {
		p.Fatalf("plain prompts refuse %q: %v", text, err)
	}
}

var texts = map[decide.Key][]string{
	decide.Domain:          {"contoso.com", "https://contoso.com/", "tailspin.example"},
	decide.Sender:          {""},
	decide.PublicIPs:       {"", "198.51.100.7", "198.51.100.7/28 2001:db8::1", "2001:db8::1"},
	decide.CertificateName: {"", "mail.contoso.com"},
	decide.DeviceID:        {"ricoh", "zzzz"},
}

// review compares the answers, and then changes one, goes back or goes on.
func (p *pair) review(what int) {
	lines, questions := p.wizard.reviewLines(), p.talk.Review()
	lines = slices.DeleteFunc(slices.Clone(lines), func(l reviewLine) bool { return l.from == fromDNS })
	if !slices.EqualFunc(lines, questions, func(l reviewLine, q *decide.Question) bool { return l.key == q.Key }) {
		p.Fatalf("the wizard reviews %v, plain prompts %v", lines, questions)
	}
	switch pending := p.wizard.walk.Pending(); {
	case what < 5:
		q := rapid.SampledFrom(questions).Draw(p.T, "change")
		p.press("home")
		for range 1 + slices.IndexFunc(p.wizard.reviewLines(), func(l reviewLine) bool { return l.key == q.Key }) {
			p.press("down")
		}
		p.press("enter")
		p.talk.Change(q)
	case len(pending) > 0:
		p.press("home", "enter")
	case what == 5:
		p.press("esc")
		p.talk.Back()
	}
}

func (p *pair) comparePlans() {
	plans := [2]decide.Plan{}
	for i, answers := range []decide.Answers{p.wizard.answers(), p.talk.Answers()} {
		plans[i] = decide.Decide(decide.Case{Answers: answers, AsOf: "2026-11-21"}, p.wizard.dns.set)
	}
	if !reflect.DeepEqual(plans[0], plans[1]) {
		p.Fatalf("the wizard plans for %q, plain prompts for %q", p.wizard.answers(), p.talk.Answers())
	}
}
