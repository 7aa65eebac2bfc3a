package device

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of a search: typing is short, and a list is read at a glance.
const (
	longestSearch = 100 // bytes
	mostFound     = 8
)

// What a typed word is worth in the ranking.
const (
	exactVendor  = 6
	exactWord    = 4
	beginsVendor = 3
	beginsWord   = 2
	wholePhrase  = 6
	beginsPhrase = 5
)

// An entry is a profile's names, folded for searching.
type entry struct {
	vendor  []string
	names   []string // words of families, user interface and further names
	phrases []string // vendor and family without blanks, from each word on
}

var index = sync.OnceValue(func() []entry {
	entries := make([]entry, 0, len(profiles()))
	for _, p := range profiles() {
		e := entry{vendor: fold(p.Vendor)}
		for _, name := range slices.Concat(p.Families, p.Also) {
			e.names = append(e.names, fold(name)...)
			for said := fold(p.Vendor + " " + name); len(said) > 0; said = said[1:] {
				e.phrases = append(e.phrases, strings.Join(said, ""))
			}
		}
		e.names = append(e.names, fold(p.UI)...)
		entries = append(entries, e)
	}
	return entries
})

// Find returns the profiles that what was typed may mean, best first and few, with the generic one
// always last. It looks at vendor, families and names, without regard to case, accents and blanks.
// Nothing typed gives all profiles; something unknown gives the generic one alone.
func Find(typed string) []Profile {
	if len(typed) > longestSearch {
		typed = strings.ToValidUTF8(typed[:longestSearch], "")
	}
	query := fold(typed)
	if len(query) == 0 {
		return All()
	}
	var found []Profile
	for _, i := range ranked(query) {
		found = append(found, profiles()[i])
	}
	return append(found, *generic())
}

// ranked returns the indices of the profiles worth at least half as much as the best one.
func ranked(query []string) []int {
	worth := make([]int, len(profiles()))
	var hits []int
	for i, e := range index() {
		worth[i] = e.worth(query)
		if worth[i] > 0 && profiles()[i].ID != Generic {
			hits = append(hits, i)
		}
	}
	slices.SortStableFunc(hits, func(a, b int) int { return cmp.Compare(worth[b], worth[a]) })
	for n, i := range hits {
		if n == mostFound || 2*worth[i] < worth[hits[0]] {
			return hits[:n]
		}
	}
	return hits
}

func (e entry) worth(query []string) int {
	sum := 0
	for _, word := range query {
		sum += max(match(e.vendor, word, exactVendor, beginsVendor), match(e.names, word, exactWord, beginsWord))
	}
	phrase := strings.Join(query, "")
	if len(phrase) > 2 {
		sum += match(e.phrases, phrase, wholePhrase, beginsPhrase)
	}
	return sum
}

// match says what a typed word is worth among names: a whole one, the beginning of one, or nothing.
func match(names []string, word string, whole, begins int) int {
	if slices.Contains(names, word) {
		return whole
	}
	if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, word) }) {
		return begins
	}
	return 0
}

// fold splits text into words of small letters and digits, without accents.
func fold(text string) []string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
	return strings.FieldsFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
