package decide

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"slices"
	"testing"

	"sendpath/decide/words"
)

var update = flag.Bool("update", false, "write RULES.md")

func TestRulesDocument(t *testing.T) {
	var now bytes.Buffer
	if err := WriteRules(&now); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("RULES.md", now.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile("RULES.md")
	if err != nil || !bytes.Equal(written, now.Bytes()) {
		t.Errorf("RULES.md is stale (%v): run go generate ./decide", err)
	}
}

func TestRulesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for i := range Rules {
		r := &Rules[i]
		if id := r.ID + " " + string(r.Method); seen[id] {
			t.Errorf("%s twice", id)
		} else {
			seen[id] = true
		}
		if r.Source.Title == "" || r.Source.URL == "" || r.Source.Checked == "" || r.When.Says.Text == "" || r.Text == "" {
			t.Errorf("%s lacks words or a source", r.ID)
		}
		if r.Effect == Excludes && r.Short == "" {
			t.Errorf("%s excludes and lacks its Short, which the wizard shows beside the method", r.ID)
		}
	}
}

// TestEveryConditionIsTranslated: in a language that puts an accent on every vowel no word is without one, but
// for names and values.
func TestEveryConditionIsTranslated(t *testing.T) {
	var conditions []Condition
	for i := range Rules {
		conditions = append(conditions, Rules[i].When)
	}
	for i := range fallbacks {
		conditions = append(conditions, fallbacks[i].when)
	}
	for i := range stepTable {
		conditions = append(conditions, stepTable[i].when)
	}
	for i := range Device.Questions {
		conditions = append(conditions, Device.Questions[i].Relevant)
	}
	same := []string{string(Relay), string(DirectSend), string(OwnServerMethod), string(ByPassword), string(ByOAuth), string(ByIP), string(ByCertificate), Worldwide}
	for _, c := range conditions {
		said := " " + c.Says.In(words.Pseudo())
		for _, word := range plainWord.FindAllString(said, -1) {
			if !slices.Contains(same, word[1:]) {
				t.Errorf("%q is English in %q", word, said)
			}
		}
	}
}

// plainWord finds words without an accent that do not stand in backquotes.
var plainWord = regexp.MustCompile(`[ (\[][A-Za-z]*[aeiou][A-Za-z-]*\b`)

func TestQuestionsAreWellFormed(t *testing.T) {
	seen := map[string]bool{"": true}
	for i := range Device.Questions {
		q := &Device.Questions[i]
		if seen[q.Name()] {
			t.Errorf("%q: the name %q in keyNames is empty or taken", q.Ask, q.Name())
		}
		seen[q.Name()] = true
		if q.Short == "" || q.Ask == "" || q.Why == "" || q.When == "" || q.Relevant.Holds == nil {
			t.Errorf("%s lacks words: Short, Ask, Why, When or Relevant", q.Name())
		}
		if q.MayBeUnknown() != (q.FindOut != "") {
			t.Errorf("%s: how to find out belongs to questions that may be unknown", q.Name())
		}
		if q.MayBeUnknown() && q.Assume == nil {
			t.Errorf("%s: nothing is assumed for unknown", q.Name())
		}
		if (len(q.Choices) == 0) == (q.Parse == nil) {
			t.Errorf("%s: either a closed list or a form", q.Name())
		}
	}
}
