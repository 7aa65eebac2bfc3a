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
	"testing"

	"golang.org/x/tools/go/packages"

	"sendpath/decide/device"
	"sendpath/decide/words"
)

var missing = flag.String("missing", "", "write the texts without a translation to this file, as a JSON object")

// texts are all constants of type words.Text in the program, and the sentences of the device profiles.
func texts(t *testing.T) map[words.Text]bool {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
		Dir:  "../../..",
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	found := map[words.Text]bool{}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			t.Fatalf("%s: %v", p.PkgPath, p.Errors[0])
		}
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool { return collect(p.TypesInfo, n, found) })
		}
	}
	for _, text := range device.Texts() {
		found[text] = true
	}
	return found
}

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
	for _, tag := range words.Tags()[1:] {
		catalogue := words.Catalogue(tag)
		lacking := map[words.Text]string{}
		for text := range found {
			if catalogue[text] == "" {
				lacking[text] = ""
			}
		}
		if *missing != "" {
			data, _ := json.MarshalIndent(lacking, "", " ")
			if err := os.WriteFile(*missing, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, text := range slices.Sorted(maps.Keys(lacking)) {
			t.Errorf("%s: no translation of %q", tag, text)
		}
		for _, text := range slices.Sorted(maps.Keys(catalogue)) {
			if !found[text] {
				t.Errorf("%s: the program does not say %q any more", tag, text)
			}
		}
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
