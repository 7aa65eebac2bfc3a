package decide

import (
	"bytes"
	"flag"
	"os"
	"testing"
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
		if r.Source.Title == "" || r.Source.URL == "" || r.Source.Checked == "" || r.When.Text == "" || r.Text == "" {
			t.Errorf("%s lacks words or a source", r.ID)
		}
	}
}

func TestQuestionsAreWellFormed(t *testing.T) {
	for i := range Device.Questions {
		q := &Device.Questions[i]
		if q.Ask == "" || q.Why == "" || q.When == "" || q.Relevant.Holds == nil {
			t.Errorf("%s lacks words", q.Name())
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
