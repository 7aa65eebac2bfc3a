package decide

import (
	"time"

	"sendpath/decide/words"
)

// rulesFrom is the first day that the rules speak of: before it Microsoft's were others.
const rulesFrom Day = "2026-01-01"

// yearsFresh is how long facts are trusted after a person checked them. Microsoft changes what concerns
// devices several times a year.
const yearsFresh = 1

// DayWarnings say plainly where the day of a plan lies outside what the facts here are about: because the
// clock of the computer is wrong, or because this version is old.
func DayWarnings(day Day, lang *words.Language) []Warning {
	switch {
	case day < rulesFrom:
		return []Warning{{"day/before", lang.Say("This plan is made for %s, and the rules here are those from %s on. Is the computer's clock right? --as-of gives another day.", string(day), string(rulesFrom))}}
	case day > lastFresh():
		return []Warning{{"day/stale", lang.Say("This plan is made for %s, and Microsoft's rules here were last checked on %s: they are out of date by then. Is the computer's clock right? Look for a newer version, and compare with the articles named.", string(day), string(checked))}}
	}
	return nil
}

// lastFresh is the last day on which the facts count as fresh.
func lastFresh() Day {
	day, err := time.Parse(time.DateOnly, string(checked))
	if err != nil {
		return checked
	}
	return Day(day.AddDate(yearsFresh, 0, 0).Format(time.DateOnly))
}
