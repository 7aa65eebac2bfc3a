package words

import (
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	for tag, want := range map[string]string{
		"it": "it", "it_IT.UTF-8": "it", "IT": "it", "it-CH": "it", "it@euro": "it", "italian": "it",
		"en": "en", "en_GB": "en", "de_DE": "en", "": "en", "C": "en", "POSIX": "en",
	} {
		if got := Choose(tag).Code(); got != want {
			t.Errorf("%q gives %s, want %s", tag, got, want)
		}
	}
}

func TestPseudoKeepsTheVerbs(t *testing.T) {
	got := Pseudo().Say("Port %d on %[2]s: 100%% sure", 25, "mail")
	if !strings.Contains(got, "Pòrt 25 òn mail: 100% sùré") {
		t.Errorf("got %q", got)
	}
}

func TestPseudoKeepsTheNameOfAValue(t *testing.T) {
	if got := Pseudo().Say("`FILE|one` with one line"); !strings.HasPrefix(got, "[`FILE|one` wìth òné lìné~") {
		t.Errorf("got %q", got)
	}
}

func TestASentenceInASentenceIsSaidInTheSameLanguage(t *testing.T) {
	s := Sentencef("the file %s: %s", "a.csv", Sentencef("it is a folder"))
	if got := s.In(Pseudo()); !strings.Contains(got, "[ìt ìs à fòldér") {
		t.Errorf("got %q", got)
	}
	if got := s.Error(); got != "the file a.csv: it is a folder" {
		t.Errorf("got %q", got)
	}
}

func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	for tag, want := range map[string]string{"en": "10,000", "it": "10.000"} {
		if got := Choose(tag).Number(10000); got != want {
			t.Errorf("%s: %s, want %s", tag, got, want)
		}
	}
}

func TestAMissingTranslationStaysEnglish(t *testing.T) {
	if got := Choose("it").Say("no catalogue holds this"); got != "no catalogue holds this" {
		t.Errorf("got %q", got)
	}
}
