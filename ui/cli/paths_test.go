package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sendpath/decide"
)

// A wanderer answers prompts as they come: mostly with the answer it means to give, at times with another
// one, and then it goes back or changes it from the review.
type wanderer struct {
	random *rand.Rand
	means  decide.Answers
	reply  func(w *wanderer, prompt string) string // "" for a text that is no prompt

	detours int // still to make
	prompts int // so far
	heard   bytes.Buffer
	replies chan string
	left    string
}

func newWanderer(random *rand.Rand, means decide.Answers, reply func(*wanderer, string) string) *wanderer {
	return &wanderer{random: random, means: means, reply: reply, detours: 12, replies: make(chan string, 1)}
}

// patience is how many prompts are answered. Straight through it takes 20, with all detours below 100.
const patience = 500

var errTired = errors.New("it asks and asks")

// Write hears what the program says, and replies to each prompt. One that asks without end cannot be
// written any more, which ends it.
func (w *wanderer) Write(p []byte) (int, error) {
	w.heard.Write(p)
	reply := w.reply(w, string(p))
	if reply == "" {
		return len(p), nil
	}
	if w.prompts++; w.prompts > patience {
		return 0, errTired
	}
	w.replies <- reply
	return len(p), nil
}

// Read waits for the next prompt.
func (w *wanderer) Read(p []byte) (int, error) {
	if w.left == "" {
		select {
		case w.left = <-w.replies:
		case <-time.After(time.Minute): // the program waits, and said nothing that is a prompt
			return 0, errTired
		}
	}
	if w.left == "" {
		return 0, io.EOF
	}
	n := copy(p, w.left)
	w.left = w.left[n:]
	return n, nil
}

// strays reports whether to leave the straight path now.
func (w *wanderer) strays() bool {
	if w.detours == 0 || w.random.IntN(3) > 0 {
		return false
	}
	w.detours--
	return true
}

func (w *wanderer) pick(texts ...string) string { return texts[w.random.IntN(len(texts))] }

// replyJSON speaks the question protocol.
func replyJSON(w *wanderer, line string) string {
	var asked struct {
		ID     string `json:"id"`
		Values []struct{ Value string }
		Review []struct{ ID, Value string }
		Left   []string
	}
	if json.Unmarshal([]byte(line), &asked) != nil || asked.ID == "" && asked.Review == nil {
		return ""
	}
	q, isQuestion := decide.Device.ByName(asked.ID)
	switch {
	case !isQuestion:
		return w.reviewJSON(asked.Review)
	case w.strays() && len(asked.Values) > 0:
		return w.pick(`{"back":true}`, `{"review":true}`, `"`+asked.Values[w.random.IntN(len(asked.Values))].Value+`"`, "nonsense", "{}") + "\n"
	case w.means[q.Key] == "" && len(q.Choices) == 0:
		return `{"skip":true}` + "\n"
	}
	value, _ := json.Marshal(w.means[q.Key])
	return `{"answer":` + string(value) + "}\n"
}

// reviewJSON changes what is not meant, and sometimes what is.
func (w *wanderer) reviewJSON(review []struct{ ID, Value string }) string {
	for _, a := range review {
		if q, _ := decide.Device.ByName(a.ID); w.means[q.Key] != a.Value && (w.means[q.Key] != "" || len(q.Choices) == 0) || len(q.Choices) > 0 && w.strays() {
			return `{"change":"` + a.ID + `"}` + "\n"
		}
	}
	return `{"next":true}` + "\n"
}

// replyPlainly answers plain prompts: it knows the question from the line before, and in the review it
// changes any answer a few times. What it strays to, it notices when that is read back.
func replyPlainly(w *wanderer, said string) string {
	if !strings.HasSuffix(said, ": ") {
		return ""
	}
	before := w.heard.String()
	last := before[strings.LastIndex(before, "\nQuestion ")+1:]
	if strings.HasPrefix(said, "Number or Enter") {
		return w.reviewPlainly(before)
	}
	for i := range decide.Device.Questions {
		q := &decide.Device.Questions[i]
		if _, ask, _ := strings.Cut(last, ": "); !strings.HasPrefix(strings.Join(strings.Fields(ask), " "), string(q.Ask)) {
			continue
		}
		switch {
		case w.strays() && len(q.Choices) > 0:
			return w.pick("<", "*", "1", "2", "nonsense", "?") + "\n"
		case w.means[q.Key] == "" && len(q.Choices) == 0:
			return "-\n"
		}
		return w.means[q.Key] + "\n"
	}
	return "\x04\n"
}

// reviewPlainly finds the first answer that is not the one meant, by its words.
func (w *wanderer) reviewPlainly(heard string) string {
	list := heard[strings.LastIndex(heard, "\n1: "+string(decide.Device.ByKey(decide.Domain).Ask)):]
	list = strings.Join(strings.Fields(list), " ")
	for i := range decide.Device.Questions {
		q := &decide.Device.Questions[i]
		number, said, found := strings.Cut(list, ": "+string(q.Ask)+" ")
		if !found || len(q.Choices) == 0 {
			continue
		}
		if !strings.HasPrefix(said, q.Words(w.means[q.Key], nil)) || w.strays() {
			return number[strings.LastIndexByte(number, ' ')+1:] + "\n"
		}
	}
	return "\n"
}

// TestEveryPathGivesTheSamePlan: the same answers as flags, as a file, and on random paths through the
// question protocol and plain prompts, where some are given beforehand.
func TestEveryPathGivesTheSamePlan(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	file := filepath.Join(t.TempDir(), "answers.json")
	for range 40 {
		answers := asked(randomAnswers(random))
		object := decide.AnswerObject{Questions: decide.Device, Answers: answers}
		want := byFlags(t, object.Entries())
		save(t, file, asJSON(t, object))
		compare(t, "file", want, planOf(t, "", "--answers", file))

		var beforehand []string
		for _, e := range object.Entries() {
			if random.IntN(5) == 0 {
				beforehand = append(beforehand, "--"+flagName(e.Question), e.Value)
			}
		}
		byProgram := newWanderer(random, answers, replyJSON)
		said := wander(t, byProgram, byProgram, io.Discard, append(beforehand, "--protocol", "json")...)
		lines := strings.Split(strings.TrimSpace(said), "\n")
		compare(t, "protocol", want, lines[len(lines)-1])

		byPerson := newWanderer(random, answers, replyPlainly)
		var text bytes.Buffer
		wander(t, byPerson, &text, byPerson, append(beforehand, "--plain")...)
		if wantText := planText(t, file); text.String() != wantText {
			t.Fatalf("plain prompts give another plan:\n%s\nwant\n%s\n%s", text.String(), wantText, byPerson.heard.String())
		}
	}
}

// asked leaves only the answers that a conversation asks for, with one for each of them.
func asked(answers decide.Answers) decide.Answers {
	for i := range decide.Device.Questions {
		q := &decide.Device.Questions[i]
		switch {
		case q.Asked == decide.Never:
			answers[q.Key] = ""
		case len(q.Choices) > 0 && answers[q.Key] == "":
			answers[q.Key] = q.Choices[0].Value
		}
	}
	left, _, _ := decide.Device.Settle(answers, "2026-11-21")
	if decide.Decide(decide.Case{Answers: left, AsOf: "2026-11-21"}, nil).Method != decide.Relay {
		left[decide.ExistingConnector] = ""
	}
	return left
}

func wander(t *testing.T, w *wanderer, out, errs io.Writer, args ...string) string {
	t.Helper()
	e := &environment{in: w, out: out, errs: errs, getenv: func(string) string { return "" },
		now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }}
	defer close(w.replies)
	if s := run(t.Context(), e, append(args, "--offline", "--allow-documentation-addresses")); s != done && s != problem {
		t.Fatalf("%q: exit status %d:\n%s", args, s, w.heard.String())
	}
	return w.heard.String()
}

func planText(t *testing.T, file string) string {
	t.Helper()
	out, errs, s := called(t, "", "plan", "--answers", file, "--offline", "--allow-documentation-addresses")
	if s != done && s != problem {
		t.Fatalf("exit status %d: %s", s, errs)
	}
	return out
}
