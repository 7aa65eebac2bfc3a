package plain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/clean"
)

// served gives lines as input, and returns what was asked, a line each.
func served(t *testing.T, input ...string) (decide.Answers, []map[string]any, error) {
	t.Helper()
	var said bytes.Buffer
	answers, err := Serve(t.Context(), Options{
		Talk: newTalk(decide.Answers{}), In: strings.NewReader(strings.Join(input, "\n") + "\n"), Prompts: &said,
		Survey: func(context.Context, decide.Answers) decide.Survey { return exchangeOnline },
	})
	var asked []map[string]any
	for line := range strings.Lines(said.String()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		asked = append(asked, one)
	}
	return answers, asked, err
}

// TestProtocolTellsAStory goes wrong, back, forth and through the review.
func TestProtocolTellsAStory(t *testing.T) {
	answers, asked, err := served(t,
		`https://contoso.com/`, `"maybe"`, `{"answer": false}`, `{"back": true}`, `no`, `{"skip": true}`,
		`{"skip": true}`, `{"change": "tls"}`, `{"review": true}`, `{"answer": "x"}`, `{"change": "own_server"}`,
		`{"answer": true}`, `{"next": true}`)
	if err != nil || answers[decide.OwnServer] != decide.Yes {
		t.Fatalf("answers %v, error %v", answers, err)
	}
	want := []struct{ id, failed string }{
		{"domain", ""}, {"own_server", ""}, {"own_server", `found "maybe"; allowed: no, yes, unknown`}, {"device", ""},
		{"own_server", ""}, {"device", ""}, {"recipients", ""}, {"recipients", "this question cannot be skipped"},
		{"recipients", "only a question that is answered, and matters, can be changed"}, {"", ""},
		{"", "this is the review: only next, back, change and review are understood"}, {"own_server", ""}, {"", ""},
	}
	if len(asked) != len(want) {
		t.Fatalf("%d lines, want %d: %v", len(asked), len(want), asked)
	}
	for i, w := range want {
		if id, _ := asked[i]["id"].(string); id != w.id || asked[i]["error"] != w.failed {
			t.Errorf("line %d asks %q with error %q, want %q with %q", i+1, id, asked[i]["error"], w.id, w.failed)
		}
	}
	if asked[1]["notes"].([]any)[0] != `contoso.com, read from "https://contoso.com/"` {
		t.Errorf("notes %v", asked[1]["notes"])
	}
	if asked[4]["default"] != "no" || asked[2]["default"] != "unknown" {
		t.Errorf("defaults %v, %v", asked[4]["default"], asked[2]["default"])
	}
}

func TestReviewOfTheProtocolHoldsTheAnswers(t *testing.T) {
	_, asked, err := served(t, "contoso.com", "unknown", "", `{"review": true}`)
	if !errors.Is(err, ErrEnded) {
		t.Fatalf("error %v", err)
	}
	review := asked[4]["review"].([]any)
	own := review[1].(map[string]any)
	if len(review) != 3 || own["value"] != "unknown" || own["assumed"] != "no" || own["said"] != "I don't know" {
		t.Errorf("review %v", review)
	}
	if left := asked[4]["left"].([]any); len(left) == 0 || left[0] != "recipients" {
		t.Errorf("left %v", left)
	}
}

func TestRepliesThatAreNone(t *testing.T) {
	for _, line := range []string{
		`{`, `{}`, `{"answer": "no", "back": true}`, `{"answer": "no", "answer": "yes"}`, `{"answer": null}`, `{"answer": {"a": 1}}`,
		`{"answer": [1]}`, `{"back": false}`, `{"back": "yes"}`, `{"change": ""}`, `{"password": "hunter2"}`, `{"answer": "no"} x`,
		`{"answer": ` + strings.Repeat("[", 5000), strings.Repeat("x", 2*maxLine), `{"answer": "` + strings.Repeat("x", maxLine),
	} {
		_, asked, err := served(t, "contoso.com", line)
		if !errors.Is(err, ErrEnded) || len(asked) != 3 || asked[2]["id"] != "own_server" || asked[2]["error"] == "" {
			t.Errorf("%.60s: error %v, asked %v", line, err, asked)
			continue
		}
		if strings.Contains(asked[2]["error"].(string), "hunter2") {
			t.Error("a password is repeated")
		}
	}
}

func TestRepliesOfEachForm(t *testing.T) {
	for line, want := range map[string]reply{
		"":                       {verb: toGoOn},
		`"1.2"`:                  {verb: toAnswer, text: "1.2"},
		`1.2`:                    {verb: toAnswer, text: "1.2"},
		`{"answer": 1.2}`:        {verb: toAnswer, text: "1.2"},
		`{"answer": ["a", "b"]}`: {verb: toAnswer, text: "a b"},
		`{"answer": ""}`:         {verb: toGoOn},
		`{"next": true}`:         {verb: toGoOn},
		`{"skip": true}`:         {verb: toSkip},
		`{"change": "tls"}`:      {verb: toChange, text: "tls"},
		`{ "review" : true }`:    {verb: toReview},
		`"unfinished`:            {verb: toAnswer, text: `"unfinished`},
		`Contoso "A", {Ltd}`:     {verb: toAnswer, text: `Contoso "A", {Ltd}`},
	} {
		got := readReply(line)
		if got.verb != want.verb || got.text != want.text {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

// FuzzServe: whatever comes in, each line that goes out is JSON, and nothing in it
// steers a terminal or hides.
func FuzzServe(f *testing.F) {
	f.Add("contoso.com\nno\n{\"back\":true}\n\n{\"review\":true}\n{\"change\":\"domain\"}\nexample.com\n")
	f.Add("\x1b[2J\u202e\n\"\\u001b\\u202e\"\n{\"answer\":\"\\u0007b\\u00fc.example\"}\n{\"review\":true}\n")
	f.Fuzz(func(t *testing.T, input string) {
		_, asked, _ := served(t, input)
		for _, one := range asked {
			checkShowable(t, one)
		}
	})
}

func checkShowable(t *testing.T, value any) {
	switch v := value.(type) {
	case string:
		if strings.ContainsFunc(v, clean.Unfit) {
			t.Fatalf("%q goes out", v)
		}
	case []any:
		for _, item := range v {
			checkShowable(t, item)
		}
	case map[string]any:
		for _, item := range v {
			checkShowable(t, item)
		}
	}
}
