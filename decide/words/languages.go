package words

import (
	"embed"
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// languages holds a catalogue for each language: one JSON object, English text to translation. A new
// language is one more file.
//
//go:embed languages/*.json
var languages embed.FS

// Tags lists the languages there are, "en" first.
func Tags() []string {
	tags := []string{"en"}
	entries, _ := languages.ReadDir("languages")
	for _, e := range entries {
		tags = append(tags, strings.TrimSuffix(e.Name(), ".json"))
	}
	slices.Sort(tags[1:])
	return tags
}

// Choose returns the language for a tag as the flag or the environment gives it ("it", "it_IT.UTF-8", and
// "italian", an old name of a locale): the one that it begins with, and English for every other.
func Choose(tag string) *Language {
	for _, known := range slices.Backward(Tags()[1:]) { // backward, for a longer tag to be found first
		if strings.HasPrefix(strings.ToLower(tag), known) {
			return fromCatalogue(known)
		}
	}
	return nil
}

func fromCatalogue(tag string) *Language {
	load := sync.OnceValue(func() map[Text]string { return Catalogue(tag) })
	return &Language{Tag: tag, translate: func(t Text) (string, bool) {
		translated, ok := load()[t]
		return translated, ok
	}}
}

// Catalogue returns every translation of a language. It panics on a broken file, which is part of the
// program: the tests read each.
func Catalogue(tag string) map[Text]string {
	data, err := languages.ReadFile(path.Join("languages", tag+".json"))
	if err != nil {
		return nil
	}
	var catalogue map[Text]string
	if err := json.Unmarshal(data, &catalogue); err != nil {
		panic(tag + ".json: " + err.Error())
	}
	return catalogue
}

// Pseudo returns a language for tests: every text accented and a third longer, between brackets, so that
// what is not translated or is cut off can be seen.
func Pseudo() *Language {
	return &Language{Tag: "qps", translate: func(t Text) (string, bool) {
		text := string(t)
		return "[" + accented(text) + strings.Repeat("~", len(text)/3) + "]", true
	}}
}

// kept is what every language keeps of a text: the verbs of the format, and the name of a value between
// backquotes, as descriptions of flags have it.
var kept = regexp.MustCompile("%[]\\[0-9.+# -]*.|`[^`]*`")

var accents = strings.NewReplacer("a", "à", "e", "é", "i", "ì", "o", "ò", "u", "ù")

func accented(text string) string {
	var b strings.Builder
	from := 0
	for _, at := range kept.FindAllStringIndex(text, -1) {
		b.WriteString(accents.Replace(text[from:at[0]]) + text[at[0]:at[1]])
		from = at[1]
	}
	return b.String() + accents.Replace(text[from:])
}
