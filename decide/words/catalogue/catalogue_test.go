// Package catalogue holds only tests: it reads the whole program for the texts that a user sees, and
// holds the translations against them.
package catalogue

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"sendpath/decide/device"
	"sendpath/decide/words"
)

var missing = flag.String("missing", "", "write the texts that a language lacks to this file, as a JSON object to fill in")

// texts are all constants of type words.Text in the program, and the sentences of the device profiles.
func texts(t *testing.T) map[words.Text]bool {
	t.Helper()
	all, err := readProgram()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// readProgram reads the sources once for all tests.
var readProgram = sync.OnceValues(func() (map[words.Text]bool, error) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
		Dir:  "../../..",
	}, "./...")
	if err != nil {
		return nil, err
	}
	found := map[words.Text]bool{}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, fmt.Errorf("%s: %w", p.PkgPath, p.Errors[0])
		}
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool { return collect(p.TypesInfo, n, found) })
		}
	}
	for _, text := range device.Texts() {
		found[text] = true
	}
	return found, nil
})

// collect notes an outermost constant of the type; parts of it are not texts of their own.
func collect(info *types.Info, n ast.Node, found map[words.Text]bool) bool {
	e, ok := n.(ast.Expr)
	if !ok {
		return true
	}
	tv := info.Types[e]
	if tv.Value == nil || tv.Type == nil || tv.Type.String() != "sendpath/decide/words.Text" || tv.Value.Kind() != constant.String {
		return true
	}
	if text := constant.StringVal(tv.Value); letters.MatchString(text) {
		found[words.Text(text)] = true
	}
	return false
}

var letters = regexp.MustCompile(`\pL|^,$`) // and the thousands separator

func TestEveryLanguageSaysEveryText(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the whole program")
	}
	found := texts(t)
	toSay := map[words.Text]string{}
	for _, tag := range words.Tags()[1:] {
		catalogue := words.Catalogue(tag)
		var lacking, stale []words.Text
		for _, text := range slices.Sorted(maps.Keys(found)) {
			if catalogue[text] == "" {
				lacking = append(lacking, text)
				toSay[text] = ""
			}
		}
		for _, text := range slices.Sorted(maps.Keys(catalogue)) {
			if !found[text] {
				stale = append(stale, text)
			}
		}
		report(t, tag, "have no translation; -missing FILE writes them all", lacking)
		report(t, tag, "are translated and not said by the program any more", stale)
	}
	if *missing != "" {
		data, _ := json.MarshalIndent(toSay, "", " ")
		if err := os.WriteFile(*missing, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// report tells how many texts something is wrong with, and the first of them.
func report(t *testing.T, tag, what string, texts []words.Text) {
	t.Helper()
	for i, text := range texts {
		if i == 0 {
			t.Errorf("%s.json: %d texts %s:", tag, len(texts), what)
		}
		if i == 10 {
			t.Errorf("and %d more", len(texts)-i)
			return
		}
		t.Errorf("%q", text)
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*\d*(\.\d+)?[a-zA-Z%]`)

// verbs returns the arguments that a format uses, each as "number verb".
func verbs(format string) []string {
	var list []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		kind := m[0][len(m[0])-1:]
		if kind == "%" {
			continue
		}
		if m[1] != "" {
			fmt.Sscanf(m[1], "[%d]", &next)
		}
		list = append(list, fmt.Sprint(next, kind))
		next++
	}
	slices.Sort(list)
	return slices.Compact(list)
}

var valueName = regexp.MustCompile("`[^`]*`")

// TestTranslationsKeepTheNamesOfValues: what the description of a flag names between backquotes is the same in
// every language.
func TestTranslationsKeepTheNamesOfValues(t *testing.T) {
	for _, tag := range words.Tags()[1:] {
		for text, translated := range words.Catalogue(tag) {
			if a, b := valueName.FindAllString(string(text), -1), valueName.FindAllString(translated, -1); !slices.Equal(a, b) {
				t.Errorf("%s: %q names %q, its translation %q", tag, text, a, b)
			}
		}
	}
}

func TestTranslationsKeepTheirPlaceholders(t *testing.T) {
	for _, tag := range words.Tags()[1:] {
		for text, translated := range words.Catalogue(tag) {
			if !slices.Equal(verbs(string(text)), verbs(translated)) {
				t.Errorf("%s: %q has %v, its translation %q has %v", tag, text, verbs(string(text)), translated, verbs(translated))
			}
		}
	}
}

// otherSpelling finds the American spelling of words that the English texts write the British way.
var otherSpelling = regexp.MustCompile(`\b([Oo]rganizations?|admin center|[Rr]ecogniz\w*|authoriz\w*|behavior)\b`)

// byOthers are Microsoft's and the makers' own words, which stay as they write them.
var byOthers = regexp.MustCompile(`"[^"]*\b[Yy]our organization\b[^"]*"|'[^']*your organization'|https://\S+`)

// TestEnglishHasOneSpelling: a reader never meets a word in two spellings.
func TestEnglishHasOneSpelling(t *testing.T) {
	for _, tag := range words.Tags()[1:] {
		for text := range words.Catalogue(tag) {
			if found := otherSpelling.FindString(byOthers.ReplaceAllString(string(text), "")); found != "" {
				t.Errorf("%q in %q", found, text)
			}
		}
	}
}
