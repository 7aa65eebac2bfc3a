package plain

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/words"
)

var update = flag.Bool("update", false, "write the golden files")

// play gives lines as input and returns everything that was said.
func play(t *testing.T, lang *words.Language, survey decide.Survey, input string) (decide.Answers, string, error) {
	t.Helper()
	width := 0
	if lang.Code() == words.Pseudo().Code() {
		width = 1000 // a sentence a line
	}
	var said bytes.Buffer
	answers, err := Run(t.Context(), Options{
		Talk: newTalk(decide.Answers{}), Language: lang, In: &echo{input, &said}, Prompts: &said, Width: width,
		Survey: func(context.Context, decide.Answers) decide.Survey { return survey },
	})
	return answers, said.String(), err
}

// An echo is a terminal: it shows each line that is typed, when it is typed.
type echo struct {
	left string
	on   io.Writer
}

func (e *echo) Read(p []byte) (int, error) {
	if e.left == "" {
		return 0, io.EOF
	}
	line, _, whole := strings.Cut(e.left, "\n")
	n := copy(p, e.left[:min(len(e.left), len(line)+1)])
	e.left = e.left[n:]
	if whole && len(line) < 80 {
		io.WriteString(e.on, clean.Line(line, 0)+"\n")
	}
	return n, nil
}

var exchangeOnline = decide.Survey{Exists: true, Endpoint: decide.Endpoint{
	Host: "contoso-com.mail.protection.outlook.com", Kind: decide.KindExchangeOnline, Cloud: decide.Worldwide, Confirmed: true,
}}

// TestWholeRunAsItIsHeard is a run with help, back, a wrong answer and a change, word by word.
func TestWholeRunAsItIsHeard(t *testing.T) {
	for golden, lang := range map[string]*words.Language{"run.txt": nil, "run.it.txt": words.Choose("it")} {
		_, said, err := play(t, lang, exchangeOnline, "https://contoso.com/\n?\nperhaps\n1\n<\n1\nric\n1\n2\n1\n2\n1\n1\n\n1\n3\n\n\n\n\n\n4\n2\n\n")
		if err != nil {
			t.Fatal(err)
		}
		checkGolden(t, filepath.Join("testdata", golden), said)
	}
}

func checkGolden(t *testing.T, path, said string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(said), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if said != string(want) {
		t.Errorf("%s, said:\n%s\nwant (go test ./ui/plain -update writes it; then read the difference):\n%s", path, said, want)
	}
}

// TestInputThatEndsIsAnErrorWhileQuestionsAreLeft: wherever the input is cut off, the answers are returned if they are
// complete, and otherwise it is an error and the talk names what is left.
func TestInputThatEndsIsAnErrorWhileQuestionsAreLeft(t *testing.T) {
	input := "contoso.com\n1\n\n2\n1\n2\n1\n1\n\n1\n\n2\n\n\n\n"
	early := 0
	for end := range len(input) + 1 {
		talk := newTalk(decide.Answers{})
		answers, err := Run(t.Context(), Options{
			Talk: talk, In: strings.NewReader(input[:end]), Prompts: io.Discard,
			Survey: func(context.Context, decide.Answers) decide.Survey { return exchangeOnline },
		})
		left := len(talk.Left())
		switch {
		case left > 0 && errors.Is(err, ErrEnded):
			early++
		case left > 0 || err != nil || answers[decide.OwnServer] != decide.No:
			t.Errorf("input %q: %d questions left, answers %v, error %v", input[:end], left, answers, err)
		}
	}
	if early != len(input) {
		t.Errorf("%d beginnings of %d octets of input came too early; only the whole answers the last question", early, len(input))
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
		if want := cmp.Or(cloud, decide.Worldwide); answers[decide.Cloud] != want {
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
		if !strings.Contains(line, " ") {
			continue // typed
		}
		if strings.HasSuffix(line, ": Ricoh Aficio MP / MP C, IM / IM C") {
			continue // a name
		}
		if strings.TrimSpace(line) != "" && !strings.ContainsAny(line, "[]") {
			t.Errorf("not translated: %q", line)
		}
	}
}

// TestLinesFitTheWidth: in no language and at no width is a line longer than the terminal, but for a word
// that is, alone or behind its number.
func TestLinesFitTheWidth(t *testing.T) {
	const input = "?\ncontoso.com\n\n*\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
	for _, tag := range words.Tags() {
		for _, width := range []int{0, 10, 20, 40, 60, 132} {
			var said bytes.Buffer
			o := Options{Talk: newTalk(decide.Answers{}), Language: words.Choose(tag), Width: width, In: &echo{input, &said}, Prompts: &said}
			if _, err := Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitSeq(said.String(), "\n") {
				if ansi.StringWidth(line) > o.columns() && len(strings.Fields(line)) > 2 {
					t.Errorf("%s at %d: %q", tag, width, line)
				}
			}
		}
	}
}

func TestReviewBeforeTheEnd(t *testing.T) {
	answers, said, err := play(t, nil, exchangeOnline, "*\ncontoso.com\n1\n*\n9\n2\n2\n\n\n")
	if err != nil || answers[decide.OwnServer] != decide.Yes {
		t.Fatalf("answers %v, error %v", answers, err)
	}
	for _, want := range []string{"Nothing is answered yet.", "Answered so far:", "Press Enter to go on"} {
		if !strings.Contains(said, want) {
			t.Errorf("not said: %s\n%s", want, said)
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
