package device

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"sendpath/decide/clean"
	"sendpath/decide/words"
)

var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// eachProfile runs check as a subtest of every profile.
func eachProfile(t *testing.T, check func(t *testing.T, p Profile)) {
	t.Helper()
	for _, p := range All() {
		t.Run(p.ID, func(t *testing.T) { check(t, p) })
	}
}

func TestIDsAreUniqueAndGenericIsLast(t *testing.T) {
	ids := IDs()
	for i, id := range ids {
		if !kebab.MatchString(id) {
			t.Errorf("%q is not of small letters, digits and dashes", id)
		}
		if slices.Contains(ids[:i], id) {
			t.Errorf("%q is there twice", id)
		}
		if p, ok := ByID(id); !ok || p.ID != id {
			t.Errorf("ByID(%q) = %q, %t", id, p.ID, ok)
		}
	}
	if ids[len(ids)-1] != Generic {
		t.Errorf("the last profile is %q, want %q", ids[len(ids)-1], Generic)
	}
	if _, ok := ByID("no-such-device"); ok {
		t.Error("an unknown id was found")
	}
}

func TestProfileForm(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		if p.Vendor == "" || p.Kind == "" || p.ID != Generic && len(p.Families) == 0 {
			t.Error("without vendor, kind or families")
		}
		if !slices.Contains([]Confidence{Good, Partial, Thin, None}, p.Confidence) {
			t.Errorf("confidence %q", p.Confidence)
		}
		if order, known := p.SettingOrder(); known && !samePlaces(order, Settings) {
			t.Errorf("order %q does not hold each setting once", order)
		}
		if p.Path.Web == "" && p.Path.WebIT != "" {
			t.Error("an Italian path without an English one")
		}
		o := p.OAuthSetup
		if !slices.Contains([]OAuthStatus{OAuthYes, OAuthPerModel, OAuthNo, OAuthUnknown}, o.Status) {
			t.Errorf("OAuth status %q", o.Status)
		}
		if (o.Status == OAuthUnknown) != (o.Words == "") {
			t.Errorf("OAuth status %q said as %q", o.Status, o.Words)
		}
	})
}

func samePlaces(a, b []Setting) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

func TestFieldForm(t *testing.T) {
	choices := map[Setting][]string{
		Encryption:     {"starttls", "implicit", "off", "opportunistic"},
		Authentication: {"on", "off", "oauth", "pop_before_smtp"},
	}
	eachProfile(t, func(t *testing.T, p Profile) {
		for _, s := range Settings {
			for choice, words := range p.Field(s).Words {
				if !slices.Contains(choices[s], choice) || len(words) == 0 || slices.Contains(words, "") {
					t.Errorf("%s: words %q for %q", s, words, choice)
				}
			}
			if p.Field(s).IPOnly && s != Server {
				t.Errorf("%s: ip_only is for servers", s)
			}
		}
		for _, f := range p.Fields.all() {
			if f.Label == "" && f.Note == "" && f.PerUser == "" && f.Mechanisms == "" && len(f.Words) == 0 && f.Default == 0 && len(f.Src) == 0 {
				t.Errorf("a field that says nothing: %+v", *f)
			}
			if f.LabelIT != "" && f.Label == "" {
				t.Errorf("%q has no English wording", f.LabelIT)
			}
			if !slices.Contains([]string{"", "checkbox", "select", "on/off"}, f.Type) {
				t.Errorf("%q: type %q", f.Label, f.Type)
			}
		}
		for _, s := range p.Fields.Other {
			if s.Label == "" && (s.Note == "" || s.Value != "") {
				t.Errorf("a switch without a label: %+v", s)
			}
		}
	})
}

// A limit that is not known is left out, so one of nothing is a mistake.
func TestLimitsArePositive(t *testing.T) {
	for _, key := range regexp.MustCompile(`"(max_len|advised_len|default)": *[^ 1-9]`).FindAllString(data, -1) {
		t.Errorf("%s...", key)
	}
}

func TestSources(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		if len(p.Sources) == 0 {
			t.Error("no source")
		}
		for i, s := range p.Sources {
			u, err := url.Parse(s.URL)
			if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
				t.Errorf("%s: address %q", s.Key, s.URL)
			}
			if s.Key == "" || s.Title == "" || s.Kind == "" {
				t.Errorf("without key, title or kind: %+v", s)
			}
			if slices.ContainsFunc(p.Sources[:i], func(o Source) bool { return o.Key == s.Key }) {
				t.Errorf("key %q is there twice", s.Key)
			}
			if (s.Read == "") == (s.Via == "") {
				t.Errorf("%s: either read by somebody or reported by another source, not %q and %q", s.Key, s.Read, s.Via)
			}
			if _, ok := p.source(s.Via); s.Via != "" && !ok {
				t.Errorf("%s: reported by the unknown source %q", s.Key, s.Via)
			}
			if !isDay(s.Date) || !isDay(s.Read) {
				t.Errorf("%s: days %q and %q", s.Key, s.Date, s.Read)
			}
		}
	})
}

func isDay(s string) bool {
	_, day := time.Parse("2006-01-02", s)
	_, month := time.Parse("2006-01", s)
	return s == "" || day == nil || month == nil
}

// Every src, wherever it stands, names sources of its own profile.
func TestEverySourceKeyExists(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		visit(reflect.ValueOf(p), func(v reflect.Value) {
			if v.Kind() != reflect.Struct || !v.FieldByName("Src").IsValid() {
				return
			}
			for _, key := range v.FieldByName("Src").Interface().([]string) {
				if _, ok := p.source(key); !ok {
					t.Errorf("%s: unknown source %q", v.Type(), key)
				}
			}
		})
		for _, f := range p.Fields.all() {
			if len(f.Src) == 0 {
				t.Errorf("%q has no source", f.Label)
			}
		}
	})
}

// Whatever is typed as a sentence is among Texts, reads as one, and shows safely.
func TestTextsHoldEverySentence(t *testing.T) {
	texts := Texts()
	eachProfile(t, func(t *testing.T, p Profile) {
		visit(reflect.ValueOf(p), func(v reflect.Value) {
			text, ok := v.Interface().(words.Text)
			if !ok || text == "" {
				return
			}
			if !slices.Contains(texts, text) {
				t.Errorf("not in Texts: %q", text)
			}
			if first := []rune(string(text))[0]; unicode.IsSpace(first) || !strings.HasSuffix(string(text), ".") && !strings.Contains(string(text), "https://") {
				t.Errorf("not a sentence: %q", text)
			}
			if strings.Contains(string(text), "%") {
				t.Errorf("a format: %q", text)
			}
		})
	})
	if !slices.IsSorted(texts) || len(slices.Compact(slices.Clone(texts))) != len(texts) {
		t.Error("Texts are not in order, each once")
	}
}

// What a page is told once is not told again: a switch that must be set has its note, and no surprise beside it.
func TestASwitchIsToldOnce(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		for _, s := range p.Fields.Other {
			for _, q := range p.Quirks {
				if said := string(q.Text + q.Effect); s.Value != "" && strings.Contains(said, s.Label) {
					t.Errorf("%s is told of in %q too", s.Label, said)
				}
			}
		}
	})
}

// Every occasion in the file is one that a plan can ask for.
func TestOccasions(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		visit(reflect.ValueOf(p), func(v reflect.Value) {
			when, ok := v.Interface().(When)
			if ok && !slices.Contains([]When{Always, SignIn, ByPassword, ByOAuth, Direct, OwnRelay}, when) {
				t.Errorf("unknown occasion %q", when)
			}
		})
	})
}

// visit calls f with v and everything inside it.
func visit(v reflect.Value, f func(reflect.Value)) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	f(v)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			visit(v.Field(i), f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visit(v.Index(i), f)
		}
	}
}

// The plan alone says servers, end dates and what to do about tenant settings.
func TestNothingThatBelongsToThePlan(t *testing.T) {
	for _, text := range Texts() {
		for _, never := range []string{"office365.com", "protection.outlook.com", "2026", "2027", "192.168."} {
			if strings.Contains(string(text), never) {
				t.Errorf("%q in %q", never, text)
			}
		}
		if strings.Contains(string(text), "465") && !strings.Contains(string(text), "does not offer 465") && !strings.Contains(string(text), "failed") {
			t.Errorf("port 465 without a warning: %q", text)
		}
	}
}

func TestDataCanBeShown(t *testing.T) {
	if clean.Block(data, 0) != data {
		t.Error("profiles.json holds characters that are not fit to be shown")
	}
}

// What the program knows of devices stands in the data file, where it can be read and corrected.
func TestNoDeviceDataInCode(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range All() {
			for _, name := range slices.Concat([]string{p.ID, p.Vendor}, p.Families) {
				if p.ID != Generic && strings.Contains(string(code), name) {
					t.Errorf("%s speaks of %s", file, name)
				}
			}
		}
	}
}

// The decoder would take the last of two equal keys without a word.
func TestNoKeyTwice(t *testing.T) {
	dec := json.NewDecoder(strings.NewReader(data))
	if err := uniqueKeys(dec); err != nil {
		t.Error(err)
	}
	if uniqueKeys(json.NewDecoder(strings.NewReader(`[{"a": {"b": 1, "b": 2}}]`))) == nil {
		t.Error("a double key went unnoticed")
	}
}

// uniqueKeys reads one JSON value and reports the first key that its object holds twice.
func uniqueKeys(dec *json.Decoder) error {
	token, err := dec.Token()
	open, nested := token.(json.Delim)
	if err != nil || !nested {
		return err
	}
	seen := map[string]bool{}
	for dec.More() {
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			name := key.(string)
			if seen[name] {
				return fmt.Errorf("key %q twice, before byte %d", name, dec.InputOffset())
			}
			seen[name] = true
		}
		if err := uniqueKeys(dec); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}
