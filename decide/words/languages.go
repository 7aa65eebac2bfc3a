package words

import (
	"embed"
	"encoding/json"
	"path"
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

// Choose returns the language for a tag as the flag or the environment gives it ("it", "it_IT.UTF-8"),
// and English for every other.
func Choose(tag string) *Language {
	base := strings.ToLower(tag)
	if i := strings.IndexAny(base, "_-.@"); i >= 0 {
		base = base[:i]
	}
	if base == "en" || !slices.Contains(Tags(), base) {
		return nil
	}
	return fromCatalogue(base)
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
	accents := strings.NewReplacer("a", "à", "e", "é", "i", "ì", "o", "ò", "u", "ù")
	return &Language{Tag: "qps", translate: func(t Text) (string, bool) {
		text := string(t)
		return "[" + accentOutsideVerbs(text, accents) + strings.Repeat("~", len(text)/3) + "]", true
	}}
}

// accentOutsideVerbs leaves the verbs of a format alone.
func accentOutsideVerbs(format string, accents *strings.Replacer) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			b.WriteString(accents.Replace(format))
			return b.String()
		}
		b.WriteString(accents.Replace(format[:i]))
		end := i + 1
		for end < len(format) && strings.IndexByte("[]0123456789.+-# ", format[end]) >= 0 {
			end++
		}
		end = min(end+1, len(format))
		b.WriteString(format[i:end])
		format = format[end:]
	}
}
