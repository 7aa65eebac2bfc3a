package plain

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/words"
)

var update = flag.Bool("update", false, "write the golden files")

// play gives lines as input and returns everything that was said.
func play(t *testing.T, lang *words.Language, survey decide.Survey, input string) (decide.Answers, string, error) {
	t.Helper()
	var said bytes.Buffer
	answers, err := Run(t.Context(), Options{
		Talk: newTalk(decide.Answers{}), Language: lang, In: strings.NewReader(input), Prompts: &said,
		Survey: func(context.Context, decide.Answers) decide.Survey { return survey },
	})
	return answers, said.String(), err
}

var exchangeOnline = decide.Survey{Exists: true, Endpoint: decide.Endpoint{
	Host: "contoso-com.mail.protection.outlook.com", Kind: decide.KindExchangeOnline, Cloud: decide.Worldwide, Confirmed: true,
}}

// TestWholeRunAsItIsHeard is a run with help, back, a wrong answer and a change, word by word.
func TestWholeRunAsItIsHeard(t *testing.T) {
	_, said, err := play(t, nil, exchangeOnline, "https://contoso.com/\n?\nperhaps\n1\n<\n1\nric\n1\n2\n1\n2\n1\n1\n\n1\n3\n\n\n\n\n\n4\n2\n\n")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "run.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(said), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if said != string(want) {
		t.Errorf("said:\n%s\nwant (go test -update writes it):\n%s", said, want)
	}
}

func TestEveryEndOfTheInputNamesWhatIsLeft(t *testing.T) {
	input := "contoso.com\n1\n\n2\n1\n2\n1\n1\n\n1\n\n2\n\n\n\n"
	for end := range len(input) {
		_, _, err := play(t, nil, exchangeOnline, input[:end])
		if !errors.Is(err, ErrEnded) && end < len(input)-3 {
			t.Errorf("input %q: error %v", input[:end], err)
		}
	}
	if answers, _, err := play(t, nil, exchangeOnline, input); err != nil || answers[decide.Domain] != "contoso.com" {
		t.Errorf("the whole input: %v, %v", answers, err)
	}
}

func TestChangeThatIsGivenUpLeavesTheAnswer(t *testing.T) {
	answers, _, err := play(t, nil, exchangeOnline, "contoso.com\n2\n\n2\n")
	if err != nil || answers[decide.OwnServer] != decide.Yes {
		t.Errorf("answers %v, error %v", answers, err)
	}
}

func TestCloudIsAskedWhereDNSLeavesItOpen(t *testing.T) {
	const question = "Which Microsoft cloud"
	input := "contoso.com\n2\n\n\n\n\n"
	if _, said, err := play(t, nil, exchangeOnline, input); err != nil || strings.Contains(said, question) {
		t.Errorf("asked though DNS says it: %v\n%s", err, said)
	}
	for _, cloud := range []string{"", decide.GCCHigh} {
		survey := decide.Survey{Exists: true, Endpoint: decide.Endpoint{Cloud: cloud}}
		answers, said, err := play(t, nil, survey, input)
		if err != nil || !strings.Contains(said, question) {
			t.Fatalf("not asked: %v\n%s", err, said)
		}
		if want := max(cloud, decide.GCCHigh); cloud != "" && answers[decide.Cloud] != want {
			t.Errorf("Enter takes %q, want %q", answers[decide.Cloud], want)
		}
	}
}

func TestHostileInputIsSaidCleanly(t *testing.T) {
	survey := exchangeOnline
	survey.Endpoint.Host, survey.Endpoint.Filter = "\x1b[2Jmx\u202e.example", "\x07\u009bfilter.example"
	input := "\x1b]0;x\x07\nb\u202eüro\x00.example\n" + strings.Repeat("x", 3*maxLine) + "\ncontoso.com\n2\n\n\n\n"
	_, said, err := play(t, nil, survey, input)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range said {
		if r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e {
			t.Fatalf("%q in what was said", r)
		}
	}
	if !strings.Contains(said, "The line is too long.") {
		t.Error("a line that is too long was not refused")
	}
}

// TestEverySentenceIsTranslated runs in a language in which each text is between brackets.
func TestEverySentenceIsTranslated(t *testing.T) {
	_, said, err := play(t, words.Pseudo(), exchangeOnline, "https://contoso.com/\n?\nperhaps\n1\n<\n1\nric\n1\n?\n3\n1\n2\n1\n1\n\n1\n3\n\n\n\n\n\n4\n2\n\n")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(said, "\n") {
		if strings.HasSuffix(line, ": Ricoh Aficio MP / MP C, IM / IM C") {
			continue // a name
		}
		if strings.TrimSpace(line) != "" && !strings.ContainsAny(line, "[]") {
			t.Errorf("not translated: %q", line)
		}
	}
}

func TestPromptsThatCannotBeWritten(t *testing.T) {
	_, err := Run(t.Context(), Options{Talk: newTalk(decide.Answers{}), In: strings.NewReader("contoso.com\n"), Prompts: broken{}})
	if !errors.Is(err, os.ErrClosed) {
		t.Errorf("error %v", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, os.ErrClosed }
