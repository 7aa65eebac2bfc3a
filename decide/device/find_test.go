package device

import (
	"slices"
	"strings"
	"testing"
)

func ids(profiles []Profile) []string {
	var ids []string
	for _, p := range profiles {
		ids = append(ids, p.ID)
	}
	return ids
}

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		want        []string
	}{
		{"a vendor", "ricoh", []string{"ricoh", "generic"}},
		{"in capitals, with blanks", "  RICOH ", []string{"ricoh", "generic"}},
		{"a vendor's beginning", "ric", []string{"ricoh", "generic"}},
		{"an accent more", "ricòh", []string{"ricoh", "generic"}},
		{"a vendor with several families", "hp", []string{"hp-ews-pro", "hp-futuresmart", "generic"}},
		{"a family of several profiles", "laserjet", []string{"hp-ews-pro", "hp-futuresmart", "generic"}},
		{"vendor and family", "hp laserjet pro", []string{"hp-ews-pro", "hp-futuresmart", "generic"}},
		{"a family without its vendor", "imagerunner", []string{"canon-imagerunner-advance", "canon-imagerunner-legacy", "generic"}},
		{"two short words", "IM C", []string{"ricoh", "generic"}},
		{"the same in one", "imc", []string{"ricoh", "generic"}},
		{"vendor and short family", "epson wf", []string{"epson", "generic"}},
		{"a model number in one word", "wf3720", []string{"epson", "generic"}},
		{"blanks and dashes do not matter", "e studio", []string{"toshiba", "generic"}},
		{"the name of the web page", "syncthru", []string{"samsung", "generic"}},
		{"half of a vendor's name", "minolta", []string{"konica-minolta-bizhub", "generic"}},
		{"nothing known", "qwertzuiop", []string{"generic"}},
		{"only signs", "!?\x1b[31m", []string{"generic"}},
		{"very long", strings.Repeat("a", 1<<20), []string{"generic"}},
	} {
		if got := ids(Find(tt.typed)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Find(%.30q) = %q, want %q", tt.name, tt.typed, got, tt.want)
		}
	}
}

func TestFindNothingTypedShowsAll(t *testing.T) {
	if got := ids(Find(" ")); !slices.Equal(got, IDs()) {
		t.Errorf("%q", got)
	}
}

// Each profile is found by its vendor and first family, and stands first.
func TestEveryProfileCanBeFound(t *testing.T) {
	eachProfile(t, func(t *testing.T, p Profile) {
		if p.ID == Generic {
			return
		}
		typed := p.Vendor + " " + p.Families[0]
		if got := ids(Find(typed)); got[0] != p.ID {
			t.Errorf("Find(%q) = %q", typed, got)
		}
	})
}

// Whatever is typed, the answer is short, ends with the generic profile and holds nothing twice.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{"hp", "IM C", "é\x00", "\xff\xfe", "a b c d e f g"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := ids(Find(typed))
		if got[len(got)-1] != Generic {
			t.Errorf("Find(%q) ends with %q", typed, got[len(got)-1])
		}
		if len(got) > mostFound+1 && len(got) != len(IDs()) {
			t.Errorf("Find(%q) gives %d profiles", typed, len(got))
		}
		slices.Sort(got)
		if len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Errorf("Find(%q) repeats itself: %q", typed, got)
		}
		if again := ids(Find(strings.ToUpper(typed))); len(typed) < longestSearch/4 && isASCII(typed) && !slices.Equal(ids(Find(typed)), again) {
			t.Errorf("capitals change Find(%q)", typed)
		}
	})
}

func isASCII(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' }) }

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find("hp color laserjet pro mfp")
	}
}
