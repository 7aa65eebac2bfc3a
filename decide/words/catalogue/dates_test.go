package catalogue

import (
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"

	"sendpath/decide"
)

var month = regexp.MustCompile(`(January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d`)

// otherMonths are those that texts name for something else than the switch.
var otherMonths = []string{"August 2022", "February 2025", "August 2025", "March 2027", "September 2028"}

// TestTextsNameTheMonthThatDecides: sentences say when password sign-in is switched off, and the engine decides by
// that day; when Microsoft moves it, the sentences move, too.
func TestTextsNameTheMonthThatDecides(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the whole program")
	}
	day, err := time.Parse(time.DateOnly, string(decide.BasicEnds))
	if err != nil {
		t.Fatal(err)
	}
	ends := day.Format("January 2006")
	for _, text := range slices.Sorted(maps.Keys(texts(t))) {
		for _, named := range month.FindAllString(string(text), -1) {
			if named != ends && !slices.Contains(otherMonths, named) {
				t.Errorf("decide.BasicEnds is in %s, and this text says %s: write it anew, or list the month in otherMonths if it is about something else: %q", ends, named, text)
			}
		}
	}
}
